"""The text of a .pb file: its encoding, its lines, and the cells of a row."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.core.words import N_
from app.voting.counting.broken import BrokenFile, shown

UTF8_MARK = b"\xef\xbb\xbf"
CELLS = N_("Hier stehen %(found)s Zellen statt %(expected)s.")
CHUNK = 2 * 1024 * 1024
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
# A cell is quoted only when its closing quote ends it; a name that merely begins with a quoted word is taken as written.
_CELL = re.compile(r'(?:"([^"]*+(?:""[^"]*+)*+)"(?=[;\r\n]|\Z)|([^;\r\n]*+))(;|\r\n|\n|\Z)')
_NEEDS_QUOTES = re.compile(r'[;"\r\n]')


class Row(NamedTuple):
    """A row: the line it begins in, and its cells without quotes."""

    line: int
    cells: list[str]


def check_bytes(data: bytes) -> None:
    """Refuse bytes that are not text: other encodings by their mark, and NUL. Raises BrokenFile."""
    for mark, name in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise BrokenFile(1, N_("Die Datei ist in %(encoding)s geschrieben; lesbar ist nur UTF-8."), encoding=name)
    nul = data.find(b"\x00")
    if nul >= 0:
        raise BrokenFile(data.count(b"\n", 0, nul) + 1, N_("Im Text steht ein NUL-Byte."))


def text_of(data: bytes, *, line: int) -> str:
    """Decode UTF-8 that begins in `line`. Raises BrokenFile with the line of the first other byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line + data.count(b"\n", 0, error.start)
        raise BrokenFile(at, N_("Der Text ist nicht UTF-8. Bitte speichern Sie die Datei als UTF-8.")) from error


def rows_of(text: str, *, line: int) -> Iterator[Row]:
    """Split text that begins in `line` into rows; blank lines are left out. Raises BrokenFile for stray line ends."""
    if '"' not in text:
        yield from _plain_rows(text, line)
        return
    cells: list[str] = []
    begins = line
    for quoted, bare, end in _tokens(text, line):
        cells.append(quoted.replace('""', '"') if quoted is not None else bare)
        line += (quoted or "").count("\n")
        if end == ";":
            continue
        if cells != [""]:
            yield Row(begins, cells)
        cells = []
        line += 1
        begins = line


def written_row(cells: Sequence[str]) -> str:
    """Join cells to a line, with quotes only where they are needed."""
    return ";".join('"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell for cell in cells)


def chunks(data: memoryview, *, line: int) -> Iterator[tuple[int, str]]:
    """Cut rows that begin in `line` into pieces of whole lines, each with the line it begins in; line feeds end lines.

    Only one piece is decoded at a time, so that a large file needs little more memory than its bytes.
    """
    start = 0
    while start < len(data):
        piece = bytes(data[start : start + CHUNK])
        if start + len(piece) < len(data):
            piece = piece[: piece.rfind(b"\n") + 1]
            if not piece:
                raise BrokenFile(
                    line, N_("Die Zeile ist länger als %(megabytes)s MB."), megabytes=CHUNK // 1024 // 1024
                )
        start += len(piece)
        text = text_of(piece, line=line)
        if "\r" in text:
            text = _plain_ends(text, line)
        yield line, text
        line += piece.count(b"\n")


def _plain_rows(text: str, line: int) -> Iterator[Row]:
    lines = _plain_ends(text, line).split("\n") if "\r" in text else text.split("\n")
    for number, row in enumerate(lines, start=line):
        if row:
            yield Row(number, row.split(";"))


def _tokens(text: str, line: int) -> Iterator[tuple[str | None, str, str]]:
    at = 0
    while at < len(text):
        found = _CELL.match(text, at)
        if found is None:
            stray = text.count("\n", 0, at) + line
            raise BrokenFile(
                stray, N_("Eine Zeile endet ungewöhnlich nach %(before)s."), before=shown(text[max(0, at - 20) : at])
            )
        yield found[1], found[2] or "", found[3]
        at = found.end()
        if found[3] == ";" and at == len(text):
            yield None, "", ""


def _plain_ends(text: str, line: int) -> str:
    text = text.replace("\r\n", "\n")
    stray = text.find("\r")
    if stray >= 0:
        raise BrokenFile(line + text.count("\n", 0, stray), N_("Eine Zeile endet mit einem Wagenrücklauf allein."))
    return text
