"""Rows of a document's table whose first row names its columns (`№ | Время | Спикер | Текст`), as lines of speech.

Tables without such a row are left to `rag.read.layout`. Knows nothing of any program that writes documents.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.read.fields import END_NAMES, SPEAKER_NAMES, START_NAMES, TEXT_NAMES, folded_name
from rag.read.layout import row_of_cells
from rag.read.times import TIME_CODE

_MEANINGS: Mapping[str, Sequence[str]] = {
    "text": TEXT_NAMES,
    "speaker": SPEAKER_NAMES,
    "start": START_NAMES,
    "end": END_NAMES,
}
_MAX_COLUMNS = 10
_MAX_NAME_CHARACTERS = 60
_TIME = re.compile(rf"[\[(]?(?P<start>{TIME_CODE})(?:\s*(?:-->|[-–—])\s*(?P<end>{TIME_CODE}))?[\])]?")


@dataclass(slots=True)
class TableRows:
    """The rows of one table, given in their order; what a row says depends on the names above it."""

    _columns: Mapping[str, int] = field(init=False, default_factory=dict)
    _width: int = field(init=False, default=0)

    def lines(self, cells: Sequence[str]) -> list[str]:
        """The lines of a row: one empty line for the names of the columns, `[time] name: words` below them."""
        columns = _columns_of(cells)
        if columns:
            self._columns, self._width = columns, len(cells)
            return [""]
        if self._columns and len(cells) == self._width:
            return _speech({meaning: cells[index].strip() for meaning, index in self._columns.items()})
        return row_of_cells(cells).split("\n")


def _columns_of(cells: Sequence[str]) -> Mapping[str, int]:
    """Which column means what, where the cells name one of words and one of speakers or times; else nothing."""
    if not 1 < len(cells) <= _MAX_COLUMNS or any(len(cell) > _MAX_NAME_CHARACTERS for cell in cells):
        return {}
    names = [folded_name(cell.strip(" \t\n:：")) for cell in cells]
    columns = {
        meaning: names.index(wanted[0])
        for meaning, known in _MEANINGS.items()
        if (wanted := [name for name in known if name in names])
    }
    return columns if "text" in columns and {"speaker", "start"} & columns.keys() else {}


def _speech(cells: Mapping[str, str]) -> list[str]:
    """The line of a row whose cells are known; a time may also stand below the name."""
    words = [line.strip() for line in cells["text"].split("\n") if line.strip()]
    names = [line.strip() for line in cells.get("speaker", "").split("\n") if line.strip()]
    spoken = " ".join(name for name in names if not _TIME.fullmatch(name)).rstrip(":： ")
    if not words:
        return [""]
    lead = " ".join(_lead([cells.get("start", ""), *names], cells.get("end", ""), spoken))
    return [f"{lead} {words[0]}".strip(), *words[1:]]


def _lead(times: Sequence[str], end: str, name: str) -> Iterator[str]:
    time = next(filter(None, map(_TIME.fullmatch, times)), None)
    if time:
        last = time["end"] or (end if re.fullmatch(TIME_CODE, end) else None)
        yield f"[{time['start']} - {last}]" if last else f"[{time['start']}]"
    if name:
        yield f"{name}:"
