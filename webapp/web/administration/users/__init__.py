"""Administration > Users: the list, one user at a time, and what is done to them."""

from webapp.web.administration.users import actions, importing, listing, new, pay_per_use, profile
from webapp.web.administration.users.blueprint import blueprint

__all__ = ["actions", "blueprint", "importing", "listing", "new", "pay_per_use", "profile"]
