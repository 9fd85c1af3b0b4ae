"""What stays of chats and what is changed in them: found again, asked otherwise, followed to newer transcripts."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from rag.chats import DEFAULT_QUOTES, Chats
from rag.config import Settings
from rag.library.conversations import Conversations
from rag.library.database import Database
from rag.questions import Understanding, Wishes
from rag.service import IncomingFile, Service
from rag.types import ExchangeState, Found, Quote
from tests.answer.examples import as_it_is, found, quote, writer
from tests.conftest import wait_for, wait_until
from tests.library.examples import files_with, hold
from tests.test_service import QUESTION, TALK, filled

FOUND = replace(found(quote(1, 1, 10, 11), question=QUESTION), is_found=False)
WORD_SECONDS = 0.1
"""What finding words in a thousand chats may take."""


class Search:
    """Notes what is searched and gives what it is told to, when it may."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Wishes]] = []
        self.may_go_on = Event()
        self.may_go_on.set()

    def __call__(self, question: str, count: int, _scope: str, wishes: Wishes) -> Found:
        assert count == DEFAULT_QUOTES
        self.asked.append((question, wishes))
        assert self.may_go_on.wait(30)
        return FOUND


@pytest.fixture
def search() -> Search:
    return Search()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "chats.sqlite3")
    hold(opened, 1)
    yield opened
    opened.close()


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def chats(conversations: Conversations, settings: Settings, search: Search) -> Iterator[Chats]:
    made = Chats(conversations, lambda: True, search, lambda: writer(settings), as_it_is)
    yield made
    search.may_go_on.set()
    made.end_jobs()


def asked(chats: Chats, question: str, chat: str | None = None, wishes: Wishes | None = None) -> tuple[int, str]:
    """A question that was answered: its number and its chat."""
    job = chats.ask(question, chat, wishes)
    assert job.wait(30)
    return job.exchange.id, job.exchange.conversation_id


def test_other_question_is_answered_in_the_place_of_one_and_later_ones_stay(chats: Chats, search: Search) -> None:
    number, chat = asked(chats, QUESTION)
    asked(chats, "А потом?", chat)
    job = chats.ask_instead(number, "Что с планом?", Understanding())
    assert job
    assert job.wait(30)
    first, second = chats.exchanges(chat)
    assert (first.id, first.question, first.state, first.found) == (number, "Что с планом?", ExchangeState.DONE, FOUND)
    assert second.question == "А потом?"
    assert search.asked[-1] == ("Что с планом?", Wishes(asked=date.today()))
    assert [conversation.title for conversation in chats.all()] == ["Что с планом?"]


def test_quotes_of_the_old_question_are_not_shown_for_the_other_one(chats: Chats, search: Search) -> None:
    number, chat = asked(chats, QUESTION)
    search.may_go_on.clear()
    assert chats.ask_instead(number, "Что с планом?", Understanding())
    wait_until(lambda: len(search.asked) == 2)
    (exchange,) = chats.exchanges(chat)
    assert (exchange.state, exchange.found, exchange.answer) == (ExchangeState.SEARCHING, None, None)


def test_wishes_that_still_apply_go_with_the_other_question(chats: Chats, search: Search) -> None:
    _, chat = asked(chats, "Раньше?")
    wishes = Wishes(("people", "session", "dates", "speaker", "acts"), ("Вера Громова", "Вера Лужина"))
    number, _ = asked(chats, QUESTION, chat, wishes)
    whole = Understanding(people=("Вера",), place=-1, acts=("promise",), choices=("Вера Лужина", "Вера Зимина"))
    job = chats.ask_instead(number, "Что с планом?", whole)
    assert job
    assert job.wait(30)
    assert search.asked[-1][1] == Wishes(("people", "session", "acts"), ("Вера Лужина",), ("Раньше?",), date.today())


def test_question_of_a_deleted_chat_has_no_place_for_another(chats: Chats) -> None:
    number, chat = asked(chats, QUESTION)
    chats.delete(chat)
    assert chats.ask_instead(number, "Что?", Understanding()) is None


