"""The whole installation against a mirror on this computer: from the question about its size to a running program."""

import hashlib
import platform
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rag.config import Settings
from rag.ollama.archives import ARCHIVES
from rag.ollama.disk import free_bytes
from rag.ollama.download import Downloader
from rag.ollama.installation import Installation, InstallationState, Offer, Stage
from rag.ollama.program import OllamaProgram, find_program, program_folder, unpacked_folder
from rag.program_errors import DownloadFailed, DownloadMissing, PythonTooOld, SystemUnsupported
from tests.conftest import unused_address, wait_until
from tests.ollama.mirror import Mirror, listing_of, program_source, serve, tar_of, zip_of

HERE = platform.system(), platform.machine()

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or HERE not in ARCHIVES, reason="the stand-in program is a script of POSIX"
)

ARCHIVE = ARCHIVES.get(HERE, ARCHIVES["Linux", "x86_64"])
LATEST, RELEASE = "download", "releases/v0.15.0"


def packed(behaviour: str = "") -> bytes:
    """The archive of this system with a stand-in program and something large beside it."""
    noise = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(20_000))
    pack = zip_of if ARCHIVE.name.endswith(".zip") else tar_of
    files = {ARCHIVE.program: program_source(behaviour), "lib/ollama/runner.so": noise}
    return pack(files, {ARCHIVE.program: 0o755})


DATA = packed()


@pytest.fixture
def mirror() -> Mirror:
    """A source whose newest release lies elsewhere, as the real one's does."""
    return published(Mirror(), DATA)


def published(mirror: Mirror, data: bytes, listing: bytes | None = None) -> Mirror:
    """The mirror with this archive as its newest release."""
    mirror.redirects = {f"{LATEST}/{ARCHIVE.name}": f"/{RELEASE}/{ARCHIVE.name}"}
    mirror.redirects |= {f"{RELEASE}/{ARCHIVE.name}": f"/store/4711?name={ARCHIVE.name}"}
    listing = listing_of({"ollama-other.zip": b"x", ARCHIVE.name: data}) if listing is None else listing
    mirror.files = {"store/4711": data, f"{RELEASE}/sha256sum.txt": listing}
    return mirror


@pytest.fixture
def source(mirror: Mirror) -> Iterator[str]:
    with serve(mirror) as address:
        yield f"{address}/{LATEST}"


