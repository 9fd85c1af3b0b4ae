"""Bad archives: bombs, lies about sizes and counts, locked ones, and members whose names are paths to elsewhere."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.faults.bad import Bad, Made, bad, heavy
from tests.faults.conversations import ENGLISH, RUSSIAN, plain
from tests.read.document_samples import locked, zipped

_MEBIBYTE = 2**20
_SYMBOLIC_LINK = 0o120777 << 16

MEMBER_NAMES = (
    "../../escape.txt",
    "../" * 40 + "tmp/escape.txt",
    "/tmp/escape.txt",  # noqa: S108
    "//server/share/escape.txt",
    "C:\\Windows\\escape.txt",
    "C:escape.txt",
    "\\\\server\\share\\escape.txt",
    "..\\..\\escape.txt",
    "a/../../escape.txt",
    "a\\..\\..\\escape.txt",
    "~/escape.txt",
    "$HOME/escape.txt",
    "%TEMP%\\escape.txt",
    "file:///tmp/escape.txt",
    "escape\nline.txt",
    "escape\rline.txt",
    "escape\ttab.txt",
    "CON.txt",
    "NUL",
    "aux.txt.",
    "escape.txt ",
    "a:stream.txt",
    "escape?.txt",
    "escape*.txt",
    "escape|.txt",
    "-rf.txt",
    "--help.txt",
    ";reboot;.txt",
    "$(reboot).txt",
    "`reboot`.txt",
    "ь" * 250 + ".txt",
    "x" * 60_000 + ".txt",
    "a/" * 3000 + "escape.txt",
    "escape\u202etxt.exe",
    "escape\u200b.txt",
    "\u0438\u0306.txt",
    "\u0439.txt",
    "Лена — вторая.txt",
    "王芳.txt",
    "🙂.txt",
    "<script>.txt",
    "%00.txt",
    "%2e%2e%2fescape.txt",
)


def nested(depth: int, content: bytes) -> bytes:
    """An archive in an archive in an archive."""
    for level in range(depth):
        content = zipped({f"level {level}.zip" if level else "a.txt": content})
    return content


def packed_zeros(mebibytes: int, method: int, name: str = "a.txt") -> bytes:
    """So many mebibytes of zeros as one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive, archive.open(name, "w", force_zip64=True) as member:
        for _ in range(mebibytes):
            member.write(bytes(_MEBIBYTE))
    return stream.getvalue()


def forged(count: int, sizes: tuple[int, int] = (1, 1), offset: int = 0, flags: int = 0, method: int = 0) -> bytes:
    """An archive whose list of members names one stored letter so many times, with any sizes."""
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, flags, method, 0, 33, 0x8CDC1683, *sizes, 5, 0) + b"a.txtA"
    central = struct.pack("<6H3I5H2I", 20, 20, flags, method, 0, 33, 0x8CDC1683, *sizes, 5, 0, 0, 0, 0, 0, offset)
    listed = (b"PK\x01\x02" + central + b"a.txt") * count
    long_end = b"PK\x06\x06" + struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, count, count, len(listed), len(local))
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, len(local) + len(listed), 1)
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return local + listed + long_end + locator + end


def _overlapping(count: int) -> bytes:
    """Members that share one stretch of packed bytes, after David Fifield's "A better zip bomb"."""
    data = zipped({"a.txt": bytes(4 * _MEBIBYTE)})
    place = data.rfind(b"PK\x01\x02")
    entry = data[place : data.rfind(b"PK\x05\x06")]
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, count, count, len(entry) * count, place, 0)
    return data[:place] + entry * count + end


