"""Passwords of tests: hashed with the least effort that Argon2 allows, as their strength is not what is tested."""

from argon2 import PasswordHasher

from webapp.services.steps import passwords


def quick_passwords() -> None:
    """Make hashing take microseconds in this process (a real server that a test starts is not touched)."""
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._HASHER.hash("nobody has this one")
