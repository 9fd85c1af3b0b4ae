"""Unpacking: everything or nothing, in its folder alone, within limits, executable where it was."""

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard

from rag.errors import DiskFull
from rag.ollama import unpacking
from rag.ollama.unpacking import unpack
from rag.program_errors import DownloadBroken, DownloadStopped
from tests.ollama.mirror import tar_of, zip_of

NEEDED = "bin/ollama"
FILES = {NEEDED: b"#!/bin/sh\n", "lib/ollama/runner.so": b"\x00" * 3_000_000, "имя файла.txt": "да".encode()}
MODES = {NEEDED: 0o755}
KINDS: Mapping[str, Callable[..., bytes]] = {".tar.zst": tar_of, ".zip": zip_of}

each_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def nothing(*_: object) -> None:
    """Progress that nobody looks at."""


def archive_in(folder: Path, kind: str, data: bytes) -> Path:
    path = folder / f"ollama{kind}"
    path.write_bytes(data)
    return path


def tar_with(*entries: tarfile.TarInfo, needed: bool = True) -> bytes:
    """A tar archive of entries without contents, after the needed file."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        if needed:
            archive.addfile(_entry(NEEDED, size=1), io.BytesIO(b"x"))
        for entry in entries:
            archive.addfile(entry, io.BytesIO(b"x" * entry.size))
    return zstandard.ZstdCompressor().compress(plain.getvalue())


def _entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, link, size
    return entry


def zip_with_link(name: str, target: str, files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive with a symbolic link before its files."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
        for path, data in files.items():
            archive.writestr(path, data)
    return plain.getvalue()


@each_kind
def test_everything_is_unpacked_and_stays_executable(kind: str, tmp_path: Path) -> None:
    archive = archive_in(tmp_path, kind, KINDS[kind](FILES, MODES))
    unpack(archive, tmp_path / "program", NEEDED, nothing)
    assert {name: (tmp_path / "program" / name).read_bytes() for name in FILES} == FILES
    assert os.access(tmp_path / "program" / NEEDED, os.X_OK)
    assert not os.access(tmp_path / "program" / "lib/ollama/runner.so", os.X_OK)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([archive.name, "program"])


@each_kind
def test_progress_grows_to_the_size_of_the_archive(kind: str, tmp_path: Path) -> None:
    archive = archive_in(tmp_path, kind, KINDS[kind](FILES | {f"f{n}": os.urandom(300_000) for n in range(5)}))
    told: list[tuple[int, int | None]] = []
    unpack(archive, tmp_path / "program", NEEDED, lambda done, total: told.append((done, total)))
    size = archive.stat().st_size
    assert all(total == size and 0 <= done <= size for done, total in told)
    assert len({done for done, _ in told}) > 3
    assert told[-1][0] > size * 0.9


@each_kind
def test_new_contents_replace_the_old_ones_whole(kind: str, tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "old").write_bytes(b"old")
    unpack(archive_in(tmp_path, kind, KINDS[kind](FILES)), tmp_path / "program", NEEDED, nothing)
    assert not (tmp_path / "program" / "old").exists()
    assert (tmp_path / "program" / NEEDED).is_file()


def broken_archives() -> dict[str, tuple[str, bytes]]:
    """Archives that must not be taken, by what is wrong with them."""
    tar, packed = tar_of(FILES, MODES), zip_of(FILES, MODES)
    encrypted = bytearray(packed)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = bytes(encrypted).index(mark) + place
        encrypted[at] |= 1
    return {
        "tar cut short": (".tar.zst", tar[: len(tar) // 2]),
        "tar of noise": (".tar.zst", os.urandom(10_000)),
        "tar of a web page": (".tar.zst", b"<html>sign in</html>"),
        "compressed noise": (".tar.zst", zstandard.ZstdCompressor().compress(b"noise" * 5000)),
        "empty tar": (".tar.zst", b""),
        "zip cut short": (".zip", packed[: len(packed) // 2]),
        "zip with a changed byte": (".zip", packed.replace(b"#!/bin/sh", b"#!/bin/zh", 1)),
        "zip of a web page": (".zip", b"<html>sign in</html>"),
        "zip with a password": (".zip", bytes(encrypted)),
        "other kind": (".rar", b"Rar!"),
        "without the program": (".tar.zst", tar_of({"readme": b"x"})),
        "folder in the place of the program": (".tar.zst", tar_of({f"{NEEDED}/x": b"x"})),
        "path upwards in tar": (".tar.zst", tar_with(_entry("../outside", size=1))),
        "path upwards in zip": (".zip", zip_of(FILES | {"../outside": b"x"})),
        "link upwards in tar": (".tar.zst", tar_with(_entry("l", tarfile.SYMTYPE, "../../outside"))),
        "absolute link in tar": (".tar.zst", tar_with(_entry("l", tarfile.SYMTYPE, "/etc/passwd"))),
        "hard link upwards": (".tar.zst", tar_with(_entry("l", tarfile.LNKTYPE, "../outside"))),
        "hard link to nothing": (".tar.zst", tar_with(_entry("l", tarfile.LNKTYPE, "nothing"))),
        "device": (".tar.zst", tar_with(_entry("d", tarfile.CHRTYPE))),
        "pipe": (".tar.zst", tar_with(_entry("p", tarfile.FIFOTYPE))),
        "file under a file": (".tar.zst", tar_with(_entry(f"{NEEDED}/x", size=1))),
        "the same file twice": (".tar.zst", tar_with(_entry(NEEDED, size=1))),
        "link upwards in zip": (".zip", zip_with_link("l", "../../outside", FILES)),
        "absolute link in zip": (".zip", zip_with_link("l", "/etc", FILES | {"l/outside": b"x"})),
        "links that lead out together": (
            ".tar.zst",
            tar_with(
                _entry("a", tarfile.SYMTYPE, "."),
                _entry("b", tarfile.SYMTYPE, "a/.."),
                _entry("b/outside", size=1),
            ),
        ),
        "link whose target changes later": (
            ".tar.zst",
            tar_with(
                _entry("e", tarfile.SYMTYPE, "d/.."),
                _entry("d", tarfile.SYMTYPE, "."),
                _entry("e/folder/outside", size=1),
            ),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("fault", sorted(broken_archives()))
def test_what_is_broken_or_dangerous_changes_nothing(fault: str, tmp_path: Path) -> None:
    kind, data = broken_archives()[fault]
    library = tmp_path / "library"
    (library / "program").mkdir(parents=True)
    (library / "program" / "old").write_bytes(b"old")
    archive = archive_in(library, kind, data)
    with pytest.raises(DownloadBroken):
        unpack(archive, library / "program", NEEDED, nothing)
    assert [path.name for path in (library / "program").iterdir()] == ["old"]
    assert sorted(path.name for path in library.iterdir()) == sorted([archive.name, "program"])
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


@pytest.mark.parametrize(
    "fault",
    [
        "path upwards in tar",
        "path upwards in zip",
        "link upwards in tar",
        "link upwards in zip",
        "absolute link in zip",
        "hard link upwards",
        "links that lead out together",
        "link whose target changes later",
    ],
)
def test_nothing_leaves_the_folder_even_where_the_filter_of_the_library_is_fooled(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tarfile, "data_filter", lambda entry, _folder: entry)
    test_what_is_broken_or_dangerous_changes_nothing(fault, tmp_path)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (".zip", zip_with_link("lib/current", "ollama", FILES)),
        (".tar.zst", tar_with(_entry("lib/ollama/x", size=1), _entry("lib/current", tarfile.SYMTYPE, "ollama"))),
    ],
)
def test_links_inside_are_kept(kind: str, data: bytes, tmp_path: Path) -> None:
    unpack(archive_in(tmp_path, kind, data), tmp_path / "program", NEEDED, nothing)
    assert (tmp_path / "program" / "lib" / "current").readlink() == Path("ollama")
    assert (tmp_path / "program" / "lib" / "current").is_dir()


def test_hard_links_inside_are_the_same_file(tmp_path: Path) -> None:
    data = tar_with(_entry("bin/other", tarfile.LNKTYPE, NEEDED))
    unpack(archive_in(tmp_path, ".tar.zst", data), tmp_path / "program", NEEDED, nothing)
    assert (tmp_path / "program/bin/other").samefile(tmp_path / "program" / NEEDED)


def test_names_that_begin_with_a_dot_are_the_same_names(tmp_path: Path) -> None:
    data = tar_with(_entry("./", tarfile.DIRTYPE), _entry(f"./{NEEDED}", size=1), needed=False)
    unpack(archive_in(tmp_path, ".tar.zst", data), tmp_path / "program", NEEDED, nothing)
    assert (tmp_path / "program" / NEEDED).read_bytes() == b"x"


def test_several_frames_and_the_largest_window_are_read(tmp_path: Path) -> None:
    plain = zstandard.ZstdDecompressor().decompress(tar_of(FILES, MODES))
    parameters = zstandard.ZstdCompressionParameters(window_log=27, compression_level=3)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    half = len(plain) // 2
    data = compressor.compress(plain[:half]) + compressor.compress(plain[half:])
    unpack(archive_in(tmp_path, ".tar.zst", data), tmp_path / "program", NEEDED, nothing)
    assert (tmp_path / "program/lib/ollama/runner.so").stat().st_size == 3_000_000


@each_kind
@pytest.mark.parametrize(("limit", "value"), [("MAX_ENTRIES", 2), ("MAX_TOTAL_BYTES", 2_000_000)])
def test_limits_hold(kind: str, limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, limit, value)
    with pytest.raises(DownloadBroken, match="more than"):
        unpack(archive_in(tmp_path, kind, KINDS[kind](FILES)), tmp_path / "program", NEEDED, nothing)
    assert [path.name for path in tmp_path.iterdir()] == [f"ollama{kind}"]


@each_kind
def test_stop_in_the_middle_leaves_nothing(kind: str, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise DownloadStopped("stopped")

    with pytest.raises(DownloadStopped):
        unpack(archive_in(tmp_path, kind, KINDS[kind](FILES)), tmp_path / "program", NEEDED, stop)
    assert [path.name for path in tmp_path.iterdir()] == [f"ollama{kind}"]


def test_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull):
        unpack(archive_in(tmp_path, ".zip", zip_of(FILES)), tmp_path / "program", NEEDED, full)
    assert [path.name for path in tmp_path.iterdir()] == ["ollama.zip"]


def test_what_an_ended_process_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "unpacking-left" / "lib").mkdir(parents=True)
    unpack(archive_in(tmp_path, ".zip", zip_of(FILES)), tmp_path / "program", NEEDED, nothing)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ollama.zip", "program"]


def test_set_user_id_and_writing_by_others_are_taken_away(tmp_path: Path) -> None:
    data = tar_of(FILES, {NEEDED: 0o6777})
    unpack(archive_in(tmp_path, ".tar.zst", data), tmp_path / "program", NEEDED, nothing)
    assert stat.S_IMODE((tmp_path / "program" / NEEDED).stat().st_mode) == 0o755
