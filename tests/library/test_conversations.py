"""Chats kept as they were shown."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rag.errors import LibraryError
from rag.library.catalogue import Catalogue
from rag.library.conversations import MAX_TITLE_CHARACTERS, Conversations
from rag.library.database import Database
from rag.library.saved_questions import Feedback, SavedQuestions
from rag.questions import Doubt, Understanding, Wishes
from rag.types import (
    Answer,
    AnswerCounts,
    Exchange,
    ExchangeState,
    Found,
    Problem,
    Quote,
    Statement,
)
from tests.library.examples import PARSED, files_with, hold

QUOTE = Quote(
    rank=1,
    transcript_id=7,
    file_name="Лена 3.srt",
    title="Третья сессия «Резюме»",
    person="Лена Смирнова",
    session=3,
    date=date(2025, 4, 1),
    speaker="王芳",
    time=61.25,
    first=12,
    last=13,
    start=140,
    end=190,
    text="Пришлю план\nк пятнице 🙂",
    score=0.8125,
    context_start=90,
    context_end=260,
    marks=((0, 11), (12, 21)),
    speakers=("王芳", None),
)
BARE_QUOTE = Quote(2, 8, "a.txt", "a", None, None, None, None, None, 1, 1, 0, 2, "да", -0.5, 0, 2)
FOUND = Found(
    question="Что я обещал Лене?",
    quotes=(QUOTE, BARE_QUOTE),
    is_found=True,
    understood=Understanding(("Лена Смирнова",), 3, ("2025-04-01",), "Лена", "Что обещано Лене?"),
    seconds=0.125,
)
ANSWER = Answer(
    text="Вы обещали план [1]. И ещё кое-что.",
    model="qwen3:4b",
    statements=(Statement("Вы обещали план", (3, 4), (1,)), Statement("И ещё кое-что.", (), ())),
    counts=AnswerCounts(2, 3, 1, 1, 0),
    is_unfinished=True,
)
PROBLEM = Problem("model_missing", (("name", "qwen3:4b"), ("hint", "поставьте")))


@pytest.fixture(autouse=True)
def quoted_transcripts(database: Database) -> None:
    """The library holds what is quoted."""
    hold(database, QUOTE.transcript_id, BARE_QUOTE.transcript_id)


def test_new_chat_is_named_after_its_first_question(conversations: Conversations) -> None:
    before = datetime.now(UTC)
    created = conversations.create("  Что я обещал\n Лене? ")
    assert created.title == "Что я обещал Лене?"
    assert re.fullmatch(r"[\w-]{12}", created.id)
    assert before <= created.updated_at <= datetime.now(UTC)
    assert conversations.find(created.id) == created
    assert conversations.all() == [created]


def test_long_question_is_shortened_to_a_title(conversations: Conversations) -> None:
    assert conversations.create("я" * MAX_TITLE_CHARACTERS).title == "я" * 60
    assert conversations.create("я" * (MAX_TITLE_CHARACTERS + 1)).title == "я" * 59 + "…"


def test_unknown_chat_is_none(conversations: Conversations) -> None:
    assert conversations.find("nowhere") is None
    assert conversations.all() == []
    assert conversations.exchanges("nowhere") == []


def test_chat_with_the_newest_question_comes_first(conversations: Conversations) -> None:
    first, second = conversations.create("Раз"), conversations.create("Два")
    assert [conversation.id for conversation in conversations.all()] == [second.id, first.id]
    conversations.add_exchange(first.id, "Ещё раз?")
    assert [conversation.id for conversation in conversations.all()] == [first.id, second.id]


def test_added_question_is_being_searched(conversations: Conversations) -> None:
    chat = conversations.create("Раз")
    exchange = conversations.add_exchange(chat.id, "Что я обещал Лене?")
    assert exchange == Exchange(1, chat.id, "Что я обещал Лене?", ExchangeState.SEARCHING)
    assert conversations.exchanges(chat.id) == [exchange]


@pytest.mark.parametrize(
    ("found", "answer", "problem"),
    [
        (FOUND, ANSWER, PROBLEM),
        (FOUND, None, None),
        (Found("?", (), False, Understanding(), 0.0), Answer("", "", (), AnswerCounts()), Problem("empty")),
        (None, None, PROBLEM),
    ],
)
@pytest.mark.parametrize("state", list(ExchangeState))
def test_saved_exchange_comes_back_equal(
    conversations: Conversations,
    state: ExchangeState,
    found: Found | None,
    answer: Answer | None,
    problem: Problem | None,
) -> None:
    chat = conversations.create("Раз")
    added = conversations.add_exchange(chat.id, "Что?")
    saved = Exchange(added.id, chat.id, "Что?", state, found, answer, problem)
    conversations.save(saved)
    (read,) = conversations.exchanges(chat.id)
    assert read == saved
    assert read.state is state


def test_cyrillic_is_stored_as_it_is_read(conversations: Conversations, database: Database) -> None:
    chat = conversations.create("Раз")
    added = conversations.add_exchange(chat.id, "Что?")
    conversations.save(Exchange(added.id, chat.id, "Что?", ExchangeState.DONE, FOUND))
    row = database.row("SELECT found FROM exchanges")
    assert row is not None
    assert "Пришлю план" in row["found"]


def test_exchanges_of_each_chat_come_in_order(conversations: Conversations) -> None:
    first, second = conversations.create("Раз"), conversations.create("Два")
    for chat, question in ((first, "а"), (second, "б"), (first, "в")):
        conversations.add_exchange(chat.id, question)
    assert [exchange.question for exchange in conversations.exchanges(first.id)] == ["а", "в"]
    assert [exchange.question for exchange in conversations.exchanges(second.id)] == ["б"]


def test_rename_changes_the_title_and_nothing_else(conversations: Conversations) -> None:
    chat, other = conversations.create("Раз"), conversations.create("Два")
    conversations.rename(chat.id, "  Про\tЛену ")
    renamed = conversations.find(chat.id)
    assert renamed is not None
    assert renamed.title == "Про Лену"
    conversations.rename(chat.id, " \n ")
    assert conversations.find(chat.id) == renamed
    found = conversations.find(other.id)
    assert found is not None
    assert found.title == "Два"


def test_deleted_chat_is_gone_with_its_questions(conversations: Conversations, database: Database) -> None:
    chat, kept = conversations.create("Раз"), conversations.create("Два")
    conversations.add_exchange(chat.id, "а")
    remaining = conversations.add_exchange(kept.id, "б")
    conversations.delete(chat.id)
    assert conversations.find(chat.id) is None
    assert [row["id"] for row in database.rows("SELECT id FROM exchanges")] == [remaining.id]
    assert [conversation.id for conversation in conversations.all()] == [kept.id]


def test_question_to_a_deleted_chat_is_refused_and_is_no_damage(conversations: Conversations) -> None:
    chat = conversations.create("Раз")
    conversations.delete(chat.id)
    with pytest.raises(LibraryError) as caught:
        conversations.add_exchange(chat.id, "а")
    assert type(caught.value) is LibraryError


def test_what_was_interrupted_is_stopped_and_the_rest_left_alone(conversations: Conversations) -> None:
    chat = conversations.create("Раз")
    for state in ExchangeState:
        added = conversations.add_exchange(chat.id, state.value)
        conversations.save(Exchange(added.id, chat.id, state.value, state, FOUND))
    conversations.finish_interrupted()
    assert {exchange.question: exchange.state for exchange in conversations.exchanges(chat.id)} == {
        "searching": ExchangeState.STOPPED,
        "writing": ExchangeState.STOPPED,
        "done": ExchangeState.DONE,
        "stopped": ExchangeState.STOPPED,
        "failed": ExchangeState.FAILED,
    }
    assert {exchange.found for exchange in conversations.exchanges(chat.id)} == {FOUND}


WISHES = Wishes(("session", "acts"), ("Лена Смирнова",), ("Как дела?",), date(2025, 10, 14))


def test_wishes_are_kept_with_the_question_and_may_change(conversations: Conversations) -> None:
    chat = conversations.create("Раз")
    added = conversations.add_exchange(chat.id, "Что?", WISHES)
    assert added.wishes == WISHES
    assert conversations.exchange(added.id) == added
    conversations.save(replace(added, wishes=Wishes()))
    assert conversations.exchanges(chat.id)[0].wishes == Wishes()
    assert conversations.exchange(77) is None


def test_question_from_before_there_were_wishes_has_none(conversations: Conversations, database: Database) -> None:
    chat = conversations.create("Раз")
    added = conversations.add_exchange(chat.id, "Что?")
    with database.transaction() as connection:
        connection.execute("UPDATE exchanges SET wishes = NULL")
    assert conversations.exchange(added.id) == added


@pytest.mark.parametrize(
    "understood",
    [
        Understanding(people=("Лена Смирнова", "Игорь"), session=3),
        Understanding(choices=("Лена Смирнова", "Лена Воронова"), session=3),
        Understanding(speaker="Лена Смирнова", session=3),
        Understanding(
            doubts=(Doubt("misspelt", (("written", "Лема"), ("person", "Лена Воронова, Игорь"))),), session=3
        ),
    ],
)
def test_names_that_no_transcript_holds_leave_what_was_understood(
    conversations: Conversations, database: Database, understood: Understanding
) -> None:
    chat = conversations.create("Раз")
    added = conversations.add_exchange(chat.id, "Что?", replace(WISHES, people=("Лена Смирнова", "Игорь")))
    conversations.save(replace(added, found=replace(FOUND, quotes=(), understood=understood)))
    everybody = {"Лена Смирнова", "Лена Воронова", "Игорь"}
    conversations.forget_names(everybody)
    kept = conversations.exchange(added.id)
    assert kept
    assert kept.found
    assert kept.found.understood == understood
    conversations.forget_names({"Игорь"})
    kept = conversations.exchange(added.id)
    assert kept
    assert kept.found
    assert kept.found.understood == Understanding(session=3)
    assert kept.wishes.people == ("Игорь",)
    row = database.row("SELECT found, wishes FROM exchanges")
    assert row
    assert "Лена" not in row["found"].replace(FOUND.question, "") + row["wishes"]


def words_of(exchange: Exchange) -> list[str]:
    """The words of a question and of what was quoted, as they are."""
    quoted = [quote.text for quote in exchange.found.quotes] if exchange.found else []
    return " ".join([exchange.question, *quoted]).split()


def asked(conversations: Conversations, question: str, found: Found | None = None) -> Exchange:
    """A question in a chat of its own."""
    added = conversations.add_exchange(conversations.create(question).id, question)
    conversations.save(replace(added, state=ExchangeState.DONE, found=found))
    return replace(added, state=ExchangeState.DONE, found=found)


def test_chats_are_found_by_kept_words_and_their_beginnings(conversations: Conversations) -> None:
    first, second = asked(conversations, "план готов", FOUND), asked(conversations, "планы на лето")
    assert conversations.with_words([["план"]]) == set()
    assert conversations.keep_words(words_of, 10) == 2
    assert conversations.keep_words(words_of, 10) == 0
    assert conversations.with_words([["план"]]) == {first.conversation_id, second.conversation_id}
    assert conversations.with_words([["план "]]) == {first.conversation_id}
    assert conversations.with_words([["пятнице "]]) == {first.conversation_id}
    assert conversations.with_words([["нет", "лето "], ["план"]]) == {second.conversation_id}
    assert conversations.with_words([["лан"]]) == set()
    assert conversations.with_words([]) == set()


def test_words_are_kept_in_parts(conversations: Conversations) -> None:
    for number in range(5):
        asked(conversations, f"вопрос {number}")
    assert [conversations.keep_words(words_of, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_kept_words_go_with_whatever_they_are_words_of(conversations: Conversations, database: Database) -> None:
    exchange = asked(conversations, "щербет", FOUND)
    changes: tuple[Callable[[], object], ...] = (
        lambda: conversations.save(replace(exchange, answer=ANSWER)),
        lambda: conversations.forget_transcripts([QUOTE.transcript_id]),
        lambda: conversations.change_question(exchange.id, "план"),
        lambda: conversations.delete(exchange.conversation_id),
    )
    for change in changes:
        conversations.keep_words(words_of, 10)
        change()
        assert database.rows("SELECT * FROM exchange_words") == []
    assert conversations.keep_words(words_of, 10) == 0


def test_saving_what_is_stored_already_keeps_the_words(conversations: Conversations, database: Database) -> None:
    exchange = asked(conversations, "щербет", FOUND)
    conversations.keep_words(words_of, 10)
    conversations.save(exchange)
    conversations.rename(exchange.conversation_id, "Другое")
    assert len(database.rows("SELECT * FROM exchange_words")) == 1


def test_changed_question_stands_in_the_place_of_the_old_one(conversations: Conversations) -> None:
    first = asked(conversations, "Что с планом?", FOUND)
    second = conversations.add_exchange(first.conversation_id, "А потом?")
    conversations.change_question(first.id, "Что с таблицей?")
    questions = [(exchange.id, exchange.question) for exchange in conversations.exchanges(first.conversation_id)]
    assert questions == [(first.id, "Что с таблицей?"), (second.id, "А потом?")]


@pytest.mark.parametrize(("name", "expected"), [("Что с планом?", "Что с таблицей?"), ("Про план", "Про план")])
def test_chat_takes_the_name_of_the_changed_question_unless_it_has_its_own(
    conversations: Conversations, name: str, expected: str
) -> None:
    exchange = asked(conversations, "Что с планом?")
    conversations.rename(exchange.conversation_id, name)
    conversations.change_question(exchange.id, "Что с таблицей?")
    found = conversations.find(exchange.conversation_id)
    assert found
    assert found.title == expected


def test_what_was_thought_of_a_question_goes_with_it_but_not_the_test_question(
    conversations: Conversations, database: Database
) -> None:
    exchange = asked(conversations, "Что с планом?")
    questions = SavedQuestions(database)
    questions.set_feedback(exchange.id, Feedback(is_good=False))
    questions.add("Что с планом?", [], exchange_id=exchange.id)
    conversations.change_question(exchange.id, "Что с планом?")
    assert questions.feedback(exchange.id)
    conversations.change_question(exchange.id, "Что с таблицей?")
    assert questions.feedback(exchange.id) is None
    assert questions.of_exchange(exchange.id) is None
    assert [question.text for question in questions.all()] == ["Что с планом?"]


@pytest.mark.parametrize("state", [ExchangeState.WRITING, ExchangeState.DONE])
def test_what_is_stored_late_brings_nothing_of_a_deleted_transcript_back(
    conversations: Conversations, catalogue: Catalogue, state: ExchangeState
) -> None:
    added = conversations.add_exchange(conversations.create("Раз").id, "Что?")
    catalogue.delete(QUOTE.transcript_id)
    conversations.forget_transcripts([QUOTE.transcript_id])
    conversations.save(replace(added, state=state, found=FOUND, answer=ANSWER))
    kept = replace(FOUND, quotes=(BARE_QUOTE,))
    assert conversations.exchange(added.id) == replace(added, state=state, found=kept, problem=Problem("deleted"))


def test_newer_version_that_was_deleted_takes_late_quotes_of_the_older_with_it(
    conversations: Conversations, catalogue: Catalogue
) -> None:
    newer = catalogue.add("newer", PARSED, QUOTE.transcript_id)
    catalogue.mark_ready(newer.id)
    catalogue.delete(newer.id)
    exchange = asked(conversations, "Что?", FOUND)
    kept = conversations.exchange(exchange.id)
    assert kept
    assert kept.found == replace(FOUND, quotes=(BARE_QUOTE,))


def test_question_of_a_deleted_chat_cannot_be_changed(conversations: Conversations) -> None:
    exchange = asked(conversations, "Что?")
    assert conversations.change_question(exchange.id, "Когда?")
    conversations.delete(exchange.conversation_id)
    assert not conversations.change_question(exchange.id, "Где?")


@pytest.mark.parametrize("is_changed", [True, False])
def test_words_of_a_deleted_chat_and_of_a_changed_question_are_in_no_file(
    conversations: Conversations, tmp_path: Path, *, is_changed: bool
) -> None:
    canary = "птеродактилёнок"
    said = replace(FOUND, quotes=(replace(QUOTE, text=f"Ваш {canary}"),))
    exchange = asked(conversations, f"Где {canary}?", said)
    conversations.save(replace(exchange, answer=replace(ANSWER, text=f"Тут {canary} [1].")))
    conversations.keep_words(words_of, 10)
    assert files_with(tmp_path, canary)
    if is_changed:
        conversations.change_question(exchange.id, "Что?")
    else:
        conversations.delete(exchange.conversation_id)
    assert files_with(tmp_path, canary) == []
