"""The user's own test questions: kept from exchanges, run, compared, run again when something has changed."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.errors import EmptyQuestion, IndexBroken
from rag.quality import Feedback, Quality, Reason, Span
from rag.questions import Wishes
from rag.service import IncomingFile, Service, change
from rag.types import Found, Quote
from tests.conftest import text_file, wait_for, wait_until, wait_until_idle

VERA = (
    "Сессия: Вера Лужина\nДата: 03.02.2025\nМентор: Антон Рыжов\n\n"
    "Антон: Привет, Вера. Как прошла неделя?\n"
    "Вера: Я собрала макет витрины и показала его двум подругам.\n"
    "Антон: До среды пришлю таблицу с вопросами для интервью.\n"
    "Вера: До среды, записала.\n"
)
MARK = "Антон: Марк, как твой велосипед?\nМарк: Починил тормоза и заменил цепь.\n"
QUESTION = "что я обещал Вере прислать?"
PROMISE = "До среды пришлю таблицу с вопросами для интервью."


@pytest.fixture
def library(service: Service) -> Service:
    wait_for(service.add_files([text_file("Вера.txt", VERA), text_file("Марк.txt", MARK)]))
    return service


def asked(library: Service, question: str, chat: str | None = None) -> tuple[int, str, tuple[Quote, ...]]:
    """A question that was asked in a chat: its number, the chat, and the quotes."""
    job = library.chats.ask(question, chat)
    assert job.wait(60)
    assert job.exchange.found
    return job.exchange.id, job.exchange.conversation_id, job.exchange.found.quotes


def promise(library: Service) -> Span:
    quote = library.quality.find_lines("пришлю таблицу")[0]
    return Span(quote.transcript_id, quote.first, quote.last)


def ranks(library: Service) -> list[int]:
    last, _ = library.quality.runs()
    assert last
    return [last.results[question.id].hit_rank for question in library.quality.questions()]


def answer_with(quality: Quality, search: Callable[..., Found]) -> None:
    """Let the test questions be answered by something else."""
    quality._search = search


def test_line_is_found_by_its_words_in_any_form_with_its_place(library: Service) -> None:
    best = library.quality.find_lines("таблица вопрос интервью прислать")[0]
    assert (best.text, best.speaker, best.person, best.session) == (PROMISE, "Антон", "Вера Лужина", 1)
    assert library.source(best.transcript_id)[best.start : best.end] == PROMISE
    assert library.quality.find_lines("велосипеды")[0].file_name == "Марк.txt"
    assert library.quality.find_lines("птеродактиль") == []
    assert library.quality.find_lines("") == []
    assert len(library.quality.find_lines("Антон Вера Марк среды витрины тормоза", 2)) == 2


def test_exact_words_come_before_the_same_words_apart(service: Service) -> None:
    wait_for(service.add_files([text_file("а.txt", "Оля: План на среду есть.\nОля: На среду есть хороший план.\n")]))
    assert [quote.first for quote in service.quality.find_lines("среду есть хороший план")] == [2, 1]


def test_badly_answered_exchange_becomes_a_test_question_with_its_history(library: Service) -> None:
    _, chat, _ = asked(library, "как прошла неделя у Веры?")
    number, _, _ = asked(library, QUESTION, chat)
    library.quality.save_as_wrong(number, [promise(library)], Reason.LINE)
    (question,) = library.quality.questions()
    assert (question.text, question.history) == (QUESTION, ("как прошла неделя у Веры?",))
    assert [line.text for line in question.lines] == [PROMISE]
    assert library.quality.question_of(number) == question
    assert library.quality.feedback(number) == Feedback(is_good=False, reason=Reason.LINE)
    assert [quote.text for quote in library.quality.quotes_of(question)] == [PROMISE]


def test_exchange_of_a_deleted_chat_makes_no_question(library: Service) -> None:
    number, chat, _ = asked(library, QUESTION)
    library.chats.delete(chat)
    library.quality.save_as_wrong(number, [promise(library)], None)
    assert library.quality.questions() == []


def test_quotes_are_marked_right_one_by_one_and_unmarked(library: Service) -> None:
    number, _, quotes = asked(library, "таблица с вопросами и тормоза велосипеда")
    first, second = quotes[:2]
    for quote in (first, second):
        library.quality.toggle_right(number, quote)
    question = library.quality.question_of(number)
    assert question
    assert [line.text for line in question.lines] == [first.text, second.text]
    assert library.quality.is_right(number, first)
    library.quality.toggle_right(number, first)
    assert (library.quality.is_right(number, first), library.quality.is_right(number, second)) == (False, True)
    library.quality.toggle_right(number, second)
    assert library.quality.questions() == []


def test_run_keeps_where_each_line_was_found_and_what_was_told(library: Service) -> None:
    library.quality.save(QUESTION, [promise(library)])
    library.quality.save("quantum chromodynamics lattice", [])
    told: list[tuple[int, int]] = []
    assert library.quality.is_stale()
    assert library.quality.run(lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    last, before = library.quality.runs()
    assert last
    assert before is None
    counted = library.quality.summary(last)
    assert (counted.first, counted.answerable, counted.rightly_refused, counted.unanswerable) == (1, 1, 1, 1)
    assert not library.quality.is_stale()


def test_question_that_cannot_be_searched_counts_as_not_found(library: Service) -> None:
    def refuse(*_: object) -> Found:
        raise EmptyQuestion("The question holds no word.")

    library.quality.save("🙂", [promise(library)])
    answer_with(library.quality, refuse)
    library.quality.run()
    assert ranks(library) == [0]


def test_history_and_day_of_a_question_are_searched_with(library: Service) -> None:
    _, chat, _ = asked(library, "как прошла неделя у Веры?")
    number, _, quotes = asked(library, "а что она записала?", chat)
    library.quality.toggle_right(number, quotes[0])
    calls: list[tuple[object, ...]] = []

    def note(*arguments: object) -> Found:
        calls.append(arguments)
        return library.search(QUESTION)

    answer_with(library.quality, note)
    library.quality.run()
    day = library.quality.questions()[0].saved_at.date()
    wishes = Wishes(history=("как прошла неделя у Веры?",), asked=day)
    assert calls == [("а что она записала?", 10, "", wishes)]


def test_test_question_is_asked_with_the_wishes_of_its_exchange(library: Service) -> None:
    number, _, _ = asked(library, "что обещал Антон Вере?")
    job = library.chats.ask_again(number, Wishes(without=("people",)))
    assert job
    assert job.wait(60)
    library.quality.save_as_wrong(number, [promise(library)], None)
    calls: list[tuple[object, ...]] = []

    def note(*arguments: object) -> Found:
        calls.append(arguments)
        return library.search(QUESTION)

    answer_with(library.quality, note)
    library.quality.run()
    assert calls == [("что обещал Антон Вере?", 10, "", Wishes(without=("people",)))]


def test_stopped_run_keeps_nothing_and_is_not_begun_again_unasked(library: Service) -> None:
    library.quality.save(QUESTION, [promise(library)])
    entered, leave = threading.Event(), threading.Event()

    def wait(text: str, count: int, *_: object) -> Found:
        entered.set()
        leave.wait(30)
        return library.search(text, count)

    library.quality.save("а велосипед?", [])
    answer_with(library.quality, wait)
    assert library.quality.is_due()
    library.quality.start()
    assert entered.wait(30)
    state = library.quality.state()
    assert (state.is_running, state.total) == (True, 2)
    assert not library.quality.is_due()
    library.quality._stop.set()
    leave.set()
    library.quality.stop()
    assert not library.quality.state().is_running
    assert library.quality.runs() == (None, None)
    assert library.quality.is_stale()
    assert not library.quality.is_due()
    library.quality.save("а цепь?", [])
    assert library.quality.is_due()


def test_run_that_breaks_off_says_why(library: Service) -> None:
    def fail(*_: object) -> Found:
        raise IndexBroken("The index is broken.")

    library.quality.save(QUESTION, [])
    answer_with(library.quality, fail)
    library.quality.start()
    wait_until(lambda: not library.quality.state().is_running)
    problem = library.quality.state().problem
    assert problem
    assert problem.code == IndexBroken.code
    assert not library.quality.is_due()


def test_unforeseen_error_ends_the_run_and_not_the_page(library: Service) -> None:
    library.quality.save(QUESTION, [])
    answer_with(library.quality, lambda *_: 1 // 0)  # type: ignore[arg-type,return-value]
    library.quality.start()
    wait_until(lambda: not library.quality.state().is_running)
    assert library.quality.state().problem


def test_new_question_new_owner_or_new_index_makes_the_run_stale(
    library: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.quality.save(QUESTION, [promise(library)])
    library.quality.run()
    library.quality.save("а велосипед?", [])
    assert library.quality.is_stale()
    library.quality.run()
    library.people.set_owner("Марк")
    assert library.quality.is_stale()
    library.quality.run()
    assert not library.quality.is_stale()
    monkeypatch.setattr("rag.quality._search_version", lambda: "another program")
    assert library.quality.is_stale()


def test_run_is_stale_once_another_encoder_made_the_index(library: Service) -> None:
    library.quality.save(QUESTION, [promise(library)])
    library.quality.run()
    library._vectors.reset("another encoder")
    assert library.quality.is_due()


def test_many_questions_are_run_by_hand_alone(library: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.quality.MOST_BY_ITSELF", 2)
    for number in range(2):
        library.quality.save(f"вопрос {number}?", [])
    assert library.quality.is_due()
    library.quality.save("ещё один?", [])
    assert library.quality.is_stale()
    assert not library.quality.is_due()


def test_library_without_test_questions_is_never_due(library: Service) -> None:
    assert not library.quality.is_stale()
    assert not library.quality.is_due()


def test_two_files_of_one_name_are_told_apart(library: Service) -> None:
    wait_for(library.add_files([IncomingFile("Вера.txt", VERA.replace("таблицу с", "список").encode())]))
    spans = [Span(t.id, 3, 3) for t in library.transcripts() if t.file_name == "Вера.txt"]
    found = library.search("список вопросами для интервью")
    own = {quote.transcript_id: quote.rank for quote in reversed(found.quotes)}
    for span in spans:
        library.quality.save("список вопросами для интервью", [span])
    library.quality.run()
    assert ranks(library) == [own[span.transcript_id] for span in reversed(spans)]


def test_newer_version_keeps_the_question_or_marks_it_as_lost(library: Service) -> None:
    span = promise(library)
    library.quality.save(QUESTION, [span])
    newer = VERA.replace("Антон: Привет", "Антон: Проверка связи.\nАнтон: Привет")
    wait_for(library.add_files([IncomingFile("Вера 2.txt", newer.encode(), replaces=span.transcript_id)]))
    (moved,) = library.quality.questions()
    assert (moved.lines[0].span.first, moved.lines[0].text) == (span.first + 1, PROMISE)
    assert moved.lines[0].file_name == "Вера 2.txt"
    library.quality.run()
    assert ranks(library) == [1]
    other = newer.replace("таблицу", "список").encode()
    wait_for(library.add_files([IncomingFile("Вера 3.txt", other, replaces=moved.lines[0].span.transcript_id)]))
    (lost,) = library.quality.questions()
    assert lost.is_lost
    assert library.quality.quotes_of(lost) == []
    last, _ = library.quality.runs()
    assert last
    assert library.quality.summary(last).answerable == 0
    assert not library.quality.is_stale()
    assert library.quality.as_jsonl() == ""


def test_worse_result_is_seen_beside_the_run_before(library: Service) -> None:
    library.quality.save(QUESTION, [promise(library)])
    library.quality.run()
    answer_with(library.quality, lambda text, count, *_: replace(library.search(text, count), quotes=()))
    library.quality.run()
    (question,) = library.quality.questions()
    last, before = library.quality.runs()
    assert last
    assert change(question, last, before) == -1


def test_closing_the_library_ends_the_run(library: Service, settings: Settings) -> None:
    for number in range(30):
        library.quality.save(f"вопрос {number}?", [])
    library.quality.start()
    library.close()
    assert not library.quality.state().is_running


def test_deleting_a_transcript_takes_its_questions_along(library: Service) -> None:
    span = promise(library)
    library.quality.save(QUESTION, [span])
    library.quality.run()
    library.delete_transcripts([span.transcript_id])
    wait_until_idle(library)
    assert library.quality.questions() == []
    last, _ = library.quality.runs()
    assert last
    assert dict(last.results) == {}
