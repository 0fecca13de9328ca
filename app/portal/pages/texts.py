"""Texts for everybody: verification, how it works, accessibility, privacy; and the choice of the language."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request

from app.areas.queries import public_areas
from app.core.clock import berlin_date, utc_now
from app.core.errors import NotFound
from app.ledger.rules import PARTS
from app.portal import queries
from app.portal.pages.door import bp
from app.portal.wording import fund_bar
from app.shell.doors.context import COOKIE, LOCALES, public
from app.shell.settings import Settings

A_YEAR = 365 * 24 * 3600


@bp.route("/pruefen")
@public
def verify() -> Any:
    """Explain in plain words how everybody can check log and ledger."""
    areas = public_areas()
    names = {area.id: area.name for area in areas}
    years = queries.years_with_money(berlin_date(utc_now()))
    return render_template(
        "portal/verify.html",
        head=queries.log_head(),
        years=[
            {
                "row": year,
                "area_name": names[year.area_id],
                "bar": fund_bar(year),
                "sum_cents": sum(year.cents[kind] for kind in PARTS),
            }
            for year in years
        ],
    )


@bp.route("/so-gehts")
@public
def how_it_works() -> Any:
    """Explain the way from an idea to the closed account."""
    return render_template("portal/how_it_works.html")


@bp.route("/barrierefreiheit")
@public
def accessibility() -> Any:
    """Say what works for whom, and what does not yet."""
    return render_template("portal/accessibility.html")


@bp.route("/datenschutz")
@public
def privacy() -> Any:
    """Say which data is kept, why, for how long, and what the public sees."""
    settings: Settings = current_app.extensions["settings"]
    return render_template("portal/privacy.html", copies=settings.backups_kept if settings.backups else 0)


@bp.route("/sprache/<code>")
@public
def language(code: str) -> Any:
    """Remember a language and go back to the page before."""
    if code not in LOCALES:
        raise NotFound
    settings: Settings = current_app.extensions["settings"]
    answer = redirect(local_address(request.args.get("back", "")))
    answer.set_cookie(
        COOKIE, code, max_age=A_YEAR, samesite="Lax", secure=settings.secure_cookies, httponly=True, path="/"
    )
    return answer


def local_address(wanted: str) -> str:
    """Return an address on this site, or the first page for every other."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if is_local and wanted.isprintable() and "\\" not in wanted else "/"
