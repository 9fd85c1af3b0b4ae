"""What a hand-made bad file is: its bytes, made when they are wanted, and what may become of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

READY = "ready"
Made = bytes | str | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad file; `codes` are the errors it may end with, `ready` among them where it may also be read.

    `is_heavy` marks those of many megabytes or seconds, which the default run leaves out.
    """

    category: str
    name: str
    made: Made
    codes: frozenset[str]
    is_heavy: bool = False

    @property
    def data(self) -> bytes:
        """The bytes."""
        made = self.made() if callable(self.made) else self.made
        return made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made


def bad(category: str, codes: str, files: Mapping[str, Made], *, is_heavy: bool = False) -> list[Bad]:
    """Bad files of one category that may end with any of the codes, which stand in one line."""
    return [Bad(category, name, made, frozenset(codes.split()), is_heavy) for name, made in files.items()]


def heavy(category: str, codes: str, files: Mapping[str, Made]) -> list[Bad]:
    """Bad files of many megabytes."""
    return bad(category, codes, files, is_heavy=True)


def joined(groups: Iterable[Iterable[Bad]]) -> tuple[Bad, ...]:
    """All bad files of several groups. Raises ValueError for two of one name, which no ledger could tell apart."""
    files = tuple(file for group in groups for file in group)
    names = [(file.category, file.name) for file in files]
    if len(names) != len(set(names)):
        raise ValueError(sorted({name for name in names if names.count(name) > 1}))
    return files
