"""An archive into a folder, whole or not at all, within limits and never beside the folder. Knows nothing of Ollama.

What the standard library demands of a member before it may be written (PEP 706) is demanded of both kinds of archive:
a ZIP entry is judged as the tar entry that it would be.
"""

import os
import platform
import shutil
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from rag.ollama.disk import OnProgress, disk_errors
from rag.program_errors import DownloadBroken, PythonTooOld

MAX_ENTRIES = 50_000
MAX_TOTAL_BYTES = 16 * 2**30
_PIECE_BYTES = 2**20
_LONGEST_LINK = 4096
_TEMPORARY = "unpacking-"
_FAULTS = (
    tarfile.TarError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, ValueError,
    RuntimeError, NotImplementedError, OverflowError, FileExistsError, IsADirectoryError, NotADirectoryError,
)  # fmt: skip

Member = tuple[tarfile.TarInfo, IO[bytes] | None]
"""An entry, and its bytes if it is a file."""


def require_filter() -> None:
    """Raises PythonTooOld where Python has no filter for archives: it came in the middle of a series."""
    if not hasattr(tarfile, "data_filter"):
        version = platform.python_version()
        raise PythonTooOld(f"Python {version} cannot unpack safely, 3.11.4 can.", version=version)


def unpack(archive: Path, target: Path, needed: str, on_progress: OnProgress) -> None:
    """Put what an archive holds into the folder `target`, in the place of what was there.

    The file `needed` must be in it. Until everything is there, nothing changes in `target`. Raises DownloadBroken,
    DiskFull, LibraryError, and what `on_progress` raises.
    """
    for left in target.parent.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)
    with disk_errors(target.parent):
        folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=_TEMPORARY))
        try:
            _unpack_into(folder, archive, on_progress)
            if not (folder / needed).is_file():
                raise DownloadBroken(f"{archive.name} holds no {needed}.")
            _put_in_place(folder, target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _put_in_place(folder: Path, target: Path) -> None:
    old = folder.with_name(f"{folder.name}-old")
    if target.exists():
        target.rename(old)
    folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _unpack_into(folder: Path, archive: Path, on_progress: OnProgress) -> None:
    import zstandard

    members = _READERS.get(archive.suffix)
    if members is None:
        raise DownloadBroken(f"{archive.name} is of no kind that is unpacked.")
    size = archive.stat().st_size
    left = MAX_TOTAL_BYTES
    try:
        with archive.open("rb") as file:
            for number, (entry, content) in enumerate(members(file), start=1):
                if number > MAX_ENTRIES:
                    raise DownloadBroken(f"{archive.name} has more than {MAX_ENTRIES} entries.")
                for written in _write(entry, content, folder, left):
                    left -= written
                    on_progress(min(file.tell(), size), size)
    except (*_FAULTS, zstandard.ZstdError) as error:
        raise DownloadBroken(f"{archive.name} cannot be unpacked: {error}") from error


def _tar_members(file: IO[bytes]) -> Iterator[Member]:
    import zstandard

    with (
        zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        for entry in archive:
            yield entry, archive.extractfile(entry) if entry.isfile() else None


def _zip_members(file: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for listed in archive.infolist():
            entry = tarfile.TarInfo(listed.filename.rstrip("/"))
            mode = listed.external_attr >> 16
            entry.mode = stat.S_IMODE(mode) or 0o644
            if listed.is_dir():
                entry.type = tarfile.DIRTYPE
            elif stat.S_ISLNK(mode):
                entry.type = tarfile.SYMTYPE
                with archive.open(listed) as content:
                    entry.linkname = content.read(_LONGEST_LINK).decode("utf-8")
            if not entry.isfile():
                yield entry, None
                continue
            with archive.open(listed) as content:
                yield entry, content


_READERS: Mapping[str, Callable[[IO[bytes]], Iterator[Member]]] = {".zst": _tar_members, ".zip": _zip_members}


def _write(entry: tarfile.TarInfo, content: IO[bytes] | None, folder: Path, most: int) -> Iterator[int]:
    """Write one entry; yields how many bytes were written since the last time. Raises DownloadBroken."""
    safe = tarfile.data_filter(entry, str(folder))
    path = folder / safe.name
    _refuse_outside(path if path == folder else path.parent, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    if safe.isdir():
        path.mkdir(exist_ok=True)
    elif safe.issym():
        path.symlink_to(safe.linkname)
        _refuse_outside(path, folder)
    elif safe.islnk():
        linked = folder / safe.linkname
        _refuse_outside(linked, folder)
        if not linked.is_file():
            raise DownloadBroken(f"The archive links {path.name} to a file that is not there.")
        os.link(linked, path, follow_symlinks=False)
    elif content:
        with path.open("xb") as file:
            while piece := content.read(_PIECE_BYTES):
                most -= len(piece)
                if most < 0:
                    raise DownloadBroken(f"The archive holds more than {MAX_TOTAL_BYTES} bytes.")
                yield file.write(piece)
        if safe.mode is not None:
            path.chmod(safe.mode)
    yield 0


def _refuse_outside(path: Path, folder: Path) -> None:
    """The filter judges names; where links of the archive really lead is seen only on the disk."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DownloadBroken(f"The archive leads out of its folder: {path.name}")
