"""The server: the Streamlit application with headers that keep every request on this computer.

Started by `python3 -m rag`. Plain `streamlit run app.py` works as well, without these headers.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import anyio
import streamlit as st
from starlette.middleware import Middleware

from rag.config import PROJECT, silence_the_network
from rag.web.state import close_service, use_the_frame, warm_up

silence_the_network()

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

HEADERS = {
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self' ws://127.0.0.1:* ws://localhost:*; worker-src 'self' blob:; media-src 'self' blob: data:; "
        b"frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        b"frame-ancestors 'none'"
    ),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class LocalOnly:
    """Adds the headers to every response and refuses requests for any other host name (DNS rebinding)."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and not _is_local(scope):
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"Only this computer may open this page."})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS.items()]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _is_local(scope: Message) -> bool:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return (host if host.endswith("]") else host.rsplit(":", 1)[0]) in _LOCAL_NAMES


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the library while the first page loads, and close it at the end."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.to_thread.run_sync, warm_up)
        yield
    await anyio.to_thread.run_sync(close_service)


use_the_frame()
app = st.App(str(PROJECT / "app.py"), middleware=[Middleware(LocalOnly)], lifespan=lifespan)
