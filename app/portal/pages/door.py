"""The blueprint of the portal, the menu everybody has, and the links at the foot of every page."""

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.shell.doors import html

bp = Blueprint("portal", __name__, template_folder="../templates")


def menu() -> list[tuple[str, str, bool]]:
    """Return what everybody finds in the menu."""
    return [html.menu_entry(_("Gebiete"), "portal.home"), html.menu_entry(_("So geht’s"), "portal.how_it_works")]


def foot() -> list[tuple[str, str]]:
    """Return the links at the foot."""
    return [
        (_("Nachprüfen"), url_for("portal.verify")),
        (_("So geht’s"), url_for("portal.how_it_works")),
        (_("Barrierefreiheit"), url_for("portal.accessibility")),
        (_("Datenschutz"), url_for("portal.privacy")),
        (_("Schnittstelle (API)"), url_for("api_docs")),
    ]


html.NAVIGATION.insert(0, menu)
html.FOOTER.append(foot)
