"""Pages of people: signing in and out, passwords, profile, second factor, access tokens."""

from app.people.pages import passwords, profile, second_factor, signing_in, tokens
from app.people.pages.frame import bp

__all__ = ["bp", "passwords", "profile", "second_factor", "signing_in", "tokens"]
