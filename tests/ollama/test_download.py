"""Downloads: resumed where they broke off, stopped at once, never of another file and never over an open line."""

import errno
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rag.errors import DiskFull, RagError
from rag.ollama import download
from rag.ollama.download import Downloader, forget, host_of
from rag.program_errors import DownloadFailed, DownloadMissing, DownloadRefused, DownloadStopped
from tests.conftest import unused_address, wait_until
from tests.ollama.mirror import Mirror, serve

NAME = "ollama.bin"
DATA = bytes(range(256)) * 2_000
HALF = len(DATA) // 2


@pytest.fixture
def mirror() -> Mirror:
    return Mirror(files={NAME: DATA, "sums.txt": b"abc\n"})


@pytest.fixture
def source(mirror: Mirror) -> Iterator[str]:
    with serve(mirror) as address:
        yield address


@pytest.fixture
def downloader(source: str) -> Downloader:
    return Downloader(source, seconds_of_silence=10.0, pause_seconds=0.01)


def nothing(*_: object) -> None:
    """Progress that nobody looks at."""


def stopped(downloader: Downloader) -> Downloader:
    """The same downloader after a stop."""
    downloader.stop()
    return downloader


def break_off(source: str, part: Path) -> None:
    """Leave half of the file behind, as a process that was ended would."""
    leaver = Downloader(source, pause_seconds=0.0)

    def leave(done: int, _total: int | None) -> None:
        if done >= HALF:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leaver.fetch(f"{source}/{NAME}", part, leave)


