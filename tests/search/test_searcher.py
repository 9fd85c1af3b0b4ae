"""Questions to a real library: exact quotes with their places, the sessions that are meant, and honest refusals."""

import math
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from rag.errors import EmptyQuestion, QuestionError, QuestionTooLong
from rag.index.stems import find_stems
from rag.questions import Coverage, Doubt, Wishes
from rag.read.reader import read_transcript
from rag.search.quotes import CONTEXT_SEGMENTS, MAX_QUOTE_CHARACTERS
from rag.search.searcher import content_stems
from rag.service import Service
from rag.types import Encoder, Quote
from tests.conftest import private_settings, text_file, wait_for
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
        ("Что было на предпоследней сессии с Тимуром?", TIMUR_2, 2),
        ("What was said in the third session with Timur?", TIMUR_3, 3),
        ("第二次和 Тимур 说了什么？", TIMUR_2, 2),
    ],
)
def test_named_session_alone_is_quoted(filled_service: Service, question: str, file: str, number: int) -> None:
    found = filled_service.search(question)
    assert (found.understood.people, found.understood.session) == (("Тимур Ахметов",), number)
    assert {(quote.file_name, quote.session) for quote in found.quotes} == {(file, number)}
    assert found.coverage == Coverage(searched=1, left_out=5, not_ready=0)


def test_named_person_and_dates_restrict_and_are_counted(filled_service: Service) -> None:
    found = filled_service.search("Что нового у Тимура?")
    assert {quote.file_name for quote in found.quotes} == {TIMUR_1, TIMUR_2, TIMUR_3}
    assert found.coverage == Coverage(3, 3, 0)
    found = filled_service.search("Что обсуждали в марте 2025 года?")
    assert {quote.file_name for quote in found.quotes} == {TIMUR_1, TIMUR_2, OLESYA}
    assert filled_service.search("резюме").coverage == Coverage(6, 0, 0)
    assert filled_service.search("резюме", scope="Тимур").coverage == Coverage(3, 0, 0)


def test_session_that_is_not_there_is_told_and_searched_without(filled_service: Service) -> None:
    found = filled_service.search("Какие задачи по SQL задали на десятой сессии с Тимуром?")
    (doubt,) = [doubt for doubt in found.understood.doubts if doubt.code == "no_such_session"]
    assert doubt.values == (("number", "10"), ("person", "Тимур Ахметов"), ("count", "3"))
    assert found.coverage == Coverage(3, 3, 0)
    assert "двадцать задач по SQL" in found.quotes[0].text


def test_date_without_sessions_is_told_and_searched_without(filled_service: Service) -> None:
    found = filled_service.search("Сколько предложил «Маяк» в январе 2025 года?")
    assert Doubt("no_session_then", (("dates", "2025-01-01/2025-01-31"),)) in found.understood.doubts
    assert found.coverage == Coverage(6, 0, 0)
    assert "двести сорок тысяч" in found.quotes[0].text


def test_removed_chip_searches_without_it(filled_service: Service) -> None:
    question = "Что решили на третьей сессии с Тимуром?"
    assert filled_service.search(question, wishes=Wishes(without=("session",))).coverage == Coverage(3, 3, 0)
    assert filled_service.search(question, wishes=Wishes(without=("session", "people"))).coverage == Coverage(6, 0, 0)


def test_relative_days_count_from_the_day_of_the_question(filled_service: Service) -> None:
    found = filled_service.search("Что было вчера?", wishes=Wishes(asked=date(2025, 3, 18)))
    assert {quote.file_name for quote in found.quotes} == {TIMUR_2}


def test_followup_is_searched_as_it_is_meant(filled_service: Service) -> None:
    history = ("Что Вера обещала прислать Тимуру?",)
    assert {q.file_name for q in filled_service.search("а Олесе?", wishes=Wishes(history=history)).quotes} == {OLESYA}
    found = filled_service.search("и до какого дня?", wishes=Wishes(history=history))
    assert found.understood.rewritten == "Что Вера обещала прислать Тимуру? и до какого дня?"
    assert "до пятницы" in found.quotes[0].text


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


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("резюме", TIMUR_1),
        ("оффер", TIMUR_3),
        ("Казань", TIMUR_3),
        ("Жанна", OLESYA),
        ("咖啡店", LIN),
        ("billing", GRACE),
    ],
)
def test_question_of_one_word_finds_its_line(filled_service: Service, question: str, file: str) -> None:
    found = filled_service.search(question)
    assert (found.is_found, found.quotes[0].file_name) == (True, file)


def test_question_in_a_fourth_language_finds_the_nearest_lines(filled_service: Service) -> None:
    found = filled_service.search("Que a dit Grace sur la revue de code ?")
    assert found.understood.people == ("Grace Hollis",)
    assert {quote.file_name for quote in found.quotes} == {GRACE}
    assert not filled_service.search("Quel pays a gagné la coupe du monde ?").is_found


