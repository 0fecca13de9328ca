"""The public pages: neighbourhoods, one neighbourhood, decisions, one action, verification, texts, languages."""

from app.portal.pages import actions, neighbourhoods, texts
from app.portal.pages.door import bp

__all__ = ["actions", "bp", "neighbourhoods", "texts"]
