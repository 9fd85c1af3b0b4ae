"""One question on its own thread: what is kept, in which order, whatever becomes of the model."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rag.answer.job import AnswerJob
from rag.config import Settings
from rag.errors import DiskFull, EmptyQuestion, IndexBroken, RagError
from rag.model_errors import ModelMissing, ModelServerDown
from rag.questions import Understanding, Wishes
from rag.types import Exchange, ExchangeState, Found, Quote
from tests.answer.examples import as_it_is, found, quote, writer
from tests.conftest import wait_until
from tests.stand_in import MODEL, Behaviour, serve

QUESTION = "Что я обещала Тимуру?"
FOUND = found(quote(1, 1, 10, 11), quote(2, 2, 20, 20), question=QUESTION)
NOT_FOUND = Found(QUESTION, FOUND.quotes, False, Understanding(), 0.01)


def find(_question: str, _wishes: Wishes) -> Found:
    return FOUND


def find_nothing(_question: str, _wishes: Wishes) -> Found:
    return NOT_FOUND


class Kept(list[Exchange]):
    """What was stored, each time it was."""

    def states(self) -> list[ExchangeState]:
        return [exchange.state for exchange in self]


def job_for(
    settings: Settings, search: Callable[[str, Wishes], Found] = find, is_searchable: Callable[[], bool] = lambda: True
) -> tuple[AnswerJob, Kept]:
    kept = Kept()
    exchange = Exchange(7, "chat", QUESTION, ExchangeState.SEARCHING)
    return AnswerJob(exchange, is_searchable, search, writer(settings), as_it_is, kept.append), kept


def run(settings: Settings, search: Callable[[str, Wishes], Found] = find) -> tuple[AnswerJob, Kept]:
    job, kept = job_for(settings, search)
    job.start()
    assert job.wait(30)
    return job, kept


def run_with(settings: Settings, behaviour: Behaviour, **changes: Any) -> tuple[AnswerJob, Kept]:
    with serve(behaviour) as address:
        return run(replace(settings, ollama_host=address, **changes))


def test_question_is_searched_then_written_then_done(settings: Settings) -> None:
    job, kept = run_with(settings, Behaviour(reply="Вера обещала план [3]. Это домыслы."))
    assert kept.states() == [ExchangeState.WRITING, ExchangeState.DONE]
    assert job.exchange == kept[-1]
    assert not job.is_running
    assert (kept[-1].found, kept[-1].problem) == (FOUND, None)
    answer = kept[-1].answer
    assert answer is not None
    assert (answer.text, answer.model) == ("Вера обещала план [1]. Это домыслы.", MODEL)
    assert not answer.is_unfinished
    assert answer.counts.quotes_offered == 2
    assert [statement.citations for statement in answer.statements] == [(1,), ()]


def test_question_asked_before_anything_can_be_searched_waits_for_it(settings: Settings) -> None:
    searchable = threading.Event()
    job, kept = job_for(settings, find_nothing, searchable.is_set)
    job.start()
    assert not job.wait(0.5)
    assert kept == []
    searchable.set()
    assert job.wait(5)
    assert kept[-1].found == NOT_FOUND


def test_question_that_waits_for_something_to_search_can_be_stopped(settings: Settings) -> None:
    job, kept = job_for(settings, find, lambda: False)
    job.start()
    job.stop()
    assert job.wait(5)
    assert [(exchange.state, exchange.found) for exchange in kept] == [(ExchangeState.STOPPED, None)]


def test_quotes_are_stored_before_the_model_is_asked(settings: Settings) -> None:
    behaviour = Behaviour(seconds_before_first_word=1.0)
    with serve(behaviour) as address:
        job, kept = job_for(replace(settings, ollama_host=address))
        job.start()
        wait_until(lambda: any(request["path"] == "/api/chat" for request in behaviour.requests))
        assert [(exchange.state, exchange.found) for exchange in kept] == [(ExchangeState.WRITING, FOUND)]
        assert job.is_running
        assert job.wait(30)


def test_model_is_shown_the_question_and_the_neighbourhood_of_the_quotes(settings: Settings) -> None:
    behaviour = Behaviour()
    run_with(settings, behaviour)
    shown = behaviour.requests[-1]["body"]["messages"][-1]["content"]
    assert "Строка 8 записи 1." in shown
    assert "Строка 22 записи 2." in shown
    assert shown.endswith(f"Вопрос: {QUESTION}")


def test_answer_grows_while_it_is_written(settings: Settings) -> None:
    seen: set[str] = set()
    with serve(Behaviour(reply="раз два три [3].", seconds_between_words=0.1)) as address:
        job, _ = job_for(replace(settings, ollama_host=address))
        job.start()
        while job.is_running:
            if job.exchange.answer:
                seen.add(job.exchange.answer.text)
            time.sleep(0.01)
    assert {"раз", "раз два", "раз два три"} <= seen


def test_nothing_found_is_done_without_a_model(settings: Settings) -> None:
    behaviour = Behaviour()
    with serve(behaviour) as address:
        _, kept = run(replace(settings, ollama_host=address), find_nothing)
    assert kept.states() == [ExchangeState.WRITING, ExchangeState.DONE]
    assert (kept[-1].found, kept[-1].answer, kept[-1].problem) == (NOT_FOUND, None, None)
    assert behaviour.requests == []


def test_missing_server_keeps_the_quotes_with_the_problem(settings: Settings) -> None:
    _, kept = run(settings)
    assert kept.states() == [ExchangeState.WRITING, ExchangeState.DONE]
    assert (kept[-1].found, kept[-1].answer) == (FOUND, None)
    assert kept[-1].problem == ModelServerDown("", host=settings.ollama_host).problem


def test_missing_model_keeps_the_quotes_with_the_problem(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(), ollama_model="none:4b")
    assert kept[-1].found == FOUND
    assert kept[-1].problem == ModelMissing("", model="none:4b").problem


@pytest.mark.parametrize("fault", ["error_after_words", "break_after_words", "bad_json_after_words"])
def test_answer_that_broke_off_is_kept_as_unfinished(settings: Settings, fault: str) -> None:
    reply = "Вера обещала план [3]. И ещё"
    _, kept = run_with(settings, Behaviour(reply=reply, **{fault: 4}))  # type: ignore[arg-type]
    answer = kept[-1].answer
    assert answer is not None
    assert (answer.text, answer.is_unfinished) == ("Вера обещала план [1].", True)
    assert kept[-1].state is ExchangeState.DONE


def test_answer_that_broke_off_before_its_first_word_keeps_the_quotes_with_the_problem(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(error_after_words=0))
    assert (kept[-1].found, kept[-1].answer) == (FOUND, None)
    assert kept[-1].problem is not None
    assert kept[-1].problem.code == "model_failed"


def test_answer_cut_at_its_largest_length_is_unfinished(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(reply="Вера обещала план [3]. И ещё много", done_reason="length"))
    answer = kept[-1].answer
    assert answer is not None
    assert answer.text.startswith("Вера обещала план [1].")
    assert answer.is_unfinished


def test_empty_answer_leaves_the_quotes_alone(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(reply="  "))
    assert (kept[-1].state, kept[-1].answer, kept[-1].found) == (ExchangeState.DONE, None, FOUND)


def test_stopped_answer_keeps_its_words_and_is_marked_stopped(settings: Settings) -> None:
    with serve(Behaviour(reply="слово [3] " * 300, seconds_between_words=0.02)) as address:
        job, kept = job_for(replace(settings, ollama_host=address))
        job.start()
        wait_until(lambda: job.exchange.answer and job.exchange.answer.text)
        stopped = time.monotonic()
        job.stop()
        assert job.wait(10)
        assert time.monotonic() - stopped < 2
    assert kept.states() == [ExchangeState.WRITING, ExchangeState.STOPPED]
    answer = kept[-1].answer
    assert answer is not None
    assert answer.text.startswith("слово [1]")
    assert answer.is_unfinished
    assert kept[-1].found == FOUND


def test_stopped_before_the_first_word_keeps_the_quotes(settings: Settings) -> None:
    behaviour = Behaviour(seconds_before_first_word=5.0)
    with serve(behaviour) as address:
        job, kept = job_for(replace(settings, ollama_host=address))
        job.start()
        wait_until(lambda: any(request["path"] == "/api/chat" for request in behaviour.requests))
        job.stop()
        assert job.wait(2)
    assert (kept[-1].state, kept[-1].answer, kept[-1].found) == (ExchangeState.STOPPED, None, FOUND)


def failing(error: Exception) -> Callable[[str, Wishes], Found]:
    def search(question: str, wishes: Wishes) -> Found:
        raise error

    return search


@pytest.mark.parametrize("error", [EmptyQuestion("empty"), IndexBroken("broken")])
def test_failed_search_is_told_with_its_problem(settings: Settings, error: RagError) -> None:
    job, kept = run(settings, failing(error))
    assert kept == [Exchange(7, "chat", QUESTION, ExchangeState.FAILED, problem=error.problem)]
    assert not job.is_running


def test_unexpected_error_does_not_leave_the_question_open(settings: Settings) -> None:
    job, kept = run(settings, failing(ZeroDivisionError()))
    assert kept.states() == [ExchangeState.FAILED]
    assert kept[0].problem is not None
    assert not job.is_running


def test_waiting_gives_up_after_its_time(settings: Settings) -> None:
    release = threading.Event()

    def search(question: str, wishes: Wishes) -> Found:
        release.wait(10)
        return NOT_FOUND

    job, _ = job_for(settings, search)
    job.start()
    assert not job.wait(0.05)
    assert job.is_running
    release.set()
    assert job.wait(10)


FOLLOW_UP = "И к какому сроку?"
LEANING = replace(FOUND, question=FOLLOW_UP, understood=Understanding(rewritten=f"{QUESTION} {FOLLOW_UP}"))


def ask_follow_up(settings: Settings, behaviour: Behaviour) -> tuple[Kept, list[tuple[str, Wishes]]]:
    """What is kept of a follow-up, and what was searched."""
    searched: list[tuple[str, Wishes]] = []

    def search(question: str, wishes: Wishes) -> Found:
        searched.append((question, wishes))
        return LEANING if wishes.history else replace(FOUND, question=question)

    kept = Kept()
    with serve(behaviour) as address:
        exchange = Exchange(7, "chat", FOLLOW_UP, ExchangeState.SEARCHING, wishes=Wishes(history=(QUESTION,)))
        job = AnswerJob(
            exchange, lambda: True, search, writer(replace(settings, ollama_host=address)), as_it_is, kept.append
        )
        job.start()
        assert job.wait(30)
    return kept, searched


def test_follow_up_is_searched_again_in_the_words_of_the_model(settings: Settings) -> None:
    whole = "К какому сроку я обещала Тимуру?"
    behaviour = Behaviour(completion=whole)
    kept, searched = ask_follow_up(settings, behaviour)
    assert searched == [(FOLLOW_UP, Wishes(history=(QUESTION,))), (whole, Wishes())]
    assert kept[0].found == LEANING
    found = kept[-1].found
    assert found is not None
    assert (found.question, found.understood.rewritten) == (FOLLOW_UP, whole)
    assert behaviour.requests[-1]["body"]["messages"][-1]["content"].endswith(f"Вопрос: {whole}")


@pytest.mark.parametrize(
    "behaviour", [Behaviour(completion="Это было давно."), Behaviour(chat_status=500, chat_error="no memory")]
)
def test_follow_up_stays_as_the_rule_completed_it_where_the_model_is_of_no_help(
    settings: Settings, behaviour: Behaviour
) -> None:
    kept, searched = ask_follow_up(settings, behaviour)
    assert [question for question, _ in searched] == [FOLLOW_UP]
    assert kept[-1].found == LEANING


def test_question_that_stands_alone_is_not_given_to_the_model_to_complete(settings: Settings) -> None:
    behaviour = Behaviour(completion="К какому сроку я обещала Тимуру?")
    run_with(settings, behaviour)
    assert sum(request["path"] == "/api/chat" for request in behaviour.requests) == 1


def test_model_that_is_too_slow_to_complete_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answer.writer._COMPLETION_SECONDS", 0.3)
    kept, searched = ask_follow_up(settings, Behaviour(seconds_before_first_word=1.0))
    assert len(searched) == 1
    assert kept[-1].found == LEANING


def test_changes_are_told_as_they_happen_and_the_end_at_once(settings: Settings) -> None:
    with serve(Behaviour(reply="раз два три", seconds_between_words=0.15)) as address:
        job, _ = job_for(replace(settings, ollama_host=address))
        job.start()
        seen, states = 0, []
        while job.is_running:
            seen = job.wait_for_change(seen, 10)
            states.append((job.exchange.state, job.exchange.answer is not None))
        began = time.monotonic()
        job.wait_for_change(seen, 10)
    assert states[0] == (ExchangeState.WRITING, False)
    assert (ExchangeState.WRITING, True) in states
    assert states[-1][0] is ExchangeState.DONE
    assert time.monotonic() - began < 1


def test_waiting_for_a_change_ends_without_one(settings: Settings) -> None:
    job, _ = job_for(settings)
    began = time.monotonic()
    assert job.wait_for_change(0, 0.05) == 0
    assert time.monotonic() - began < 1


def test_what_is_written_is_stored_now_and_then_before_the_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.answer.job._SAVING_SECONDS", 0.1)
    _, kept = run_with(settings, Behaviour(reply="раз два три четыре пять", seconds_between_words=0.15))
    partial = [exchange.answer for exchange in kept if exchange.answer and exchange.state is ExchangeState.WRITING]
    assert len(partial) > 1
    assert all(answer.is_unfinished for answer in partial)


def test_refusal_of_the_model_is_kept_as_one(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(reply="Ответа в строках нет."))
    assert kept[-1].answer is not None
    assert kept[-1].answer.is_refusal


def test_cited_neighbour_widens_its_quote(settings: Settings) -> None:
    widened: list[tuple[int, int, int]] = []

    def widen(quote: Quote, first: int, last: int) -> Quote:
        widened.append((quote.rank, first, last))
        return replace(quote, first=first, last=last)

    kept = Kept()
    with serve(Behaviour(reply="Раньше [1]. Там же [4]. Позже [11].")) as address:
        exchange = Exchange(7, "chat", QUESTION, ExchangeState.SEARCHING)
        job = AnswerJob(
            exchange, lambda: True, find, writer(replace(settings, ollama_host=address)), widen, kept.append
        )
        job.start()
        assert job.wait(30)
    assert widened == [(1, 8, 11), (2, 20, 22)]
    found = kept[-1].found
    assert found is not None
    assert [(quote.first, quote.last) for quote in found.quotes] == [(8, 11), (20, 22)]


def test_fault_in_the_middle_is_told_beside_what_was_written(settings: Settings) -> None:
    _, kept = run_with(settings, Behaviour(reply="Обещан план [1]. И ещё", break_after_words=3))
    assert kept[-1].answer is not None
    assert kept[-1].answer.is_unfinished
    assert kept[-1].problem is not None
    assert kept[-1].problem.code == "model_broken"


def test_rewording_that_finds_nothing_does_not_take_the_quotes_away(settings: Settings) -> None:
    def search(_question: str, wishes: Wishes) -> Found:
        return LEANING if wishes.history else replace(NOT_FOUND, quotes=())

    kept = Kept()
    with serve(Behaviour(completion="К какому сроку я обещала Тимуру?")) as address:
        exchange = Exchange(7, "chat", FOLLOW_UP, ExchangeState.SEARCHING, wishes=Wishes(history=(QUESTION,)))
        job = AnswerJob(
            exchange, lambda: True, search, writer(replace(settings, ollama_host=address)), as_it_is, kept.append
        )
        job.start()
        assert job.wait(30)
    assert kept[-1].answer is not None
    assert kept[-1].found is not None
    assert kept[-1].found.quotes == FOUND.quotes


def test_disk_that_is_full_at_the_end_leaves_the_question_ended_in_memory(settings: Settings) -> None:
    def full(_exchange: Exchange) -> None:
        raise DiskFull("The disk is full.")

    job = AnswerJob(
        Exchange(7, "chat", QUESTION, ExchangeState.SEARCHING), lambda: True, find, writer(settings), as_it_is, full
    )
    job.start()
    assert job.wait(30)
    assert job.exchange.state is ExchangeState.FAILED
    assert job.exchange.problem == DiskFull("x").problem
