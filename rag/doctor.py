"""Whether everything needed is there, in plain words. Changes nothing."""

import shutil
import sqlite3
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from rag.config import Settings
from rag.errors import RagError
from rag.index import prepare
from rag.ollama.server import OllamaServer

_PACKAGES = ("streamlit", "chromadb", "sentence-transformers", "torch", "onnxruntime", "httpx")
_MIN_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    is_fine: bool
    found: str
    hint: str = ""
    is_needed: bool = True


def diagnose(settings: Settings) -> list[Finding]:
    """All findings, the needed parts first."""
    return [
        Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0]),
        Finding("SQLite", sqlite3.sqlite_version_info >= (3, 37), sqlite3.sqlite_version),
        *(_package(name) for name in _PACKAGES),
        _disk(settings),
        _encoder(settings),
        _model(settings),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "not installed", "Run: python3 -m rag")


def _disk(settings: Settings) -> Finding:
    folder = settings.library
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    hint = "" if free >= _MIN_FREE_BYTES else "Free some space on the disk."
    return Finding("disk", free >= _MIN_FREE_BYTES, f"{free / 1024**3:.1f} GB free for {settings.library}", hint)


def _encoder(settings: Settings) -> Finding:
    folder = prepare.encoder_folder(settings)
    is_prepared = prepare.read_manifest(folder) is not None
    hint = "" if is_prepared else "It is prepared at the first start, half a minute."
    return Finding("encoder", is_prepared, str(folder), hint, is_needed=False)


def _model(settings: Settings) -> Finding:
    try:
        model = OllamaServer(settings).choose_model()
    except RagError as error:
        return Finding("language model", False, str(error), error.hint, is_needed=False)
    return Finding("language model", True, model.name, is_needed=False)
