"""The chats of a library: asking, asking again with other wishes, and what stays of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from rag.chats import DEFAULT_QUOTES, WIDE_QUOTES, Chats
from rag.config import Settings
from rag.errors import DiskFull
from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.database import Database
from rag.questions import Understanding, Wishes
from rag.service import Service
from rag.types import Exchange, ExchangeState, Found, Problem
from tests.answer.examples import as_it_is, found, quote, writer
from tests.conftest import text_file, wait_until
from tests.library.examples import hold
from tests.stand_in import MODEL, Behaviour, serve
from tests.test_service import QUESTION, TALK, Open, filled

OLD = found(quote(1, 1, 10, 11), question=QUESTION)
NEW = found(quote(1, 2, 20, 21), question=QUESTION)


class Search:
    """Notes what is searched and gives what it is told to, when it may."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, Wishes]] = []
        self.gives: Found = replace(OLD, is_found=False)
        self.may_go_on = Event()
        self.may_go_on.set()

    def __call__(self, question: str, count: int, _scope: str, wishes: Wishes) -> Found:
        self.asked.append((question, count, wishes))
        assert self.may_go_on.wait(30)
        return self.gives


@pytest.fixture
def search() -> Search:
    return Search()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A catalogue that holds the transcripts that are quoted."""
    opened = Database(tmp_path / "chats.sqlite3")
    hold(opened, 1, 2)
    yield opened
    opened.close()


@pytest.fixture
def chats(database: Database, settings: Settings, search: Search) -> Iterator[Chats]:
    """Chats of a library that is searched by a stand-in."""
    made = Chats(Conversations(database), lambda: True, search, lambda: writer(settings), as_it_is)
    yield made
    search.may_go_on.set()
    made.end_jobs()


def asked(chats: Chats, question: str, chat: str | None = None) -> tuple[int, str]:
    """A question that was answered: its number and its chat."""
    job = chats.ask(question, chat)
    assert job.wait(30)
    return job.exchange.id, job.exchange.conversation_id


def test_question_is_answered_in_a_new_chat(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply="К пятнице [1].")) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.chats.ask(QUESTION)
        assert job.wait(30)
    (chat,) = service.chats.all()
    (exchange,) = service.chats.exchanges(chat.id)
    assert chat.title == QUESTION
    assert exchange.state is ExchangeState.DONE
    assert exchange.found is not None
    assert exchange.found.quotes[0].file_name == "Тимур.txt"
    assert exchange.answer is not None
    assert (exchange.answer.text, exchange.answer.model) == ("К пятнице [1].", MODEL)
    assert service.chats.job(chat.id) is job


def test_next_question_goes_into_the_same_chat(service: Service) -> None:
    filled(service)
    first = service.chats.ask(QUESTION)
    assert first.wait(30)
    chat = first.exchange.conversation_id
    assert service.chats.ask("А кто обещал?", chat).wait(30)
    assert [exchange.question for exchange in service.chats.exchanges(chat)] == [QUESTION, "А кто обещал?"]
    assert service.chats.ask("Заново", "no such chat").wait(30)
    assert [conversation.title for conversation in service.chats.all()] == ["Заново", QUESTION]


def test_chat_keeps_its_quotes_without_a_model_after_a_restart(open_service: Open, settings: Settings) -> None:
    first = filled(open_service(settings))
    job = first.chats.ask(QUESTION)
    assert job.wait(30)
    first.close()
    second = open_service(settings)
    (exchange,) = second.chats.exchanges(job.exchange.conversation_id)
    assert exchange == job.exchange
    assert exchange.problem is not None
    assert (exchange.problem.code, exchange.answer) == ("model_down", None)


def test_answer_in_the_making_is_shown_as_far_as_it_has_come(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply="слово " * 300, seconds_between_words=0.02)) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.chats.ask(QUESTION)
        chat = job.exchange.conversation_id
        wait_until(lambda: (answer := service.chats.exchanges(chat)[0].answer) and "слово" in answer.text)
        assert service.chats.exchanges(chat)[0].state is ExchangeState.WRITING
        service.chats.delete(chat)
        assert not job.is_running
        assert service.chats.find(chat) is None
        assert service.chats.exchanges(chat) == []


def test_closing_keeps_what_was_written_and_marks_it_stopped(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply="слово " * 300, seconds_between_words=0.02)) as address:
        first = filled(open_service(replace(settings, ollama_host=address)))
        job = first.chats.ask(QUESTION)
        wait_until(lambda: job.exchange.answer and job.exchange.answer.text)
        first.close()
    second = open_service(settings)
    (exchange,) = second.chats.exchanges(job.exchange.conversation_id)
    assert exchange.state is ExchangeState.STOPPED
    assert exchange.found is not None
    assert exchange.answer is not None
    assert exchange.answer.is_unfinished
    assert exchange.answer.text.startswith("слово")


def test_question_of_a_process_that_was_killed_is_stopped_at_the_next_start(
    open_service: Open, settings: Settings
) -> None:
    first = open_service(settings)
    chat = first._conversations.create(QUESTION)
    first._conversations.add_exchange(chat.id, QUESTION)
    first.close()
    (exchange,) = open_service(settings).chats.exchanges(chat.id)
    assert exchange.state is ExchangeState.STOPPED


def test_chat_can_be_renamed(service: Service) -> None:
    chat = service.chats.ask("Раз").exchange.conversation_id
    service.chats.rename(chat, "Про Тимура")
    renamed = service.chats.find(chat)
    assert renamed is not None
    assert renamed.title == "Про Тимура"
    assert service.chats.find("no such chat") is None


def test_question_asked_while_the_first_transcript_is_indexed_is_answered_from_it(service: Service) -> None:
    wait_until(service.is_searchable)
    service.add_files([text_file("Тимур.txt", TALK)])
    assert not service.is_searchable()
    job = service.chats.ask(QUESTION)
    assert job.wait(60)
    found = job.exchange.found
    assert found is not None
    assert found.quotes[0].file_name == "Тимур.txt"
    assert service.is_searchable()


def test_question_is_searched_with_the_last_five_before_it_and_the_day(chats: Chats, search: Search) -> None:
    _, chat = asked(chats, "а?")
    for question in ("б?", "в?", "г?", "д?", "е?", "ё?"):
        asked(chats, question, chat)
    assert search.asked[0] == ("а?", DEFAULT_QUOTES, Wishes(asked=date.today()))
    assert search.asked[-1] == (
        "ё?",
        DEFAULT_QUOTES,
        Wishes(history=("б?", "в?", "г?", "д?", "е?"), asked=date.today()),
    )
    asked(chats, "заново?")
    assert search.asked[-1][2].history == ()


def test_wishes_of_a_question_are_searched_and_kept(chats: Chats, search: Search) -> None:
    job = chats.ask(QUESTION, None, Wishes(without=("session",)))
    assert job.wait(30)
    (exchange,) = chats.exchanges(job.exchange.conversation_id)
    assert search.asked[0][2].without == exchange.wishes.without == ("session",)
    assert exchange.wishes.asked == date.today()


def test_question_asked_again_is_answered_in_its_place(chats: Chats, search: Search) -> None:
    number, chat = asked(chats, QUESTION)
    asked(chats, "А потом?", chat)
    search.gives = replace(NEW, is_found=False)
    wishes = Wishes(without=("people",), people=("Тимур Ахметов",))
    job = chats.ask_again(number, wishes)
    assert job
    assert job.wait(30)
    first, second = chats.exchanges(chat)
    assert (first.id, first.question, first.wishes, first.found) == (number, QUESTION, wishes, search.gives)
    assert (second.question, second.found) == ("А потом?", replace(OLD, is_found=False))
    assert search.asked[-1] == (QUESTION, DEFAULT_QUOTES, wishes)


def test_old_quotes_stay_until_the_new_ones_are_there(chats: Chats, search: Search) -> None:
    number, chat = asked(chats, QUESTION)
    search.may_go_on.clear()
    search.gives = replace(NEW, is_found=False)
    job = chats.ask_again(number, Wishes(without=("dates",)))
    assert job
    wait_until(lambda: len(search.asked) == 2)
    (exchange,) = chats.exchanges(chat)
    assert (exchange.state, exchange.found) == (ExchangeState.SEARCHING, replace(OLD, is_found=False))
    search.may_go_on.set()
    assert job.wait(30)
    assert chats.exchanges(chat)[0].found == search.gives


def test_asking_again_ends_the_writing_and_drops_the_old_answer(
    chats: Chats, search: Search, settings: Settings
) -> None:
    with serve(Behaviour(reply="слово [1] " * 300, seconds_between_words=0.02)) as address:
        chats._make_writer = lambda: writer(replace(settings, ollama_host=address))
        search.gives = OLD
        first = chats.ask(QUESTION)
        wait_until(lambda: first.exchange.answer)
        search.gives = replace(NEW, is_found=False)
        second = chats.ask_again(first.exchange.id, Wishes(without=("acts",)))
        assert second
        assert second.wait(30)
    assert not first.is_running
    (exchange,) = chats.exchanges(first.exchange.conversation_id)
    assert (exchange.state, exchange.answer, exchange.found) == (ExchangeState.DONE, None, search.gives)


def test_question_of_a_deleted_chat_is_not_asked_again(chats: Chats) -> None:
    number, chat = asked(chats, QUESTION)
    chats.delete(chat)
    assert chats.ask_again(number, Wishes()) is None


def test_question_about_everything_gets_more_quotes(chats: Chats, search: Search) -> None:
    search.gives = replace(OLD, is_found=False, is_wide=True)
    asked(chats, "всё, что я обещал")
    assert [count for _, count, _ in search.asked] == [DEFAULT_QUOTES, WIDE_QUOTES]


def test_model_is_asked_what_was_searched(chats: Chats, search: Search, settings: Settings) -> None:
    behaviour = Behaviour()
    search.gives = replace(OLD, understood=Understanding(rewritten="Что обещано Игорю?"))
    with serve(behaviour) as address:
        chats._make_writer = lambda: writer(replace(settings, ollama_host=address))
        asked(chats, "а Игорю?")
    assert behaviour.requests[-1]["body"]["messages"][-1]["content"].endswith("Вопрос: Что обещано Игорю?")


def test_second_question_of_a_chat_stops_the_first_which_keeps_its_words(
    chats: Chats, search: Search, settings: Settings
) -> None:
    with serve(Behaviour(reply="слово [1] " * 300, seconds_between_words=0.02)) as address:
        chats._make_writer = lambda: writer(replace(settings, ollama_host=address))
        search.gives = OLD
        first = chats.ask(QUESTION)
        wait_until(lambda: first.exchange.answer)
        search.gives = replace(NEW, is_found=False)
        second = chats.ask("А потом?", first.exchange.conversation_id)
        assert not first.is_running
        assert second.wait(30)
    stopped, done = chats.exchanges(first.exchange.conversation_id)
    assert (stopped.state, done.state) == (ExchangeState.STOPPED, ExchangeState.DONE)
    assert stopped.answer
    assert stopped.answer.text.startswith("слово")
    assert not chats.is_at_work()


def test_of_two_questions_asked_at_one_time_only_one_goes_on(chats: Chats, search: Search) -> None:
    search.may_go_on.clear()
    first = chats.ask(QUESTION)
    chat = first.exchange.conversation_id
    second = chats._start(chats._conversations.add_exchange(chat, "А потом?"))
    search.may_go_on.set()
    assert first.wait(30)
    assert second.wait(30)
    assert [job.exchange.state for job in (first, second)] == [ExchangeState.STOPPED, ExchangeState.DONE]
    assert [exchange.state for exchange in chats.exchanges(chat)] == [ExchangeState.STOPPED, ExchangeState.DONE]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are not waited for."""
    monkeypatch.setattr("rag.chats._STOP_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_job_that_outlives_its_end_stores_nothing_any_more(chats: Chats, search: Search) -> None:
    search.may_go_on.clear()
    job = chats.ask(QUESTION)
    wait_until(lambda: search.asked)
    chats.end_jobs()
    assert job.is_running
    assert not chats.is_at_work()
    search.may_go_on.set()
    assert job.wait(30)
    (exchange,) = chats.exchanges(job.exchange.conversation_id)
    assert (exchange.state, exchange.found) == (ExchangeState.STOPPED, None)


@pytest.mark.usefixtures("impatient")
def test_job_that_outlives_its_end_leaves_what_stands_in_its_place(chats: Chats, search: Search) -> None:
    search.may_go_on.clear()
    first = chats.ask(QUESTION)
    wait_until(lambda: len(search.asked) == 1)
    chat, number = first.exchange.conversation_id, first.exchange.id
    second = chats.ask_again(number, Wishes(without=("dates",)))
    assert second
    wait_until(lambda: len(search.asked) == 2)
    first._keep(replace(first.exchange, state=ExchangeState.STOPPED, found=NEW))
    (stored,) = chats._conversations.exchanges(chat)
    assert (stored.state, stored.found, stored.wishes) == (ExchangeState.SEARCHING, None, second.exchange.wishes)


def test_question_whose_end_could_not_be_stored_says_why_and_is_stopped_later(
    chats: Chats, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_exchange: Exchange) -> None:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(chats._conversations, "save", fail)
    _, chat = asked(chats, QUESTION)
    (exchange,) = chats.exchanges(chat)
    assert (exchange.state, exchange.problem and exchange.problem.code) == (ExchangeState.FAILED, "disk")
    assert not chats.is_answering(exchange)
    chats.end_jobs()
    assert [exchange.state for exchange in chats.exchanges(chat)] == [ExchangeState.STOPPED]
    assert database.rows("SELECT state FROM exchanges")[0]["state"] == ExchangeState.SEARCHING


def test_question_is_answered_until_it_is_done(chats: Chats, search: Search) -> None:
    search.may_go_on.clear()
    job = chats.ask(QUESTION)
    (exchange,) = chats.exchanges(job.exchange.conversation_id)
    assert chats.is_answering(exchange)
    search.may_go_on.set()
    assert job.wait(30)
    (exchange,) = chats.exchanges(job.exchange.conversation_id)
    assert not chats.is_answering(exchange)


def test_nothing_of_a_transcript_deleted_in_mid_answer_comes_back(
    chats: Chats, search: Search, database: Database
) -> None:
    search.may_go_on.clear()
    search.gives = OLD
    job = chats.ask(QUESTION)
    wait_until(lambda: search.asked)
    Catalogue(database).delete(1)
    search.may_go_on.set()
    assert job.wait(30)
    (exchange,) = chats.exchanges(job.exchange.conversation_id)
    assert exchange.found
    assert (exchange.found.quotes, exchange.answer) == ((), None)
    assert exchange.problem == Problem("deleted")
