"""License Usage: who holds what, live, ending sessions to free a license, and pausing one's own."""

from webapp.web.license_usage.closing_tips import blueprint as tips_blueprint
from webapp.web.license_usage.pausing import blueprint as pausing_blueprint
from webapp.web.license_usage.routes import blueprint

__all__ = ["blueprint", "pausing_blueprint", "tips_blueprint"]
