"""The blueprint that the routes of Users belong to.

What is about one user has a word behind the user name (`/administration/users/<name>/profile`), so that no user name can
stand where `new`, `import` and the like do.
"""

from flask import Blueprint

blueprint = Blueprint("users", __name__, url_prefix="/administration/users")
