"""The JSON door of funds: rule books, fund years with their money and bookings, calls."""

from typing import Any
from uuid import UUID

from app.areas.queries import INSIDERS, area, public_area
from app.core.policy import Action, require
from app.funds import commands, queries, schemas
from app.funds.models import Call
from app.ledger.queries import Booking, bookings, count_journals
from app.ledger.rules import PARTS, AccountKind
from app.shell.doors import rest
from app.shell.doors.context import current_actor, public
from app.shell.doors.perform import perform

bp = rest.blueprint("funds", "Funds: rule books, fund years, their money and bookings, calls")

FundPage = rest.page_schema(schemas.FundOut)
RuleBookPage = rest.page_schema(schemas.RuleBookOut)
CallPage = rest.page_schema(schemas.CallOut)
JournalPage = rest.page_schema(schemas.JournalOut)


@bp.route("/funds")
@bp.arguments(rest.PageQuery, location="query")
@bp.response(200, FundPage)
def funds(query: dict[str, int]) -> Any:
    """List the funds of the areas you work in."""
    return _page(queries.visible_funds(current_actor(), *INSIDERS), query)


@bp.route("/areas/<uuid:area_id>/funds", methods=["POST"])
@bp.arguments(schemas.FundShape)
@bp.response(201, schemas.FundOut)
def create_fund(values: dict[str, Any], area_id: UUID) -> Any:
    """Create a fund of an area; an area has one of each kind."""
    require(current_actor(), Action.CREATE_FUND, area(area_id).subject)
    fund_id = perform(commands.create_fund, area_id=area_id, **values)
    assert fund_id is not None
    return queries.fund(fund_id)


@bp.route("/funds/<uuid:fund_id>/rule-books")
@bp.arguments(rest.PageQuery, location="query")
@bp.response(200, RuleBookPage)
@public
def rule_books(query: dict[str, int], fund_id: UUID) -> Any:
    """List the versions of a fund's rules, the latest first, each with all its values."""
    queries.fund_for_reading(current_actor(), fund_id)
    return _page([_rule_book(version, fund_id) for version in queries.versions(fund_id)], query)


@bp.route("/funds/<uuid:fund_id>/rule-books", methods=["POST"])
@bp.arguments(schemas.RuleBookShape)
@bp.response(201, schemas.RuleBookOut)
def publish_rule_book(values: dict[str, Any], fund_id: UUID) -> Any:
    """Publish a new version of a fund's rules; whatever is left out has its default."""
    rule_book_id = perform(commands.publish_rule_book, fund_id=fund_id, **values)
    assert rule_book_id is not None
    return _rule_book(queries.rules_of(rule_book_id), fund_id)


@bp.route("/funds/<uuid:fund_id>/years", methods=["POST"])
@bp.arguments(schemas.FundYearShape)
@bp.response(201, schemas.FundYearOut)
@rest.needs_key
def open_fund_year(values: dict[str, Any], fund_id: UUID) -> Any:
    """Open a fund year and book its budget as available."""
    fund_year_id = perform(commands.open_fund_year, fund_id=fund_id, **values)
    assert fund_year_id is not None
    return _fund_year(queries.fund_year(fund_year_id))


@bp.route("/fund-years/<uuid:fund_year_id>")
@bp.response(200, schemas.FundYearOut)
def fund_year(fund_year_id: UUID) -> Any:
    """Show a fund year with its money."""
    return _fund_year(queries.fund_year_for_reading(current_actor(), fund_year_id))


@bp.route("/fund-years/<uuid:fund_year_id>/journals")
@bp.arguments(rest.PageQuery, location="query")
@bp.response(200, JournalPage)
def journals(query: dict[str, int], fund_year_id: UUID) -> Any:
    """List the bookings of a fund year, the latest first."""
    queries.fund_year_for_reading(current_actor(), fund_year_id)
    page, size = query["page"], query["per_page"]
    found = bookings(fund_year_id, limit=size, offset=(page - 1) * size)
    return {
        "items": [_journal(booking) for booking in found],
        "page": page,
        "per_page": size,
        "total": count_journals(fund_year_id),
    }


@bp.route("/fund-years/<uuid:fund_year_id>/commitments", methods=["POST"])
@bp.arguments(schemas.CommitmentShape)
@bp.response(201, schemas.FundYearOut)
@rest.needs_key
def book_commitment(values: dict[str, Any], fund_year_id: UUID) -> Any:
    """Bind money outside an application."""
    perform(commands.book_commitment, fund_year_id=fund_year_id, **values)
    return _fund_year(queries.fund_year(fund_year_id))


