"""The indexing thread over its life: dropping, interruption, restart, and an encoder that is not there."""

import threading
from collections.abc import Callable, Sequence

import pytest

from rag.config import Settings
from rag.errors import EncoderUnavailable, TranscriptMissing
from rag.library.originals import Originals
from rag.progress import FileOutcome, FileStatus, WorkerState
from rag.service import Service
from rag.types import Encoder, ParsedTranscript, Spans, Transcript, TranscriptState, Vectors
from tests.conftest import text_file, wait_for, wait_until, wait_until_idle
from tests.index.examples import OTHER, SHORT, long_text, stored

Open = Callable[[Settings], Service]


class Gate:
    """An encoder that waits to be let through before it encodes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.reached = threading.Event()
        self.open = threading.Event()

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_questions(texts)

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        self.reached.set()
        assert self.open.wait(30)
        return self._encoder.encode_with_spans(texts, spans)


def files_of(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.library / "originals").iterdir())


def test_deleted_transcript_is_gone_everywhere(service: Service, settings: Settings) -> None:
    wait_for(service.add_files([text_file("a.txt", SHORT), text_file("b.txt", OTHER)]))
    first, second = service.transcripts()
    service.delete_transcripts([first.id])
    assert service.transcripts() == [second]
    assert files_of(settings) == [second.sha256]
    assert {quote.file_name for quote in service.search("чек-лист к пятнице").quotes} == {"b.txt"}
    with pytest.raises(TranscriptMissing):
        service.delete_transcripts([first.id])
    with pytest.raises(TranscriptMissing):
        service.source(first.id)


def test_deleted_file_can_be_added_again(service: Service) -> None:
    wait_for(service.add_files([text_file("a.txt", SHORT)]))
    service.delete_transcripts([service.transcripts()[0].id])
    outcomes: list[FileOutcome] = []
    wait_for(service.add_files([text_file("a.txt", SHORT)], outcomes.append))
    assert [outcome.status for outcome in outcomes] == [FileStatus.READY]
    assert service.search("чек-лист к пятнице").quotes[0].file_name == "a.txt"


def test_transcript_can_be_deleted_while_it_is_indexed(
    open_service: Open, settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(encoder)
    service = open_service(settings)
    monkeypatch.setattr(service._worker.wait_until_prepared(), "_encoder", gate)
    outcomes: list[FileOutcome] = []
    jobs = service.add_files([text_file("a.txt", long_text(30)), text_file("b.txt", OTHER)], outcomes.append)
    assert gate.reached.wait(30)
    (transcript,) = service.transcripts()
    deleting = threading.Thread(target=service.delete_transcripts, args=[[transcript.id]])
    deleting.start()
    wait_until(lambda: transcript.id in service._worker._dropped)
    gate.open.set()
    deleting.join(30)
    wait_for(jobs)
    assert [item.file_name for item in service.transcripts()] == ["b.txt"]
    assert [outcome.file for outcome in outcomes] == ["b.txt"]
    assert files_of(settings) == [service.transcripts()[0].sha256]
    assert service._vectors.count() == service._words.count() == 1
    assert wait_until_idle(service).state is WorkerState.IDLE


def test_transcript_deleted_before_its_indexing_began_is_passed_over(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = service._catalogue.add

    def add_and_delete(checksum: str, parsed: ParsedTranscript, replaces: int | None) -> Transcript:
        added = add(checksum, parsed, replaces)
        service.delete_transcripts([added.id])
        return added

    monkeypatch.setattr(service._catalogue, "add", add_and_delete)
    wait_for(service.add_files([text_file("a.txt", SHORT)]))
    assert service.transcripts() == []
    assert wait_until_idle(service).outcomes == ()


def test_what_was_stored_and_not_indexed_is_made_ready_by_the_next_start(
    open_service: Open, settings: Settings
) -> None:
    first = open_service(settings)
    wait_for(first.add_files([text_file("b.txt", OTHER)]))
    left = stored(first._catalogue, SHORT)
    Originals(settings.library / "originals").store(SHORT.encode())
    assert left.state is TranscriptState.STORED
    assert {quote.file_name for quote in first.search("чек-лист").quotes} == {"b.txt"}
    first.close()
    second = open_service(settings)
    progress = wait_until_idle(second)
    assert [transcript.state for transcript in second.transcripts()] == [TranscriptState.READY] * 2
    assert second.search("чек-лист к пятнице").quotes[0].file_name == "a.txt"
    assert (progress.file_count, progress.file_number, progress.outcomes) == (1, 1, ())


def test_file_left_half_done_is_finished_when_it_is_added_again(open_service: Open, settings: Settings) -> None:
    service = open_service(settings)
    wait_until_idle(service)
    left = stored(service._catalogue, SHORT)
    outcomes: list[FileOutcome] = []
    wait_for(service.add_files([text_file("again.txt", SHORT)], outcomes.append))
    assert [(outcome.status, outcome.transcript_id) for outcome in outcomes] == [(FileStatus.READY, left.id)]


def test_closing_in_the_middle_keeps_the_transcript_for_the_next_start(
    open_service: Open, settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(encoder)
    first = open_service(settings)
    monkeypatch.setattr(first._worker.wait_until_prepared(), "_encoder", gate)
    first.add_files([text_file("a.txt", long_text(30))])
    assert gate.reached.wait(30)
    closing = threading.Thread(target=first.close)
    closing.start()
    wait_until(lambda: first._worker._is_stopping)
    gate.open.set()
    closing.join(30)
    second = open_service(settings)
    wait_until_idle(second)
    (transcript,) = second.transcripts()
    assert transcript.state is TranscriptState.READY
    assert second._vectors.count() == second._words.count() == transcript.passage_count


def test_other_encoder_makes_everything_be_indexed_again(
    open_service: Open, settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_service(settings)
    wait_for(first.add_files([text_file("a.txt", SHORT), text_file("b.txt", OTHER)]))
    first._vectors.reset("made by another encoder")
    first.close()
    second = open_service(settings)
    assert wait_until_idle(second).file_count == 2
    assert [transcript.state for transcript in second.transcripts()] == [TranscriptState.READY] * 2
    assert second._vectors.fingerprint is not None
    assert encoder.fingerprint in second._vectors.fingerprint
    assert second._vectors.count() == 2


def test_transcript_can_be_indexed_again_by_hand(service: Service) -> None:
    wait_for(service.add_files([text_file("a.txt", SHORT)]))
    (before,) = service.transcripts()
    service.index_again(before.id)
    wait_until(lambda: service.progress().state is WorkerState.IDLE)
    assert service.transcripts() == [before]
    assert service._vectors.count() == service._words.count() == 1


def fail_to_load(error: Exception) -> Callable[[Settings, int], Encoder]:
    def load(settings: Settings, threads: int) -> Encoder:
        raise error

    return load


def test_missing_encoder_is_told_and_files_are_rejected_with_the_reason(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, open_service: Open
) -> None:
    monkeypatch.setattr("rag.service.load_encoder", fail_to_load(EncoderUnavailable("no model")))
    service = open_service(settings)
    progress = wait_until_idle(service)
    assert progress.state is WorkerState.BROKEN
    assert progress.problem == EncoderUnavailable("no model").problem
    outcomes: list[FileOutcome] = []
    wait_for(service.add_files([text_file("a.txt", SHORT)], outcomes.append))
    assert [(o.status, o.problem) for o in outcomes] == [(FileStatus.REJECTED, progress.problem)]
    with pytest.raises(EncoderUnavailable, match="no model"):
        service.search("чек-лист")
    assert service.progress().state is WorkerState.BROKEN


def test_unexpected_error_while_preparing_is_told_and_holds_nobody_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, open_service: Open
) -> None:
    monkeypatch.setattr("rag.service.load_encoder", fail_to_load(ZeroDivisionError("broken package")))
    service = open_service(settings)
    assert service._worker._is_prepared.wait(10)
    assert service.progress().state is WorkerState.BROKEN
    assert service.progress().problem is not None


def test_transcript_can_be_deleted_without_an_encoder(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, open_service: Open
) -> None:
    first = open_service(settings)
    wait_for(first.add_files([text_file("a.txt", SHORT), text_file("b.txt", OTHER)]))
    first.close()
    monkeypatch.setattr("rag.service.load_encoder", fail_to_load(EncoderUnavailable("no model")))
    second = open_service(settings)
    deleted, kept = second.transcripts()
    second.delete_transcripts([deleted.id])
    assert second.transcripts() == [kept]
    assert files_of(settings) == [kept.sha256]
    assert second._vectors.count() == second._words.count() == 1


def test_large_file_does_not_keep_closing_waiting(open_service: Open, settings: Settings) -> None:
    service = open_service(settings)
    service.add_files([text_file("a.txt", long_text(1500))])
    wait_until(lambda: service.progress().passages_done > 0)
    closing = threading.Thread(target=service.close)
    closing.start()
    closing.join(15)
    assert not closing.is_alive()
