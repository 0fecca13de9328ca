"""A PaBuLib file (.pb) is read exactly and kept so that it can be written again as it was.

Source of the format: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023, and
pabulib.org/format. Three sections follow each other: META, PROJECTS, VOTES.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.voting.counting.amounts import NotAnAmount, amount, plain
from app.voting.counting.broken import BrokenFile, shown
from app.voting.counting.election import BallotKind, Election, Project, whole
from app.voting.counting.pb_ballots import VoteRows, read_ballots
from app.voting.counting.pb_rows import UTF8_MARK, Row, check_bytes, rows_of, text_of

MOST_BYTES = 256 * 1024 * 1024
MOST_HEAD_BYTES = 16 * 1024 * 1024
MOST_PROJECTS = 20_000
_VOTES = re.compile(rb"^VOTES[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_LABELS = ("category",)
_TARGETS = ("target", "beneficiaries")


class Reading(NamedTuple):
    """An election with what a reader of the file should know: sentences, each naming what does not agree."""

    election: Election
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PbFile:
    """The values of a file in its own order.

    `meta`, columns and cells are texts as written, without quotes. The rows of the votes stay bytes (`votes.data`): a
    million voters would be ten million Python objects.
    """

    meta: Mapping[str, str]
    project_columns: tuple[str, ...]
    projects: tuple[tuple[str, ...], ...]
    votes: VoteRows
    newline: str = "\n"
    byte_order_mark: bool = False

    def election(self) -> Election:
        """Count the ballots; raises BrokenFile for the first row that cannot be counted."""
        return self.reading().election

    def reading(self) -> Reading:
        """Count the ballots and compare them with the sums the file states itself; raises BrokenFile."""
        costs = [amount(row[self.project_columns.index("cost")]) for row in self.projects]
        budget = amount(self.meta["budget"])
        scale = whole([*costs, budget])
        made = (self._project(row, int(cost * scale)) for row, cost in zip(self.projects, costs, strict=True))
        projects = tuple(sorted(made, key=lambda project: project.id))
        kind = BallotKind(self.meta["vote_type"].strip())
        read = read_ballots(self.votes, names=[project.id for project in projects], kind=kind)
        _check_number(self.meta, "num_votes", read.rows)
        election = Election(projects, int(budget * scale), kind, read.ballots, scale, read.points_scale)
        return Reading(election, (*read.warnings, *self._wrong_sums(election)))

    def column(self, name: str) -> dict[str, str]:
        """Map project identifiers to their cells in a column; empty where the file has no such column."""
        if name not in self.project_columns:
            return {}
        at, key = self.project_columns.index(name), self.project_columns.index("project_id")
        return {row[key].strip(): row[at] for row in self.projects}

    def _project(self, row: tuple[str, ...], cost: int) -> Project:
        cells = dict(zip(self.project_columns, row, strict=True))
        return Project(
            cells["project_id"].strip(), cost, cells.get("name", ""), _words(cells, _LABELS), _words(cells, _TARGETS)
        )

    def _wrong_sums(self, election: Election) -> Iterator[str]:
        counted = {"votes": (election.votes(), 1)}
        if election.points_scale > 1 or any(ballot.points for ballot in election.ballots):
            counted["score"] = (election.points(), election.points_scale)
        for name, (totals, scale) in counted.items():
            stated = self.column(name)
            for project, total in zip(election.projects, totals, strict=True):
                given = stated.get(project.id, "").strip()
                if given and not _is(given, total, scale):
                    counts = plain(Fraction(total, scale))
                    yield f"project {shown(project.id)}: column {name} says {shown(given)}, the ballots give {counts}"


def read_pb(data: bytes) -> PbFile:
    """Read a file from its bytes; raises BrokenFile. The ballots are looked at by `reading` and `election`."""
    if len(data) > MOST_BYTES:
        raise BrokenFile(0, f"the file is larger than {MOST_BYTES // 1024 // 1024} MB")
    check_bytes(data)
    found = _VOTES.search(data)
    if found is None:
        raise BrokenFile(data.count(b"\n") + 1, "the section VOTES is missing")
    if found.start() > MOST_HEAD_BYTES:
        raise BrokenFile(0, f"more than {MOST_HEAD_BYTES // 1024 // 1024} MB stand before the votes")
    mark = data.startswith(UTF8_MARK)
    head = text_of(data[len(UTF8_MARK) if mark else 0 : found.start()], line=1)
    votes_line = head.count("\n") + 2
    ends = data.find(b"\n", found.end()) + 1 or len(data)
    columns = header_of(
        rows_of(text_of(data[found.end() : ends], line=votes_line), line=votes_line), "VOTES", {"voter_id", "vote"}
    )
    votes = VoteRows(columns, memoryview(data)[ends:], votes_line + 1)
    newline = "\r\n" if head.partition("\n")[0].endswith("\r") else "\n"
    return _with_head(head, votes, newline=newline, mark=mark)


def read_stream(stream: BinaryIO) -> PbFile:
    """Read a file that is open for bytes, and never more of it than may be read; raises BrokenFile."""
    return read_pb(stream.read(MOST_BYTES + 1))


def read_path(path: Path) -> PbFile:
    """Read a file by its path; raises BrokenFile, and OSError when it cannot be opened."""
    with path.open("rb") as stream:
        return read_stream(stream)


def _with_head(head: str, votes: VoteRows, *, newline: str, mark: bool) -> PbFile:
    rows = rows_of(head, line=1)
    _section(rows, "META")
    meta: dict[str, str] = {}
    for row in _until(rows, "PROJECTS", header_of(rows, "META", set())):
        key, value = row.cells
        if key in meta:
            raise BrokenFile(row.line, f"META names {shown(key)} twice")
        check_meta(row)
        meta[key] = value
    for needed in ("budget", "vote_type"):
        if needed not in meta:
            raise BrokenFile(0, f"META does not name the {needed}")
    columns = header_of(rows, "PROJECTS", {"project_id", "cost"})
    projects = tuple(project_rows(rows, columns))
    _check_number(meta, "num_projects", len(projects))
    return PbFile(meta, columns, projects, votes, newline, mark)


def _section(rows: Iterator[Row], name: str) -> None:
    row = next(rows, Row(1, []))
    if [cell.strip() for cell in row.cells] != [name]:
        raise BrokenFile(row.line, f"the section {name} must begin here")


def header_of(rows: Iterator[Row], section: str, needed: set[str]) -> tuple[str, ...]:
    """Take the next row as the names of columns; raises BrokenFile where one that is needed lacks or stands twice."""
    row = next(rows, Row(0, []))
    columns = tuple(cell.strip() for cell in row.cells)
    missing = sorted(needed - set(columns))
    if missing or not columns:
        raise BrokenFile(row.line, f"the columns of {section} lack {', '.join(missing) or 'everything'}")
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise BrokenFile(row.line, f"the columns of {section} name {shown(twice)} twice")
    return columns


def _until(rows: Iterator[Row], section: str, columns: tuple[str, ...]) -> Iterator[Row]:
    for row in rows:
        if [cell.strip() for cell in row.cells] == [section]:
            return
        if len(row.cells) != len(columns):
            raise BrokenFile(row.line, f"{len(row.cells)} cells instead of {len(columns)}")
        yield row
    raise BrokenFile(0, f"the section {section} is missing")


def project_rows(rows: Iterator[Row], columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Check the rows of projects and hand on their cells; raises BrokenFile."""
    key, cost = columns.index("project_id"), columns.index("cost")
    first: dict[str, int] = {}
    for row in rows:
        if len(row.cells) != len(columns):
            raise BrokenFile(row.line, f"{len(row.cells)} cells instead of {len(columns)}")
        name = row.cells[key].strip()
        if not name or "," in name:
            raise BrokenFile(row.line, f"{shown(name)} cannot be the identifier of a project")
        if name in first:
            raise BrokenFile(row.line, f"project {shown(name)} stands in line {first[name]} already")
        if len(first) == MOST_PROJECTS:
            raise BrokenFile(row.line, f"more than {MOST_PROJECTS} projects")
        first[name] = row.line
        _check_amount(row.line, f"the cost of {shown(name)}", row.cells[cost])
        yield tuple(row.cells)


def check_meta(row: Row) -> None:
    """Check a row of META; raises BrokenFile for a budget that is no amount and a vote type that does not exist."""
    key, value = row.cells
    if key == "budget":
        _check_amount(row.line, "the budget", value)
    if key == "vote_type" and value.strip() not in set(BallotKind):
        raise BrokenFile(row.line, f"the vote type {shown(value)} is unknown; there are {', '.join(BallotKind)}")


def _check_amount(line: int, what: str, text: str) -> None:
    try:
        amount(text)
    except NotAnAmount as error:
        raise BrokenFile(line, f"{what}: {error}") from error


def _check_number(meta: Mapping[str, str], key: str, counted: int) -> None:
    given = meta.get(key, "").strip()
    if given and given != str(counted):
        raise BrokenFile(0, f"{key} says {shown(given)}, but the file has {counted}")


def _words(cells: Mapping[str, str], columns: tuple[str, ...]) -> tuple[str, ...]:
    listed = (cells.get(column, "") for column in columns)
    return tuple(word.strip() for text in listed for word in text.split(",") if word.strip())


def _is(text: str, total: int, scale: int) -> bool:
    if scale == 1 and text == str(total):
        return True
    try:
        return amount(text) * scale == total
    except NotAnAmount:
        return False
