"""The server answers this computer alone and tells the browser to load nothing from elsewhere."""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rag.web.server import HEADERS, LocalOnly


async def inner_application(_scope: object, _receive: object, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"secret"})


def ask(host: bytes | None, kind: str = "http") -> list[MutableMapping[str, Any]]:
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    headers = [] if host is None else [(b"host", host)]
    request = LocalOnly(inner_application)({"type": kind, "headers": headers}, receive, send)
    with ThreadPoolExecutor(1) as another_thread:
        another_thread.submit(asyncio.run, request).result()
    return sent


@pytest.mark.parametrize("host", [b"127.0.0.1:8501", b"localhost", b"localhost:9000", b"[::1]:8501"])
def test_this_computer_is_served_with_every_header(host: bytes) -> None:
    start = ask(host)[0]
    assert start["status"] == 200
    assert set(HEADERS.items()) <= set(start["headers"])
    assert (b"x-own", b"1") in start["headers"]


@pytest.mark.parametrize(
    "host", [b"evil.example", b"127.0.0.1.evil.example:8501", b"localhost.evil.example", b"192.168.1.7:8501", b"", None]
)
def test_other_host_names_are_refused(host: bytes | None) -> None:
    sent = ask(host)
    assert sent[0]["status"] == 403
    assert b"secret" not in sent[1]["body"]


def test_the_policy_allows_no_foreign_source() -> None:
    policy = HEADERS[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*;" not in policy.replace("ws://127.0.0.1:*", "").replace("ws://localhost:*", "")
