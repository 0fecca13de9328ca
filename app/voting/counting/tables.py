"""An election as two tables (CSV), for whoever keeps projects and ballots in a spreadsheet.

The table of projects has the columns project_id and cost, that of ballots voter_id, vote and, where there are any, points;
further columns are kept. Cells are separated by semicolons or commas, whichever the first line has more of; several
projects in a vote are separated by commas, so that with commas between cells the vote must stand in quotes.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from app.core.words import N_
from app.voting.counting.broken import BrokenFile
from app.voting.counting.pb import MOST_BYTES, PbFile, check_meta, header_of, project_rows
from app.voting.counting.pb_ballots import VoteRows
from app.voting.counting.pb_rows import CELLS, UTF8_MARK, Row, check_bytes, chunks, rows_of, text_of, written_row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def file_of(projects: bytes, ballots: bytes, *, budget: str, vote_type: str) -> PbFile:
    """Make a file of two tables; raises BrokenFile with the line of the table."""
    meta = {"budget": budget, "vote_type": vote_type}
    for pair in meta.items():
        check_meta(Row(0, list(pair)))
    rows = _rows(projects)
    columns = header_of(rows, "projects.csv", {"project_id", "cost"})
    listed = tuple(project_rows(rows, columns))
    votes = _rows(ballots)
    vote_columns = header_of(votes, "ballots.csv", {"voter_id", "vote"})
    text = "".join(_lines(votes, vote_columns))
    numbers = {"num_projects": str(len(listed)), "num_votes": str(text.count("\n"))}
    data = VoteRows(vote_columns, memoryview(text.encode()), 2)
    return PbFile({**meta, **numbers}, columns, listed, data)


def tables_of(file: PbFile) -> tuple[bytes, bytes]:
    """Write the tables of projects and of ballots, with semicolons; cells a spreadsheet would run are disarmed."""
    ballots = (
        row.cells for line, text in chunks(file.votes.data, line=file.votes.line) for row in rows_of(text, line=line)
    )
    return _table([file.project_columns, *file.projects]), _table([file.votes.columns, *ballots])


def _rows(data: bytes) -> Iterator[Row]:
    if len(data) > MOST_BYTES:
        raise BrokenFile(0, N_("Die Datei ist größer als %(megabytes)s MB."), megabytes=MOST_BYTES // 1024 // 1024)
    check_bytes(data)
    text = text_of(data.removeprefix(UTF8_MARK), line=1)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if cells:
                yield Row(reader.line_num, [_armed(cell) for cell in cells])
    except csv.Error as error:
        raise BrokenFile(
            reader.line_num, N_("Die Zellen lassen sich nicht trennen: %(why)s"), why=str(error)
        ) from error


def _lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    expected = 2
    for row in rows:
        if row.line != expected or any("\n" in cell or "\r" in cell for cell in row.cells):
            raise BrokenFile(expected, N_("Jeder Wahlzettel braucht eine Zeile für sich."))
        if len(row.cells) != len(columns):
            raise BrokenFile(row.line, CELLS, found=len(row.cells), expected=len(columns))
        expected += 1
        yield written_row(row.cells) + "\n"


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([_disarmed(cell) for cell in row] for row in rows)
    return UTF8_MARK + out.getvalue().encode()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _armed(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
