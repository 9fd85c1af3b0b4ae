"""The program: found where it lies, started on this computer alone, told why it does not start, gone with us."""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from rag.config import Settings
from rag.errors import LibraryError
from rag.model_errors import ModelAddressWrong, ModelServerNotLocal, NotOllama
from rag.ollama import program as program_module
from rag.ollama.archives import ARCHIVES
from rag.ollama.connection import Connection
from rag.ollama.program import USUAL_PLACES, OllamaProgram, find_program, program_folder, unpacked_folder
from rag.program_errors import ProgramBroken, ProgramMissing
from tests.conftest import wait_until
from tests.ollama.mirror import write_program
from tests.ollama.test_leash import is_alive
from tests.stand_in import Behaviour, serve

PROJECT = Path(__file__).resolve().parents[2]
HERE = platform.system(), platform.machine()

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or HERE not in ARCHIVES, reason="the stand-in program is a script of POSIX"
)


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(program_module, "USUAL_PLACES", {platform.system(): ("~/apps/ollama", "$PLACE/ollama")})


@pytest.fixture
def make(settings: Settings) -> Iterator[Callable[..., OllamaProgram]]:
    made: list[OllamaProgram] = []

    def make_one(behaviour: str | None = "", **changes: Any) -> OllamaProgram:
        if behaviour is not None:
            write_program(own_place(settings), behaviour)
        seconds = changes.pop("seconds", 30.0)
        made.append(OllamaProgram(replace(settings, **changes), seconds))
        return made[-1]

    yield make_one
    for program in made:
        program.stop()


def own_place(settings: Settings) -> Path:
    return unpacked_folder(settings.library) / ARCHIVES[HERE].program


def notes(settings: Settings) -> dict[str, Any]:
    """What the stand-in noted about itself."""
    path = own_place(settings).with_name("notes.json")
    wait_until(path.exists, 20)
    noted: dict[str, Any] = json.loads(path.read_text())
    return noted


def test_no_program_is_found_where_there_is_none(settings: Settings) -> None:
    assert find_program(settings.library) is None


def test_downloaded_program_comes_before_an_installed_one(settings: Settings, tmp_path: Path) -> None:
    home = write_program(tmp_path / "home" / "apps" / "ollama")
    assert find_program(settings.library) == home
    on_path = write_program(tmp_path / "bin" / "ollama")
    assert find_program(settings.library) == on_path
    own = write_program(own_place(settings))
    assert find_program(settings.library) == own


