"""Several passes of the model: notes of each session as cited lines, then one answer from the notes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rag.answer.instructions import Task
from rag.answer.model import Model
from rag.answer.passes import Result, Watch, answer_by_sessions, find_promises, summarise
from rag.answer.prompt import Request
from rag.config import Settings
from rag.model_errors import ModelServerDown, ModelSilent
from rag.progress import Stage, WritingProgress
from rag.types import Answer, AnswerCounts, Segment
from tests.answer.examples import Factors, neighbours, quote
from tests.stand_in import Behaviour, Body, Wire, event, serve

ASKED = Request(Task.ANSWER, "ru", "Что я обещала всем?", "Вера")
QUOTES = [
    quote(rank, transcript, 10 * rank, 10 * rank, date(2025, transcript, 1))
    for rank, transcript in enumerate((3, 1, 2, 1), start=1)
]
"""Two quotes of the first session, one of each of the others."""
SEGMENTS = [Segment(number, number, number + 1, f"Строка {number} о деле.", "Вера") for number in range(1, 101)]

Reply = Callable[[str, str], str | None]
"""What is written to a system text and a user text; None for a connection that breaks."""


def behaviour(reply: Reply) -> Behaviour:
    """A server that answers by what it is asked."""

    def chat(wire: Wire, body: Body) -> None:
        system, *_, user = (message["content"] for message in body["messages"])
        told = reply(system, user)
        if told is None:
            wire.reset()
            return
        wire.stream()
        wire.chunk(event(body["model"], told))
        wire.chunk(event(body["model"], "", done=True, done_reason="stop"))
        wire.chunk(b"")

    return Behaviour(scripts={"/api/chat": chat})


def in_turn(*replies: str | None) -> tuple[Reply, list[str]]:
    """A reply for each request in turn, and what was asked."""
    asked: list[str] = []

    def reply(system: str, user: str) -> str | None:
        asked.append(f"{system}\n{user}")
        return replies[len(asked) - 1]

    return reply, asked


class Seen:
    """What a page would be told."""

    def __init__(self, stop_at: int = 99) -> None:
        self.progress: list[WritingProgress] = []
        self.answers: list[Answer] = []
        self.watch = Watch(self.progress.append, self.answers.append, lambda: len(self.progress) >= stop_at)


def wide(settings: Settings, reply: Reply, seen: Seen | None = None) -> Result:
    with serve(behaviour(reply)) as address:
        model = Model(replace(settings, ollama_host=address), Factors())
        return answer_by_sessions(model, ASKED, QUOTES, neighbours(reach=1), (seen or Seen()).watch)


def test_notes_of_every_session_by_date_stand_under_one_answer(settings: Settings) -> None:
    notes = ("- Обещан план [2].\n- Срок — май [5].", "- Обещан звонок [2].", "- Обещан отзыв [1].")
    reply, asked = in_turn(*notes, "Всё [1][3].")
    seen = Seen()
    result = wide(settings, reply, seen)
    assert result.answer.text == (
        "Всё [2][3].\n\n"
        "Тимур, сессия 1 · 1 января 2025\n- Обещан план. [2]\n- Срок — май. [4]\n\n"
        "Тимур, сессия 1 · 1 февраля 2025\n- Обещан звонок. [3]\n\n"
        "Тимур, сессия 1 · 1 марта 2025\n- Обещан отзыв. [1]"
    )
    assert [statement.citations for statement in result.answer.statements] == [(2, 3), (2,), (4,), (3,), (1,)]
    assert result.answer.counts.quotes_offered == 4
    assert result.error is None
    assert not result.answer.is_unfinished
    assert [(item.stage, item.part, item.parts) for item in seen.progress] == [
        (Stage.READING, 1, 3), (Stage.READING, 2, 3), (Stage.READING, 3, 3), (Stage.WRITING, 0, 0),
    ]  # fmt: skip
    assert all("Вопрос задаёт Вера" in text and "Что я обещала всем?" in text for text in asked)
    assert "[1] Обещан план.\n[2] Срок — май." in asked[-1]


def test_cited_neighbours_are_told_by_quote_and_segment(settings: Settings) -> None:
    reply, _ = in_turn("- План [1].", "- Звонок [2].", "Ответа в строках нет.")
    result = wide(settings, reply)
    assert result.cited == {(2, 19), (3, 30)}


def test_few_notes_are_the_answer_as_they_stand(settings: Settings) -> None:
    reply, asked = in_turn("- План [2].", "Ответа в строках нет.", "Ответа в строках нет.")
    result = wide(settings, reply)
    assert result.answer.text == "Тимур, сессия 1 · 1 января 2025\n- План. [2]"
    assert len(asked) == 3


def test_notes_without_a_line_are_left_out(settings: Settings) -> None:
    reply, _ = in_turn("- План [2].\n- Придумано.\n- И это [99].", "Нет.", "- Отзыв [1].")
    result = wide(settings, reply)
    assert "Придумано" not in result.answer.text
    assert "И это" not in result.answer.text
    assert (result.answer.counts.markers_unknown, result.answer.counts.statements_unbacked) == (1, 3)


def test_item_of_a_list_is_one_note_however_many_sentences_it_has(settings: Settings) -> None:
    reply, _ = in_turn("- Обещан план. Он большой: двенадцать шагов. [2]\n1. Срок — май [5][2].", "Нет.", "Нет.")
    result = wide(settings, reply)
    assert result.answer.text == (
        "Тимур, сессия 1 · 1 января 2025\n- Обещан план. Он большой: двенадцать шагов. [2]\n- Срок — май. [4][2]"
    )


def test_nothing_in_any_session_is_a_refusal(settings: Settings) -> None:
    reply, _ = in_turn(*["Ответа в строках нет."] * 3)
    answer = wide(settings, reply).answer
    assert (answer.is_refusal, answer.is_unfinished, answer.text) == (True, False, "")


@pytest.mark.parametrize("last", [None, "", "Обобщение без номеров.", "Ответа в строках нет."])
def test_notes_stand_alone_where_no_backed_answer_comes_from_them(settings: Settings, last: str | None) -> None:
    reply, _ = in_turn("- План [2].", "- Звонок [2].", "- Отзыв [1].", last)
    result = wide(settings, reply)
    assert result.answer.text.startswith("Тимур, сессия 1 · 1 января 2025\n- План. [2]")
    assert not result.answer.is_unfinished


def test_session_that_could_not_be_read_leaves_the_others_and_is_told(settings: Settings) -> None:
    reply, asked = in_turn("- План [2].", None, "- Отзыв [1].", "Всё [1].")
    result = wide(settings, reply)
    assert "- План. [2]" in result.answer.text
    assert "- Отзыв. [1]" in result.answer.text
    assert result.answer.is_unfinished
    assert result.error is not None
    assert len(asked) == 3


def test_session_that_could_not_be_read_first_is_no_refusal(settings: Settings) -> None:
    reply, _ = in_turn("", "Ответа в строках нет.", "Ответа в строках нет.")
    with pytest.raises(ModelSilent):
        wide(settings, reply)


def test_server_that_goes_away_ends_the_reading_with_what_there_is(settings: Settings) -> None:
    with serve(behaviour(in_turn("- План [2].", None)[0])) as address:
        model = Model(replace(settings, ollama_host=address, connect_seconds=0.5), Factors())
        first = answer_by_sessions(model, ASKED, QUOTES[1:2], neighbours(), Seen().watch)
    assert "План" in first.answer.text
    with pytest.raises(ModelServerDown):
        answer_by_sessions(model, ASKED, QUOTES, neighbours(), Seen().watch)


def test_stop_keeps_the_notes_so_far_as_unfinished(settings: Settings) -> None:
    reply, asked = in_turn("- План [2].", "- Звонок [2].", "- Отзыв [1].", "Всё [1].")
    seen = Seen(stop_at=2)
    result = wide(settings, reply, seen)
    assert result.answer.is_unfinished
    assert "- План. [2]" in result.answer.text
    assert len(asked) <= 2


def test_brackets_in_the_title_of_a_session_are_no_citation(settings: Settings) -> None:
    titled = [replace(quote(1, 1, person=None), title="Сессия [4] <b>"), quote(2, 2)]
    with serve(behaviour(in_turn("- План [1].", "Нет.")[0])) as address:
        model = Model(replace(settings, ollama_host=address), Factors())
        result = answer_by_sessions(model, ASKED, titled, neighbours(), Seen().watch)
    assert result.answer.text.startswith("Сессия (4) ‹b›\n- План. [1]")


def read_whole(settings: Settings, reply: Reply, task: Callable[..., Result], seen: Seen | None = None) -> Result:
    with serve(behaviour(reply)) as address:
        model = Model(replace(settings, ollama_host=address, context_tokens=2048, answer_tokens=300), Factors())
        return task(model, Request(Task.SUMMARY, "ru"), "Тимур", SEGMENTS, (seen or Seen()).watch)


def first_line_noted(system: str, user: str) -> str:
    """A note of the first line of every stretch; five statements of the notes."""
    if "ровно пять" in system:
        return "\n".join(f"- Главное {number} [{number}]." for number in range(1, 8))
    return "- Начало [1].\n- Дальше [2].\n- Ещё [3]."


def test_long_session_is_read_stretch_by_stretch_and_summed_up_in_five_statements(settings: Settings) -> None:
    seen = Seen()
    result = read_whole(settings, first_line_noted, summarise, seen)
    reading = [item.part for item in seen.progress if item.stage is Stage.READING]
    assert reading[0] == 0
    assert len(reading) > 1
    assert {item.parts for item in seen.progress if item.stage is Stage.READING} == {100}
    starts = [part + 1 for part in reading]
    expected = [line for start in starts for line in (start, start + 1, start + 2)][:5]
    assert [statement.citations for statement in result.answer.statements] == [(line,) for line in expected]
    assert result.answer.text.splitlines()[0] == "- Главное 1. [1]"
    assert result.answer.counts.quotes_offered == 100


def test_short_session_needs_no_second_pass(settings: Settings) -> None:
    with serve(behaviour(in_turn("- Начало [1].\n- Конец [2].")[0])) as address:
        model = Model(replace(settings, ollama_host=address), Factors())
        result = summarise(model, Request(Task.SUMMARY, "ru"), "Тимур", SEGMENTS[:5], Seen().watch)
    assert [statement.text for statement in result.answer.statements] == ["Начало.", "Конец."]


def test_summary_that_cannot_be_joined_is_five_notes_from_all_over_the_session(settings: Settings) -> None:
    def reply(system: str, user: str) -> str:
        return "Без номеров." if "ровно пять" in system else first_line_noted(system, user)

    result = read_whole(settings, reply, summarise)
    assert not result.answer.is_unfinished
    cited = [statement.citations[0] for statement in result.answer.statements]
    assert len(cited) == 5
    assert cited == sorted(cited)
    assert cited[-1] > 30


def test_promises_are_statements_that_lead_to_their_segments(settings: Settings) -> None:
    result = read_whole(settings, lambda *_: "- Пришлёт план [2].\n- Совет без номера.", find_promises)
    cited = [statement.citations for statement in result.answer.statements]
    assert cited[0] == (2,)
    assert len(cited) > 1
    assert all(statement.text == "Пришлёт план." for statement in result.answer.statements)


def test_watch_is_told_of_answers_not_more_often_than_can_be_read() -> None:
    answers: list[Answer] = []
    watch = Watch(on_answer=answers.append)
    for _ in range(1000):
        watch.answer(lambda: Answer("да", "m", (), AnswerCounts()))
    assert len(answers) == 1


def test_summary_of_fewer_items_is_filled_up_to_five(settings: Settings) -> None:
    def reply(system: str, user: str) -> str:
        return "- Главное [1].\n- Ещё [2]." if "ровно пять" in system else first_line_noted(system, user)

    result = read_whole(settings, reply, summarise)
    cited = [statement.citations for statement in result.answer.statements]
    assert len(cited) == len(set(cited)) == 5
    assert cited[:2] == [(1,), (2,)]


def test_summary_whose_last_pass_broke_off_is_unfinished(settings: Settings) -> None:
    def reply(system: str, user: str) -> str | None:
        return None if "ровно пять" in system else first_line_noted(system, user)

    result = read_whole(settings, reply, summarise)
    assert result.answer.is_unfinished
    assert result.error is not None
    assert len(result.answer.statements) == 5


def test_joined_answer_may_quote_the_lines_and_not_the_notes(settings: Settings) -> None:
    notes = ("- Обещан большой план [2].", "- Обещан звонок [2].", "- Обещан отзыв [1].")
    joined = "Она сказала «Строка 20 записи 1.» и «Обещан большой план» [1]."
    reply, _ = in_turn(*notes, joined)
    answer = wide(settings, reply).answer
    assert answer.text.startswith("Она сказала «Строка 20 записи 1.» и Обещан большой план [2].")
    assert answer.counts.quotation_marks_removed == 1


def test_notes_and_the_joined_answer_grow_before_the_eyes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.answer.passes._REDRAW_SECONDS", 0.0)
    reply, _ = in_turn("- План [2].", "- Звонок [2].", "- Отзыв [1].", "Всё [1][3].")
    seen = Seen()
    wide(settings, reply, seen)
    texts = [answer.text for answer in seen.answers]
    assert texts[0].endswith("- План. [2]")
    assert texts[-1].startswith("Всё [2][1].\n\nТимур")
    assert all(answer.is_unfinished for answer in seen.answers)


def test_no_prompt_has_the_numbers_of_the_example(settings: Settings) -> None:
    many = [Segment(number, number, number + 1, "Да.", None) for number in range(1, 2000)]
    reply, asked = in_turn("- Раз [1].", "- Два [1].", "- Три [1].")
    with serve(behaviour(reply)) as address:
        model = Model(replace(settings, ollama_host=address, context_tokens=100_000), Factors())
        result = find_promises(model, Request(Task.PROMISES, "ru"), "Тимур", many, Seen().watch)
    assert [statement.citations for statement in result.answer.statements] == [(1,), (901,), (1801,)]
    assert all("[900] Да." in text and "\n[901] Да." not in text for text in asked[:2])
