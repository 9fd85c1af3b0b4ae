"""Test questions: kept with the exact words, moved with a newer version, gone with their transcript."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.errors import TranscriptMissing
from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.database import Database
from rag.library.saved_questions import (
    ExpectedLine,
    Feedback,
    Reason,
    SavedQuestion,
    SavedQuestions,
    Span,
)
from rag.questions import Wishes
from rag.types import ParsedTranscript, Segment
from tests.library.examples import BARE, PARSED

QUESTION = "Кто поздоровался с Настей?"


@pytest.fixture
def questions(database: Database) -> SavedQuestions:
    return SavedQuestions(database)


def spoken(*lines: str) -> ParsedTranscript:
    """A transcript of these lines, each on a line of its own."""
    segments, position = [], 0
    for number, line in enumerate(lines, start=1):
        segments.append(Segment(number, position, position + len(line), line))
        position += len(line) + 1
    return replace(PARSED, source="\n".join(lines), segments=tuple(segments))


def put_in_place(catalogue: Catalogue, old: int, newer: ParsedTranscript) -> int:
    added = catalogue.add("newer", newer, old)
    catalogue.mark_ready(added.id)
    return added.id


def test_kept_question_has_the_exact_words_of_its_lines_and_where_they_stand(
    catalogue: Catalogue, questions: SavedQuestions
) -> None:
    transcript = catalogue.add("ab12", PARSED)
    saved = questions.add(QUESTION, [Span(transcript.id, 1, 2)], ("Кто был?",))
    assert saved.lines == (ExpectedLine(Span(transcript.id, 1, 2), "Настя 3.srt", 6, 27, "Привет, Настя!\n你好"),)
    assert (saved.text, saved.history, saved.exchange_id) == (QUESTION, ("Кто был?",), None)
    assert (saved.is_answerable, saved.is_lost) == (True, False)
    assert questions.all() == [saved]


def test_question_without_lines_is_one_that_the_transcripts_do_not_answer(questions: SavedQuestions) -> None:
    saved = questions.add("Когда свадьба?", [])
    assert (saved.is_answerable, saved.is_lost) == (False, False)


def test_newest_question_comes_first(questions: SavedQuestions) -> None:
    for text in ("а?", "б?", "в?"):
        questions.add(text, [])
    assert [question.text for question in questions.all()] == ["в?", "б?", "а?"]


def test_line_that_does_not_exist_is_told_and_nothing_is_kept(catalogue: Catalogue, questions: SavedQuestions) -> None:
    catalogue.add("ab12", PARSED)
    with pytest.raises(TranscriptMissing):
        questions.add(QUESTION, [Span(1, 1, 1), Span(1, 70, 71)])
    assert questions.all() == []


def test_question_of_an_exchange_takes_the_place_of_the_one_before(
    catalogue: Catalogue, conversations: Conversations, questions: SavedQuestions
) -> None:
    catalogue.add("ab12", PARSED)
    exchange = conversations.add_exchange(conversations.create("Раз").id, QUESTION)
    questions.add(QUESTION, [], (), exchange.id)
    second = questions.add(QUESTION, [Span(1, 3, 3)], (), exchange.id)
    assert questions.all() == [second]
    assert questions.of_exchange(exchange.id) == second
    assert questions.of_exchange(exchange.id + 1) is None


def test_what_was_asked_comes_with_the_earlier_questions_of_its_chat_alone(
    conversations: Conversations, questions: SavedQuestions
) -> None:
    chat, other = conversations.create("Раз"), conversations.create("Два")
    asked = [conversations.add_exchange(chat.id, "а?"), conversations.add_exchange(other.id, "б?")]
    asked += [conversations.add_exchange(chat.id, "в?"), conversations.add_exchange(chat.id, "г?")]
    assert questions.asked(asked[2].id) == ("в?", ("а?",))
    assert questions.asked(asked[0].id) == ("а?", ())
    conversations.delete(chat.id)
    assert questions.asked(asked[2].id) is None


def test_question_outlives_its_chat(conversations: Conversations, questions: SavedQuestions) -> None:
    chat = conversations.create("Раз")
    exchange = conversations.add_exchange(chat.id, QUESTION)
    questions.add(QUESTION, [], (), exchange.id)
    conversations.delete(chat.id)
    assert [(question.text, question.exchange_id) for question in questions.all()] == [(QUESTION, None)]


def test_removed_question_is_gone(questions: SavedQuestions) -> None:
    kept, removed = questions.add("а?", []), questions.add("б?", [])
    questions.remove(removed.id)
    assert questions.all() == [kept]


def test_deleted_transcript_takes_along_the_questions_that_expect_its_lines(
    catalogue: Catalogue, questions: SavedQuestions, database: Database
) -> None:
    first, second = catalogue.add("ab12", PARSED), catalogue.add("cd34", BARE)
    kept = [questions.add("а?", [Span(second.id, 1, 1)]), questions.add("б?", [])]
    questions.add("в?", [Span(second.id, 1, 1), Span(first.id, 2, 2)])
    catalogue.delete(first.id)
    assert questions.all() == kept[::-1]
    assert [row["text"] for row in database.rows("SELECT text FROM expected_lines")] == ["да"]


def test_expected_line_moves_to_the_newer_version_that_holds_the_same_words(
    catalogue: Catalogue, questions: SavedQuestions
) -> None:
    old = catalogue.add("old", spoken("Привет.", "Пришлю план к пятнице.", "Пока."))
    questions.add(QUESTION, [Span(old.id, 2, 2)])
    new = put_in_place(catalogue, old.id, spoken("Вступление.", "Привет.", "Пришлю план к пятнице.", "Пока."))
    (moved,) = questions.all()
    assert moved.lines == (ExpectedLine(Span(new, 3, 3), "Настя 3.srt", 20, 42, "Пришлю план к пятнице."),)
    assert not moved.is_lost


def test_line_whose_words_are_gone_is_lost_and_nothing_of_them_stays(
    catalogue: Catalogue, questions: SavedQuestions, database: Database, tmp_path: Path
) -> None:
    old = catalogue.add("old", spoken("Привет.", "Пароль: птеродактиль."))
    both = questions.add("а?", [Span(old.id, 1, 1), Span(old.id, 2, 2)])
    questions.add("б?", [Span(old.id, 2, 2)])
    put_in_place(catalogue, old.id, spoken("Привет.", "Ничего."))
    lost, partly = questions.all()
    assert (lost.is_lost, lost.is_answerable, partly.is_lost) == (True, True, False)
    assert [line.is_lost for line in partly.lines] == [False, True]
    assert partly.id == both.id
    database.close()
    assert "птеродактиль".encode() not in (tmp_path / "library.sqlite3").read_bytes()


def test_lost_question_still_goes_with_the_transcript_that_lost_it(
    catalogue: Catalogue, questions: SavedQuestions
) -> None:
    old = catalogue.add("old", spoken("Привет."))
    questions.add("а?", [Span(old.id, 1, 1)])
    new = put_in_place(catalogue, old.id, spoken("Ничего."))
    catalogue.delete(new)
    assert questions.all() == []


def test_feedback_is_kept_changed_taken_back_and_gone_with_its_chat(
    conversations: Conversations, questions: SavedQuestions, database: Database
) -> None:
    chat = conversations.create("Раз")
    exchange = conversations.add_exchange(chat.id, QUESTION)
    assert questions.feedback(exchange.id) is None
    for feedback in (Feedback(is_good=True), Feedback(is_good=False, reason=Reason.SESSION)):
        questions.set_feedback(exchange.id, feedback)
        assert questions.feedback(exchange.id) == feedback
    questions.set_feedback(exchange.id, None)
    assert questions.feedback(exchange.id) is None
    questions.set_feedback(exchange.id, Feedback(is_good=True))
    conversations.delete(chat.id)
    assert database.rows("SELECT * FROM feedback") == []


def test_feedback_on_an_exchange_that_is_gone_is_passed_over(questions: SavedQuestions) -> None:
    questions.set_feedback(77, Feedback(is_good=True))
    assert questions.feedback(77) is None


def test_library_of_the_schema_before_is_brought_up(tmp_path: Path) -> None:
    import sqlite3

    from rag.library import database as schema

    path = tmp_path / "old.sqlite3"
    connection = sqlite3.connect(path)
    for script in schema._MIGRATIONS[:2]:
        connection.executescript(script)
    connection.execute("PRAGMA user_version = 2")
    connection.execute("INSERT INTO conversations VALUES ('a', 'Раз', '2025-01-01T00:00:00+00:00')")
    connection.commit()
    connection.close()
    opened = Database(path)
    saved: SavedQuestion = SavedQuestions(opened).add("а?", [])
    assert saved.wishes is None
    assert SavedQuestions(opened).all() == [saved]
    assert [chat.title for chat in Conversations(opened).all()] == ["Раз"]
    opened.close()


def test_question_is_kept_with_what_it_was_asked_with(questions: SavedQuestions, database: Database) -> None:
    conversations = Conversations(database)
    chat = conversations.create("Раз")
    wishes = Wishes(("session",), ("Настя", "Паша"), ("Кто был?",), date(2025, 10, 14))
    asked = conversations.add_exchange(chat.id, "а Насте?", wishes)
    assert questions.add("а Насте?", [], exchange_id=asked.id).wishes == wishes
    conversations.save(replace(asked, wishes=Wishes()))
    questions.forget_names({"Паша"})
    conversations.delete(chat.id)
    (kept,) = questions.all()
    assert kept.wishes == replace(wishes, people=("Паша",))
