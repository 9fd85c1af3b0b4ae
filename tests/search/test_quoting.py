"""From ranked passages to quotes: exact lines with their places, no line twice, the right one in focus."""

from dataclasses import replace

from rag.search.acts import Act
from rag.search.quotes import CONTEXT_SEGMENTS, MAX_QUOTE_CHARACTERS
from rag.search.quoting import Sought, make_quotes, widen
from rag.types import Quote, Segment, Session, StoredPassage
from tests.search.examples import segments, transcript

OWNER, TIMUR = "Вера Лукина", "Тимур Ахметов"
LINES = segments(*(f"Строка номер {number} " + "ю" * 150 for number in range(1, 31)), speaker=OWNER)
NOTHING = Sought({}, None, frozenset())


def quotes_of(
    *passages: tuple[int, int], lines: list[Segment] = LINES, sought: Sought = NOTHING, count: int = 10
) -> tuple[Quote, ...]:
    best = [(StoredPassage(n, 1, n, *span), 9.0 - n) for n, span in enumerate(passages, start=1)]

    def segments_of(_: int, first: int, last: int) -> list[Segment]:
        return [line for line in lines if first <= line.number <= last]

    made = {1: transcript(1, "2025-03-03", OWNER, TIMUR)}
    return make_quotes(best, segments_of, sought, made, {1: Session(TIMUR, 2)}, count)


def test_quote_is_its_lines_with_their_place() -> None:
    (quote,) = quotes_of((10, 12))
    shown = LINES[quote.first - 1 : quote.last]
    assert quote.text == "\n".join(line.text for line in shown)
    assert len(quote.text) <= MAX_QUOTE_CHARACTERS
    assert (quote.start, quote.end) == (shown[0].start, shown[-1].end)
    assert quote.context_start == LINES[quote.first - 1 - CONTEXT_SEGMENTS].start
    assert quote.context_end == LINES[quote.last - 1 + CONTEXT_SEGMENTS].end
    assert (quote.person, quote.session, str(quote.date)) == (TIMUR, 2, "2025-03-03")


def test_quotes_are_ranked_from_one_in_the_order_of_the_passages() -> None:
    quotes = quotes_of((20, 22), (1, 3), (10, 12))
    assert [(quote.rank, quote.score) for quote in quotes] == [(1, 8.0), (2, 7.0), (3, 6.0)]
    assert [quote.first // 8 for quote in quotes] == [2, 0, 1]


def test_no_line_is_shown_twice() -> None:
    quotes = quotes_of((1, 6), (1, 6), (4, 9), (2, 3), (1, 6), (5, 5))
    shown = [number for quote in quotes for number in range(quote.first, quote.last + 1)]
    assert len(shown) == len(set(shown))
    assert len(quotes) < 6


def test_passage_whose_lines_are_all_shown_falls_out_and_the_next_moves_up() -> None:
    quotes = quotes_of((1, 2), (1, 2), (20, 21), count=2)
    assert [quote.rank for quote in quotes] == [1, 2]
    assert quotes[1].first >= 18


def test_no_more_quotes_than_asked_for() -> None:
    assert len(quotes_of((1, 2), (10, 11), (20, 21), count=2)) == 2
    assert quotes_of((1, 2), count=0) == ()
    assert quotes_of() == ()


def test_line_with_the_words_is_quoted_marked_and_in_focus() -> None:
    (quote,) = quotes_of((1, 30), sought=Sought({"17": 5.0}, None, frozenset()))
    assert quote.focus == 17
    assert [quote.text[start:end] for start, end in quote.marks] == ["17"]


def test_line_that_sounds_like_the_promise_is_in_focus() -> None:
    lines = segments("Ссылка на курс есть?", "Да, ссылка есть.", "Скину вечером.", speaker=OWNER)
    (quote,) = quotes_of((1, 3), lines=lines, sought=Sought({}, OWNER, frozenset({Act.PROMISE})))
    assert (quote.focus, quote.first, quote.last) == (3, 1, 3)


def test_quote_shows_the_part_of_a_long_passage_that_sounds_like_the_promise() -> None:
    lines = [*LINES[:9], Segment(10, LINES[9].start, LINES[9].end, "Скину вечером.", OWNER), *LINES[10:]]
    (quote,) = quotes_of((1, 20), lines=lines, sought=Sought({}, OWNER, frozenset({Act.PROMISE})))
    assert quote.first <= 10 <= quote.last
    assert quote.focus == 10


def test_speaker_of_a_quote_is_who_says_most_of_it() -> None:
    lines = [*segments("Да.", speaker=OWNER), Segment(2, 4, 40, "Я пришлю тебе отчёт завтра вечером.", TIMUR)]
    (quote,) = quotes_of((1, 2), lines=lines)
    assert (quote.speaker, quote.speakers) == (TIMUR, (OWNER, TIMUR))


def test_widened_quote_shows_all_lines_with_its_marks_where_they_were() -> None:
    lines = segments(*(f"строка номер {number}" for number in range(1, 11)), speaker=OWNER)
    (found,) = quotes_of((6, 6), lines=lines, sought=Sought({"номер": 1.0}))
    narrow = widen(replace(found, marks=()), lines[5:6])
    narrow = replace(narrow, marks=((7, 12),))
    wide = widen(narrow, lines[3:8])
    assert (wide.first, wide.last, wide.start, wide.end) == (4, 8, lines[3].start, lines[7].end)
    assert wide.text == "\n".join(line.text for line in lines[3:8])
    assert [wide.text[start:end] for start, end in wide.marks] == ["номер"]
    assert wide.text[: wide.marks[0][0]].count("\n") == 2
    assert wide.speakers == (OWNER,) * 5
    assert (wide.rank, wide.focus) == (found.rank, found.focus)
    assert wide.context_start <= wide.start < wide.end <= wide.context_end