def test_places_with_variables_are_understood(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACE", str(tmp_path / "place"))
    assert find_program(settings.library) is None
    program = write_program(tmp_path / "place" / "ollama")
    assert find_program(settings.library) == program


def test_usual_places_of_every_system_are_known() -> None:
    assert "/usr/local/bin/ollama" in USUAL_PLACES["Linux"]
    assert "/Applications/Ollama.app/Contents/Resources/ollama" in USUAL_PLACES["Darwin"]
    assert r"%LOCALAPPDATA%\Programs\Ollama\ollama.exe" in USUAL_PLACES["Windows"]


def test_started_program_answers_and_stopped_it_is_gone(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    assert not program.is_running
    program.start()
    assert program.is_running
    assert program.problem is None
    assert Connection(settings.ollama_host, 2.0).get("/api/version", 2.0) == {"version": "0.15.0"}
    pid = notes(settings)["pid"]
    program.stop()
    assert not program.is_running
    assert program.problem is None
    assert not is_alive(pid)


def test_program_listens_on_this_computer_alone_without_cloud(
    make: Callable[..., OllamaProgram], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "0.0.0.0:1")
    monkeypatch.setenv("OLLAMA_NO_CLOUD", "0")
    monkeypatch.setenv("OLLAMA_KEEP_ALIVE", "5m")
    make().start()
    noted = notes(settings)
    assert noted["arguments"] == ["serve"]
    assert noted["environment"] == {
        "OLLAMA_HOST": settings.ollama_host.removeprefix("http://"),
        "OLLAMA_NO_CLOUD": "1",
        "OLLAMA_MODELS": str(settings.library / "ollama" / "models"),
        "OLLAMA_KEEP_ALIVE": "5m",
    }


def test_name_of_this_computer_becomes_its_address(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    port = settings.ollama_host.rsplit(":", 1)[1]
    make(ollama_host=f"localhost:{port}").start()
    assert notes(settings)["environment"]["OLLAMA_HOST"] == f"127.0.0.1:{port}"


def test_installed_program_keeps_its_own_models(
    make: Callable[..., OllamaProgram], settings: Settings, tmp_path: Path
) -> None:
    write_program(tmp_path / "bin" / "ollama")
    make(None).start()
    environment = json.loads((tmp_path / "bin" / "notes.json").read_text())["environment"]
    assert set(environment) == {"OLLAMA_HOST", "OLLAMA_NO_CLOUD"}


def test_running_ollama_is_left_alone(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    with serve(Behaviour()) as address:
        program = make(ollama_host=address)
        program.start()
        assert not program.is_running
        assert program.problem is None
    assert not own_place(settings).with_name("notes.json").exists()


def test_second_start_starts_nothing(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    program.start()
    pid = notes(settings)["pid"]
    program.start()
    assert notes(settings)["pid"] == pid


def test_missing_program_is_told(make: Callable[..., OllamaProgram]) -> None:
    program = make(None)
    with pytest.raises(ProgramMissing):
        program.start()
    assert program.problem
    assert program.problem.code == "program_missing"


def test_program_that_dies_at_once_is_told_with_its_last_words(make: Callable[..., OllamaProgram]) -> None:
    program = make("dies")
    with pytest.raises(ProgramBroken) as caught:
        program.start()
    assert caught.value.values == {"reason": "first words Error: no room for the model"}
    assert program.problem == caught.value.problem
    assert not program.is_running


def test_program_that_never_answers_is_stopped_and_told(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make("silent", seconds=1.5)
    with pytest.raises(ProgramBroken):
        program.start()
    assert program.problem
    assert not program.is_running
    assert not is_alive(notes(settings)["pid"])


def test_program_that_may_not_be_executed_is_told(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    own_place(settings).chmod(0o644)
    with pytest.raises(ProgramBroken, match="may not be executed"):
        program.start()


def test_file_that_is_no_program_is_told(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    own_place(settings).write_bytes(b"\x7fELF of another machine")
    with pytest.raises(ProgramBroken, match="Exec format error"):
        program.start()


@pytest.mark.parametrize("behaviour", [Behaviour(html_instead_of_json=True)])
def test_other_program_at_the_address_is_told(behaviour: Behaviour, make: Callable[..., OllamaProgram]) -> None:
    with serve(behaviour) as address:
        program = make(ollama_host=address)
        with pytest.raises(NotOllama):
            program.start()
    assert program.problem
    assert program.problem.code == "model_foreign"


def test_silent_program_at_the_address_is_told(make: Callable[..., OllamaProgram]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NotOllama, match="Something at"):
            make(ollama_host=f"http://127.0.0.1:{silent.getsockname()[1]}").start()


@pytest.mark.parametrize(
    ("host", "error"),
    [
        ("http://192.0.2.1:11434", ModelServerNotLocal),
        ("ollama.example", ModelServerNotLocal),
        ("http://127.0.0.1:999999", ModelAddressWrong),
        ("htp://127.0.0.1", ModelAddressWrong),
    ],
)
def test_program_is_never_started_for_another_computer(
    host: str, error: type[Exception], make: Callable[..., OllamaProgram], settings: Settings
) -> None:
    with pytest.raises(error):
        make(ollama_host=host).start()
    assert not own_place(settings).with_name("notes.json").exists()


def test_library_that_cannot_be_written_is_told(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    (program_folder(settings.library) / "ollama.log").mkdir()
    with pytest.raises(LibraryError):
        program.start()


def test_program_that_dies_later_is_noticed_and_can_be_started_again(
    make: Callable[..., OllamaProgram], settings: Settings
) -> None:
    program = make()
    program.start()
    os.kill(notes(settings)["pid"], signal.SIGKILL)
    wait_until(lambda: not program.is_running, 20)
    assert program.problem
    assert program.problem.code == "program_broken"
    program.start()
    assert program.is_running
    assert program.problem is None


def test_stop_while_it_starts_ends_the_start(make: Callable[..., OllamaProgram]) -> None:
    program = make("silent", seconds=60)
    threading.Timer(1.0, program.stop).start()
    began = time.monotonic()
    with pytest.raises(ProgramBroken):
        program.start()
    assert time.monotonic() - began < 20
    assert not program.is_running
    assert program.problem is None


def test_start_at_work_is_seen_by_others(make: Callable[..., OllamaProgram]) -> None:
    program = make("silent", seconds=60)
    assert not program.is_starting

    def start() -> None:
        with pytest.raises(ProgramBroken):
            program.start()

    starting = threading.Thread(target=start)
    starting.start()
    wait_until(lambda: program.is_running, 20)
    assert program.is_starting
    program.stop()
    starting.join(20)
    assert not program.is_starting


def test_closed_program_is_never_started_again(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make()
    program.close()
    program.start()
    assert not program.is_running
    assert not own_place(settings).with_name("notes.json").exists()


def test_close_while_a_start_looks_around_lets_nothing_be_launched(
    make: Callable[..., OllamaProgram], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make()
    looking, going_on = threading.Event(), threading.Event()
    endpoint = program_module._endpoint

    def slowly(host: str) -> tuple[str, int]:
        looking.set()
        going_on.wait(20)
        return endpoint(host)

    monkeypatch.setattr(program_module, "_endpoint", slowly)
    for end in (program.stop, program.close):
        looking.clear()
        going_on.clear()
        starting = threading.Thread(target=program.start)
        starting.start()
        assert looking.wait(20)
        end()
        going_on.set()
        starting.join(20)
        assert not program.is_running
    assert not own_place(settings).with_name("notes.json").exists()


def test_stop_without_a_start_does_nothing(make: Callable[..., OllamaProgram]) -> None:
    make().stop()


def test_log_lies_in_the_library_and_begins_anew(make: Callable[..., OllamaProgram], settings: Settings) -> None:
    program = make("dies")
    for _ in range(2):
        with pytest.raises(ProgramBroken):
            program.start()
    assert (settings.library / "ollama" / "ollama.log").read_text().count("first words") == 1


OWNER = textwrap.dedent(
    """
    import sys, time
    from dataclasses import replace
    from pathlib import Path
    from rag.ollama.program import OllamaProgram
    from rag.config import Settings

    program = OllamaProgram(replace(Settings(), library=Path(sys.argv[1]), ollama_host=sys.argv[2]))
    program.start()
    print("started", flush=True)
    if sys.argv[3] == "leave":
        sys.exit(0)
    time.sleep(600)
    """
)


@pytest.mark.parametrize("end", ["kill", "leave"])
def test_program_and_its_runners_die_with_us_however_we_end(end: str, settings: Settings) -> None:
    write_program(own_place(settings), "runner")
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(settings.library), settings.ollama_host, end],
        cwd=PROJECT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert owner.stdout
    assert owner.stdout.readline() == "started\n"
    noted = notes(settings)
    if end == "kill":
        assert psutil.pid_exists(noted["child"])
        owner.send_signal(signal.SIGKILL)
    owner.wait(20)
    owner.stdout.close()
    wait_until(lambda: not is_alive(noted["pid"]) and not is_alive(noted["child"]), 20)
