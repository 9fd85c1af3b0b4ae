"""The leash: a program ends when whoever holds the leash is gone, however that happened."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.conftest import wait_until

PROJECT = Path(__file__).resolve().parents[2]
SLEEPER = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
WITH_CHILD = (
    "import os, subprocess, sys, time; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    "print(os.getpid(), child.pid, flush=True); time.sleep(600)"
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")


@contextmanager
def leashed(*command: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag.ollama.leash", *command],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is over and not yet collected does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def pids_told_by(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdout
    return [int(word) for word in process.stdout.readline().split()]


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()


@pytest.mark.parametrize("status", [0, 3])
def test_status_of_the_program_is_passed_on(status: int) -> None:
    with leashed(sys.executable, "-c", f"raise SystemExit({status})") as process:
        assert process.wait(20) == status


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    with leashed(str(tmp_path / "nothing")) as process:
        assert process.wait(20) == 126
        assert process.stderr
        assert "nothing: No such file" in process.stderr.read()


def test_closed_pipe_ends_the_program() -> None:
    with leashed(sys.executable, "-c", SLEEPER) as process:
        (pid,) = pids_told_by(process)
        let_go(process)
        process.wait(20)
        assert not is_alive(pid)


@posix_only
def test_program_that_does_not_listen_is_made_to_end() -> None:
    with leashed(sys.executable, "-c", STUBBORN) as process:
        (pid,) = pids_told_by(process)
        began = time.monotonic()
        let_go(process)
        process.wait(20)
        assert 4 < time.monotonic() - began < 15
        assert not is_alive(pid)


@posix_only
def test_what_the_program_started_ends_with_it() -> None:
    with leashed(sys.executable, "-c", WITH_CHILD) as process:
        program, child = pids_told_by(process)
        assert is_alive(program)
        assert is_alive(child)
        let_go(process)
        process.wait(20)
        wait_until(lambda: not is_alive(child), 10)


@posix_only
def test_ended_leash_ends_the_program_and_what_it_started() -> None:
    with leashed(sys.executable, "-c", WITH_CHILD) as process:
        program, child = pids_told_by(process)
        process.terminate()
        process.wait(20)
        wait_until(lambda: not is_alive(program) and not is_alive(child), 10)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_killed_leash_ends_the_program() -> None:
    with leashed(sys.executable, "-c", SLEEPER) as process:
        (pid,) = pids_told_by(process)
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), 10)
