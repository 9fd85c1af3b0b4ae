"""Where models lie and how much room there is."""

import os
from pathlib import Path
from typing import Any

import pytest

from rag.ollama.disk import free_bytes
from rag.ollama.storage import models_folder, room_in


def test_folder_is_the_told_one_else_that_of_the_service_else_the_users(tmp_path: Path) -> None:
    home, system = tmp_path / "home", tmp_path / "share" / "ollama" / ".ollama" / "models"
    assert models_folder({}, home, system) == home / ".ollama" / "models"
    (tmp_path / "share" / "ollama").mkdir(parents=True)
    assert models_folder({}, home, system) == system
    assert models_folder({"OLLAMA_MODELS": str(tmp_path / "other")}, home, system) == tmp_path / "other"


def test_room_is_that_of_the_disk_but_for_a_rest(tmp_path: Path) -> None:
    room = room_in(tmp_path / "not" / "there" / "yet")
    assert abs(free_bytes(tmp_path) - 1_000_000_000 - room) < 100_000_000 or room == 0


def test_home_of_the_service_that_nobody_may_look_into_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "ollama"
    service.mkdir()
    stat = os.stat

    def guarded(place: Any, *arguments: Any, **options: Any) -> os.stat_result:
        if str(place).startswith(f"{service}{os.sep}"):
            raise PermissionError(13, "Permission denied", str(place))
        return stat(place, *arguments, **options)

    monkeypatch.setattr(os, "stat", guarded)
    folder = service / ".ollama" / "models"
    with pytest.raises(PermissionError):
        folder.is_dir()
    assert models_folder({}, tmp_path / "home", folder) == folder
    assert abs(free_bytes(tmp_path) - 1_000_000_000 - room_in(folder)) < 100_000_000 or room_in(folder) == 0
