"""Nothing leaves the computer: a whole run in a network namespace with loopback only, every attempt recorded."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from rag.config import QUIET_AND_OFFLINE, read_settings
from rag.index.prepare import encoder_folder

PROJECT = Path(__file__).resolve().parents[1]

LOOPBACK_ONLY = ["unshare", "--net", "--mount", "--map-root-user"]
JOURNEY = textwrap.dedent(
    """
    import fcntl, json, socket, struct, subprocess, sys, threading
    from pathlib import Path

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))
    resolver = Path(sys.argv[1])
    resolver.write_text("nameserver 127.0.0.1\\n")
    subprocess.run(["mount", "--bind", str(resolver), "/etc/resolv.conf"], check=True)
    names_asked, foreign = [], []
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))

    def listen():
        while True:
            names_asked.append(repr(names.recv(512)[12:]))

    def watch(event, arguments):
        address = arguments[1] if event == "socket.connect" else None
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            foreign.append(str(address))

    threading.Thread(target=listen, daemon=True).start()
    sys.addaudithook(watch)
    import rag.web.server
    from rag.service import IncomingFile
    from rag.web.state import close_service, service, warm_up

    warm_up()
    library = service()
    text = "Антон: Я тебе до среды пришлю таблицу.\\nВера: До среды, записала.\\n".encode()
    for job in library.add_files([IncomingFile("Вера 2025-02-03.txt", text)]):
        job.finished.wait(120)
    work = library.chats.ask("что пришлёт Антон?")
    assert work.wait(60)
    found = work.exchange.found
    library.delete_transcripts([1])
    close_service()
    threading.Event().wait(float(sys.argv[2]))
    if sys.argv[3:] == ["control"]:
        try:
            socket.getaddrinfo("control.example", 80)
        except OSError:
            pass
    print(json.dumps({"quotes": len(found.quotes), "foreign": foreign, "names": names_asked}))
    """
)


def namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*LOOPBACK_ONLY, "true"], capture_output=True, check=False).returncode == 0


def run_journey(tmp_path: Path, *arguments: str) -> dict[str, object]:
    (tmp_path / "home").mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in QUIET_AND_OFFLINE} | {
        "RAG_LIBRARY": str(tmp_path / "library"), "PYTHONPATH": str(PROJECT), "RAG_OLLAMA_HOST": "http://127.0.0.1:9",
        "RAG_CACHE": str(encoder_folder(read_settings()).parent), "HOME": str(tmp_path / "home"),
    }  # fmt: skip
    done = subprocess.run(
        [*LOOPBACK_ONLY, sys.executable, "-c", JOURNEY, str(tmp_path / "resolver"), *arguments],
        cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.mark.skipif(not namespaces_work(), reason="this system allows no network namespaces")
def test_a_whole_run_asks_for_no_name_and_no_connection_beyond_loopback(tmp_path: Path) -> None:
    assert run_journey(tmp_path, "4") == {"quotes": 1, "foreign": [], "names": []}
    left_behind = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert left_behind == [], "a library keeps records of its own, most often to send them"


@pytest.mark.skipif(not namespaces_work(), reason="this system allows no network namespaces")
def test_a_name_that_is_asked_for_is_noticed(tmp_path: Path) -> None:
    assert "control" in str(run_journey(tmp_path, "0", "control")["names"])
