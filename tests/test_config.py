"""Settings come from the environment and from nowhere else."""

import os
import socket
from pathlib import Path

import pytest

from rag.config import (
    PROJECT,
    QUIET_AND_OFFLINE,
    VARIABLES,
    Settings,
    environment_with,
    read_settings,
    silence_the_network,
)
from tests.conftest import NetworkRefused


def test_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert Settings().library == PROJECT / "data"
    assert Settings().cache is None
    assert Settings().ollama_host == "http://127.0.0.1:11434"


def test_project_is_the_folder_of_the_application() -> None:
    assert (PROJECT / "app.py").is_file()
    assert (PROJECT / "rag" / "config.py").is_file()


def test_every_setting_is_read(tmp_path: Path) -> None:
    environment = {
        "RAG_LIBRARY": str(tmp_path / "библиотека"),
        "RAG_CACHE": str(tmp_path / "cache"),
        "RAG_OLLAMA_HOST": "http://localhost:9999",
        "RAG_OLLAMA_MODEL": "qwen3:4b",
        "RAG_OLLAMA_SOURCE": "https://mirror.example/ollama",
        "RAG_ENCODER": "torch",
    }
    assert set(environment) == set(VARIABLES)
    settings = read_settings(environment)
    assert (settings.library, settings.cache) == (tmp_path / "библиотека", tmp_path / "cache")
    assert (settings.ollama_host, settings.ollama_model) == ("http://localhost:9999", "qwen3:4b")
    assert settings.is_host_given
    assert (settings.encoder, settings.ollama_source) == ("torch", "https://mirror.example/ollama")


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_empty_value_is_no_value(name: str) -> None:
    assert read_settings({name: ""}) == Settings()


def test_address_that_is_named_is_given_though_it_is_the_usual_one() -> None:
    settings = read_settings({"RAG_OLLAMA_HOST": Settings().ollama_host})
    assert (settings.is_host_given, settings.ollama_host) == (True, Settings().ollama_host)


def test_paths_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings = read_settings({"RAG_LIBRARY": "мои записи", "RAG_CACHE": "~/cache"})
    assert (settings.library, settings.cache) == (tmp_path / "мои записи", tmp_path / "home" / "cache")


def test_environment_of_the_process_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_OLLAMA_MODEL", "from-the-process")
    assert read_settings().ollama_model == "from-the-process"


def test_a_started_process_inherits_the_environment_with_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWN", "kept")
    monkeypatch.setenv("OTHER", "old")
    environment = environment_with({"OTHER": "new"})
    assert (environment["OWN"], environment["OTHER"]) == ("kept", "new")
    assert os.environ["OTHER"] == "old"


def test_silence_overrides_what_the_user_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in QUIET_AND_OFFLINE:
        monkeypatch.setenv(name, "loud")
    silence_the_network()
    assert {name: os.environ[name] for name in QUIET_AND_OFFLINE} == dict(QUIET_AND_OFFLINE)


def test_silence_covers_every_library_that_calls_out() -> None:
    assert QUIET_AND_OFFLINE["HF_HUB_OFFLINE"] == "1"
    assert QUIET_AND_OFFLINE["ANONYMIZED_TELEMETRY"] == "False"
    assert QUIET_AND_OFFLINE["LANGSMITH_TRACING"] == "false"


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1", "2001:db8::1", "localhost.example.com"])
def test_no_test_can_look_up_a_name_or_connect_beyond_this_computer(host: str) -> None:
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo(host, 80)
    with pytest.raises(NetworkRefused):
        socket.gethostbyname(host)
    with socket.socket() as connection, pytest.raises(NetworkRefused):
        connection.connect((host, 80))
    with socket.socket() as connection, pytest.raises(NetworkRefused):
        connection.connect_ex((host, 80))


def test_tests_can_reach_this_computer() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname(), timeout=5) as connection:
            assert connection.getpeername() == listener.getsockname()