@bp.route("/fund-years/<uuid:fund_year_id>/close", methods=["POST"])
@bp.response(200, schemas.FundYearOut)
@rest.needs_key
def close_fund_year(fund_year_id: UUID) -> Any:
    """Close a fund year for new awards."""
    perform(commands.close_fund_year, fund_year_id=fund_year_id)
    return _fund_year(queries.fund_year(fund_year_id))


@bp.route("/areas/<string(maxlength=60):slug>/calls")
@bp.arguments(rest.PageQuery, location="query")
@bp.response(200, CallPage)
@public
def open_calls(query: dict[str, int], slug: str) -> Any:
    """List the calls of an area under which people may apply today."""
    return _page(queries.open_calls(public_area(slug).id), query)


@bp.route("/fund-years/<uuid:fund_year_id>/settle", methods=["POST"])
@bp.response(200, schemas.FundYearOut)
@rest.needs_key
def settle_fund_year(fund_year_id: UUID) -> Any:
    """Call a closed fund year settled, once every account of it is closed."""
    perform(commands.settle_fund_year, fund_year_id=fund_year_id)
    return _fund_year(queries.fund_year(fund_year_id))


@bp.route("/fund-years/<uuid:fund_year_id>/report", methods=["POST"])
@bp.response(200, schemas.FundYearOut)
@rest.needs_key
def report_fund_year(fund_year_id: UUID) -> Any:
    """Note that a settled fund year was reported to the authority."""
    perform(commands.report_fund_year, fund_year_id=fund_year_id)
    return _fund_year(queries.fund_year(fund_year_id))


@bp.route("/fund-years/<uuid:fund_year_id>/calls", methods=["POST"])
@bp.arguments(schemas.CallShape)
@bp.response(201, schemas.CallOut)
def create_call(values: dict[str, Any], fund_year_id: UUID) -> Any:
    """Draft a call."""
    return _call(perform(commands.create_call, fund_year_id=fund_year_id, **values))


@bp.route("/calls/<uuid:call_id>")
@bp.response(200, schemas.CallOut)
@public
def call(call_id: UUID) -> Any:
    """Show a call; a draft only to its office."""
    return queries.call_for_reading(current_actor(), call_id)


@bp.route("/calls/<uuid:call_id>", methods=["PUT"])
@bp.arguments(schemas.CallChangeShape)
@bp.response(200, schemas.CallOut)
def edit_call(values: dict[str, Any], call_id: UUID) -> Any:
    """Change a drafted or published call."""
    return _call(perform(commands.edit_call, call_id=call_id, **values))


@bp.route("/calls/<uuid:call_id>/publish", methods=["POST"])
@bp.response(200, schemas.CallOut)
def publish_call(call_id: UUID) -> Any:
    """Let everybody read the call."""
    return _call(perform(commands.publish_call, call_id=call_id))


@bp.route("/calls/<uuid:call_id>/close", methods=["POST"])
@bp.response(200, schemas.CallOut)
def close_call(call_id: UUID) -> Any:
    """Take no more applications under the call."""
    return _call(perform(commands.close_call, call_id=call_id))


def _call(call_id: UUID | None) -> Call:
    assert call_id is not None
    return queries.call(call_id)


def _page(rows: list[Any], query: dict[str, int]) -> dict[str, Any]:
    page, size = query["page"], query["per_page"]
    return {"items": rows[(page - 1) * size : page * size], "page": page, "per_page": size, "total": len(rows)}


def _rule_book(version: queries.RulesInForce, fund_id: UUID) -> dict[str, Any]:
    return {
        "id": version.id,
        "fund_id": fund_id,
        "version_number": version.version_number,
        "valid_from": version.valid_from,
        "note": version.note,
        "fingerprint": version.fingerprint,
        "values": version.values.effective(),
    }


def _fund_year(year: queries.YearRow) -> dict[str, Any]:
    cents = queries.money_of([year.id])[year.id]
    money = {f"{kind.value}_cents": cents[kind] for kind in PARTS}
    return {
        "id": year.id,
        "fund_id": year.fund_id,
        "area_id": year.area_id,
        "year": year.year,
        "state": year.state,
        "money": {"budget_cents": -cents[AccountKind.BUDGET], **money},
    }


def _journal(booking: Booking) -> dict[str, Any]:
    return {
        "id": booking.id,
        "booked_at": booking.booked_at,
        "cause_kind": booking.cause_kind,
        "cause_id": booking.cause_id,
        "step": booking.step,
        "application_id": booking.case_id,
        "entries": [{"account": kind.value, "amount_cents": cents} for kind, cents in booking.moves.items()],
    }