def test_file_is_fetched_with_progress(source: str, downloader: Downloader, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", lambda done, total: told.append((done, total)))
    assert (tmp_path / "part").read_bytes() == DATA
    assert told[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_file_is_described_before_it_is_fetched(source: str, downloader: Downloader, mirror: Mirror) -> None:
    remote = downloader.look_up(f"{source}/{NAME}")
    assert (remote.size, remote.trail) == (len(DATA), (f"{source}/{NAME}",))
    assert [method for method, _, _ in mirror.requests] == ["HEAD"]


def test_server_that_describes_nothing_is_asked_for_the_file(
    source: str, downloader: Downloader, mirror: Mirror
) -> None:
    mirror.knows_head = False
    assert downloader.look_up(f"{source}/{NAME}").size == len(DATA)
    assert [method for method, _, _ in mirror.requests] == ["HEAD", "GET"]


def test_unknown_size_is_no_hindrance(source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path) -> None:
    mirror.tells_length = False
    assert downloader.look_up(f"{source}/{NAME}").size is None
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA


def test_broken_connection_is_made_anew_from_where_it_broke(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.break_after = [1000, 500]
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", "bytes=1000-", "bytes=1500-"]


def test_connections_that_bring_something_are_made_as_often_as_needed(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.break_after = [100] * 8
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert len(mirror.offsets(NAME)) == 9


def test_connections_that_bring_nothing_are_given_up_and_what_came_stays(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.break_after = [1000, 0, 0, 0, 0]
    with pytest.raises(DownloadFailed) as caught:
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert caught.value.values == {"host": "127.0.0.1"}
    assert (tmp_path / "part").read_bytes() == DATA[:1000]
    assert len(mirror.offsets(NAME)) == 3


def test_next_process_goes_on_where_the_last_was_ended(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    part = tmp_path / "part"
    break_off(source, part)
    there = part.stat().st_size
    assert there >= HALF
    downloader.fetch(f"{source}/{NAME}", part, nothing)
    assert part.read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", f"bytes={there}-" if there < len(DATA) else ""]
    assert mirror.requests[-1][2]["if-range"] == mirror.tag


def test_date_tells_the_file_from_a_later_one_where_there_is_no_strong_tag(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.tag, mirror.modified = 'W/"weak"', "Wed, 21 Oct 2026 07:28:00 GMT"
    mirror.break_after = [1000]
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert mirror.requests[-1][2]["if-range"] == mirror.modified
    assert (tmp_path / "part").read_bytes() == DATA


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_without_anything_that_tells_files_apart_it_begins_anew(
    tag: str, source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.tag = tag
    mirror.break_after = [1000]
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", ""]


def test_server_without_ranges_begins_anew(source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path) -> None:
    mirror.knows_ranges = False
    mirror.break_after = [1000]
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", "bytes=1000-"]


def test_another_file_of_the_same_name_begins_anew(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    break_off(source, tmp_path / "part")
    mirror.files[NAME], mirror.tag = DATA[::-1] + b"new", '"second"'
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA[::-1] + b"new"


def test_whole_file_is_not_fetched_again(source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path) -> None:
    for _ in range(2):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", f"bytes={len(DATA)}-"]


def test_part_that_is_longer_than_the_file_begins_anew(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    with (tmp_path / "part").open("ab") as file:
        file.write(b"more")
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA


def test_another_stretch_than_asked_for_is_never_appended(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.lies_about_range = True
    mirror.break_after = [1000]
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", "bytes=1000-", ""]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"other": 1}'])
def test_damaged_note_begins_anew(
    note: str, source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    break_off(source, tmp_path / "part")
    (tmp_path / "part.json").write_text(note)
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA
    assert mirror.offsets(NAME) == ["", ""]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_refused_file_is_not_asked_for_again(
    status: int, source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.status[NAME] = status
    with pytest.raises(DownloadMissing, match=str(status)):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert len(mirror.requests) == 1
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_server_in_trouble_may_be_asked_later(
    status: int, source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.status[NAME] = status
    with pytest.raises(DownloadFailed):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert len(mirror.requests) == 3


def test_missing_file_is_told_before_anything_is_fetched(source: str, downloader: Downloader) -> None:
    with pytest.raises(DownloadMissing):
        downloader.look_up(f"{source}/nothing")


def test_web_page_is_not_taken_for_the_file(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.kinds[NAME] = "text/html; charset=utf-8"
    with pytest.raises(DownloadMissing, match="web page"):
        downloader.look_up(f"{source}/{NAME}")
    with pytest.raises(DownloadMissing, match="web page"):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert not (tmp_path / "part").exists()


def test_nothing_listens_is_a_failed_download() -> None:
    address = unused_address()
    with pytest.raises(DownloadFailed):
        Downloader(address).look_up(f"{address}/{NAME}")


def test_silence_ends_after_a_while(source: str, mirror: Mirror, tmp_path: Path) -> None:
    mirror.stall_after = 0
    with pytest.raises(DownloadFailed):
        Downloader(source, seconds_of_silence=0.1, pause_seconds=0.0).fetch(f"{source}/{NAME}", tmp_path / "p", nothing)


@pytest.mark.parametrize("told", [download.MAX_FILE_BYTES + 1])
def test_file_that_is_too_large_is_refused(
    told: int, source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.claimed_length = told
    with pytest.raises(DownloadMissing, match="bytes"):
        downloader.look_up(f"{source}/{NAME}")
    with pytest.raises(DownloadMissing, match="bytes"):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)


def test_file_without_end_is_ended(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MAX_FILE_BYTES", 1000)
    mirror.tells_length = False
    with pytest.raises(DownloadMissing, match="without end"):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_told_and_what_came_stays(
    source: str, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []

    def write(file: object, piece: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, "full")
        written.append(piece)

    monkeypatch.setattr(download, "_write_whole", write)
    with pytest.raises(DiskFull):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert (tmp_path / "part").exists()


def test_redirects_are_followed_and_remembered(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.redirects = {"latest/x": "/v1/x", "v1/x": f"{source}/{NAME}?token=1"}
    remote = downloader.look_up(f"{source}/latest/x")
    assert remote.trail == (f"{source}/latest/x", f"{source}/v1/x", f"{source}/{NAME}?token=1")
    assert remote.size == len(DATA)
    downloader.fetch(f"{source}/latest/x", tmp_path / "part", nothing)
    assert (tmp_path / "part").read_bytes() == DATA


@pytest.mark.parametrize(
    "target", ["http://example.com/x", "ftp://example.com/x", "file:///etc/passwd", "http://127.0.0.1.example.com/x"]
)
def test_open_lines_are_refused_before_anybody_is_asked(
    target: str, source: str, downloader: Downloader, mirror: Mirror
) -> None:
    mirror.redirects = {"x": target}
    with pytest.raises((DownloadRefused, DownloadFailed)):
        downloader.look_up(f"{source}/x")


def test_redirect_to_an_open_line_names_its_host(source: str, downloader: Downloader, mirror: Mirror) -> None:
    mirror.redirects = {"x": "http://example.com/x"}
    with pytest.raises(DownloadRefused) as caught:
        downloader.look_up(f"{source}/x")
    assert caught.value.values == {"host": "example.com"}


def test_source_far_away_cannot_lead_to_this_computer(source: str, mirror: Mirror) -> None:
    with pytest.raises(DownloadRefused):
        Downloader("https://ollama.com/download").look_up(f"{source}/{NAME}")
    assert mirror.requests == []


def test_source_over_an_open_line_is_refused() -> None:
    with pytest.raises(DownloadRefused):
        Downloader("http://mirror.example").look_up("http://mirror.example/x")


def test_circle_of_redirects_ends(source: str, downloader: Downloader, mirror: Mirror) -> None:
    mirror.redirects = {"x": "/y", "y": "/x"}
    with pytest.raises(DownloadMissing):
        downloader.look_up(f"{source}/x")
    assert len(mirror.requests) < 20


@pytest.mark.parametrize("address", ["http://[broken/x", "no address", "http://127.0.0.1:99999/x"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises((DownloadRefused, DownloadMissing, DownloadFailed)):
        Downloader(address).look_up(address)


def test_proxy_of_the_environment_is_not_asked_for_this_computer(
    source: str, downloader: Downloader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, unused_address())
    assert downloader.look_up(f"{source}/{NAME}").size == len(DATA)


def test_stop_ends_a_download_at_once_though_the_server_is_silent(
    source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.stall_after = 1000
    errors: list[RagError] = []

    def fetch() -> None:
        try:
            downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
        except RagError as error:
            errors.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    wait_until(lambda: (tmp_path / "part").exists() and (tmp_path / "part").stat().st_size == 1000)
    began = time.monotonic()
    downloader.stop()
    thread.join(5)
    assert time.monotonic() - began < 1
    assert [type(error) for error in errors] == [DownloadStopped]
    assert (tmp_path / "part").read_bytes() == DATA[:1000]


def test_stop_ends_an_encrypted_download_at_once(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    mirror.stall_after = 1000
    errors: list[RagError] = []
    with serve(mirror, certificate) as source:
        downloader = Downloader(source)

        def fetch() -> None:
            try:
                downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
            except RagError as error:
                errors.append(error)

        thread = threading.Thread(target=fetch)
        thread.start()
        wait_until(lambda: (tmp_path / "part").exists() and (tmp_path / "part").stat().st_size == 1000, 20)
        began = time.monotonic()
        downloader.stop()
        thread.join(10)
        assert time.monotonic() - began < 1
    assert [type(error) for error in errors] == [DownloadStopped]


def test_server_that_cannot_prove_its_name_is_not_believed(mirror: Mirror, tmp_path: Path) -> None:
    with serve(mirror, own_certificate(tmp_path)) as source, pytest.raises(DownloadFailed, match="CERTIFICATE_VERIFY"):
        Downloader(source).look_up(f"{source}/{NAME}")


def own_certificate(folder: Path) -> Path:
    """A certificate for this computer that nobody signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_stop_does_not_wait_for_the_next_attempt(source: str, mirror: Mirror, tmp_path: Path) -> None:
    mirror.status[NAME] = 503
    downloader = Downloader(source, pause_seconds=60)
    threading.Timer(0.2, downloader.stop).start()
    began = time.monotonic()
    with pytest.raises(DownloadStopped):
        downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    assert time.monotonic() - began < 5


def test_after_a_stop_nothing_is_asked(source: str, downloader: Downloader, mirror: Mirror, tmp_path: Path) -> None:
    stopped(downloader)
    for call in (
        lambda: downloader.look_up(f"{source}/{NAME}"),
        lambda: downloader.read_text(f"{source}/sums.txt"),
        lambda: downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing),
    ):
        with pytest.raises(DownloadStopped):
            call()
    assert mirror.requests == []


def test_short_text_is_read_and_a_long_one_refused(source: str, downloader: Downloader, mirror: Mirror) -> None:
    assert downloader.read_text(f"{source}/sums.txt") == "abc\n"
    mirror.files["sums.txt"] = b"x" * (2**20 + 1)
    with pytest.raises(DownloadMissing):
        downloader.read_text(f"{source}/sums.txt")
    mirror.files["sums.txt"] = b"\xff\xfe"
    assert downloader.read_text(f"{source}/sums.txt") == "\ufffd\ufffd"


def test_forgetting_leaves_nothing(source: str, downloader: Downloader, tmp_path: Path) -> None:
    downloader.fetch(f"{source}/{NAME}", tmp_path / "part", nothing)
    forget(tmp_path / "part")
    assert list(tmp_path.iterdir()) == []
    forget(tmp_path / "part")


def test_host_is_named_even_of_what_is_no_address() -> None:
    assert host_of("https://ollama.com/download") == "ollama.com"
    assert host_of("http://[broken") == "http://[broken"
