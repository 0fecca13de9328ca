"""The process a trial is counted in: it reads an order, prints one line for each thing it knows, and has limits.

Nothing here touches a database. The order (JSON on standard input) names a file or holds a session's votes, the rules still to
be counted and the tie order; each line printed is JSON: ``{"election", "document"}`` once, ``{"position", "report"}`` or
``{"position", "problem"}`` for each rule, or ``{"problem"}`` when nothing can be counted. A problem is a marked sentence with its
facts, and its line in the file where it has one.
"""

import base64
import json
import os
import resource
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.voting.counting import engine
from app.voting.counting.amounts import plain
from app.voting.counting.broken import BrokenFile
from app.voting.counting.election import election_of
from app.voting.counting.names import rule_named
from app.voting.counting.pb import PbFile, Reading, read_path
from app.voting.counting.pb_writing import pb_of, write_pb
from app.voting.counting.report import explained, fairness_report, report_of
from app.voting.counting.rules import UnfitRule
from app.voting.counting.ties import tie_order
from app.voting.counting.welfare import TooManySets

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space; the largest cities need about half of it."""
SECONDS = 240
"""Seconds of CPU after which the system ends the process."""
NICE = 10
WARNINGS_MOST = 50

Line = dict[str, Any]


def lines_of(order: Line) -> Iterator[Line]:
    """Count an order; yield what standard output gets."""
    try:
        file = _of_session(order["session"]) if "session" in order else read_path(Path(order["path"]))
        reading = file.reading()
    except BrokenFile as error:
        yield {"problem": {"line": error.line, "text": error.text, "facts": dict(error.facts)}}
        return
    document = base64.b64encode(write_pb(file)).decode() if "session" in order else None
    yield {"election": _election(file, reading), "document": document}
    tie = tie_order(order["tie"])
    for position, name in order["rules"]:
        try:
            outcome = engine.count(reading.election, rule_named(name, tie=tie))
            report = report_of(outcome)
            del report["projects"]
            report |= explained(outcome)
            report["fairness"] = fairness_report(outcome, file)
        except (UnfitRule, TooManySets) as error:
            yield {"position": position, "problem": {"text": error.text, "facts": dict(error.facts)}}
        else:
            yield {"position": position, "report": report}


def _of_session(session: Line) -> PbFile:
    costs = {name: Fraction(cents, 100) for name, _title, cents in session["projects"]}
    election = election_of(costs, Fraction(session["budget_cents"], 100), session["ballots"])
    titles = {name: title for name, title, _cents in session["projects"]}
    file = pb_of(election, {"description": session["title"], "country": "Germany", "unit": "Berlin", "currency": "EUR"})
    at, key = file.project_columns.index("name"), file.project_columns.index("project_id")
    named = tuple((*row[:at], titles[row[key]], *row[at + 1 :]) for row in file.projects)
    return PbFile(file.meta, file.project_columns, named, file.votes)


def _election(file: PbFile, reading: Reading) -> Line:
    election = reading.election
    return {
        "description": file.meta.get("description", ""),
        "currency": file.meta.get("currency", ""),
        "ballots": election.voters,
        "kind": election.kind.value,
        "budget": plain(election.money(election.budget)),
        "projects": {
            project.id: {"name": project.name, "cost": plain(election.money(project.cost)), "votes": votes}
            for project, votes in zip(election.projects, election.votes(), strict=True)
        },
        "warnings": [
            {"text": warning.text, "facts": dict(warning.facts)} for warning in reading.warnings[:WARNINGS_MOST]
        ],
        "more_warnings": max(0, len(reading.warnings) - WARNINGS_MOST),
    }


def main() -> None:
    """Count what standard input asks for; more memory or time than allowed ends the process."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    for line in lines_of(json.load(sys.stdin)):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
