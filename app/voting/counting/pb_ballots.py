"""The votes of a file: equal texts are brought together first, so that each is looked at once."""

import gc
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, pairwise, repeat
from typing import NamedTuple

import numpy as np

from app.core.words import N_, Sentence
from app.voting.counting.amounts import NotAnAmount, amount
from app.voting.counting.broken import BrokenFile, shown
from app.voting.counting.columns import Choices, Columns, Places
from app.voting.counting.election import Ballot, BallotKind, whole
from app.voting.counting.pb_numbers import Numbered
from app.voting.counting.pb_rows import CELLS, chunks, rows_of

MOST_BALLOTS = 1_500_000
MOST_CHOICES = 40_000_000
_FEW = 4096  # bytes of votes that are looked up word by word sooner than a table of numbers is made
_NO_DIVIDERS = bytes(byte for byte in range(256) if byte not in b";\n")
WITH_POINTS = {BallotKind.CUMULATIVE, BallotKind.SCORING}


@dataclass(frozen=True, slots=True)
class VoteRows:
    """The section VOTES: its columns, its rows as bytes, and the line in which they begin."""

    columns: tuple[str, ...]
    data: memoryview
    line: int = field(default=1, compare=False)


class BallotsRead(NamedTuple):
    """Ballots brought together, the scale of their points, the number of rows, and warnings."""

    ballots: Mapping[Ballot, int]
    points_scale: int
    rows: int
    warnings: tuple[Sentence, ...]


