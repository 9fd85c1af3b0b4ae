"""Questions to a real library: exact quotes with their places, the right session first, and honest refusals."""

import math
from itertools import combinations
from typing import Any

import pytest

from rag.errors import EmptyQuestion, QuestionError, QuestionTooLong
from rag.index.stems import find_stems
from rag.search.quotes import CONTEXT_SEGMENTS, MAX_QUOTE_CHARACTERS
from rag.service import Service
from rag.questions import Understanding
from rag.types import Quote
from tests.search.examples import GRACE, LIBRARY, LIN, OLESYA, TIMUR_1, TIMUR_2, TIMUR_3

QUESTIONS = (
    "Что Вера обещала прислать Тимуру?",
    "исследование аптечной сети, курьеры и опрос садоводов",
    "What will Grace stop doing?",
    "谁开咖啡店？",
    "испытательный срок",
    "Кто?",
    "сто сорок разговоров у кассы",
)


def readable(fragment: str) -> str:
    return " ".join(fragment.split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_word_for_word_in_its_place(filled_service: Service, question: str) -> None:
    found = filled_service.search(question)
    assert found.quotes
    for quote in found.quotes:
        source = filled_service.source(quote.transcript_id)
        shown = filled_service.extract(quote.transcript_id, quote.first, quote.last).segments
        assert source == LIBRARY[quote.file_name]
        assert quote.text == "\n".join(segment.text for segment in shown)
        assert len(quote.text) <= MAX_QUOTE_CHARACTERS
        assert (quote.start, quote.end) == (shown[0].start, shown[-1].end)
        assert 0 <= quote.context_start <= quote.start < quote.end <= quote.context_end <= len(source)
        for segment in shown:
            assert readable(source[segment.start : segment.end]) == segment.text
        assert quote.speakers == tuple(segment.speaker for segment in shown)
        assert quote.speaker in quote.speakers
        assert quote.time == shown[0].start_time
        assert quote.first <= quote.focus <= quote.last


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_are_ranked_from_one_by_falling_score_and_never_overlap(filled_service: Service, question: str) -> None:
    quotes = filled_service.search(question).quotes
    assert [quote.rank for quote in quotes] == list(range(1, len(quotes) + 1))
    assert [quote.score for quote in quotes] == sorted((quote.score for quote in quotes), reverse=True)
    assert all(math.isfinite(quote.score) for quote in quotes)
    for first, second in combinations(quotes, 2):
        if first.transcript_id == second.transcript_id:
            assert first.last < second.first or second.last < first.first


@pytest.mark.parametrize("question", QUESTIONS)
def test_marks_show_words_of_the_question(filled_service: Service, question: str) -> None:
    asked = {stem.text for stem in find_stems(question)}
    for quote in filled_service.search(question).quotes:
        for start, end in quote.marks:
            assert {stem.text for stem in find_stems(quote.text[start:end])} & asked


def test_context_reaches_two_segments_to_either_side(filled_service: Service) -> None:
    quote = next(q for q in filled_service.search("кнопка звонка", 1).quotes if q.file_name == OLESYA)
    around = filled_service.segments_around(quote)
    assert around[0].number == max(1, quote.first - CONTEXT_SEGMENTS)
    assert around[-1].number == min(17, quote.last + CONTEXT_SEGMENTS)
    assert (quote.context_start, quote.context_end) == (around[0].start, around[-1].end)


@pytest.mark.parametrize(
    ("question", "file", "words"),
    [
        ("Что Вера обещала прислать Тимуру?", TIMUR_1, "чек-лист для резюме"),
        ("Какое домашнее задание по SQL?", TIMUR_2, "двадцать задач по SQL"),
        ("Сколько предложил «Маяк»?", TIMUR_3, "двести сорок тысяч"),
        ("Где Тимур должен провести первый месяц?", TIMUR_3, "в Казани"),
        ("Чем заменить опрос садоводов?", OLESYA, "дневниковым исследованием"),
        ("Кто хранит тетрадь с заметками?", OLESYA, "напарницы Жанны"),
        ("What will Grace stop doing?", GRACE, "daily incident call"),
        ("Who could take over code review?", GRACE, "Tom could do it"),
        ("谁开咖啡店？", LIN, "我表哥开咖啡店"),
        ("简历应该多长？", LIN, "两页以内"),
        ("С какого языка начать 林晓?", LIN, "先学 Python"),
    ],
)
def test_answer_is_in_the_first_quote(filled_service: Service, question: str, file: str, words: str) -> None:
    found = filled_service.search(question)
    assert found.is_found
    assert found.quotes[0].file_name == file
    assert words in found.quotes[0].text


@pytest.mark.parametrize(
    ("question", "file", "number"),
    [
        ("О чём говорили на первой сессии с Тимуром?", TIMUR_1, 1),
        ("Что решили на второй встрече с Тимуром?", TIMUR_2, 2),
        ("Что решили на третьей сессии с Тимуром?", TIMUR_3, 3),
        ("Что решили на последней сессии с Тимуром?", TIMUR_3, 3),
        ("What was said in the third session with Timur?", TIMUR_3, 3),
        ("第二次和 Тимур 说了什么？", TIMUR_2, 2),
    ],
)
def test_named_session_comes_first_by_date(filled_service: Service, question: str, file: str, number: int) -> None:
    found = filled_service.search(question)
    first = found.quotes[0]
    assert found.understood == Understanding(("Тимур Ахметов",), number)
    assert (first.file_name, first.person, first.session) == (file, "Тимур Ахметов", number)


def test_search_keeps_to_the_files_of_its_scope(filled_service: Service) -> None:
    everywhere = {quote.file_name for quote in filled_service.search("резюме").quotes}
    assert everywhere == set(LIBRARY)
    within = filled_service.search("резюме", scope="Тимур")
    assert {quote.file_name for quote in within.quotes} == {TIMUR_1, TIMUR_2, TIMUR_3}
    assert {quote.file_name for quote in filled_service.search("резюме", scope=LIN).quotes} == {LIN}
    nothing = filled_service.search("резюме", scope="нет такого")
    assert (nothing.quotes, nothing.is_found) == ((), False)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_no_more_quotes_than_asked_for(filled_service: Service, count: int) -> None:
    quotes = filled_service.search("портфолио и резюме", count).quotes
    assert len(quotes) == count
    assert quotes == filled_service.search("портфолио и резюме").quotes[:count]


@pytest.mark.parametrize(
    "question", ["рецепт борща с пампушками", "How deep is the Mariana Trench?", "火星上有水吗？", "quarks and gluons"]
)
def test_unrelated_question_is_not_answered_and_shows_the_nearest_quotes(
    filled_service: Service, question: str
) -> None:
    found = filled_service.search(question)
    assert not found.is_found
    assert len(found.quotes) >= 3
    assert found.question == question


@pytest.mark.parametrize("question", ["", "   \n", "?!…", "🙂🙂", "— «»", '"', "_" * 10])
def test_question_without_a_word_is_refused(filled_service: Service, question: str) -> None:
    with pytest.raises(EmptyQuestion):
        filled_service.search(question)


def test_question_of_20000_characters_is_refused_with_the_limit(filled_service: Service) -> None:
    with pytest.raises(QuestionTooLong) as caught:
        filled_service.search("а" * 20_000)
    assert caught.value.values == {"length": 20_000, "limit": 4000}


def test_question_of_the_largest_length_is_searched(filled_service: Service) -> None:
    question = ("Что Вера обещала прислать? " * 200)[:4000]
    assert len(question) == 4000
    assert filled_service.search(question).quotes


@pytest.mark.parametrize(
    "question",
    ['резюме "', "NEAR(резюме", "резюме AND OR", "* резюме *", "резюме' --", "\0резюме", "резюме\n\n\tчек", "ре" * 900],
)
def test_any_characters_can_be_asked_about(filled_service: Service, question: str) -> None:
    assert filled_service.search(question).quotes


def test_broken_character_in_a_question_is_searched_or_refused_in_words(filled_service: Service) -> None:
    try:
        found: Any = filled_service.search("резюме \ud83d для Тимура")
    except QuestionError:
        return
    assert found.quotes


def test_empty_library_finds_nothing(service: Service) -> None:
    found = service.search("Что я обещала?")
    assert (found.quotes, found.is_found, found.understood) == ((), False, Understanding())


def test_same_question_has_the_same_answer(filled_service: Service) -> None:
    first, second = (filled_service.search(QUESTIONS[0]) for _ in range(2))
    assert first.quotes == second.quotes
    assert first.seconds > 0


def test_quote_knows_its_session_and_date(filled_service: Service) -> None:
    quote: Quote = filled_service.search("двадцать задач по SQL").quotes[0]
    assert (quote.title, quote.person, quote.session) == ("Тимур 2025-03-17", "Тимур Ахметов", 2)
    assert str(quote.date) == "2025-03-17"
    assert quote.time == 2.0
