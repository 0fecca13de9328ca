"""The book of a fund year: every booking in words, with what was available after it."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.funds import queries
from app.funds.pages.door import PER_PAGE, bp, fund_bar, page_of
from app.funds.rules import FUND_YEAR_LABELS
from app.ledger.queries import bookings, count_journals
from app.ledger.rules import ACCOUNT_LABELS, AccountKind, in_words
from app.shell.doors.context import current_actor


@bp.route("/fonds/<uuid:fund_year_id>/buch")
def book(fund_year_id: UUID) -> Any:
    """Show the book to the office and those who oversee it."""
    year = queries.fund_year_for_reading(current_actor(), fund_year_id)
    cents = queries.money_of([fund_year_id])[fund_year_id]
    page = page_of(
        max(1, request.args.get("seite", 1, type=int)),
        count_journals(fund_year_id),
        lambda number: url_for("funds.book", fund_year_id=fund_year_id, seite=number),
    )
    texts = queries.commitment_texts(fund_year_id)
    rows = [
        {
            "row": booking,
            "words": _(in_words(booking.cause_kind, booking.step)),
            "text": texts.get(booking.cause_id, ""),
            "moves": [(_(ACCOUNT_LABELS[kind]), amount) for kind, amount in booking.moves.items()],
        }
        for booking in bookings(fund_year_id, limit=PER_PAGE, offset=(page["number"] - 1) * PER_PAGE)
    ]
    return render_template(
        "funds/book.html",
        year=year,
        state_label=_(FUND_YEAR_LABELS[year.state]),
        bar=fund_bar(cents),
        budget_cents=-cents[AccountKind.BUDGET],
        rows=rows,
        page=page,
    )
