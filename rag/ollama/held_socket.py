"""The socket of a call over HTTP, kept so that another thread can end the call. Knows nothing of what is called."""

import logging
import socket
from collections.abc import Mapping
from typing import Any

_LOG = logging.getLogger(__name__)
_NEW_SOCKET = ("connection.connect_tcp.complete", "connection.start_tls.complete")
"""An encrypted line takes the place of the one that it is made of."""


class HeldSocket:
    """The socket of the call at hand; everything may be called from any thread."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._is_hung_up = False

    def begin(self) -> None:
        """Forget that an earlier call was ended."""
        self._is_hung_up = False

    def note(self, event: str, details: Mapping[str, Any]) -> None:
        """Keep the socket that httpx tells of in its trace; it is of no use any more after `hang_up`."""
        if event in _NEW_SOCKET:
            self._socket = details["return_value"].get_extra_info("socket")
            if self._is_hung_up:
                self.hang_up()

    def hang_up(self) -> None:
        """End the call at once, also while the server is silent or the connection is still being made."""
        self._is_hung_up = True
        if self._socket is None:
            return
        try:
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # TLS's own would take the cipher from the reader
        except OSError as error:
            _LOG.debug("The connection was closed already: %s", error)
