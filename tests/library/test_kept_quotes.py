"""Quotes in chats after their transcript was replaced: led to the same words, or marked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from rag.library.catalogue import Catalogue
from rag.library.conversations import Conversations
from rag.library.kept_quotes import Newer, follow_quote
from rag.library.moved_text import spoken_text
from rag.questions import Understanding
from rag.types import ExchangeState, Found, ParsedTranscript, Quote, Segment
from tests.library.examples import PARSED

Lines = Sequence[tuple[str, str]]
TALK: Lines = (("Анна", "Как неделя?"), ("Олег", "Пришлю план"), ("Олег", "к пятнице."), ("Анна", "Жду."))


def spoken(lines: Lines) -> tuple[Segment, ...]:
    """Segments of these lines, each on a line of its own and ten seconds after the one before."""
    segments, position = [], 0
    for number, (speaker, text) in enumerate(lines, start=1):
        segments.append(Segment(number, position, position + len(text), text, speaker, number * 10.0))
        position += len(text) + 1
    return tuple(segments)


def newer(lines: Lines) -> Newer:
    return Newer(9, "новая.txt", "Новая", date(2025, 5, 2), spoken_text(spoken(lines)))


def quote_of(segments: Sequence[Segment], transcript_id: int = 7) -> Quote:
    """The quote of these segments; its last line answers best, its last word is marked."""
    text = "\n".join(segment.text for segment in segments)
    first, last = segments[0], segments[-1]
    return Quote(
        rank=1, transcript_id=transcript_id, file_name="старая.txt", title="Старая", person="Олег", session=3,
        date=date(2025, 4, 1), speaker=first.speaker, time=first.start_time, first=first.number, last=last.number,
        start=first.start, end=last.end, text=text, score=0.5, context_start=0, context_end=last.end + 5,
        marks=((len(text) - 8, len(text) - 1),), speakers=tuple(segment.speaker for segment in segments),
        focus=last.number,
    )  # fmt: skip


QUOTE = quote_of(spoken(TALK)[1:3])


def test_quote_leads_to_the_same_words_wherever_they_stand_now() -> None:
    moved = follow_quote(QUOTE, newer((("Анна", "Привет."), ("Анна", "Начнём."), *TALK)))
    lines = spoken((("Анна", "Привет."), ("Анна", "Начнём."), *TALK))
    assert moved == replace(
        QUOTE, transcript_id=9, file_name="новая.txt", title="Новая", date=date(2025, 5, 2), time=40.0, first=4, last=5,
        start=lines[3].start, end=lines[4].end, context_start=lines[3].start, context_end=lines[4].end, focus=5,
    )  # fmt: skip
    assert not moved.is_changed


@pytest.mark.parametrize(
    "line", ["Пришлю план к субботе.", "Пришлю", "пришлю план к пятнице.", "Пришлю план. К пятнице."]
)
def test_quote_whose_words_are_gone_is_marked_and_stays_as_it_was(line: str) -> None:
    gone = follow_quote(QUOTE, newer((("Анна", "Как неделя?"), ("Олег", line), ("Анна", "Жду."))))
    assert gone == replace(QUOTE, transcript_id=9, is_changed=True)


def test_quote_is_found_again_when_the_words_come_back() -> None:
    gone = follow_quote(QUOTE, newer((("Олег", "Нет."),)))
    back = follow_quote(gone, newer(TALK))
    assert (back.is_changed, back.first, back.last, back.text) == (False, 2, 3, QUOTE.text)


def test_lines_cut_elsewhere_hold_the_same_words() -> None:
    moved = follow_quote(QUOTE, newer((("Анна", "Как неделя?"), ("Олег", "Пришлю план к пятнице."), ("Анна", "Жду."))))
    assert (moved.text, moved.speakers) == ("Пришлю план к пятнице.", ("Олег",))
    assert (moved.first, moved.last, moved.focus) == (2, 2, 2)
    (mark,) = moved.marks
    assert moved.text[slice(*mark)] == "пятнице"


def test_longer_lines_around_the_words_do_not_change_what_was_quoted() -> None:
    moved = follow_quote(QUOTE, newer((("Олег", "Хорошо. Пришлю план к пятнице. Или раньше."),)))
    assert (moved.text, moved.marks) == (QUOTE.text, QUOTE.marks)
    assert (moved.first, moved.last, moved.start, moved.end) == (1, 1, 0, 42)
    assert moved.speakers == ("Олег", "Олег")


@pytest.mark.parametrize("tail", ["", " Или раньше."])
def test_quote_says_who_speaks_the_words_now(tail: str) -> None:
    moved = follow_quote(QUOTE, newer((("Борис", "Пришлю план"), ("Борис", f"к пятнице.{tail}"))))
    assert (moved.speaker, moved.speakers) == ("Борис", ("Борис", "Борис"))


def test_main_speaker_says_the_most_of_the_quote() -> None:
    moved = follow_quote(QUOTE, newer((("Анна", "Пришлю план"), ("Олег", "к пятнице."))))
    assert (moved.speaker, moved.speakers) == ("Анна", ("Анна", "Олег"))


def test_quote_without_a_best_line_gets_none() -> None:
    assert follow_quote(replace(QUOTE, focus=0), newer(TALK)).focus == 0


def parsed(lines: Lines) -> ParsedTranscript:
    return replace(PARSED, source="\n".join(text for _, text in lines), segments=spoken(lines))


def asked(conversations: Conversations, *quotes: Quote) -> int:
    """An answered question with these quotes."""
    chat = conversations.create("Что обещал Олег?")
    added = conversations.add_exchange(chat.id, "Что обещал Олег?")
    found = Found("Что обещал Олег?", quotes, True, Understanding(), 0.1)
    conversations.save(replace(added, state=ExchangeState.DONE, found=found))
    return added.id


def quotes_of(conversations: Conversations, exchange_id: int) -> tuple[Quote, ...]:
    exchange = conversations.exchange(exchange_id)
    assert exchange
    assert exchange.found
    return exchange.found.quotes


def replaced(catalogue: Catalogue, old: int, sha256: str, lines: Lines) -> int:
    added = catalogue.add(sha256, parsed(lines), old)
    catalogue.mark_ready(added.id)
    return added.id


def test_quotes_of_all_chats_follow_when_the_newer_version_takes_its_place(
    catalogue: Catalogue, conversations: Conversations
) -> None:
    old, other = catalogue.add("old", parsed(TALK)).id, catalogue.add("other", parsed(TALK)).id
    mine, foreign = quote_of(spoken(TALK)[1:3], old), quote_of(spoken(TALK)[1:3], other)
    first, second = asked(conversations, mine, foreign), asked(conversations, foreign)
    added = catalogue.add("newer", parsed(TALK[1:]), old)
    assert quotes_of(conversations, first) == (mine, foreign)
    catalogue.mark_ready(added.id)
    moved, untouched = quotes_of(conversations, first)
    assert (moved.transcript_id, moved.first, moved.text, moved.is_changed) == (added.id, 1, mine.text, False)
    assert untouched == foreign
    assert quotes_of(conversations, second) == (foreign,)


def test_quotes_follow_from_version_to_version_and_go_with_the_last(
    catalogue: Catalogue, conversations: Conversations
) -> None:
    first = catalogue.add("1", parsed(TALK)).id
    exchange = asked(conversations, quote_of(spoken(TALK)[1:3], first))
    second = replaced(catalogue, first, "2", TALK[:1])
    assert [(q.transcript_id, q.is_changed) for q in quotes_of(conversations, exchange)] == [(second, True)]
    third = replaced(catalogue, second, "3", TALK)
    assert [(q.transcript_id, q.is_changed) for q in quotes_of(conversations, exchange)] == [(third, False)]
    catalogue.delete(third)
    conversations.forget_transcripts([third])
    assert quotes_of(conversations, exchange) == ()


def test_answer_that_is_stored_after_the_switch_follows_as_well(
    catalogue: Catalogue, conversations: Conversations
) -> None:
    old = catalogue.add("1", parsed(TALK)).id
    chat = conversations.create("Что?")
    added = conversations.add_exchange(chat.id, "Что?")
    second = replaced(catalogue, old, "2", TALK[1:])
    third = replaced(catalogue, second, "3", TALK[:2])
    found = Found("Что?", (quote_of(spoken(TALK)[1:2], old), quote_of(spoken(TALK)[3:], second)), True,
                  Understanding(), 0.1)  # fmt: skip
    conversations.save(replace(added, state=ExchangeState.DONE, found=found))
    places = [(quote.transcript_id, quote.first, quote.is_changed) for quote in quotes_of(conversations, added.id)]
    assert places == [(third, 2, False), (third, 4, True)]


def test_words_of_the_newer_version_are_read_once_for_all_quotes(
    catalogue: Catalogue, conversations: Conversations, read_lengths: list[int]
) -> None:
    old = catalogue.add("1", parsed(TALK)).id
    quotes = [quote_of(spoken(TALK)[number : number + 2], old) for number in range(3)]
    exchanges = [asked(conversations, *quotes), asked(conversations, *quotes)]
    second = replaced(catalogue, old, "2", TALK)
    assert {quote.transcript_id for number in exchanges for quote in quotes_of(conversations, number)} == {second}
    assert read_lengths.count(len(TALK)) == 1
    read_lengths.clear()
    late = conversations.exchange(exchanges[0])
    assert late
    conversations.save(replace(late, found=Found("Что?", tuple(quotes), True, Understanding(), 0.1)))
    assert {quote.transcript_id for quote in quotes_of(conversations, late.id)} == {second}
    assert read_lengths.count(len(TALK)) == 1
