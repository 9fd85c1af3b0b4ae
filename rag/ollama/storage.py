"""Where the models of a server on this computer lie, and whether there is room for more. Knows nothing of servers."""

import os
from collections.abc import Mapping
from pathlib import Path

from rag.ollama.disk import free_bytes

_VARIABLE = "OLLAMA_MODELS"
_SYSTEM_FOLDER = Path("/usr/share/ollama/.ollama/models")
"""Where the installer for Linux keeps them, for a service with a user of its own."""
_SPARE_BYTES = 1_000_000_000
"""What a download must leave: a system without room for its own files stops working."""


def models_folder(environment: Mapping[str, str], home: Path, system_folder: Path = _SYSTEM_FOLDER) -> Path:
    """The folder of the models of an Ollama that somebody installed."""
    told = environment.get(_VARIABLE)
    if told:
        return Path(told)
    return system_folder if _is_there(system_folder.parents[1]) else home / ".ollama" / "models"


def room_in(folder: Path) -> int:
    """How many bytes of downloads fit into a folder, which may not be there yet. Raises LibraryError."""
    existing = next((place for place in (folder, *folder.parents) if _is_there(place)), Path.cwd())
    return max(0, free_bytes(existing) - _SPARE_BYTES)


def _is_there(place: Path) -> bool:
    """Whether this user can see it: the home of a service is closed to others, and `Path` would raise for it."""
    return os.path.exists(place)  # noqa: PTH110
