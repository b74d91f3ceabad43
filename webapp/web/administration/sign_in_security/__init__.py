"""How a user signs in, as a domain admin sees it and helps: on the user's Security tab."""

from webapp.web.administration.sign_in_security.routes import blueprint
from webapp.web.administration.sign_in_security.view import sign_in_security_of

__all__ = ["blueprint", "sign_in_security_of"]
