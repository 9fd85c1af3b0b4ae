"""Clean files made bad by chance, the same ones for the same seed. Knows nothing of formats but that some are ZIPs."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from tests.faults.seeds import Seed

MAX_BYTES = 400_000
_PIECES = (
    b"\0",
    b"\0" * 64,
    b"\x1b[31m",
    b"\x07\x08\x0b\x0c\x1a",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"9" * 5000,
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"NaN",
    b"00:00:00.000",
    b"99:99:99,999",
    b" --> ",
    b'"',
    b"\\",
    b"{",
    b"}" * 40,
    b"[" * 400,
    b"<",
    b"</v>",
    b"<v ",
    b"&#0;",
    b"<!DOCTYPE a [",
    b"]]>",
    b"\\u",
    b"\\'",
    b"\r",
    b"\n\n\n",
    b"\t",
    b";",
    b",",
    b": ",
    b":" * 500,
    b"%s%n",
    b"\\ud83d",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"%PDF-1.7",
    "\u202e".encode(),
    "\u200b".encode(),
    "\U000e0041".encode(),
    "\u2028".encode(),
    "Анна: ".encode(),
    "：".encode(),
    b"endobj",
    b"obj <<",
    b"stream\n",
    b"{\\rtf1",
    b"WEBVTT\n\n",
    b"NOTE ",
    b"[Events]\n",
    b"Dialogue: ",
    b"null",
    b"true",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bad file and the names of what was done to a clean one."""

    name: str
    data: bytes
    steps: tuple[str, ...]


def mutants(clean: Sequence[Seed], numbers: Sequence[int], seed: int) -> Iterator[Mutant]:
    """The mutants of these numbers; each depends on nothing but its number and the seed."""
    for number in numbers:
        chance = random.Random(f"{seed}:{number}")  # noqa: S311
        origin = clean[number % len(clean)]
        data, steps, is_whole = origin.data, [], origin.data.startswith(b"PK")
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            step = chance.choice(_STEPS)
            other = chance.choice(clean).data
            is_whole = is_whole and chance.random() < 0.8
            data = (_inside if is_whole else _outside)(data, step, chance, other)
            steps.append(f"{step.__name__.strip('_')}{' inside' if is_whole else ''}")
        path = PurePath(origin.name)
        yield Mutant(f"{path.stem} {number}{path.suffix}", data, tuple(steps))


Step = Callable[[bytes, random.Random, bytes], bytes]


def _outside(data: bytes, step: Step, chance: random.Random, other: bytes) -> bytes:
    return step(data, chance, other)[:MAX_BYTES]


def _inside(data: bytes, step: Step, chance: random.Random, other: bytes) -> bytes:
    """The archive with one of its parts changed, so that the fault lies behind its checksums."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    wanted = [name for name in parts if name.endswith((".xml", ".txt", ".srt", ".docx")) and "theme" not in name]
    chosen = chance.choice(wanted or list(parts))
    main = next((name for name in ("word/document.xml", "content.xml") if name in parts), chosen)
    chosen = chance.choice((chosen, main))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), step(content, chance, other) if name == chosen else content, method)
    return stream.getvalue()


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _flip_bits(data: bytes, chance: random.Random, _: bytes) -> bytes:
    copy = bytearray(data)
    for _time in range(chance.choice((1, 4, 32)) if copy else 0):
        copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
    return bytes(copy)


def _overwrite(data: bytes, chance: random.Random, _: bytes) -> bytes:
    place, length = _place(data, chance), chance.choice((1, 8, 64, 512))
    return data[:place] + chance.randbytes(length) + data[place + length :]


def _cut_end(data: bytes, chance: random.Random, _: bytes) -> bytes:
    return data[: _place(data, chance)]


def _cut_middle(data: bytes, chance: random.Random, _: bytes) -> bytes:
    start, end = sorted((_place(data, chance), _place(data, chance)))
    return data[:start] + data[end:]


def _splice(data: bytes, chance: random.Random, other: bytes) -> bytes:
    return data[: _place(data, chance)] + other[_place(other, chance) :]


def _repeat(data: bytes, chance: random.Random, _: bytes) -> bytes:
    start = _place(data, chance)
    block = data[start : start + chance.choice((1, 20, 400))]
    return data[:start] + block * chance.choice((2, 50, 2000)) + data[start:]


def _insert(data: bytes, chance: random.Random, _: bytes) -> bytes:
    for _time in range(chance.choice((1, 3, 20))):
        place = _place(data, chance)
        data = data[:place] + chance.choice(_PIECES) + data[place:]
    return data


def _swap(data: bytes, chance: random.Random, _: bytes) -> bytes:
    first, second, third = sorted(_place(data, chance) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


_STEPS: tuple[Step, ...] = (_flip_bits, _overwrite, _cut_end, _cut_middle, _splice, _repeat, _insert, _insert, _swap)
