"""Where models lie and how much room there is."""

from pathlib import Path

from rag.ollama.disk import free_bytes
from rag.ollama.storage import models_folder, room_in


def test_folder_is_the_told_one_else_that_of_the_service_else_the_users(tmp_path: Path) -> None:
    home, system = tmp_path / "home", tmp_path / "system"
    assert models_folder({}, home, system) == home / ".ollama" / "models"
    system.mkdir()
    assert models_folder({}, home, system) == system
    assert models_folder({"OLLAMA_MODELS": str(tmp_path / "other")}, home, system) == tmp_path / "other"


def test_room_is_that_of_the_disk_but_for_a_rest(tmp_path: Path) -> None:
    room = room_in(tmp_path / "not" / "there" / "yet")
    assert abs(free_bytes(tmp_path) - 1_000_000_000 - room) < 100_000_000 or room == 0
