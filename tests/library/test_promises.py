"""Promises kept with the library: by line, ticked by the user, moved to newer versions, gone with their transcript."""

from dataclasses import replace

import pytest

from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.database import Database
from rag.library.promises import FoundPromise, KeptPromise, KeptPromises
from rag.types import ParsedTranscript, Segment, Transcript
from tests.library.examples import PARSED

RECIPE, MODEL = "recipe 1", "small:4b"
LINES = ("Пришлёшь план?", "Пришлю до среды.", "Скину тебе ссылку.", "Пока!")


def spoken(*lines: str) -> ParsedTranscript:
    """A transcript of these lines, spoken by Анна and Настя in turn."""
    segments, position = [], 0
    for number, line in enumerate(lines, start=1):
        speaker = ("Анна", "Настя")[number % 2]
        segments.append(Segment(number, position, position + len(line), line, speaker, float(number)))
        position += len(line) + 1
    return replace(PARSED, source="\n".join(lines), segments=tuple(segments), people=("Анна", "Настя"))


@pytest.fixture
def promises(database: Database) -> KeptPromises:
    return KeptPromises(database)


@pytest.fixture
def transcript(catalogue: Catalogue) -> Transcript:
    return catalogue.add("ab12", spoken(*LINES))


def lines_of(promises: KeptPromises) -> list[tuple[int, int]]:
    return [(promise.first, promise.last) for promise in promises.all()]


def only(promises: KeptPromises) -> KeptPromise:
    (promise,) = promises.all()
    return promise


def put_in_place(catalogue: Catalogue, old: int, *lines: str) -> int:
    added = catalogue.add("newer", spoken(*lines), old)
    catalogue.mark_ready(added.id)
    return added.id


def test_found_promise_is_kept_with_who_says_its_line_and_when(promises: KeptPromises, transcript: Transcript) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(1, 2)], RECIPE)
    kept = only(promises)
    assert (kept.transcript_id, kept.first, kept.last) == (transcript.id, 1, 2)
    assert (kept.speaker, kept.time, kept.is_by_pattern) == ("Анна", 2.0, True)
    assert (kept.model, kept.wording, kept.done_at, kept.is_dismissed) == (None, None, None, False)
    assert promises.readings(by_model=False) == {transcript.id: RECIPE}
    assert promises.readings(by_model=True) == {}


def test_line_found_by_patterns_and_by_a_model_is_one_promise_in_the_model_s_words(
    promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    found = [FoundPromise(2, 2, "Анна пришлёт план"), FoundPromise(3, 3, "Настя скинет ссылку")]
    assert promises.keep_model(transcript, found, MODEL, is_whole=True)
    first, second = promises.all()
    assert (first.is_by_pattern, first.model, first.wording) == (True, MODEL, "Анна пришлёт план")
    assert (second.is_by_pattern, second.model, second.wording) == (False, MODEL, "Настя скинет ссылку")
    assert promises.readings(by_model=True) == {transcript.id: MODEL}


def test_ticks_can_be_made_and_taken_back(promises: KeptPromises, transcript: Transcript) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    promises.set_done(only(promises).id, is_done=True)
    assert only(promises).done_at is not None
    promises.set_done(only(promises).id, is_done=False)
    assert only(promises).done_at is None
    promises.set_dismissed(only(promises).id, is_dismissed=True)
    assert only(promises).is_dismissed
    promises.set_dismissed(only(promises).id, is_dismissed=False)
    assert not only(promises).is_dismissed


def test_other_patterns_drop_what_they_do_not_find_but_for_what_says_more(
    promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(number, number) for number in (1, 2, 3, 4)], RECIPE)
    _, done, dismissed, _ = promises.all()
    promises.set_done(done.id, is_done=True)
    promises.set_dismissed(dismissed.id, is_dismissed=True)
    promises.keep_model(transcript, [FoundPromise(4, 4, "Пока")], MODEL, is_whole=True)
    promises.keep_patterns(transcript.id, [FoundPromise(4, 4)], "recipe 2")
    assert lines_of(promises) == [(2, 2), (3, 3), (4, 4)]
    assert [promise.is_by_pattern for promise in promises.all()] == [False, False, True]
    assert promises.readings(by_model=False) == {transcript.id: "recipe 2"}