def test_chat_deleted_while_its_answer_ends_has_no_place_for_another_question(
    chats: Chats, conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, chat = asked(chats, QUESTION)
    monkeypatch.setattr(chats, "_end", lambda *_jobs: conversations.delete(chat))
    assert chats.ask_instead(number, "Что?", Understanding()) is None
    other, chat = asked(chats, QUESTION)
    assert chats.ask_again(other, Wishes()) is None


def test_chat_deleted_just_before_its_question_changes_has_no_place_for_another_either(
    chats: Chats, conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, chat = asked(chats, QUESTION)
    change = conversations.change_question

    def too_late(exchange_id: int, question: str) -> bool:
        conversations.delete(chat)
        return change(exchange_id, question)

    monkeypatch.setattr(conversations, "change_question", too_late)
    assert chats.ask_instead(number, "Что?", Understanding()) is None


def test_deleted_chat_and_replaced_question_are_in_no_file(chats: Chats, tmp_path: Path) -> None:
    number, chat = asked(chats, "Где птеродактилёнок?")
    assert files_with(tmp_path, "птеродактилёнок")
    job = chats.ask_instead(number, "Где археоптерикс?", Understanding())
    assert job
    assert job.wait(30)
    assert files_with(tmp_path, "птеродактилёнок") == []
    chats.delete(chat)
    assert files_with(tmp_path, "археоптерикс") == []


def test_writing_of_the_old_answer_ends_before_another_question_takes_its_place(chats: Chats, search: Search) -> None:
    search.may_go_on.clear()
    first = chats.ask(QUESTION)
    wait_until(lambda: search.asked)
    search.may_go_on.set()
    second = chats.ask_instead(first.exchange.id, "Что с планом?", Understanding())
    assert second
    assert second.wait(30)
    assert not first.is_running
    (exchange,) = chats.exchanges(first.exchange.conversation_id)
    assert exchange.question == "Что с планом?"


def test_chats_are_found_by_their_names_and_words_in_any_form(chats: Chats) -> None:
    _, first = asked(chats, "Что с таблицей для резюме?")
    _, second = asked(chats, "Когда выступление?")
    chats.rename(second, "Про щербет")
    assert [chat.id for chat in chats.with_words("ТАБЛИЦУ")] == [first]
    assert [chat.id for chat in chats.with_words("резю")] == [first]
    assert [chat.id for chat in chats.with_words("щербет")] == [second]
    assert [chat.id for chat in chats.with_words("текст")] == [second, first]
    assert chats.with_words("таблица выступление") == []
    chats.delete(first)
    assert chats.with_words("таблица") == []


def test_words_are_kept_when_the_answer_is_there(chats: Chats, conversations: Conversations) -> None:
    _, chat = asked(chats, QUESTION)
    assert conversations.with_words([["текст "]]) == {chat}


def test_words_are_found_in_a_thousand_chats_while_one_types(chats: Chats, database: Database) -> None:
    exchanges = [(number, str(number // 3)) for number in range(3000)]
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO conversations (id, title, updated_at) VALUES (?, 'Чат', '2025-01-01')",
            [(str(number),) for number in range(1000)],
        )
        connection.executemany(
            "INSERT INTO exchanges (id, conversation_id, question, state) VALUES (?, ?, 'Что?', 'done')", exchanges
        )
        connection.executemany(
            "INSERT INTO exchange_words (exchange_id, words) VALUES (?, ?)",
            [(number, f" {' '.join(f'слово{(number * 37 + word) % 9000}' for word in range(400))} ")
             for number, _ in exchanges],
        )  # fmt: skip
    seconds = []
    for typed, is_held in (("слово777", True), ("слово87 слово7", True), ("щербет", False), ("сло", True)):
        started = time.perf_counter()
        assert bool(chats.with_words(typed)) == is_held
        seconds.append(time.perf_counter() - started)
    assert sorted(seconds)[1] < WORD_SECONDS, seconds


def replace_by(service: Service, text: str, old: int) -> int:
    """The number of the transcript that takes the place of an older one."""
    (job,) = service.add_files([IncomingFile("Тимур 2.txt", text.encode(), replaces=old)])
    wait_for([job])
    return next(transcript.id for transcript in service.transcripts() if transcript.file_name == "Тимур 2.txt")


def stored_quotes(service: Service) -> tuple[Quote, ...]:
    """The quotes of the only question."""
    (chat,) = service.chats.all()
    (exchange,) = service.chats.exchanges(chat.id)
    assert exchange.found
    return exchange.found.quotes


def test_quotes_of_a_replaced_transcript_lead_to_its_newer_version(service: Service) -> None:
    assert filled(service).chats.ask(QUESTION).wait(30)
    (before,) = stored_quotes(service)
    newer = replace_by(service, f"Вера: Привет.\nТимур: Привет-привет.\n{TALK}", before.transcript_id)
    (after,) = stored_quotes(service)
    assert (after.text, after.is_changed, after.file_name) == (before.text, False, "Тимур 2.txt")
    assert (after.transcript_id, after.first, after.last, after.focus) == (newer, 3, 4, before.focus + 2)
    lines = service.extract(newer, after.first, after.last).segments
    assert "\n".join(line.text for line in lines) == after.text
    assert service.source(newer)[after.start : after.end].endswith(lines[-1].text)


def test_quotes_whose_words_are_gone_are_marked_and_go_with_the_newer_version(service: Service) -> None:
    assert filled(service).chats.ask(QUESTION).wait(30)
    (before,) = stored_quotes(service)
    newer = replace_by(service, "Вера: Совсем другое.\nТимур: Да.\n", before.transcript_id)
    assert stored_quotes(service) == (replace(before, transcript_id=newer, is_changed=True),)
    service.delete_transcripts([newer])
    assert stored_quotes(service) == ()


def test_renamed_speaker_leaves_kept_quotes_as_they_are_until_a_newer_version_comes(service: Service) -> None:
    assert filled(service).chats.ask(QUESTION).wait(30)
    (before,) = stored_quotes(service)
    service.editor.rename_speaker(before.transcript_id, "Тимур", "Тимур Ахметов", everywhere=False)
    assert stored_quotes(service) == (before,)
    replace_by(service, f"Вера: Привет.\n{TALK}", before.transcript_id)
    (after,) = stored_quotes(service)
    assert (after.text, after.is_changed, after.speakers) == (before.text, False, ("Вера", "Тимур Ахметов"))
