"""A mirror of Ollama's downloads on this computer that can be told to misbehave, and a small stand-in program."""

import hashlib
import io
import ssl
import stat
import sys
import tarfile
import textwrap
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import zstandard

PROGRAM_SOURCE = textwrap.dedent(
    """\
    #!{python}
    import json, os, signal, subprocess, sys, time
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from pathlib import Path

    BEHAVIOUR = {behaviour!r}
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) if "runner" in BEHAVIOUR else None
    ours = {{name: value for name, value in os.environ.items() if name.startswith("OLLAMA_")}}
    notes = {{"pid": os.getpid(), "child": child and child.pid, "environment": ours, "arguments": sys.argv[1:]}}
    new = Path(__file__).with_name("notes.new")
    new.write_text(json.dumps(notes))
    new.rename(Path(__file__).with_name("notes.json"))
    if "stubborn" in BEHAVIOUR:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "dies" in BEHAVIOUR:
        print("first words", "Error: no room for the model\\x07", sep="\\n", flush=True)
        sys.exit(3)
    if "silent" in BEHAVIOUR:
        time.sleep(600)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

        def do_GET(self):
            answers = {{"/api/version": {{"version": "0.15.0"}}, "/api/tags": {{"models": []}}}}
            body = json.dumps(answers.get(self.path, {{"error": "not found"}})).encode()
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    host, port = os.environ["OLLAMA_HOST"].rsplit(":", 1)
    HTTPServer((host, int(port)), Handler).serve_forever()
    """
)


def program_source(behaviour: str = "") -> bytes:
    """A program that answers like Ollama, or `dies`, stays `silent`, is `stubborn`, has a `runner`."""
    return PROGRAM_SOURCE.format(python=sys.executable, behaviour=behaviour).encode()


def write_program(path: Path, behaviour: str = "") -> Path:
    """That program as a file that may be executed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(program_source(behaviour))
    path.chmod(0o755)
    return path


def tar_of(files: Mapping[str, bytes], modes: Mapping[str, int] | None = None) -> bytes:
    """A `.tar.zst` archive."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), (modes or {}).get(name, 0o644)
            archive.addfile(entry, io.BytesIO(data))
    return zstandard.ZstdCompressor().compress(plain.getvalue())


def zip_of(files: Mapping[str, bytes], modes: Mapping[str, int] | None = None) -> bytes:
    """A `.zip` archive."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = ((modes or {}).get(name, 0o644) | stat.S_IFREG) << 16
            archive.writestr(entry, data)
    return plain.getvalue()


def listing_of(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum` prints about files."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  ./{name}\n" for name, data in files.items()).encode()


@dataclass
class Mirror:
    """What the mirror has and how it behaves; paths without the leading slash."""

    files: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    tag: str = '"first"'
    modified: str = ""
    knows_ranges: bool = True
    knows_head: bool = True
    tells_length: bool = True
    lies_about_range: bool = False
    claimed_length: int | None = None
    break_after: list[int] = field(default_factory=list)
    """After how many bytes each of the next answers with an archive breaks off."""
    stall_after: int | None = None
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def offsets(self, name: str) -> list[str]:
        """The ranges that were asked for, request by request."""
        return [headers.get("range", "") for method, path, headers in self.requests if (method, path) == ("GET", name)]


class _Handler(BaseHTTPRequestHandler):
    mirror: Mirror
    is_over: threading.Event

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""

    def do_HEAD(self) -> None:
        """Describe a file."""
        if self.mirror.knows_head:
            self._answer(with_body=False)
        else:
            self._note()
            self._plain(405)

    def do_GET(self) -> None:
        """Give a file."""
        self._answer(with_body=True)

    def _note(self) -> str:
        name = self.path.lstrip("/").split("?")[0]
        self.mirror.requests.append((self.command, name, {key.lower(): value for key, value in self.headers.items()}))
        return name

    def _answer(self, *, with_body: bool) -> None:
        mirror, name = self.mirror, self._note()
        if name in mirror.redirects:
            self._plain(302, {"Location": mirror.redirects[name]})
        elif name in mirror.status:
            self._plain(mirror.status[name])
        elif name not in mirror.files:
            self._plain(404)
        else:
            usual = "text/plain" if name.endswith(".txt") else "application/octet-stream"
            self._give(mirror.files[name], mirror.kinds.get(name, usual), with_body=with_body)

    def _plain(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()

    def _give(self, data: bytes, kind: str, *, with_body: bool) -> None:
        mirror = self.mirror
        start = self._start()
        if start is not None and start >= len(data):
            self._plain(416, {"Content-Range": f"bytes */{len(data)}"})
            return
        rest = data[start or 0 :]
        self.send_response(200 if start is None else 206)
        self.send_header("Content-Type", kind)
        if start is not None:
            told = start + (1 if mirror.lies_about_range else 0)
            self.send_header("Content-Range", f"bytes {told}-{len(data) - 1}/{len(data)}")
        for key, value in (("ETag", mirror.tag), ("Last-Modified", mirror.modified)):
            if value:
                self.send_header(key, value)
        if mirror.tells_length:
            self.send_header("Content-Length", str(mirror.claimed_length or len(rest)))
        self.end_headers()
        if with_body and kind.startswith("text/"):
            self.wfile.write(rest)
        elif with_body:
            self._send(rest)

    def _start(self) -> int | None:
        asked = self.headers.get("Range")
        mirror = self.mirror
        if not asked or not mirror.knows_ranges or self.headers.get("If-Range") not in (mirror.tag, mirror.modified):
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def _send(self, data: bytes) -> None:
        mirror = self.mirror
        most = mirror.break_after.pop(0) if mirror.break_after else len(data)
        if mirror.stall_after is not None:
            most = mirror.stall_after
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data[:most])
            self.wfile.flush()
            if mirror.stall_after is not None:
                self.is_over.wait(60)


@contextmanager
def serve(mirror: Mirror, certificate: Path | None = None) -> Iterator[str]:
    """The address of a running mirror; with a certificate it speaks over an encrypted line."""
    is_over = threading.Event()
    handler = type("Handler", (_Handler,), {"mirror": mirror, "is_over": is_over})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        is_over.set()
        server.shutdown()
        server.server_close()