def test_whole_reading_takes_the_place_of_the_one_before_and_a_part_adds_to_it(
    promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    promises.keep_model(transcript, [FoundPromise(2, 2, "План"), FoundPromise(3, 3, "Ссылка")], MODEL, is_whole=True)
    promises.keep_model(transcript, [FoundPromise(4, 4, "Пока")], "other", is_whole=False)
    assert lines_of(promises) == [(2, 2), (3, 3), (4, 4)]
    assert promises.readings(by_model=True) == {transcript.id: MODEL}
    promises.keep_model(transcript, [FoundPromise(4, 4, "Прощается")], "other", is_whole=True)
    assert [(promise.last, promise.wording) for promise in promises.all()] == [(2, None), (4, "Прощается")]
    assert promises.readings(by_model=True) == {transcript.id: "other"}


def test_nothing_is_kept_of_a_transcript_that_is_gone(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    catalogue.delete(transcript.id)
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    assert not promises.keep_model(transcript, [FoundPromise(2, 2, "План")], MODEL, is_whole=True)
    assert promises.all() == []


def test_promises_and_readings_go_with_their_transcript(
    database: Database, catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    promises.set_done(only(promises).id, is_done=True)
    catalogue.delete(transcript.id)
    assert promises.all() == []
    assert promises.readings(by_model=False) == {}
    assert database.rows("SELECT * FROM promises") == []


def test_renamed_speaker_is_told_and_what_a_model_wrote_with_the_old_name_goes(
    database: Database, catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_model(transcript, [FoundPromise(2, 2, "Анна пришлёт план")], MODEL, is_whole=True)
    Corrections(database, catalogue).rename_speaker([transcript.id], "Анна", "Анна Котова", everywhere=False)
    assert (only(promises).speaker, only(promises).wording) == ("Анна Котова", None)
    assert promises.readings(by_model=True) == {}
    assert not promises.keep_model(transcript, [FoundPromise(2, 2, "Анна пришлёт план")], MODEL, is_whole=True)
    assert only(promises).wording is None


def test_words_that_a_newer_version_holds_keep_their_ticks(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(1, 2), FoundPromise(3, 3), FoundPromise(4, 4)], RECIPE)
    promises.keep_model(transcript, [FoundPromise(4, 4, "Прощается")], MODEL, is_whole=True)
    done, dismissed, _ = promises.all()
    promises.set_done(done.id, is_done=True)
    promises.set_dismissed(dismissed.id, is_dismissed=True)
    newer = put_in_place(catalogue, transcript.id, "Привет!", *LINES)
    moved = promises.all()
    assert [(p.transcript_id, p.first, p.last) for p in moved] == [(newer, 2, 3), (newer, 4, 4), (newer, 5, 5)]
    assert [(p.done_at is not None, p.is_dismissed, p.wording) for p in moved] == [
        (True, False, None), (False, True, None), (False, False, "Прощается"),
    ]  # fmt: skip
    assert promises.readings(by_model=False) == {}


def test_words_of_the_newer_version_are_read_once_for_all_promises(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript, read_lengths: list[int]
) -> None:
    found = [FoundPromise(number, number, "Обещано") for number in (1, 2, 3)]
    promises.keep_model(transcript, found, MODEL, is_whole=True)
    put_in_place(catalogue, transcript.id, *LINES)
    assert lines_of(promises) == [(1, 1), (2, 2), (3, 3)]
    assert read_lengths == [len(LINES)]


def test_words_that_a_newer_version_lacks_lose_their_tick(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    promises.set_done(only(promises).id, is_done=True)
    put_in_place(catalogue, transcript.id, "Пришлёшь план?", "Пришлю до пятницы.")
    assert promises.all() == []


def test_promise_of_patterns_alone_is_not_carried_over_but_found_anew(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    promises.keep_patterns(transcript.id, [FoundPromise(2, 2)], RECIPE)
    put_in_place(catalogue, transcript.id, *LINES)
    assert promises.all() == []


def test_newer_version_is_not_shown_before_it_takes_its_place(
    catalogue: Catalogue, promises: KeptPromises, transcript: Transcript
) -> None:
    added = catalogue.add("newer", spoken(*LINES), transcript.id)
    promises.keep_patterns(added.id, [FoundPromise(2, 2)], RECIPE)
    assert promises.all() == []
