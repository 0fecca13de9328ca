"""A report as lines of text for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from app.voting.counting.explaining import Reason
from app.voting.counting.report import Report

LONGEST_NAME = 48
_REASONS = {
    Reason.NO_SUPPORT: "nobody supports it",
    Reason.ABOVE_BUDGET: "it costs more than the whole budget",
    Reason.BELOW_MINIMUM: "it has less than the minimum support",
    Reason.NO_ENVELOPE: "no envelope is for it",
    Reason.DID_NOT_FIT: "not enough money was left",
    Reason.COUNT_ENDED: "the count ended before its turn",
    Reason.LIMIT: "the limit of its category is reached",
    Reason.QUOTA: "the quota of its category is filled",
    Reason.EXCLUDED: "a project it excludes has won",
    Reason.SUPPORTERS_COULD_NOT_PAY: "its supporters had too little money left",
    Reason.NOT_IN_THE_BEST_SET: "the best set within the budget does without it",
}
_NEEDED = {
    "cost_at_most": "a cost of %s would have done: %s",
    "more_votes": "%s more votes would have done: %s",
    "budget": "a budget of %s would have done: %s",
}


def lines_of(report: Report) -> Iterator[str]:
    """Write a report, with whatever parts it has."""
    yield from _rule_lines(report)
    yield from _standing_lines(report) if "places" in report else _result_lines(report)
    if report.get("paid"):
        yield from ("", "Paid by (rounded; exact as JSON)")
        yield from (_paid_line(name, winner) for name, winner in report["paid"].items())
    if "losers" in report:
        yield from ("", "Not funded")
        yield from map(_loser_line, report["losers"])
    if "compare" in report:
        yield from ("", "Compared")
        yield from _comparison_lines(report, report["compare"])
    yield from (f"warning: {warning}" for warning in report["warnings"])


def _rule_lines(report: Report) -> Iterator[str]:
    """Write the rule with every parameter that says something, and its fingerprint."""
    parameters = sorted(report["parameters"].items())
    said = (f"{key}={value}" for key, value in parameters if key != "name" and value not in ([], False, 0, "0"))
    yield f"{report['rule']} ({', '.join(said)})"
    yield f"fingerprint {report['fingerprint']}"


def _result_lines(report: Report) -> Iterator[str]:
    yield f"{report['ballots']} ballots, {len(report['projects'])} projects, budget {report['budget']}"
    rows = [("", "project", "cost", "votes", "name")]
    for place, name in enumerate(report["winners"], start=1):
        project = report["projects"][name]
        rows.append((str(place), name, project["cost"], str(project["votes"]), project["name"][:LONGEST_NAME]))
    yield from _columns(rows, right={0, 2, 3})
    yield f"{len(report['winners'])} winners, total cost {report['total_cost']}, remaining {report['remaining']}"
    if "objective" in report:
        yield f"objective {report['objective']}, proven the largest"
    if "share_of_a_voter" in report:
        yield f"share of a voter {report['share_of_a_voter']}"
    for tie in report["ties"]:
        yield from _tie_lines(tie)


def _tie_lines(tie: Report) -> Iterator[str]:
    yield f"tie at place {tie['position']}: {', '.join(tie['tied'])}; {tie['chosen']} came first"
    for each in tie["otherwise"]:
        same = not each["gained"] and not each["lost"]
        changed = f"{_listed(each['gained'])} instead of {_listed(each['lost'])}"
        yield f"  {each['preferred']} first: {'the same winners' if same else changed}"
    if len(tie["otherwise"]) < len(tie["tied"]) - 1:
        yield "  not every other order was counted again"


def _paid_line(name: str, winner: Report) -> str:
    most, support = (float(Fraction(exact)) for exact in (winner["payments"][0]["amount"], winner["effective_support"]))
    return f"{name}: {winner['payers']} voters, {most:.2f} each at most, effective support {support:.2f}"


def _loser_line(loser: Report) -> str:
    needed = "; ".join(_NEEDED[key] % (change["amount"], change["proof"]) for key, change in loser["needed"].items())
    return f"{loser['id']}: {_REASONS[loser['reason']]}{f' ({needed})' if needed else ''}"


def _comparison_lines(report: Report, others: Sequence[Report]) -> Iterator[str]:
    """Write outcomes side by side: the place of each project under each rule, then what changes against the first."""
    outcomes = [report, *others]
    places: list[Mapping[str, int]] = [
        {name: place for place, name in enumerate(outcome["winners"], start=1)} for outcome in outcomes
    ]
    rows = [("project", "cost", *(outcome["rule"] for outcome in outcomes))]
    for name, project in report["projects"].items():
        if any(name in found for found in places):
            shown = (str(found.get(name, "-")) for found in places)
            rows.append((name, project["cost"], *shown))
    rows.append(("total cost", "", *(outcome["total_cost"] for outcome in outcomes)))
    yield from _columns(rows, right=set(range(1, len(rows[0]))))
    for change in others:
        yield f"{change['rule']}: wins too: {_listed(change['gained'])}; no longer: {_listed(change['lost'])}"


def _standing_lines(report: Report) -> Iterator[str]:
    """Write a ranking: one line a place."""
    yield f"best: {_listed(report['winners'])}"
    for place, names in enumerate(report["places"], start=1):
        shown = (f"{name} ({report['figures'][name]})" if name in report["figures"] else name for name in names)
        yield f"{place}. {' = '.join(shown)}"
    if report["unplaced"]:
        yield f"not placed: {_listed(report['unplaced'])}"


def _columns(rows: Sequence[Sequence[str]], *, right: Iterable[int]) -> Iterator[str]:
    """Line up cells under each other; columns in `right` end together."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "nobody"
