"""The indexing thread: every file has its outcome, and nothing that a file holds can end the work on the others."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.library.intake import Taken
from rag.progress import FileOutcome, FileStatus, IndexProgress, WorkerState
from rag.service import IncomingFile, Service
from rag.types import Spans, TranscriptState
from tests.conftest import text_file, wait_for, wait_until, wait_until_idle
from tests.index.examples import OTHER, SHORT, long_text

DOUBTFUL = "ёж"
Open = Callable[[Settings], Service]


def add(service: Service, *files: IncomingFile) -> list[FileOutcome]:
    outcomes: list[FileOutcome] = []
    wait_for(service.add_files(files, outcomes.append))
    return outcomes


def test_added_file_is_ready_with_its_counts(service: Service) -> None:
    (outcome,) = add(service, text_file("a.txt", SHORT))
    (transcript,) = service.transcripts()
    assert outcome == FileOutcome("a.txt", FileStatus.READY, None, transcript.id, 2, 1, 7, outcome.seconds)
    assert 0 < outcome.seconds < 30
    assert transcript.state is TranscriptState.READY
    assert service.progress().outcomes == (outcome,)


def test_known_file_is_said_to_be_known_and_not_indexed_again(service: Service) -> None:
    first, second = add(service, text_file("a.txt", SHORT), text_file("another name.txt", SHORT))
    assert second == replace(first, file="another name.txt", status=FileStatus.KNOWN, seconds=second.seconds)
    assert [transcript.file_name for transcript in service.transcripts()] == ["a.txt"]


def test_rejected_files_have_their_reasons_and_their_neighbours_are_indexed(
    open_service: Open, settings: Settings, tmp_path: Path
) -> None:
    service = open_service(replace(settings, max_file_bytes=5000))
    outcomes = add(
        service,
        text_file("first.txt", SHORT),
        IncomingFile("empty.txt", b""),
        IncomingFile("space.txt", b" \r\n\t "),
        IncomingFile("binary.txt", b"\x00\x01\x02\x03" * 50),
        IncomingFile("song.mp3", b"ID3\x03\0\0\0\0\0\x21TIT2" + b"\xff\xfb\x90" * 90),
        text_file("no suffix", "Просто слова без говорящих.\nИ ещё строка.\n"),
        IncomingFile("large.txt", b"a" * 5001),
        text_file("silent.srt", "1\n00:00:01,000 --> 00:00:02,000\n...\n"),
        IncomingFile("folder.txt", tmp_path),
        text_file("last.txt", OTHER),
    )
    assert {outcome.file: outcome.problem.code if outcome.problem else outcome.status for outcome in outcomes} == {
        "first.txt": "ready",
        "empty.txt": "empty",
        "space.txt": "empty",
        "binary.txt": "binary",
        "song.mp3": "media",
        "no suffix": "format",
        "large.txt": "large",
        "silent.srt": "nothing",
        "folder.txt": "unreadable",
        "last.txt": "ready",
    }
    assert [outcome.file for outcome in outcomes[1:-1] if outcome.status is not FileStatus.REJECTED] == []
    assert [transcript.file_name for transcript in service.transcripts()] == ["first.txt", "last.txt"]
    assert len(list((settings.library / "originals").iterdir())) == 2


def test_missing_file_is_rejected_and_its_neighbours_are_indexed(service: Service, tmp_path: Path) -> None:
    outcomes = add(service, IncomingFile("gone.txt", tmp_path / "gone.txt"), text_file("a.txt", SHORT))
    assert [(outcome.file, outcome.status) for outcome in outcomes] == [
        ("gone.txt", FileStatus.REJECTED),
        ("a.txt", FileStatus.READY),
    ]


def test_unexpected_error_in_one_file_does_not_end_the_thread(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = service._intake.take

    def take_or_break(file: IncomingFile, data: bytes) -> Taken:
        if file.name == "bad.txt":
            raise ZeroDivisionError
        return take(file, data)

    monkeypatch.setattr(service._intake, "take", take_or_break)
    outcomes = add(service, text_file("bad.txt", OTHER), text_file("a.txt", SHORT))
    assert [(outcome.file, outcome.status) for outcome in outcomes] == [
        ("bad.txt", FileStatus.REJECTED),
        ("a.txt", FileStatus.READY),
    ]
    assert outcomes[0].problem is not None
    assert wait_until_idle(service).state is WorkerState.IDLE


def test_failing_listener_does_not_end_the_thread(service: Service) -> None:
    def listen(outcome: FileOutcome) -> None:
        raise BrokenPipeError

    jobs = service.add_files([text_file("a.txt", SHORT), text_file("b.txt", OTHER)], listen)
    for job in jobs:
        assert job.finished.wait(10)
    assert [transcript.state for transcript in service.transcripts()] == [TranscriptState.READY] * 2


def test_progress_is_sane_from_start_to_end(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    moments: list[IndexProgress] = []
    indexer = service._worker.wait_until_prepared()
    encode = indexer._encoder.encode_with_spans

    def watched(texts: list[str], spans: list[Spans]) -> object:
        moments.append(service.progress())
        return encode(texts, spans)

    monkeypatch.setattr(indexer._encoder, "encode_with_spans", watched)
    files = [text_file(f"{number}.txt", long_text(lines, f"т{number}")) for number, lines in enumerate((4, 600, 4))]
    wait_for(service.add_files(files))
    moments.append(wait_until_idle(service))
    assert [moment.file_name for moment in moments[:2]] == ["0.txt", "1.txt"]
    assert {moment.state for moment in moments[:-1]} == {WorkerState.WORKING}
    assert {moment.file_count for moment in moments} == {3}
    assert [moment.file_number for moment in moments] == sorted(moment.file_number for moment in moments)
    for moment in moments:
        assert 0 <= moment.share_done <= 1
        assert moment.words_per_second >= 0
        assert moment.seconds_left is None or 0 <= moment.seconds_left < 3600
    last = moments[-1]
    assert (last.state, last.share_done, last.seconds_left, last.file_number) == (WorkerState.IDLE, 1.0, None, 3)
    assert last.words_per_second > 0
    assert [outcome.status for outcome in last.outcomes] == [FileStatus.READY] * 3


def test_share_done_never_goes_back(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    worker = service._worker
    report = worker._report

    def watched(done: int, total: int, words: int) -> bool:
        answer = report(done, total, words)
        shares.append(service.progress().share_done)
        return answer

    monkeypatch.setattr(worker, "_report", watched)
    sizes = (4, 4, 500, 4)
    wait_for(service.add_files([text_file(f"{n}.txt", long_text(lines, f"т{n}")) for n, lines in enumerate(sizes)]))
    assert len(shares) > len(sizes)
    assert shares == sorted(shares)


def test_second_batch_is_counted_anew(service: Service) -> None:
    add(service, text_file("a.txt", SHORT))
    wait_until_idle(service)
    add(service, text_file("b.txt", OTHER))
    progress = wait_until_idle(service)
    assert (progress.file_number, progress.file_count, progress.share_done) == (1, 1, 1.0)
    assert [outcome.file for outcome in progress.outcomes] == ["a.txt", "b.txt"]
    service.forget_outcomes()
    assert service.progress().outcomes == ()


def zipped(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def test_every_file_of_an_archive_has_its_outcome(service: Service) -> None:
    archive = zipped(("2025/a.txt", SHORT.encode()), ("empty.txt", b""), ("inner.zip", zipped(("b.txt", b"x"))),
                     ("копия.txt", SHORT.encode()), ("b.txt", OTHER.encode()))  # fmt: skip
    outcomes = add(service, IncomingFile("сессии.zip", archive), text_file("c.txt", SHORT + "!"))
    assert [(outcome.file, outcome.status, outcome.problem and outcome.problem.code) for outcome in outcomes] == [
        ("a.txt", FileStatus.READY, None),
        ("empty.txt", FileStatus.REJECTED, "empty"),
        ("inner.zip", FileStatus.REJECTED, "archive"),
        ("копия.txt", FileStatus.KNOWN, None),
        ("b.txt", FileStatus.READY, None),
        ("c.txt", FileStatus.READY, None),
    ]


def test_damaged_archive_is_rejected_as_one(service: Service) -> None:
    archive = zipped(("a.txt", SHORT.encode() * 50))
    (outcome,) = add(service, IncomingFile("a.zip", archive[: len(archive) // 2]))
    assert (outcome.file, outcome.problem and outcome.problem.code) == ("a.zip", "archive")


def test_file_in_doubt_waits_for_the_users_word(service: Service) -> None:
    data = DOUBTFUL.encode("cp1251")
    (outcome,) = add(service, IncomingFile("заметка.txt", data))
    assert (outcome.status, outcome.problem and outcome.problem.code) == (FileStatus.REJECTED, "encoding")
    ((number, file),) = service.doubtful().items()
    assert (file.name, file.content) == ("заметка.txt", data)
    readings = service.readings(number)
    assert readings["cp1251"] == DOUBTFUL
    service.read_as(number, "cp1251")
    wait_until_idle(service)
    (transcript,) = service.transcripts()
    assert (transcript.encoding, service.source(transcript.id)) == ("cp1251", DOUBTFUL)
    assert service.doubtful() == {}


def test_file_in_doubt_can_be_left_out(service: Service) -> None:
    add(service, IncomingFile("заметка.txt", DOUBTFUL.encode("cp1251")))
    service.read_as(next(iter(service.doubtful())), None)
    assert (dict(service.doubtful()), service.transcripts()) == ({}, [])


def test_cancelled_files_are_not_read_and_the_one_at_hand_is_finished(service: Service) -> None:
    wait_until_idle(service)
    jobs = service.add_files([text_file(f"{number}.txt", SHORT + "!" * number) for number in range(1, 30)])
    wait_until(lambda: service.progress().file_number > 0)
    service.cancel()
    wait_for(jobs)
    progress = wait_until_idle(service)
    assert 1 <= len(progress.outcomes) < 29
    assert {transcript.state for transcript in service.transcripts()} == {TranscriptState.READY}
    assert len(service.transcripts()) == len(progress.outcomes)


def test_newer_version_stands_beside_the_old_until_it_is_ready(service: Service) -> None:
    (first,) = add(service, text_file("a.txt", SHORT))
    (second,) = add(service, replace(text_file("a.txt", OTHER), replaces=first.transcript_id))
    (transcript,) = service.transcripts()
    assert transcript.id == second.transcript_id != first.transcript_id
    assert service._vectors.count() == service._words.count() == second.passages
    assert len(list((service.settings.library / "originals").iterdir())) == 1
