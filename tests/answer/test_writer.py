"""What is asked of the local model for one library."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from rag.answer.passes import Watch
from rag.config import Settings
from rag.model_errors import ModelServerDown
from rag.progress import Stage, WritingProgress
from rag.types import Answer, Segment
from tests.answer.examples import found, quote, writer
from tests.stand_in import Behaviour, serve

QUESTION = "Что я обещала Тимуру?"
MANY = [quote(rank, rank, day=date(2025, 1, rank)) for rank in range(1, 13)]
SEGMENTS = [Segment(number, number, number + 1, f"Строка {number}.", "Вера") for number in range(1, 10)]


def chats_of(behaviour: Behaviour) -> list[str]:
    return [r["body"]["messages"][-1]["content"] for r in behaviour.requests if r["path"] == "/api/chat"]


def test_answer_is_written_at_once_from_no_more_than_eight_quotes(settings: Settings) -> None:
    behaviour = Behaviour(reply="Обещан план [1].")
    progress: list[WritingProgress] = []
    answers: list[Answer] = []
    with serve(behaviour) as address:
        result = writer(replace(settings, ollama_host=address)).answer(
            QUESTION, found(*MANY), Watch(progress.append, answers.append)
        )
    assert result.answer.counts.quotes_offered == 8
    assert result.answer.text == "Обещан план [1]."
    assert [item.stage for item in progress] == [Stage.LOADING, Stage.WRITING]
    assert answers[0].is_unfinished
    assert len(chats_of(behaviour)) == 1


def test_wide_question_is_answered_session_by_session(settings: Settings) -> None:
    behaviour = Behaviour(reply="- Обещан план [1].")
    with serve(behaviour) as address:
        ready = writer(replace(settings, ollama_host=address))
        result = ready.answer(QUESTION, replace(found(*MANY[:3]), is_wide=True))
        ready.answer(QUESTION, replace(found(MANY[0], replace(MANY[0], rank=2, first=9, last=9)), is_wide=True))
    assert len(chats_of(behaviour)) == 3 + 1 + 1, "notes of three sessions, one answer; then one session at once"
    assert result.answer.counts.quotes_offered == 3


def test_model_is_told_who_asks(settings: Settings) -> None:
    behaviour = Behaviour()
    with serve(behaviour) as address:
        replace(writer(replace(settings, ollama_host=address)), asker="Вера").answer(QUESTION, found(quote(1)))
    assert "Вопрос задаёт Вера" in chats_of(behaviour)[0]


def test_summary_and_promises_are_asked_for_in_their_language_and_lead_to_segments(settings: Settings) -> None:
    behaviour = Behaviour(reply="- A plan [4].")
    with serve(behaviour) as address:
        ready = writer(replace(settings, ollama_host=address))
        summary = ready.summary("Тимур", SEGMENTS, "en")
        promises = ready.promises("Тимур", SEGMENTS, "en")
    assert [result.answer.statements[0].citations for result in (summary, promises)] == [(4,), (4,)]
    systems = [r["body"]["messages"][0]["content"] for r in behaviour.requests if r["path"] == "/api/chat"]
    assert "what matters" in systems[0]
    assert "Find the promises" in systems[1]


def test_nothing_is_written_without_a_server(settings: Settings) -> None:
    ready = writer(settings)
    for ask in (
        lambda: ready.answer(QUESTION, found(quote(1))),
        lambda: ready.summary("Тимур", SEGMENTS, "ru"),
        lambda: ready.promises("Тимур", SEGMENTS, "ru"),
        lambda: ready.complete("а Игорю?", [QUESTION], threading.Event()),
    ):
        with pytest.raises(ModelServerDown):
            ask()


def test_follow_up_is_completed_from_its_history(settings: Settings) -> None:
    with serve(Behaviour(completion="Что я обещала Игорю?")) as address:
        ready = writer(replace(settings, ollama_host=address))
        assert ready.complete("а Игорю?", [QUESTION], threading.Event()) == "Что я обещала Игорю?"


def test_completion_is_not_waited_for_after_a_stop(settings: Settings) -> None:
    stop = threading.Event()
    stop.set()
    with serve(Behaviour(completion="Что я обещала Игорю?")) as address:
        assert writer(replace(settings, ollama_host=address)).complete("а Игорю?", [QUESTION], stop) is None
