"""A call is ended through its socket: at once, also while the connection is made, and never the next one."""

import socket
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from rag.ollama.held_socket import HeldSocket


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with closing(one), closing(other):
        other.settimeout(2)
        yield one, other


def details(held: socket.socket) -> dict[str, Any]:
    return {"return_value": SimpleNamespace(get_extra_info=lambda _name: held)}


@pytest.mark.parametrize("event", ["connection.connect_tcp.complete", "connection.start_tls.complete"])
def test_new_socket_is_the_one_that_is_ended(event: str, pair: tuple[socket.socket, socket.socket]) -> None:
    held = HeldSocket()
    held.note(event, details(pair[0]))
    held.hang_up()
    assert pair[1].recv(1) == b""


def test_socket_that_comes_after_the_end_is_ended_at_once(pair: tuple[socket.socket, socket.socket]) -> None:
    held = HeldSocket()
    held.hang_up()
    held.note("connection.connect_tcp.complete", details(pair[0]))
    assert pair[1].recv(1) == b""


def test_new_call_is_not_ended_by_an_earlier_end(pair: tuple[socket.socket, socket.socket]) -> None:
    held = HeldSocket()
    held.hang_up()
    held.begin()
    held.note("connection.connect_tcp.complete", details(pair[0]))
    pair[0].sendall(b"x")
    assert pair[1].recv(1) == b"x"


def test_closed_socket_and_other_events_are_nothing(pair: tuple[socket.socket, socket.socket]) -> None:
    held = HeldSocket()
    held.note("http11.send_request_headers.started", {})
    held.hang_up()
    held.note("connection.connect_tcp.complete", details(pair[0]))
    pair[0].close()
    held.hang_up()
