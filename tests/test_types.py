"""The values that travel between the rooms: unchangeable, and counting words in every script."""

import dataclasses
from datetime import date, datetime

import pytest

import rag.types
from rag.progress import FileOutcome, FileStatus, IndexProgress, WorkerState
from rag.questions import Wishes
from rag.types import (
    Answer,
    AnswerCounts,
    DateSource,
    Exchange,
    ExchangeState,
    ParsedTranscript,
    Segment,
    Statement,
    count_words,
)

VALUE_TYPES = [value for value in vars(rag.types).values() if dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("value_type", VALUE_TYPES, ids=lambda value_type: value_type.__name__)
def test_every_value_type_is_frozen_slotted_and_explained(value_type: type) -> None:
    assert vars(value_type)["__dataclass_params__"].frozen
    assert "__slots__" in vars(value_type)
    assert value_type.__doc__ is not None
    assert not value_type.__doc__.startswith(f"{value_type.__name__}(")


def test_segment_cannot_be_changed() -> None:
    segment = Segment(1, 0, 2, "Да")
    with pytest.raises(dataclasses.FrozenInstanceError):
        segment.text = "Нет"  # type: ignore[misc]
    assert segment == Segment(1, 0, 2, "Да", None, None, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" — … \n", 0),
        ("Обещал прислать резюме.", 3),
        ("кое-что, что-то", 2),
        ("well, it's done", 3),
        ("你好，世界", 4),
        ("ありがとう", 5),
        ("カタカナ", 4),
        ("говорим 你好 hello", 4),
        ("до你после", 3),
        ("42 балла", 2),
        ("🙂 ок", 1),
        ("一 龿", 2),
    ],
)
def test_count_words_counts_words_and_ideographs(text: str, count: int) -> None:
    assert count_words(text) == count


def test_word_count_of_a_transcript_is_the_sum_over_its_segments() -> None:
    segments = (Segment(1, 0, 12, "Привет, Лена"), Segment(2, 13, 15, "你好"), Segment(3, 16, 17, "—"))
    transcript = ParsedTranscript(
        "a.txt", "txt", "utf-8", "Привет, Лена\n你好\n—", "a", date(2025, 3, 4), DateSource.NAME, (), segments
    )
    assert transcript.word_count == 4


@pytest.mark.parametrize(("citations", "is_backed"), [((), False), ((2,), True), ((1, 3), True)])
def test_statement_is_backed_when_it_cites_a_quote(citations: tuple[int, ...], is_backed: bool) -> None:
    assert Statement("Он обещал план.", (4,), citations).is_backed is is_backed


def test_values_of_enumerations_are_the_words_that_are_stored() -> None:
    assert [source.value for source in DateSource] == ["user", "header", "name", "properties", "file"]
    assert [state.value for state in ExchangeState] == ["searching", "writing", "done", "stopped", "failed"]


def test_new_exchange_has_no_results_yet() -> None:
    exchange = Exchange(1, "chat", "Что?", ExchangeState.SEARCHING)
    assert (exchange.found, exchange.answer, exchange.problem, exchange.wishes) == (None, None, None, Wishes())


def test_counts_of_what_was_not_counted_are_zero() -> None:
    assert AnswerCounts() == AnswerCounts(0, 0, 0, 0, 0)
    rejected = FileOutcome("a.txt", FileStatus.REJECTED)
    assert (rejected.segments, rejected.passages, rejected.words, rejected.seconds) == (0, 0, 0, 0.0)
    idle = IndexProgress(WorkerState.IDLE)
    assert (idle.file_number, idle.file_count, idle.passages_done, idle.passages_total) == (0, 0, 0, 0)
    assert (idle.seconds_left, idle.share_done, idle.outcomes, idle.problem) == (None, 0.0, (), None)


def test_answer_is_finished_unless_it_says_so() -> None:
    assert Answer("Да.", "qwen3:4b", (), AnswerCounts()).is_unfinished is False


def test_conversation_keeps_the_moment_it_is_given() -> None:
    moment = datetime(2025, 4, 1, 12, 30)
    assert rag.types.Conversation("id", "Лена", moment).updated_at == moment
