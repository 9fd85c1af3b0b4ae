"""Text of others becomes HTML in which nothing of it is live."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rag.types import Answer, AnswerCounts, Quote, Segment, Statement
from rag.web import markup

PAYLOADS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "![x](http://127.0.0.1:9/leak.png)",
    "[x](javascript:alert(1))",
    "</div><iframe src='http://127.0.0.1:9'></iframe>",
    '" onmouseover="alert(1)',
    "&lt;b&gt;",
)
OWN_TAGS = {"div", "span", "mark", "a", "br", "time"}


def make_quote(text: str, speakers: tuple[str | None, ...], marks: tuple[tuple[int, int], ...] = ()) -> Quote:
    return Quote(
        rank=1, transcript_id=1, file_name="a.txt", title="t", person=None, session=None, date=None, speaker=None,
        time=None, first=1, last=1, start=0, end=len(text), text=text, score=0.0, context_start=0, context_end=0,
        marks=marks, speakers=speakers,
    )  # fmt: skip


def tags_of(html: str) -> set[str]:
    return {tag.lower() for tag in re.findall(r"</?([a-zA-Z]+)", html)}


def attributes_of(html: str) -> set[str]:
    return set(re.findall(r"<[^>]*?\s([a-z-]+)=", html))


def every_markup(text: str) -> list[str]:
    statement = Statement(text, (), ())
    return [
        markup.plain(text),
        markup.question(text, 7),
        markup.note(text),
        markup.group_heading(text, text),
        markup.quote_body(make_quote(text, (text,) * (text.count("\n") + 1), ((0, 3),))),
        markup.quote_place(1, [text, text], 7),
        markup.answer_body(Answer(text, "model", (statement,), AnswerCounts()), 7),
        markup.reading_lines([Segment(1, 0, len(text), text, text, 1.0)], 1, 1, 1, 7, text[:3]),
        markup.preview(text),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_stay_text(payload: str) -> None:
    for html in every_markup(payload):
        assert tags_of(html) <= OWN_TAGS
        assert attributes_of(html) <= {"class", "id", "href", "style", "data-line"}
        assert not re.search(r'href="(?!#quote-\d+-\d+"|\?transcript=7&amp;first=1&amp;last=1")', html)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(some.text(max_size=80))
def test_any_text_stays_text(text: str) -> None:
    for html in every_markup(text):
        assert tags_of(html) <= OWN_TAGS


def test_marks_stand_around_exactly_their_words_in_every_line() -> None:
    html = markup.quote_body(make_quote("Лена, привет\nшлю чек-лист", ("Олег", "Олег"), ((0, 4), (17, 25))))
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["Лена", "чек-лист"]


def test_line_that_answers_best_stands_out_even_without_a_word_of_the_question() -> None:
    quote = replace(make_quote("Профиль заведи.\nЗаведу к выходным.", ("Ольга", "Павел")), first=8, last=9, focus=9)
    (line,) = re.findall(r'<div class="vb-line vb-best">(.*?)</div>', markup.quote_body(quote))
    assert line.endswith("Заведу к выходным.")


def test_a_speaker_is_named_once_a_turn() -> None:
    html = markup.quote_body(make_quote("раз\nдва\nтри", ("Олег", "Олег", "Лена")))
    assert html.count("Олег:") == 1
    assert html.count("Лена:") == 1


def test_citations_lead_to_the_quotes_of_their_own_exchange() -> None:
    html = markup.answer_body(Answer("Да [2].", "model", (Statement("Да.", (5,), (2,)),), AnswerCounts()), 9)
    assert '<a class="vb-rank" href="#quote-9-2">2</a>' in html
    assert 'id="quote-9-2"' in markup.quote_place(2, [], 9)


def test_a_statement_without_a_citation_is_underlined_and_a_backed_one_is_not() -> None:
    statements = (Statement("Пришлю в среду.", (1,), (1,)), Statement("Наверное.", (), ()))
    html = markup.answer_body(Answer("Пришлю в среду [1]. Наверное.", "model", statements, AnswerCounts()), 1)
    assert '<span class="vb-unbacked">Наверное.</span>' in html
    assert html.count("vb-unbacked") == 1


def underlined(text: str, *statements: Statement) -> list[str]:
    html = markup.answer_body(Answer(text, "model", statements, AnswerCounts()), 1)
    return re.findall(r'<span class="vb-unbacked">(.*?)</span>', html, re.DOTALL)


def test_the_same_words_within_an_earlier_backed_statement_are_not_underlined() -> None:
    statements = (Statement("План, да. готов.", (1,), (1,)), Statement("План", (), ()))
    html = markup.answer_body(Answer("План [1], да. готов. План", "model", statements, AnswerCounts()), 1)
    assert html.endswith('да. готов. <span class="vb-unbacked">План</span></div>')


def test_words_that_occur_in_a_tag_are_underlined_in_the_text_alone() -> None:
    assert underlined("Один. span", Statement("Один.", (), ()), Statement("span", (), ())) == ["Один.", "span"]


def test_an_unbacked_statement_of_several_lines_is_underlined_as_it_is_shown() -> None:
    statement = Statement("Вот:\nа <b>", (), ())
    assert underlined("Да [1].\n\nВот:\n> а <b>", Statement("Да.", (1,), (1,)), statement) == ["Вот:\n&gt; а &lt;b&gt;"]


def test_the_lines_of_the_quote_stand_out_in_the_reader() -> None:
    segments = [Segment(number, 0, 1, f"строка {number}", "Олег") for number in range(1, 6)]
    html = markup.reading_lines(segments, 2, 4, 3, 1)
    assert re.findall(r'vb-here[^"]*" data-line="(\d+)"', html) == ["2", "3", "4"]
    assert re.findall(r'vb-focus" data-line="(\d+)"', html) == ["3"]


def test_every_line_of_the_reader_links_to_itself() -> None:
    html = markup.reading_lines([Segment(12, 0, 2, "да", "Олег", 65.0)], 0, 0, 0, 7)
    assert '<a class="vb-time" href="?transcript=7&amp;first=12&amp;last=12"><time>1:05</time></a>' in html


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("Ещё раз ещё", "еще", ["Ещё", "ещё"]),
        ("раз  два", "раз два", ["раз  два"]),
        ("a.b a+b", "a.b", ["a.b"]),
        ("да", "", []),
        ("<b>да", "<b>", ["&lt;b&gt;"]),
    ],
)
def test_words_sought_in_the_reader_are_marked(text: str, sought: str, marked: list[str]) -> None:
    html = markup.reading_lines([Segment(1, 0, len(text), text)], 0, 0, 0, 7, sought)
    assert re.findall(r"<mark>(.*?)</mark>", html) == marked
