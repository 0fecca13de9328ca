"""A PaBuLib file (.pb) is read exactly and kept so that it can be written again as it was.

Source of the format: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023, and
pabulib.org/format. Three sections follow each other: META, PROJECTS, VOTES.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.core.words import N_, Sentence
from app.voting.counting.amounts import MOST_DECIMALS, MOST_DIGITS, NotAnAmount, amount, plain
from app.voting.counting.broken import BrokenFile, shown
from app.voting.counting.election import BallotKind, Election, Project, whole
from app.voting.counting.pb_ballots import WITH_POINTS, VoteRows, read_ballots
from app.voting.counting.pb_rows import CELLS, UTF8_MARK, Row, check_bytes, rows_of, text_of

MOST_BYTES = 256 * 1024 * 1024
MOST_PROJECTS = 20_000  # more would be no vote anybody can read; so many positions fit into 16 bits
MOST_HEAD_BYTES = 16 * 1024 * 1024
_USUAL = 16 * 1024  # room for as much as may be read is made only for files that need it
_VOTES = re.compile(rb"^VOTES[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
SECTION_MISSING = N_("Der Abschnitt %(section)s fehlt.")
WRONG_BUDGET = N_(
    "Das Budget %(value)s ist kein Betrag: höchstens %(digits)s Ziffern, nach Punkt oder Komma höchstens %(decimals)s."
)
WRONG_COST = N_(
    "Die Kosten %(value)s von %(name)s sind kein Betrag: höchstens %(digits)s Ziffern, nach Punkt oder Komma höchstens "
    "%(decimals)s."
)
WRONG_SUM = N_("Vorhaben %(project)s: In der Spalte %(column)s steht %(given)s, die Stimmen ergeben %(counted)s.")
_LABELS = ("category",)
_TARGETS = ("target", "beneficiaries")


class Reading(NamedTuple):
    """An election with what a reader of the file should know: each warning names what does not agree."""

    election: Election
    warnings: tuple[Sentence, ...]


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
        at = self.project_columns.index("cost")
        costs = [amount(row[at]) for row in self.projects]
        budget = amount(self.meta["budget"])
        scale = whole([*costs, budget])
        units = [cost.numerator * (scale // cost.denominator) for cost in costs]
        projects = tuple(sorted(self._made(units), key=attrgetter("id")))
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

    def _made(self, units: list[int]) -> Iterator[Project]:
        """Make the projects from their rows and costs."""
        at = {name: place for place, name in enumerate(self.project_columns)}
        key, name = at["project_id"], at.get("name")
        labels, targets = [at[one] for one in _LABELS if one in at], [at[one] for one in _TARGETS if one in at]
        for row, cost in zip(self.projects, units, strict=True):
            called = row[name] if name is not None else ""
            yield Project(row[key].strip(), cost, called, _words(row, labels), _words(row, targets))

    def _wrong_sums(self, election: Election) -> Iterator[Sentence]:
        counted = {"votes": (election.votes, 1)}
        if election.kind in WITH_POINTS:
            counted["score"] = (election.points, election.points_scale)
        for name, (totals, scale) in counted.items():
            if not (stated := self.column(name)):
                continue
            for project, total in zip(election.projects, totals(), strict=True):
                given = stated.get(project.id, "").strip()
                if given and not _is(given, total, scale):
                    counts = plain(Fraction(total, scale))
                    yield Sentence(
                        WRONG_SUM,
                        {"project": shown(project.id), "column": name, "given": shown(given), "counted": counts},
                    )


def read_pb(data: bytes) -> PbFile:
    """Read a file from its bytes; raises BrokenFile. The ballots are looked at by `reading` and `election`."""
    if len(data) > MOST_BYTES:
        raise BrokenFile(0, N_("Die Datei ist größer als %(megabytes)s MB."), megabytes=MOST_BYTES // 1024 // 1024)
    check_bytes(data)
    found = _VOTES.search(data)
    if found is None:
        raise BrokenFile(data.count(b"\n") + 1, SECTION_MISSING, section="VOTES")
    if found.start() > MOST_HEAD_BYTES:
        raise BrokenFile(
            0, N_("Vor den Stimmen stehen mehr als %(megabytes)s MB."), megabytes=MOST_HEAD_BYTES // 1024 // 1024
        )
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
    begin = stream.read(_USUAL)
    return read_pb(begin if len(begin) < _USUAL else begin + stream.read(MOST_BYTES + 1 - _USUAL))


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
            raise BrokenFile(row.line, N_("META nennt %(key)s zweimal."), key=shown(key))
        check_meta(row)
        meta[key] = value
    for needed in ("budget", "vote_type"):
        if needed not in meta:
            raise BrokenFile(0, N_("META nennt %(key)s nicht."), key=shown(needed))
    columns = header_of(rows, "PROJECTS", {"project_id", "cost"})
    projects = tuple(project_rows(rows, columns))
    _check_number(meta, "num_projects", len(projects))
    return PbFile(meta, columns, projects, votes, newline, mark)


def _section(rows: Iterator[Row], name: str) -> None:
    row = next(rows, Row(1, []))
    if len(row.cells) != 1 or row.cells[0].strip() != name:
        raise BrokenFile(row.line, N_("Hier muss der Abschnitt %(section)s beginnen."), section=name)


def header_of(rows: Iterator[Row], section: str, needed: set[str]) -> tuple[str, ...]:
    """Take the next row as the names of columns; raises BrokenFile where one that is needed lacks or stands twice."""
    row = next(rows, Row(0, []))
    columns = tuple(cell.strip() for cell in row.cells)
    missing = needed.difference(columns)
    if missing or not columns:
        raise BrokenFile(
            row.line,
            N_("In den Spalten von %(section)s fehlen: %(missing)s."),
            section=section,
            missing=", ".join(sorted(missing or needed)),
        )
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise BrokenFile(
            row.line, N_("Die Spalten von %(section)s nennen %(column)s zweimal."), section=section, column=shown(twice)
        )
    return columns


def _until(rows: Iterator[Row], section: str, columns: tuple[str, ...]) -> Iterator[Row]:
    for row in rows:
        if len(row.cells) == 1 and row.cells[0].strip() == section:
            return
        if len(row.cells) != len(columns):
            raise BrokenFile(row.line, CELLS, found=len(row.cells), expected=len(columns))
        yield row
    raise BrokenFile(0, SECTION_MISSING, section=section)


def project_rows(rows: Iterator[Row], columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Check the rows of projects and hand on their cells; raises BrokenFile."""
    key, cost = columns.index("project_id"), columns.index("cost")
    first: dict[str, int] = {}
    for row in rows:
        if len(row.cells) != len(columns):
            raise BrokenFile(row.line, CELLS, found=len(row.cells), expected=len(columns))
        name = row.cells[key].strip()
        if not name or "," in name:
            raise BrokenFile(row.line, N_("%(name)s kann nicht die Nummer eines Vorhabens sein."), name=shown(name))
        if name in first:
            raise BrokenFile(
                row.line,
                N_("Das Vorhaben %(name)s steht schon in Zeile %(first)s."),
                name=shown(name),
                first=first[name],
            )
        if len(first) == MOST_PROJECTS:
            raise BrokenFile(row.line, N_("Es sind mehr als %(most)s Vorhaben."), most=MOST_PROJECTS)
        first[name] = row.line
        _check_amount(row.line, WRONG_COST, row.cells[cost], name=shown(name))
        yield tuple(row.cells)


