"""What is there and what is missing, in plain words, changing nothing."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.doctor import Finding, diagnose
from tests.stand_in import MODEL, Behaviour, model_entry, serve

CHECKS = [
    "Python", "SQLite", "streamlit", "chromadb", "sentence-transformers", "torch", "onnxruntime", "httpx", "disk",
    "encoder", "language model",
]  # fmt: skip


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.check: finding for finding in diagnose(settings)}


@pytest.mark.usefixtures("encoder")
def test_all_that_is_needed_is_found_here(settings: Settings) -> None:
    found = diagnose(settings)
    assert [finding.check for finding in found] == CHECKS
    assert [finding.check for finding in found if not finding.is_fine] == ["language model"]
    assert all(finding.found for finding in found)


def test_only_encoder_and_model_may_be_missing(settings: Settings) -> None:
    assert [finding.check for finding in diagnose(settings) if not finding.is_needed] == ["encoder", "language model"]


def test_looking_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    diagnose(replace(settings, cache=tmp_path / "cache"))
    assert list(tmp_path.iterdir()) == []


def test_missing_package_is_told_with_the_way_to_get_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.doctor._PACKAGES", ("streamlit", "no-such-package-anywhere"))
    found = findings(settings)
    assert found["streamlit"].is_fine
    assert found["no-such-package-anywhere"] == Finding(
        "no-such-package-anywhere", False, "not installed", "Run: python3 -m rag"
    )


@pytest.mark.parametrize(("free", "is_fine"), [(2 * 1024**3, True), (2 * 1024**3 - 1, False)])
def test_full_disk_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, is_fine: bool) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**13, 10**13 - free, free))
    disk = findings(settings)["disk"]
    assert disk.found == f"2.0 GB free for {settings.library}"
    assert (disk.is_fine, bool(disk.hint)) == (is_fine, not is_fine)


def test_encoder_that_is_not_prepared_is_told_with_its_place(settings: Settings, tmp_path: Path) -> None:
    finding = findings(replace(settings, cache=tmp_path / "cache"))["encoder"]
    assert not finding.is_fine
    assert finding.found.startswith(str(tmp_path / "cache"))
    assert finding.hint


def test_missing_model_server_is_told_with_what_to_do(settings: Settings) -> None:
    finding = findings(settings)["language model"]
    assert not finding.is_fine
    assert settings.ollama_host in finding.found
    assert finding.hint == "Start Ollama."


def test_model_that_would_answer_is_named(settings: Settings) -> None:
    with serve(Behaviour(models=[model_entry("far-cloud"), model_entry(MODEL)])) as address:
        finding = findings(replace(settings, ollama_host=address))["language model"]
    assert finding == Finding("language model", True, MODEL, is_needed=False)


@pytest.mark.parametrize("host", ["http://example.com", "http://127.0.0.1:99999"])
def test_address_that_is_not_on_this_computer_is_told(settings: Settings, host: str) -> None:
    finding = findings(replace(settings, ollama_host=host))["language model"]
    assert not finding.is_fine
    assert "RAG_OLLAMA_HOST" in finding.hint
