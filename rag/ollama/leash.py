"""A process between Verbatim and a program it started: it ends the program when Verbatim ends, even by force.

Its standard input is a pipe whose other end Verbatim holds. However Verbatim ends, the system closes that end, and the
program is asked to stop and then made to. A signal to the child at the parent's death would not do: Linux sends it
when the thread that started the child ends, and other systems have none. Standard library only.

On Windows the program itself is ended at once; processes that it started are left to it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

_PATIENCE_SECONDS = 5.0
_CANNOT_START = 126
_SET_SIGNAL_AT_DEATH_OF_PARENT = 1


def main(command: list[str]) -> int:
    """Run the command until it ends by itself or the pipe is closed; its exit status."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_ends_with_the_leash(),
        )
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return _CANNOT_START
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    threading.Thread(target=_wait_until_let_go, args=(process,), daemon=True).start()
    status = process.wait()
    _end_group(process.pid)
    return status


def _wait_until_let_go(process: subprocess.Popen[bytes]) -> None:
    while os.read(0, 64):  # a thread inside `sys.stdin` would hold up the end of the interpreter
        pass
    process.terminate()
    try:
        process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _end_group(leader: int) -> None:
    """End what the program started and left behind: the processes that hold a model in memory."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)


def _ends_with_the_leash() -> Callable[[], None] | None:
    """Where the system can: the program gets a signal when this process is killed. It has one thread at this time."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(_SET_SIGNAL_AT_DEATH_OF_PARENT, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