def test_broken_character_in_a_question_is_searched_or_refused_in_words(filled_service: Service) -> None:
    try:
        found: Any = filled_service.search("резюме \ud83d для Тимура")
    except QuestionError:
        return
    assert found.quotes


def test_empty_library_finds_nothing(service: Service) -> None:
    found = service.search("Что я обещала Тимуру на третьей сессии?")
    assert (found.quotes, found.is_found, found.coverage) == ((), False, Coverage())
    assert (found.understood.people, found.understood.session) == ((), None)


def test_transcript_that_is_not_indexed_yet_is_counted_and_not_quoted(service: Service) -> None:
    wait_for(service.add_files([text_file("Тимур.txt", LIBRARY[TIMUR_1])]))
    data = LIBRARY[OLESYA].encode()
    parsed = read_transcript(data, OLESYA, today=date(2025, 6, 1), max_bytes=2**20)
    service._catalogue.add("e" * 64, parsed)
    found = service.search("портфолио и резюме")
    assert found.coverage == Coverage(searched=1, left_out=0, not_ready=1)
    assert {quote.file_name for quote in found.quotes} == {"Тимур.txt"}


def test_same_question_has_the_same_answer(filled_service: Service) -> None:
    first, second = (filled_service.search(QUESTIONS[0]) for _ in range(2))
    assert first.quotes == second.quotes
    assert first.seconds > 0


def test_quote_knows_its_session_and_date(filled_service: Service) -> None:
    quote: Quote = filled_service.search("двадцать задач по SQL").quotes[0]
    assert (quote.title, quote.person, quote.session) == ("Тимур 2025-03-17", "Тимур Ахметов", 2)
    assert str(quote.date) == "2025-03-17"
    assert quote.time == 2.0


SMALL_TALK = (
    "Как прошла неделя?", "Неделя прошла спокойно, писал отчёт по складу и ходил в бассейн.",
    "А как команда?", "Команда в порядке, наняли двух новых инженеров из Перми.",
    "Что с проектом про доставку?", "Проект про доставку сдвинули на осень, заказчик поменял требования.",
    "Что с пикником?", "Обещали прийти все, а обещание сдержали двое.",
    "Расскажи про выступление.", "Выступление прошло хорошо, спрашивали в основном про нагрузку и кэш.",
)  # fmt: skip
PROMISES = {
    "2025-01-10 Марк.txt": ("Скину тебе контакт Юли из Новосибирска вечером.", "Хорошо, жду."),
    "2025-01-24 Марк.txt": ("Попробуй записывать решения в журнал.", "Заведу журнал сегодня же."),
    "2025-02-07 Марк.txt": ("Посмотрю твою статью про кэш до среды.", "Спасибо, это очень кстати."),
}


@pytest.fixture(scope="module")
def promises(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Three sessions with one person, in which things are promised without the word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.service.load_encoder", lambda *_: encoder)
        service = Service(private_settings(tmp_path_factory.mktemp("promises")), owner="Вера Лукина")
        files = []
        for name, (said, answered) in PROMISES.items():
            lines = [*SMALL_TALK, said, answered, *SMALL_TALK]
            texts = (f"{('Вера Лукина', 'Марк Левин')[n % 2]}: {line}" for n, line in enumerate(lines))
            files.append(text_file(name, "\n".join(texts)))
        wait_for(service.add_files(files))
        yield service
        service.close()


def focus_of(service: Service, quote: Quote) -> str:
    return service.extract(quote.transcript_id, quote.focus, quote.focus).segments[0].text


def test_promise_said_without_the_word_is_quoted_first(promises: Service) -> None:
    found = promises.search("Что я обещала Марку?")
    assert (found.understood.speaker, found.understood.acts) == ("Вера Лукина", ("promise",))
    firsts = {focus_of(promises, quote) for quote in found.quotes[:2]}
    assert firsts == {"Скину тебе контакт Юли из Новосибирска вечером.", "Посмотрю твою статью про кэш до среды."}
    focuses = {
        quote.session: focus_of(promises, quote) for quote in reversed(promises.search("Что обещал Марк?").quotes)
    }
    assert focuses[2] == "Заведу журнал сегодня же."


def test_line_that_only_talks_of_promising_comes_after_what_is_promised(promises: Service) -> None:
    first = promises.search("Что обещал Марк?").quotes[0]
    assert focus_of(promises, first) == "Заведу журнал сегодня же."


def test_wide_question_hears_every_session(promises: Service) -> None:
    found = promises.search("Всё, что я обещала Марку")
    assert found.is_wide
    assert {quote.session for quote in found.quotes} == {1, 2, 3}
    counts = [quote.session for quote in found.quotes[:3]]
    assert max(map(counts.count, counts)) <= 2
    assert not promises.search("Что я обещала Марку?").is_wide


def test_stems_of_a_question_are_those_that_say_something() -> None:
    assert content_stems("Что я обещала Тимуру и Тимуру?") == ("обеща", "тимур")
    assert content_stems("кто это?") == tuple(stem.text for stem in find_stems("кто это"))
    assert content_stems("?") == ()
