"""Folders of this computer: their files, once or as they change. Talks to the library and the worker."""

import json
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rag.errors import FolderMissing, RagError
from rag.index.worker import IndexWorker, Job
from rag.library.catalogue import Catalogue
from rag.library.intake import IncomingFile, Intake
from rag.progress import WorkerState
from rag.read.reader import SUFFIXES

ARCHIVE_SUFFIX = ".zip"
_LOG = logging.getLogger(__name__)
_WATCHED = "watched_folders"
_ROUND_SECONDS = 20.0
_SETTLED_SECONDS = 2.0


def files_in(paths: Sequence[Path], encoding: str | None = None) -> Iterator[IncomingFile]:
    """The files that the paths name, those of folders in alphabetical order; unknown suffixes only if named."""
    for path in paths:
        is_folder = path.is_dir()
        for file in sorted(path.rglob("*")) if is_folder else [path]:
            if file.is_file() and (not is_folder or _is_of_known_kind(file)):
                yield IncomingFile(file.name, file, date.fromtimestamp(file.stat().st_mtime), encoding)


class Folders:
    """The folders that a library takes files from."""

    def __init__(self, catalogue: Catalogue, intake: Intake, worker: IndexWorker) -> None:
        self._catalogue = catalogue
        self._intake = intake
        self._worker = worker
        self._refused: set[tuple[Path | None, tuple[int, int] | None]] = set()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="folders", daemon=True)

    def start(self) -> None:
        """Begin to look after the watched folders."""
        self._thread.start()

    def stop(self) -> None:
        """End; what changes from now on is found at the next start."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def add(self, path: Path) -> list[Job]:
        """Queue the files of a folder. Raises FolderMissing."""
        _check(path)
        return self._worker.add_files(list(files_in([path])))

    def watch(self, path: Path) -> None:
        """Look after a folder from now on. Raises FolderMissing."""
        _check(path)
        self._keep([*dict.fromkeys([*self.watched(), path.absolute()])])

    def watched(self) -> list[Path]:
        """The folders that are looked after."""
        stored = self._catalogue.setting(_WATCHED)
        return [Path(item) for item in json.loads(stored)] if stored else []

    def unwatch(self, path: Path) -> None:
        """Look after a folder no longer; its transcripts stay."""
        self._keep([folder for folder in self.watched() if folder != path])

    def look(self) -> list[Job]:
        """Queue what is new or changed in the watched folders, each file as it is now at most once."""
        now = time.time()
        found = []
        for file in files_in(self.watched()):
            state = self._intake.state_of(file)
            is_settled = state is not None and now - state[1] / 1e9 >= _SETTLED_SECONDS
            if is_settled and (file.path, state) not in self._refused and not self._intake.was_seen(file):
                self._refused.add((file.path, state))
                found.append(file)
        return self._worker.add_files(found)

    def _keep(self, folders: Sequence[Path]) -> None:
        self._catalogue.set_setting(_WATCHED, json.dumps([str(folder) for folder in folders], ensure_ascii=False))

    def _watch(self) -> None:
        while not self._is_over.wait(_ROUND_SECONDS):
            if self._worker.progress().state is not WorkerState.IDLE:
                continue
            try:
                self.look()
            except (RagError, OSError) as error:
                _LOG.warning("The watched folders cannot be looked at: %s", error)


def _check(path: Path) -> None:
    if not path.is_dir():
        raise FolderMissing(f"{path} is no folder.", folder=str(path))


def _is_of_known_kind(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES or file.suffix.lower() == ARCHIVE_SUFFIX