def _many_entries(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", b"a")
    return stream.getvalue()


def _link(target: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.create_system, entry.external_attr = 3, _SYMBOLIC_LINK
        archive.writestr(entry, target)
    return stream.getvalue()


def _named(name: str) -> Made:
    return zipped({name: f"{plain(RUSSIAN)}Павел: {name[:50]!a}\n"})


def _bombs() -> Iterator[Bad]:
    yield from bad(
        "bomb",
        "archive",
        {
            "ratio.zip": lambda: packed_zeros(40, zipfile.ZIP_DEFLATED),
            "bzip.zip": lambda: packed_zeros(100, zipfile.ZIP_BZIP2),
            "lzma.zip": lambda: packed_zeros(8, zipfile.ZIP_LZMA),
            "nested.zip": lambda: nested(3, plain(RUSSIAN).encode()),
            "nested deep.zip": lambda: nested(200, b"a: b\n"),
            "overlapping.zip": lambda: _overlapping(300),
            "entries.zip": lambda: _many_entries(10_001),
            "one entry many times.zip": lambda: forged(20_000),
            "sizes too large.zip": forged(1, (2**31, 2**31)),
            "size of nothing.zip": forged(1, (1, 0)),
            "place beyond the end.zip": forged(1, offset=2**31),
            "unknown method.zip": forged(1, method=97),
            "deflated that is not.zip": forged(1, method=8),
        },
    )
    bzipped_type = packed_zeros(100, zipfile.ZIP_BZIP2, "mimetype")
    yield from bad("bomb", "archive binary", {"kind in a bomb.zip": bzipped_type, "kind in a bomb.odt": bzipped_type})
    yield from heavy("bomb", "archive large", {"a gibibyte.zip": lambda: packed_zeros(1025, zipfile.ZIP_DEFLATED)})
    yield from heavy(
        "bomb",
        "archive",
        {
            "four gibibytes in a kilobyte.zip": lambda: packed_zeros(4096, zipfile.ZIP_BZIP2),
            "hundred thousand entries.zip": lambda: forged(100_000),
            "million entries.zip": lambda: forged(1_000_000),
            "hundred thousand files.zip": lambda: _many_entries(100_000),
            "forty gibibytes nested.zip": lambda: zipped(
                {f"{n}.zip": packed_zeros(64, zipfile.ZIP_DEFLATED) for n in range(16)}
            ),
        },
    )


def _damaged() -> Iterator[Bad]:
    whole = zipped({"a.txt": plain(RUSSIAN), "b.txt": plain(ENGLISH)})
    stored = zipped({"a.txt": plain(RUSSIAN)}, zipfile.ZIP_STORED)
    end = whole.rfind(b"PK\x05\x06")
    yield from bad(
        "damaged archive",
        "archive",
        {
            "wrong sum.zip": stored.replace("Павел".encode(), "Навел".encode(), 1),
            "no end.zip": whole[:end],
            "end alone cut.zip": b"PK\x05\x06" + bytes(9),
            "header alone.zip": b"PK\x03\x04",
            "zeros inside.zip": whole[:60] + bytes(60) + whole[120:],
            "list far away.zip": whole[: end + 16] + struct.pack("<I", 2**32 - 2) + whole[end + 20 :],
            "locked.zip": locked(whole),
            "flag of a patch.zip": forged(1, flags=0x20),
            "locked strongly.zip": forged(1, flags=0x41),
        },
    )
    yield from bad(
        "damaged archive",
        "archive ready",
        {
            "second disk.zip": whole[: end + 4] + b"\x05\0\x05\0" + whole[end + 8 :],
            "two ends.zip": whole + whole[end:],
            "comment.zip": whole[:-2] + struct.pack("<H", 60_000) + b"PK" * 30_000,
            "bytes after.zip": whole + b"PK\x01\x02" * 50,
            "no end in time.zip": whole + bytes(70_000),
        },
    )
    yield from bad("damaged archive", "binary encoding ready", {"before it a program.zip": b"#!/bin/sh\n" + whole})
    yield from bad(
        "damaged archive",
        "ready nothing format",
        {
            "link.zip": _link("/etc/passwd"),
            "link upwards.zip": _link("../../../../etc/shadow"),
            "duplicates.zip": _twice(),
        },
    )
    yield from bad(
        "damaged archive", "archive ready", {"archive inside.zip": zipped({"a.txt": plain(RUSSIAN), "b.zip": whole})}
    )
    yield from bad(
        "damaged archive",
        "media binary empty ready",
        {
            "all kinds inside.zip": zipped(
                {
                    "a.mp3": b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(60),
                    "b.exe": b"MZ\x90\x00" + bytes(60),
                    "c.txt": b"",
                    "d.txt": plain(ENGLISH),
                }
            ),
        },
    )


def _twice() -> bytes:
    """Two members of one name."""
    return zipped({"a.txt": plain(RUSSIAN), "b.txt": plain(ENGLISH)}).replace(b"b.txt", b"a.txt")


def files() -> list[Bad]:
    """All of them; archives without a file in them, which have no outcome to be named by, are not here."""
    named = bad(
        "path in an archive", "ready", {f"{n} {name[:20]!a}.zip": _named(name) for n, name in enumerate(MEMBER_NAMES)}
    )
    return [*_bombs(), *_damaged(), *named]
