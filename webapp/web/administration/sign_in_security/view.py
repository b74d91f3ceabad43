"""What the part `administration/users/_sign_in_security.html` of a user's Security tab shows."""

from webapp import current
from webapp.services.view_sign_in_security import view_sign_in_security
from webapp.web.access import current_actor, request_time
from webapp.web.your_account.view import SignInView, sign_in_view


def sign_in_security_of(user_name: str) -> SignInView:
    """How this user signs in. Raises NotFound."""
    actor, now = current_actor(), request_time()
    return sign_in_view(view_sign_in_security(current.db(), actor, user_name, now), now)
