"""Comma, semicolon and tab separated tables of utterances. Knows nothing of files and their names.

A table is recognised by the names of its columns, or where Whisper writes none, by its times; a dialogue with commas
or tabs in it (`00:05:41<tab>Name:<tab>words`) is none.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rag.errors import DamagedFile, UnknownRecord
from rag.read.body import Script, Utterance, write_script
from rag.read.fields import (
    END_NAMES,
    SPEAKER_NAMES,
    START_NAMES,
    TEXT_NAMES,
    folded_name,
    seconds_of,
    speaker_of,
    text_of,
    units_a_second,
)
from rag.read.formats import TableFormat

_DELIMITERS = ("\t", ";", ",")
_MEANINGS: Mapping[str, Sequence[str]] = {
    "text": TEXT_NAMES,
    "speaker": SPEAKER_NAMES,
    "start": START_NAMES,
    "end": END_NAMES,
}
_TIMES = frozenset({"start", "end"})
_MAX_HEADER_CHARACTERS = 2000
_MAX_FIELD_CHARACTERS = 2**24
_SEEN_ROWS = 50
_BARE_SECONDS = re.compile(r"[0-9]{1,7}\.[0-9]{1,6}")
_BARE_COLUMNS = (("text", "start", "end"), ("start", "end", "text"))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the cells of a table are told apart, and which column means what; the header takes one row, or none."""

    delimiter: str
    columns: Mapping[str, int]
    width: int
    header_rows: int = 1
    is_quoted: bool = True


def _is_whisper_tsv(text: str) -> bool:
    return _whisper_tsv_layout(text) is not None


def _is_whisper_csv(text: str) -> bool:
    return _whisper_csv_layout(text) is not None


def _is_table(text: str) -> bool:
    return _table_layout(text) is not None


def _whisper_tsv_layout(text: str) -> _Layout | None:
    """Whisper puts nothing into quotation marks between its tabs, so those that occur were said."""
    layout = _named_layout(text)
    if layout is None or layout.delimiter != "\t" or not _is_whisper_header(layout):
        return None
    return _Layout(layout.delimiter, layout.columns, layout.width, is_quoted=False)


def _whisper_csv_layout(text: str) -> _Layout | None:
    layout = _named_layout(text)
    if layout is not None:
        return layout if layout.delimiter != "\t" and _is_whisper_header(layout) else None
    return _bare_layout(text)


def _table_layout(text: str) -> _Layout | None:
    layout = _named_layout(text)
    return layout if layout is not None and not _is_whisper_header(layout) else None


def _is_whisper_header(layout: _Layout) -> bool:
    """Whether there are Whisper's three columns and no other."""
    columns = layout.columns.keys()
    return columns == {"start", "end", "text"} and layout.width == len(columns)


def _named_layout(text: str) -> _Layout | None:
    """The layout that the first line names: a column of text, and one of speakers or those of both times."""
    header = _first_line(text)
    for delimiter in _DELIMITERS:
        names = [folded_name(name) for name in _cells(header, delimiter)]
        columns = {
            meaning: names.index(wanted[0])
            for meaning, known in _MEANINGS.items()
            if (wanted := [name for name in known if name in names])
        }
        if "text" in columns and ("speaker" in columns or columns.keys() >= _TIMES):
            return _Layout(delimiter, columns, len(names))
    return None


def _bare_layout(text: str) -> _Layout | None:
    """The layout of a table without a header, each row of which is words and the seconds of their two ends."""
    try:
        rows = list(islice(_read(text, ",", is_quoted=True), _SEEN_ROWS))
    except DamagedFile:
        return None
    for names in _BARE_COLUMNS:
        columns = {name: index for index, name in enumerate(names)}
        if rows and all(_is_bare_row(row, columns) for _, row in rows):
            return _Layout(",", columns, len(columns), header_rows=0)
    return None


def _is_bare_row(row: list[str], columns: Mapping[str, int]) -> bool:
    if len(row) != len(columns):
        return False
    start, end = row[columns["start"]], row[columns["end"]]
    are_times = _BARE_SECONDS.fullmatch(start) and _BARE_SECONDS.fullmatch(end)
    return bool(are_times) and float(start) <= float(end)


def _first_line(text: str) -> str:
    lines = text[:_MAX_HEADER_CHARACTERS].lstrip("\ufeff").splitlines()
    return next((line for line in lines if line.strip()), "")


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _read(text: str, delimiter: str, *, is_quoted: bool) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its last line. Raises DamagedFile."""
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_FIELD_CHARACTERS))
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise DamagedFile(f"Line {reader.line_num} of the table cannot be read: {error}.") from error


def _rows(text: str, layout: _Layout) -> list[tuple[int, list[str]]]:
    """The rows below the header. Raises DamagedFile.

    Between tabs many programs leave quotation marks as they were said; such a table breaks the rules of quoting.
    """
    try:
        rows = list(_read(text, layout.delimiter, is_quoted=layout.is_quoted))
    except DamagedFile:
        if layout.delimiter != "\t" or not layout.is_quoted:
            raise
        rows = list(_read(text, layout.delimiter, is_quoted=False))
    return rows[layout.header_rows :]


def _text_cell(row: list[str], layout: _Layout, line: int) -> str:
    """The cell with the words; in the last column they may hold delimiters that nobody put into quotation marks.

    Raises DamagedFile where a row has too few cells or too many, because then no cell is surely what its column says.
    """
    index = layout.columns["text"]
    filled = [number for number, cell in enumerate(row, start=1) if cell.strip()]
    is_last = index == layout.width - 1
    if len(row) <= index and all(seconds_of(row[number - 1]) is not None for number in filled):
        return ""
    if len(row) <= index or (filled[-1] > layout.width and not is_last):
        raise DamagedFile(f"Line {line} of the table has {len(row)} cells, its header has {layout.width}.")
    return layout.delimiter.join(row[index : filled[-1]]) if is_last else row[index]


def _script(text: str, layout: _Layout | None) -> Script:
    """The rows as utterances. Raises DamagedFile, and UnknownRecord where the table is of another shape."""
    if layout is None:
        raise UnknownRecord("The table has no columns that are known.")
    rows = _rows(text, layout)
    texts = [text_of(_text_cell(row, layout, line)) for line, row in rows]
    times = [_cell(row, layout, name) for _, row in rows for name in _TIMES]
    units = units_a_second(times, sum(map(len, texts)))
    return write_script(_utterances((row for _, row in rows), texts, layout, units))


def _utterances(rows: Iterable[list[str]], texts: Iterable[str], layout: _Layout, units: int) -> Iterator[Utterance]:
    for row, text in zip(rows, texts, strict=True):
        start, end = (seconds_of(_cell(row, layout, name), units) for name in ("start", "end"))
        yield Utterance(text, speaker_of(_cell(row, layout, "speaker")), start, end)


def _cell(row: list[str], layout: _Layout, name: str) -> str:
    index = layout.columns.get(name)
    return row[index] if index is not None and index < len(row) else ""


TABLES: tuple[TableFormat, ...] = (
    TableFormat("whisper-tsv", _is_whisper_tsv, lambda text: _script(text, _whisper_tsv_layout(text))),
    TableFormat("whisper-csv", _is_whisper_csv, lambda text: _script(text, _whisper_csv_layout(text))),
    TableFormat("table", _is_table, lambda text: _script(text, _table_layout(text))),
)
