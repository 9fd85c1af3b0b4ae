"""One command for everything. Standard library only until the environment exists.

`python3 -m rag` makes the environment, installs what is missing, prepares the search model, starts the server on this
computer and opens the browser. The other commands run inside the same environment.
"""

import argparse
import errno
import hashlib
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ENVIRONMENT = PROJECT / ".venv"
REQUIREMENTS = PROJECT / "requirements.txt"
TEST_REQUIREMENTS = PROJECT / "tests" / "requirements.txt"
MIN_PYTHON = (3, 11)
MIN_FREE_BYTES = 4 * 1024**3
FIRST_PORT = 8501
PORTS_TRIED = 50
SERVER_START_SECONDS = 180
_STAMP = "installed.json"
_FAILED = 2
_NO_NETWORK = (
    "Temporary failure in name resolution", "ConnectionError", "NewConnectionError", "Failed to establish",
    "getaddrinfo failed", "Network is unreachable", "Could not find a version", "Read timed out",
)  # fmt: skip

COMMANDS: Mapping[str, str] = {
    "start": "open the program in the browser (the same as no command)",
    "test": "run the tests",
    "index": "add files and folders to the library",
    "search": "show the quotes for a question",
    "ask": "show the quotes and let the local model answer",
    "eval": "measure the search on a folder of questions",
    "doctor": "check that everything needed is there",
}


class CannotRun(Exception):
    """Something that the user has to do first, in plain words."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments and arguments[0] in COMMANDS else ("start", arguments)
    try:
        check_python(sys.version_info[:2])
        if command == "start":
            return start(rest)
        if command == "test":
            return test(rest)
        prepare_environment([REQUIREMENTS])
        return run_inside(["-m", "rag.commands", command, *rest])
    except CannotRun as problem:
        say(str(problem))
        return _FAILED
    except KeyboardInterrupt:
        return _FAILED


def check_python(version: tuple[int, ...]) -> None:
    """Raise CannotRun when this Python is too old."""
    if version < MIN_PYTHON:
        raise CannotRun(
            f"This Python is {'.'.join(map(str, version))}. Verbatim needs {'.'.join(map(str, MIN_PYTHON))} or newer: "
            "install it from python.org and run the same command again."
        )


def start(arguments: Sequence[str]) -> int:
    """Start the server and open the browser; ends when the server ends."""
    options = start_options(arguments)
    environment = dict(os.environ)
    if options.library:
        environment["RAG_LIBRARY"] = str(Path(options.library).expanduser().absolute())
    prepare_environment([REQUIREMENTS])
    prepare_encoder(environment)
    port = choose_port(options.port)
    address = f"http://127.0.0.1:{port}"
    command = [
        str(environment_python()), "-m", "streamlit", "run", str(PROJECT / "rag" / "web" / "server.py"),
        "--server.port", str(port),
    ]  # fmt: skip
    environment["PYTHONPATH"] = str(PROJECT)
    environment["PYTHONUTF8"] = "1"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended like by Ctrl+C, it takes its server along
    server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    threading.Thread(target=announce, args=(address, server, not options.no_browser, options.json), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait(30)
        return 0


def start_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of `start`."""
    parser = argparse.ArgumentParser(
        prog="python3 -m rag",
        description="Exact quotes from your session transcripts, on your own computer.",
        epilog="Commands: " + "; ".join(f"{name}: {words}" for name, words in COMMANDS.items()),
    )
    parser.add_argument("--port", type=int, default=FIRST_PORT, metavar="N", help="the port to use, if it is free")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    parser.add_argument("--library", metavar="DIR", help="the folder of the library")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output when it is running")
    return parser.parse_args(arguments)


def test(arguments: Sequence[str]) -> int:
    """Install the test requirements and run the tests with the given pytest arguments."""
    prepare_environment([REQUIREMENTS, TEST_REQUIREMENTS])
    prepare_encoder(os.environ)
    return run_inside(["-m", "pytest", *arguments])