def check_meta(row: Row) -> None:
    """Check a row of META; raises BrokenFile for a budget that is no amount and a vote type that does not exist."""
    key, value = row.cells
    if key == "budget":
        _check_amount(row.line, WRONG_BUDGET, value)
    if key == "vote_type" and value.strip() not in set(BallotKind):
        raise BrokenFile(
            row.line,
            N_("Die Stimmenart %(kind)s gibt es nicht, sondern %(kinds)s."),
            kind=shown(value),
            kinds=", ".join(BallotKind),
        )


def _check_amount(line: int, wrong: str, text: str, **facts: str) -> None:
    try:
        amount(text)
    except NotAnAmount as error:
        most = {"digits": MOST_DIGITS, "decimals": MOST_DECIMALS}
        raise BrokenFile(line, wrong, value=shown(text), **facts, **most) from error


def _check_number(meta: Mapping[str, str], key: str, counted: int) -> None:
    given = meta.get(key, "").strip()
    if given and given != str(counted):
        raise BrokenFile(
            0, N_("%(key)s sagt %(given)s, die Datei hat %(counted)s."), key=key, given=shown(given), counted=counted
        )


def _words(cells: tuple[str, ...], places: list[int]) -> tuple[str, ...]:
    return tuple([word.strip() for place in places for word in cells[place].split(",") if word.strip()])


def _is(text: str, total: int, scale: int) -> bool:
    if scale == 1 and text == str(total):
        return True
    try:
        return amount(text) * scale == total
    except NotAnAmount:
        return False