class _Piece(NamedTuple):
    """Some rows, one a line: the line of the first, their cells one after the other, and how many make a row."""

    line: int
    cells: list[str]
    width: int

    def column(self, at: int) -> list[str]:
        return self.cells[at :: self.width]


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Look for no cycles of objects while only tuples of numbers are made: that alone took a quarter of the time."""
    looked_before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_before:
            gc.enable()


def read_ballots(votes: VoteRows, *, names: Sequence[str], kind: BallotKind) -> BallotsRead:
    """Read every row of the votes; `names` are the identifiers of the projects in ascending order.

    Raises BrokenFile with the line of the first ballot that names an unknown project or whose points do not fit. A
    project named twice counts once (with points it is an error, for nobody knows which points were meant).
    """
    reader = _Reader(votes, {name: at for at, name in enumerate(names)}, kind)
    voter = votes.columns.index("voter_id")
    hashes = array("q")
    with _no_cycles():
        for piece in _pieces(votes):
            hashes.extend(map(hash, piece.column(voter)))
            if len(hashes) > MOST_BALLOTS:
                raise BrokenFile(0, N_("Es sind mehr als %(most)s Wahlzettel."), most=MOST_BALLOTS)
            reader.read(piece)
    return BallotsRead(reader.ballots(), reader.scale, len(hashes), (*reader.warnings(), *_repeated(votes, hashes)))


class _Reader:
    """Turns the texts of ballots into ballots and adds up who cast the same."""

    def __init__(self, votes: VoteRows, position: Mapping[str, int], kind: BallotKind) -> None:
        if kind in WITH_POINTS and "points" not in votes.columns:
            raise BrokenFile(
                votes.line - 1, N_("Wahlzettel der Art %(kind)s brauchen eine Spalte points."), kind=kind.value
            )
        self._with_points: dict[Ballot, int] = {}
        self._packed: dict[bytes, int] = {}
        self._numbers = Numbered.of(position) if len(votes.data) > _FEW else None
        self.scale = _points_scale(votes) if kind in WITH_POINTS else 1
        self._columns = votes.columns
        self._position = position
        self._kind = kind
        self._points: dict[str, int] = {}
        self._room = MOST_CHOICES
        self._twice = 0
        self._several = 0

    def read(self, piece: _Piece) -> None:
        texts = piece.column(self._columns.index("vote"))
        if self._kind in WITH_POINTS:
            self._read_points(piece, texts, piece.column(self._columns.index("points")))
        else:
            self._read_choices(piece, texts)
        if self._room < 0:
            raise BrokenFile(
                0, N_("Die Wahlzettel sind zu verschieden: mehr als %(most)s Nennungen."), most=MOST_CHOICES
            )

    def ballots(self) -> Mapping[Ballot, int]:
        """Return what was read so far."""
        return self._with_points if self._kind in WITH_POINTS else Columns.from_bytes(self._packed, projects=len(self._position))

    def warnings(self) -> Iterator[Sentence]:
        if self._twice:
            yield Sentence(
                N_("Wahlzettel, die ein Vorhaben zweimal nennen, was einmal zählt: %(count)s"), {"count": self._twice}
            )
        if self._several:
            yield Sentence(
                N_("Wahlzettel der Art choose-1, die mehrere Vorhaben nennen: %(count)s"), {"count": self._several}
            )

    def _read_choices(self, piece: _Piece, texts: list[str]) -> None:
        """Add ballots without points; a text is a ballot's choices, divided by commas."""
        cast = Counter(texts)
        blank = cast.pop("", 0)
        if blank:
            self._packed[b""] = self._packed.get(b"", 0) + blank
        distinct = list(cast)
        try:
            named = self._places(",".join(distinct)) if distinct else np.zeros(0, np.uint16)
            lengths = np.fromiter(map(str.count, distinct, repeat(",")), np.intp, len(distinct)) + 1
        except KeyError:
            lists = [self._slowly(text, piece.line + texts.index(text)) for text in distinct]
            lengths = np.fromiter(map(len, lists), np.intp, len(lists))
            named = np.fromiter(chain.from_iterable(lists), np.uint16, int(lengths.sum()))
        choices, lengths = self._each_once(named, lengths, cast)
        if self._kind is BallotKind.CHOOSE_ONE:
            self._several += sum(voters for voters, chosen in zip(cast.values(), lengths.tolist(), strict=True) if chosen > 1)
        self._pack(choices, lengths, cast.values())

    def _places(self, text: str) -> Choices:
        """Turn identifiers divided by commas into positions; raises KeyError where one is not exactly a project's."""
        if self._numbers and (places := self._numbers.places(text)) is not None:
            return places
        words = text.split(",")
        return np.fromiter(map(self._position.__getitem__, words), np.uint16, len(words))

    def _each_once(self, named: Choices, lengths: Places, cast: Mapping[str, int]) -> tuple[Choices, Places]:
        """Name every project of a ballot once: ascending, or, where ballots rank, where it was named first."""
        owners = np.repeat(np.arange(len(lengths)), lengths)
        keys = owners * len(self._position) + named  # owners ascend, so sorting moves nothing to another ballot
        order = np.argsort(keys, kind="stable") if self._kind is BallotKind.ORDINAL else None
        ascending = np.sort(keys) if order is None else keys[order]
        chosen = named if order is not None else (ascending - owners * len(self._position)).astype(np.uint16)
        again = np.flatnonzero(ascending[1:] == ascending[:-1]) + 1
        if not len(again):
            return chosen, lengths
        voters = np.fromiter(cast.values(), np.intp, len(cast))
        self._twice += int(voters[np.unique(owners[again])].sum())
        once = np.ones(len(chosen), np.bool_)
        once[again if order is None else order[again]] = False
        return chosen[once], lengths - np.bincount(owners[again], minlength=len(lengths))

    def _pack(self, choices: Choices, lengths: Places, cast: Iterable[int]) -> None:
        """Bring equal ballots together, two bytes for each choice."""
        data, known = choices.tobytes(), self._packed
        ballots = [data[start:end] for start, end in pairwise([0, *(np.cumsum(lengths) * 2).tolist()])]
        for ballot, voters in zip(ballots, cast, strict=True):
            known[ballot] = known.get(ballot, 0) + voters
        self._room = MOST_CHOICES - sum(map(len, known)) // 2

    def _read_points(self, piece: _Piece, texts: list[str], points: list[str]) -> None:
        pairs = list(zip(texts, points, strict=True))
        for (text, given), voters in Counter(pairs).items():
            try:
                ballot = self._pointed(text, given)
            except BrokenFile as error:
                raise BrokenFile(piece.line + pairs.index((text, given)), error.text, **error.facts) from error
            known = self._with_points.get(ballot, 0)
            self._with_points[ballot] = known + voters
            if not known:
                self._room -= 2 * len(ballot.choices)

    def _slowly(self, text: str, line: int) -> list[int]:
        names = [name.strip() for name in text.split(",")] if text.strip() else []
        for name in names:
            if name not in self._position:
                raise BrokenFile(
                    line, N_("Der Wahlzettel nennt %(name)s; ein solches Vorhaben gibt es nicht."), name=shown(name)
                )
        return [self._position[name] for name in names]

    def _pointed(self, text: str, points: str) -> Ballot:
        named = self._slowly(text, 0)
        given = [self._worth(word) for word in points.split(",")] if points.strip() else []
        if len(given) != len(named):
            raise BrokenFile(
                0,
                N_("Der Wahlzettel nennt %(named)s Vorhaben, gibt aber %(given)s Mal Punkte."),
                named=len(named),
                given=len(given),
            )
        if len(set(named)) != len(named):
            raise BrokenFile(0, N_("Der Wahlzettel gibt einem Vorhaben zweimal Punkte."))
        ascending = sorted(zip(named, given, strict=True))
        return Ballot(tuple(project for project, _ in ascending), tuple(worth for _, worth in ascending))

    def _worth(self, word: str) -> int:
        if word not in self._points:
            self._points[word] = int(_points_of(word) * self.scale)
        return self._points[word]


