"""The one command: plain words for everything that can stand in its way."""

import json
import os
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from rag import __main__ as launcher

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "requirements.txt").write_text("torch==1.0\n")
    (tmp_path / "tests" / "requirements.txt").write_text("")
    monkeypatch.setattr(launcher, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(launcher, "REQUIREMENTS", tmp_path / "requirements.txt")
    return tmp_path


@pytest.mark.parametrize("version", [(3, 10), (3, 8), (2, 7)])
def test_an_old_python_is_told_what_is_needed(version: tuple[int, int]) -> None:
    with pytest.raises(launcher.CannotRun, match=rf"This Python is {version[0]}\.{version[1]}.*3\.11 or newer"):
        launcher.check_python(version)


def test_this_python_and_newer_ones_are_accepted() -> None:
    for version in ((3, 11), (3, 14), (4, 0)):
        launcher.check_python(version)


def test_a_full_disk_is_told_before_anything_is_fetched() -> None:
    with pytest.raises(launcher.CannotRun, match=r"1\.0 GB free.*needs 4 GB"):
        launcher.check_disk(1024**3)
    launcher.check_disk(launcher.MIN_FREE_BYTES)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("The virtual environment was not created because ensurepip is not available", "sudo apt install python3"),
        ("/usr/bin/python3: No module named venv", "sudo apt install python3"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("PermissionError: no", "cannot be made: PermissionError: no"),
    ],
)
def test_a_failed_environment_leads_to_the_next_step(output: str, words: str) -> None:
    assert words in launcher.venv_advice(output)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying ... NewConnectionError ... Temporary failure in name resolution", "no connection"),
        ("ERROR: something else", "The installation failed: ERROR: something else"),
    ],
)
def test_a_failed_installation_leads_to_the_next_step(output: str, words: str) -> None:
    assert words in launcher.install_advice(output)


def test_a_taken_port_gives_the_next_free_one_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chosen = launcher.choose_port(port)
    assert chosen > port
    assert f"Port {port} is in use by another program; using {chosen}." in capsys.readouterr().err


def test_a_free_port_is_used_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert launcher.choose_port(port) == port
    assert capsys.readouterr().err == ""


def test_what_is_installed_is_known_by_the_requirements_content(empty_project: Path) -> None:
    requirements = empty_project / "requirements.txt"
    wanted = {"requirements.txt": launcher.fingerprint(requirements)}
    assert not launcher.is_installed(wanted)
    venv.create(empty_project / ".venv", with_pip=False)
    (empty_project / ".venv" / "installed.json").write_text(json.dumps(wanted))
    assert launcher.is_installed(wanted)
    requirements.write_text("torch==2.0\n")
    assert not launcher.is_installed({"requirements.txt": launcher.fingerprint(requirements)})


def test_the_installed_environment_is_not_touched_again(
    empty_project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    venv.create(empty_project / ".venv", with_pip=False)
    key = "requirements.txt" + empty_project.name
    stamp = {key: launcher.fingerprint(empty_project / "requirements.txt")}
    (empty_project / ".venv" / "installed.json").write_text(json.dumps(stamp))
    monkeypatch.setattr(launcher, "install", lambda _arguments: pytest.fail("installed again"))
    launcher.prepare_environment([empty_project / "requirements.txt"])
    assert capsys.readouterr().err == ""


def test_no_network_is_told_in_plain_words(empty_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    venv.create(empty_project / ".venv", with_pip=True)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(launcher.CannotRun, match="no connection to the internet"):
        launcher.install(["nothing-like-this==1.0"])


@pytest.mark.parametrize("command", sorted(launcher.COMMANDS))
def test_every_command_is_named_in_the_help(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag", "--help"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert f"{command}: {launcher.COMMANDS[command]}" in " ".join(done.stdout.split())


def test_a_wrong_option_ends_with_code_two() -> None:
    done = subprocess.run([sys.executable, "-m", "rag", "--nonsense"], cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == 2


def test_ending_the_launcher_ends_its_server(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rag", "start", "--no-browser", "--json", "--port", str(port)]
    started = subprocess.Popen(
        [*command, "--library", str(tmp_path / "library")], cwd=PROJECT, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert started.stdout
    assert json.loads(started.stdout.readline())
    started.terminate()
    assert started.wait(30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