def run_inside(arguments: Sequence[str]) -> int:
    """Run Python of the environment and return its exit code."""
    environment = dict(os.environ) | {"PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    try:
        return subprocess.call([str(environment_python()), *arguments], env=environment)
    except KeyboardInterrupt:
        return _FAILED


def environment_python() -> Path:
    """The Python of the environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare_environment(requirements: Sequence[Path]) -> None:
    """Make the environment when there is none and install what is not installed yet.

    Raises CannotRun with plain words when that is impossible.
    """
    wanted = {file.name + file.parent.name: fingerprint(file) for file in requirements}
    if is_installed(wanted):
        return
    if not environment_python().exists():
        check_disk(shutil.disk_usage(PROJECT).free)
        make_environment()
    say("Installing what Verbatim needs. This happens once and takes a few minutes.")
    for file in requirements:
        if file == REQUIREMENTS:
            install_cpu_torch()
        install(["-r", str(file)])
    stamp = ENVIRONMENT / _STAMP
    known = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    stamp.write_text(json.dumps(known | wanted), encoding="utf-8")


def fingerprint(file: Path) -> str:
    """What the requirements were when they were installed."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def is_installed(wanted: Mapping[str, str]) -> bool:
    """Whether exactly these requirements were installed into the environment."""
    try:
        known = json.loads((ENVIRONMENT / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return environment_python().exists() and all(known.get(name) == value for name, value in wanted.items())


def check_disk(free: int) -> None:
    """Raise CannotRun when there is too little space for the environment."""
    if free < MIN_FREE_BYTES:
        raise CannotRun(
            f"The disk has {free / 1024**3:.1f} GB free. Verbatim needs {MIN_FREE_BYTES / 1024**3:.0f} GB: "
            "free some space and run the same command again."
        )


def make_environment() -> None:
    """Make `.venv`. Raises CannotRun when the venv module is missing or the folder cannot be written."""
    say("Making an environment of its own in .venv")
    done = subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise CannotRun(venv_advice(done.stdout + done.stderr))


def venv_advice(output: str) -> str:
    """What to do when `.venv` could not be made."""
    if "ensurepip" in output or "No module named venv" in output:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"This Python lacks its venv module. On Debian and Ubuntu run: sudo apt install python{version}-venv "
            "and then the same command again."
        )
    if os.strerror(errno.ENOSPC) in output:
        return "The disk is full. Free some space and run the same command again."
    return f"The folder {ENVIRONMENT} cannot be made: {last_line(output)}"


def install_cpu_torch() -> None:
    """On Linux without an NVIDIA card install the CPU build of torch first, which is a tenth of the size.

    Where it cannot be had, the ordinary installation that follows brings the ordinary build.
    """
    if platform.system() != "Linux" or shutil.which("nvidia-smi"):
        return
    torch = next(line for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line.startswith("torch=="))
    attempts: tuple[Callable[[], int], ...] = (
        lambda: quiet_pip(["install", "--no-deps", f"{torch}+cpu"]),
        lambda: (
            quiet_pip(["install", "uv"])
            or quiet([str(environment_python()), "-m", "uv", "pip", "install", "--torch-backend", "cpu", torch])
        ),
    )
    for attempt in attempts:
        if attempt() == 0:
            return


def quiet_pip(arguments: Sequence[str]) -> int:
    """Run pip of the environment without a word and return its exit code."""
    return quiet([str(environment_python()), "-m", "pip", *arguments])


def quiet(command: Sequence[str]) -> int:
    """Run a command without a word and return its exit code."""
    return subprocess.run(command, capture_output=True, check=False, cwd=PROJECT).returncode


def install(arguments: Sequence[str]) -> None:
    """Install with pip, its progress visible. Raises CannotRun with advice that fits the cause."""
    command = [str(environment_python()), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    )
    output: list[str] = []
    for line in process.stdout or ():
        output.append(line)
        show_progress(line)
    if process.wait():
        say("")
        raise CannotRun(install_advice("".join(output[-60:])))
    say("")


def show_progress(line: str) -> None:
    """One moving line that says which package is being fetched or installed."""
    words = line.split()
    if words and words[0] in ("Collecting", "Downloading", "Using", "Installing", "Building"):
        what = "Installing all of it" if words[0] == "Installing" else " ".join(words[:2])
        sys.stderr.write(f"\r  {what[:70]:70}")
        sys.stderr.flush()


def install_advice(output: str) -> str:
    """What to do when the installation failed."""
    if "No space left" in output or os.strerror(errno.ENOSPC) in output:
        return "The disk is full. Free some space and run the same command again."
    if any(mark in output for mark in _NO_NETWORK):
        return (
            "The packages could not be fetched: there seems to be no connection to the internet. It is needed for this "
            "first installation only. Connect and run the same command again; what was fetched already is kept."
        )
    return f"The installation failed: {last_line(output)}"


def last_line(output: str) -> str:
    """The last line that says something."""
    return next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no message")


def prepare_encoder(environment: Mapping[str, str]) -> None:
    """Prepare the search model when it is not there yet. Raises CannotRun when that fails."""
    code = (
        "import sys\nfrom rag.config import read_settings\nfrom rag.errors import RagError\n"
        "from rag.index import prepare\nsettings = read_settings()\n"
        "if prepare.read_manifest(prepare.encoder_folder(settings)) is None:\n"
        "    print('Preparing the search model. This happens once and takes about a minute.', file=sys.stderr)\n"
        "try:\n    prepare.ensure_encoder(settings)\nexcept RagError as error:\n    sys.exit(f'{error} {error.hint}')\n"
    )
    inside = dict(environment) | {"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}
    if subprocess.call([str(environment_python()), "-c", code], env=inside, cwd=PROJECT):
        raise CannotRun("The search model could not be prepared. Run the same command again.")


def choose_port(wanted: int) -> int:
    """The wanted port, or the next free one, which is then named. Raises CannotRun when none of many is free."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"Port {wanted} is in use by another program; using {port}.")
            return port
    raise CannotRun(f"No free port between {wanted} and {wanted + PORTS_TRIED}. Try: python3 -m rag --port 9000")


def is_free(port: int) -> bool:
    """Whether a server of this computer may listen on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def announce(address: str, server: "subprocess.Popen[bytes]", opens_browser: bool, as_json: bool) -> None:
    """Say where the program is once it answers, and open the browser there."""
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if answers(f"{address}/_stcore/health"):
            say(f"Verbatim is running: {address}   (end it with Ctrl+C)")
            if as_json:
                print(json.dumps({"url": address}), flush=True)
            if opens_browser:
                webbrowser.open(address)
            return
        time.sleep(0.2)


def answers(url: str) -> bool:
    """Whether the server answers; proxies of the system are not asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def say(message: str) -> None:
    """A message for people, on standard error."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