def column_pairs(votes: VoteRows, one: str, other: str) -> Iterator[tuple[str, str]]:
    """Give the cells of two columns of every ballot side by side; raises BrokenFile."""
    first, second = votes.columns.index(one), votes.columns.index(other)
    for piece in _pieces(votes):
        yield from zip(piece.column(first), piece.column(second), strict=True)


def _pieces(votes: VoteRows) -> Iterator[_Piece]:
    width = len(votes.columns)
    row = b";" * (width - 1) + b"\n"
    for line, text in chunks(votes.data, line=votes.line):
        rows = text.rstrip("\n")
        if not rows:
            continue
        dividers = rows.encode().translate(None, _NO_DIVIDERS) + b"\n"
        if '"' in rows or dividers != row * (len(dividers) // width):
            cells = (_cells(row, line + at, width) for at, row in enumerate(rows.split("\n")))
            yield _Piece(line, list(chain.from_iterable(cells)), width)
        else:
            yield _Piece(line, rows.replace("\n", ";").split(";"), width)


def _cells(row: str, line: int, width: int) -> list[str]:
    if not row.strip():
        raise BrokenFile(line, N_("Die Zeile ist leer."))
    cells = next(rows_of(row, line=line)).cells if '"' in row else row.split(";")
    if len(cells) != width:
        raise BrokenFile(line, CELLS, found=len(cells), expected=width)
    return cells


def _points_scale(votes: VoteRows) -> int:
    if not any("." in text for _line, text in chunks(votes.data, line=votes.line)):
        return 1
    at = votes.columns.index("points")
    words: set[str] = set()
    for piece in _pieces(votes):
        words.update(*(given.split(",") for given in set(piece.column(at)) if "." in given))
    return whole(_fractions(words))


def _fractions(words: set[str]) -> Iterator[Fraction]:
    for word in words:
        try:
            yield amount(word)
        except NotAnAmount:
            continue  # met again with its line when the ballots are read


def _points_of(word: str) -> Fraction:
    try:
        return amount(word)
    except NotAnAmount as error:
        raise BrokenFile(0, N_("Die Punkte %(value)s sind keine Zahl, die zählt."), value=shown(word)) from error


def _repeated(votes: VoteRows, hashes: "array[int]") -> Iterator[Sentence]:
    ordered = np.sort(np.frombuffer(hashes, dtype=np.int64))
    suspects = set(ordered[1:][ordered[1:] == ordered[:-1]].tolist())
    if not suspects:
        return
    at = votes.columns.index("voter_id")
    seen = Counter(name for piece in _pieces(votes) for name in piece.column(at) if hash(name) in suspects)
    names = [name for name, times in seen.items() if times > 1]
    if names:
        yield Sentence(
            N_("Wählende mit mehr als einer Zeile: %(count)s, zuerst %(first)s"),
            {"count": len(names), "first": shown(names[0])},
        )
