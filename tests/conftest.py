"""What all tests share: no network but loopback, the real encoder, private libraries and one small filled one."""

import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from rag.config import Settings, read_settings, silence_the_network

silence_the_network()

from rag.index.encoders import load_encoder  # noqa: E402
from rag.progress import IndexProgress, WorkerState  # noqa: E402
from rag.service import IncomingFile, Service  # noqa: E402
from rag.types import Encoder  # noqa: E402
from tests.search.examples import LIBRARY  # noqa: E402

hypothesis.settings.register_profile("same every time", derandomize=True, deadline=None)
hypothesis.settings.load_profile("same every time")

WAIT_SECONDS = 60.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "", "0.0.0.0", "::"})
_LOOK_UPS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr")
_CONNECTIONS = ("connect", "connect_ex")


class NetworkRefused(AssertionError):
    """A test tried to reach something beyond this computer."""


def wait_for(jobs: Iterable[Any]) -> None:
    """Wait until indexing jobs are finished."""
    for job in jobs:
        assert job.finished.wait(WAIT_SECONDS), "a job was never finished"


def wait_until(condition: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never came true"
        time.sleep(0.01)


def wait_until_idle(service: Service) -> IndexProgress:
    """Wait until a service has nothing left to index."""
    wait_until(lambda: service.progress().state in (WorkerState.IDLE, WorkerState.BROKEN))
    return service.progress()


def text_file(name: str, text: str) -> IncomingFile:
    """A text as a file to add."""
    return IncomingFile(name, text.encode())


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Every connection and every look-up of a name beyond this computer raises."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _LOOK_UPS:
            patch.setattr(socket, name, _guarded_look_up(getattr(socket, name)))
        for name in _CONNECTIONS:
            patch.setattr(socket.socket, name, _guarded_connection(getattr(socket.socket, name)))
        yield


def _guarded_look_up(original: Callable[..., Any]) -> Callable[..., Any]:
    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        _refuse_beyond_loopback(host)
        return original(host, *arguments, **options)

    return look_up


def _guarded_connection(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != getattr(socket, "AF_UNIX", None):
            _refuse_beyond_loopback(address[0])
        return original(self, address)

    return connect


def _refuse_beyond_loopback(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and name not in _LOOPBACK:
        raise NetworkRefused(f"{name} is not on this computer")


def unused_address() -> str:
    """An address on this computer where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def private_settings(folder: Path) -> Settings:
    """Settings for a library of its own and no model server."""
    return replace(
        read_settings(), library=folder / "library", ollama_host=unused_address(), is_host_given=True,
        ollama_model=None, encoder="onnx",
    )  # fmt: skip


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real encoder."""
    return load_encoder(read_settings(), max(1, (os.cpu_count() or 2) // 2))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A private library, and an address where no model server runs."""
    return private_settings(tmp_path)


@pytest.fixture
def open_service(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Settings], Service]]:
    """Opens services that share the loaded encoder; those left open are closed after the test."""
    monkeypatch.setattr("rag.service.load_encoder", lambda *_: encoder)
    opened: list[Service] = []

    def open_one(settings: Settings) -> Service:
        opened.append(Service(settings))
        return opened[-1]

    yield open_one
    for service in opened:
        service.close()


@pytest.fixture
def service(open_service: Callable[[Settings], Service], settings: Settings) -> Service:
    """An open, empty library."""
    return open_service(settings)


@pytest.fixture(scope="session")
def filled_service(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A library of six short sessions in three languages, for reading only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.service.load_encoder", lambda *_: encoder)
        service = Service(private_settings(tmp_path_factory.mktemp("filled")))
        wait_for(service.add_files([text_file(name, text) for name, text in LIBRARY.items()]))
        yield service
        service.close()