@pytest.fixture
def make(settings: Settings, source: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("rag.ollama.installation.Downloader", partial(Downloader, pause_seconds=0.01))
    monkeypatch.setattr("rag.ollama.program.USUAL_PLACES", {})
    programs: list[OllamaProgram] = []

    def make_one(free: Callable[[Path], int] = free_bytes, **changes: Any) -> Installation:
        chosen = replace(settings, **{"ollama_source": source, **changes})
        programs.append(OllamaProgram(chosen))
        return Installation(chosen, programs[-1], free)

    yield make_one
    for program in programs:
        program.stop()


Make = Callable[..., Installation]


def finished(installation: Installation) -> InstallationState:
    installation.start()
    assert installation.wait(60)
    return installation.state


def downloads(settings: Settings) -> list[str]:
    return sorted(path.name for path in (program_folder(settings.library) / "incoming").iterdir())


def failed_with(code: str, state: InstallationState) -> bool:
    return state.stage is Stage.FAILED and state.problem is not None and state.problem.code == code


def test_what_would_be_fetched_is_told_without_fetching_it(make: Make, mirror: Mirror) -> None:
    offer = make().offer()
    assert offer == Offer(("127.0.0.1",), ARCHIVE.name, len(DATA), 0)
    assert {method for method, _, _ in mirror.requests} == {"HEAD"}


def test_every_server_on_the_way_is_named_once(make: Make, mirror: Mirror, source: str) -> None:
    mirror.redirects[f"{RELEASE}/{ARCHIVE.name}"] = source.replace("127.0.0.1", "localhost").replace(
        LATEST, "store/4711"
    )
    assert make().offer().servers == ("127.0.0.1", "localhost")


def test_nothing_is_asked_before_somebody_asks(make: Make, mirror: Mirror) -> None:
    installation = make()
    assert installation.state == InstallationState()
    assert not installation.state.is_running
    assert mirror.requests == []


def test_program_is_downloaded_checked_unpacked_and_started(make: Make, settings: Settings, mirror: Mirror) -> None:
    installation = make()
    stages: list[Stage] = []
    watch = threading.Thread(target=lambda: _watch(installation, stages))
    watch.start()
    state = finished(installation)
    watch.join(20)
    assert state == InstallationState(Stage.DONE)
    assert stages[-1] is Stage.DONE
    program = find_program(settings.library)
    assert program == unpacked_folder(settings.library) / ARCHIVE.program
    assert installation._program.is_running
    assert downloads(settings) == []
    assert mirror.offsets("store/4711") == [""]


def _watch(installation: Installation, stages: list[Stage]) -> None:
    while not stages or stages[-1] is not Stage.DONE:
        stage = installation.state.stage
        if not stages or stages[-1] is not stage:
            stages.append(stage)
        if stage in (Stage.FAILED, Stage.STOPPED):
            return
        time.sleep(0.0005)


def test_stages_come_in_order_with_bytes_and_time(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = make()
    entered: list[tuple[Stage, int | None]] = []
    told: list[InstallationState] = []
    enter, progressed = installation._enter, installation._progressed

    def noted_enter(stage: Stage, done: int = 0, total: int | None = None) -> None:
        entered.append((stage, total))
        enter(stage, done, total)

    def noted_progress(done: int, total: int | None) -> None:
        progressed(done, total)
        told.append(installation.state)

    monkeypatch.setattr(installation, "_enter", noted_enter)
    monkeypatch.setattr(installation, "_progressed", noted_progress)
    assert finished(installation).stage is Stage.DONE
    assert entered == [
        (Stage.DOWNLOADING, len(DATA)), (Stage.CHECKING, None), (Stage.UNPACKING, None), (Stage.STARTING, None),
    ]  # fmt: skip
    ends = {state.stage: state for state in told}
    assert ends[Stage.DOWNLOADING].bytes_done == ends[Stage.DOWNLOADING].bytes_total == len(DATA)
    assert ends[Stage.CHECKING].bytes_done == len(DATA)
    assert all(state.seconds_left is not None and state.seconds_left >= 0 for state in told if state.bytes_done)


def test_seconds_left_follow_the_speed_since_the_stage_began(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = make()
    now = [100.0]
    monkeypatch.setattr("rag.ollama.installation.time.monotonic", lambda: now[0])
    installation._enter(Stage.DOWNLOADING, 1000, 5000)
    now[0] = 110.0
    installation._progressed(2000, 5000)
    assert installation.state.seconds_left == pytest.approx(30.0)
    installation._progressed(500, 5000)
    assert installation.state.seconds_left == pytest.approx(90.0)
    installation._progressed(600, None)
    assert installation.state.seconds_left is None


def test_part_that_an_earlier_process_left_is_gone_on_with(make: Make, settings: Settings, mirror: Mirror) -> None:
    mirror.break_after = [300_000, 0, 0]
    assert failed_with("download", finished(make()))
    mirror.break_after = []
    second = make()
    assert second.offer().bytes_there == 300_000
    assert finished(second).stage is Stage.DONE
    assert mirror.offsets("store/4711")[-1] == "bytes=300000-"


def test_cancel_stops_at_once_and_the_next_start_goes_on(make: Make, settings: Settings, mirror: Mirror) -> None:
    installation = make()
    mirror.stall_after = 200_000
    installation.start()
    wait_until(lambda: installation.state.bytes_done == 200_000, 20)
    before = installation.state
    began = time.monotonic()
    installation.cancel()
    assert installation.wait(5)
    assert time.monotonic() - began < 1
    assert (before.stage, installation.state.stage) == (Stage.DOWNLOADING, Stage.STOPPED)
    assert installation.state.problem
    assert installation.state.problem.code == "download_stopped"
    mirror.stall_after = None
    assert finished(installation).stage is Stage.DONE
    assert mirror.offsets("store/4711") == ["", "bytes=200000-"]


def test_part_that_is_not_wanted_any_more_is_deleted(make: Make, settings: Settings, mirror: Mirror) -> None:
    installation = make()
    mirror.stall_after = 200_000
    installation.start()
    wait_until(lambda: installation.state.bytes_done == 200_000, 20)
    installation.forget()
    assert installation.state.is_running
    installation.cancel()
    assert installation.wait(5)
    assert downloads(settings)
    installation.forget()
    assert installation.state == InstallationState()
    assert downloads(settings) == []


def test_part_that_cannot_be_deleted_is_told(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    installation = make()
    monkeypatch.setattr(Path, "unlink", refuse)
    installation.forget()
    monkeypatch.undo()
    assert failed_with("library", installation.state)


def test_program_that_runs_makes_room_for_the_new_one(make: Make, settings: Settings, mirror: Mirror) -> None:
    installation = make()
    assert finished(installation).stage is Stage.DONE
    notes = (unpacked_folder(settings.library) / ARCHIVE.program).with_name("notes.json")
    old = notes.read_text()
    published(mirror, packed("newer"))
    mirror.tag = '"second"'
    assert finished(installation).stage is Stage.DONE
    assert b"'newer'" in (unpacked_folder(settings.library) / ARCHIVE.program).read_bytes()
    assert installation._program.is_running
    wait_until(notes.exists, 20)
    assert notes.read_text() != old


@pytest.mark.parametrize(("behaviour", "times"), [("", 1), ("dies", 0)])
def test_only_a_program_that_answers_counts_as_installed(
    behaviour: str, times: int, settings: Settings, source: str, make: Make, mirror: Mirror
) -> None:
    published(mirror, packed(behaviour))
    done: list[str] = []
    chosen = replace(settings, ollama_source=source)
    program = OllamaProgram(chosen)
    finished(Installation(chosen, program, on_done=lambda: done.append("done")))
    program.stop()
    assert len(done) == times


def test_python_that_cannot_unpack_is_told_before_anything_is_asked(
    make: Make, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("tarfile.data_filter")
    with pytest.raises(PythonTooOld):
        make().offer()
    assert failed_with("program_python", finished(make()))
    assert mirror.requests == []


def test_second_start_while_it_runs_changes_nothing(make: Make, mirror: Mirror) -> None:
    installation = make()
    mirror.stall_after = 200_000
    installation.start()
    wait_until(lambda: installation.state.bytes_done == 200_000, 20)
    installation.start()
    assert installation.state.bytes_done == 200_000
    installation.cancel()
    assert installation.wait(5)
    assert len(mirror.offsets("store/4711")) == 1


def test_other_release_in_between_begins_anew_and_is_checked_as_such(
    make: Make, settings: Settings, mirror: Mirror
) -> None:
    installation = make()
    mirror.stall_after = 200_000
    installation.start()
    wait_until(lambda: installation.state.bytes_done == 200_000, 20)
    installation.cancel()
    assert installation.wait(5)
    mirror.stall_after = None
    mirror.tag = '"second"'
    published(mirror, packed("newer"))
    assert finished(installation).stage is Stage.DONE
    assert b"'newer'" in (unpacked_folder(settings.library) / ARCHIVE.program).read_bytes()


def test_file_with_another_checksum_is_deleted_and_nothing_is_unpacked(
    make: Make, settings: Settings, mirror: Mirror
) -> None:
    published(mirror, DATA, listing_of({ARCHIVE.name: DATA + b"x"}))
    assert failed_with("download_changed", finished(make()))
    assert downloads(settings) == []
    assert find_program(settings.library) is None


@pytest.mark.parametrize("listing", [b"", listing_of({"ollama-other.zip": DATA}), b"<html>sign in</html>"])
def test_without_a_checksum_nothing_is_fetched(listing: bytes, make: Make, mirror: Mirror) -> None:
    published(mirror, DATA, listing)
    assert failed_with("download_unverified", finished(make()))
    assert mirror.offsets("store/4711") == []


def test_without_any_listing_nothing_is_fetched(make: Make, mirror: Mirror) -> None:
    del mirror.files[f"{RELEASE}/sha256sum.txt"]
    assert failed_with("download_unverified", finished(make()))
    assert mirror.offsets("store/4711") == []


def test_listing_of_the_source_serves_where_the_release_has_none(make: Make, mirror: Mirror) -> None:
    mirror.files[f"{LATEST}/sha256sum.txt"] = mirror.files.pop(f"{RELEASE}/sha256sum.txt")
    assert finished(make()).stage is Stage.DONE


def test_plain_mirror_without_redirects_serves(make: Make, mirror: Mirror) -> None:
    mirror.redirects = {}
    mirror.files = {f"{LATEST}/{ARCHIVE.name}": DATA, f"{LATEST}/sha256sum.txt": listing_of({ARCHIVE.name: DATA})}
    assert finished(make()).stage is Stage.DONE


def test_small_disk_is_told_before_anything_is_fetched(make: Make, mirror: Mirror) -> None:
    assert failed_with("disk", finished(make(lambda _: 4 * len(DATA) - 1)))
    assert {method for method, _, _ in mirror.requests} == {"HEAD"}
    assert finished(make(lambda _: 4 * len(DATA))).stage is Stage.DONE


def test_what_is_there_already_needs_no_space_again(make: Make, settings: Settings, mirror: Mirror) -> None:
    installation = make(lambda _: 4 * len(DATA) - 200_000)
    part = program_folder(settings.library) / "incoming" / ARCHIVE.name
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 200_000)
    assert finished(installation).stage is Stage.DONE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": {f"{LATEST}/{ARCHIVE.name}": 404}, "redirects": {}}, "download_missing"),
        ({"kinds": {"store/4711": "text/html"}}, "download_missing"),
        ({"redirects": {f"{LATEST}/{ARCHIVE.name}": "http://example.com/ollama"}}, "download_refused"),
        ({"status": {"store/4711": 503}}, "download"),
    ],
)
def test_source_that_gives_something_else_is_told(
    change: dict[str, Any], code: str, make: Make, mirror: Mirror, settings: Settings
) -> None:
    for name, value in change.items():
        setattr(mirror, name, value)
    assert failed_with(code, finished(make()))
    assert find_program(settings.library) is None


def test_source_that_is_down_is_told(make: Make) -> None:
    installation = make(ollama_source=unused_address())
    with pytest.raises(DownloadFailed):
        installation.offer()
    assert failed_with("download", finished(installation))


def test_offer_of_a_file_that_is_not_there_is_told(make: Make, mirror: Mirror) -> None:
    mirror.redirects = {}
    with pytest.raises(DownloadMissing):
        make().offer()


def test_archive_that_leads_out_of_its_folder_is_refused_though_its_checksum_fits(
    make: Make, settings: Settings, mirror: Mirror
) -> None:
    pack = zip_of if ARCHIVE.name.endswith(".zip") else tar_of
    published(mirror, pack({ARCHIVE.program: b"x", "../../../outside": b"x"}))
    assert failed_with("download_broken", finished(make()))
    assert find_program(settings.library) is None
    assert list(settings.library.parent.rglob("outside")) == []


def test_program_that_does_not_start_is_told_and_stays_installed(
    make: Make, settings: Settings, mirror: Mirror
) -> None:
    published(mirror, packed("dies"))
    state = finished(make())
    assert failed_with("program_broken", state)
    assert state.problem
    assert "no room for the model" in dict(state.problem.values)["reason"]
    assert find_program(settings.library)


def test_cancel_while_the_program_starts_stops_it(make: Make, mirror: Mirror) -> None:
    published(mirror, packed("silent"))
    installation = make()
    installation.start()
    wait_until(lambda: installation.state.stage is Stage.STARTING and installation._program.is_running, 30)
    installation.cancel()
    assert installation.wait(20)
    assert installation.state.stage is Stage.STOPPED
    assert not installation._program.is_running


def test_system_without_an_archive_is_told(make: Make, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(SystemUnsupported):
        make().offer()
    assert failed_with("program_system", finished(make()))
    assert mirror.requests == []


def test_unforeseen_error_ends_the_work(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr("rag.ollama.installation.unpack", broken)
    assert failed_with("error", finished(make()))
