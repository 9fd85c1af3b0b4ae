"""What was understood and searched, in the words of each language."""

import pytest

from rag.languages import LANGUAGES, Language
from rag.progress import Stage, WritingProgress
from rag.questions import Coverage, Doubt, Understanding
from rag.search.acts import SPOKEN
from rag.web import texts
from rag.web.wording import Chip, chips_of, counted, coverage_in_words, doubt_in_words, stage_in_words

WHOLE = Understanding(
    people=("Лена Кравцова", "Игорь Беляев"),
    session=3,
    dates=("2025-04-01/2025-04-30", "2025-06-02"),
    speaker="Лена Кравцова",
    acts=("advice", "promise"),
)


def test_everything_understood_is_a_short_label() -> None:
    assert chips_of(WHOLE, "ru") == [
        Chip("people", "Лена Кравцова, Игорь Беляев"),
        Chip("session", "сессия 3"),
        Chip("dates", "апрель 2025, 2 июня 2025"),
        Chip("speaker", "слова: Лена Кравцова"),
        Chip("acts", "советы, обещания"),
    ]
    assert [chip.label for chip in chips_of(WHOLE, "en")][1:] == [
        "session 3", "April 2025, 2 June 2025", "words of Лена Кравцова", "advice, promises",
    ]  # fmt: skip


def test_nothing_understood_gives_no_label() -> None:
    assert chips_of(Understanding(rewritten="Что обещано?"), "ru") == []


def test_every_act_that_can_be_understood_has_its_word() -> None:
    assert {f"act_{act}" for act in SPOKEN} <= texts.keys()


@pytest.mark.parametrize(
    ("doubt", "sentence"),
    [
        (
            Doubt("no_such_session", (("number", "10"), ("person", "Лена"), ("count", "6"))),
            "Лена: сессии 10 нет, всего их 6. Искал без номера.",
        ),
        (
            Doubt("no_such_session", (("number", "10"), ("person", ""), ("count", "6"))),
            "Сессии 10 нет, всего их 6. Искал без номера.",
        ),
        (
            Doubt("no_such_session", (("number", "-3"), ("person", ""), ("count", "2"))),
            "Так далеко назад сессий нет, всего их 2. Искал без номера.",
        ),
        (
            Doubt("no_such_session", (("number", "-3"), ("person", "Лена"), ("count", "2"))),
            "Лена: так далеко назад сессий нет, всего их 2. Искал без номера.",
        ),
        (
            Doubt("no_session_then", (("dates", "2024-04-01/2024-04-30, 2025-01-01"),)),
            "Сессий за это время нет (апрель 2024, 1 января 2025). Искал за всё время.",
        ),
        (
            Doubt("misspelt", (("written", "Игарь"), ("person", "Игорь Беляев"))),
            "Прочитал «Игарь» как имя: Игорь Беляев.",
        ),
        (
            Doubt("only_elsewhere", (("word", "глазурь"),)),
            "Слово «глазурь» есть только в других записях. Уберите условие, чтобы увидеть их.",
        ),
        (Doubt("unknown_person", (("name", "Зоя"),)), "Человека по имени «Зоя» в записях нет. Искал у всех."),
        (Doubt("from the future", (("name", "Зоя"),)), ""),
    ],
)
def test_what_could_not_be_followed_is_one_sentence(doubt: Doubt, sentence: str) -> None:
    assert doubt_in_words(doubt, "ru") == sentence
    assert all(bool(doubt_in_words(doubt, language)) == bool(sentence) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("coverage", "language", "line"),
    [
        (Coverage(), "ru", ""),
        (Coverage(12), "ru", "Искал во всех 12 записях"),
        (Coverage(21), "ru", "Искал во всех записях: 21"),
        (Coverage(1), "ru", "Искал в единственной записи"),
        (Coverage(3, 9), "ru", "Искал в 3 записях из 12"),
        (Coverage(1, 11, 1), "ru", "Искал в 1 записи из 12 · ещё 1 не готова"),
        (Coverage(21, 19, 2), "ru", "Искал в 21 записи из 40 · ещё 2 не готовы"),
        (Coverage(0, 0, 5), "ru", "ещё 5 не готовы"),
        (Coverage(12, 0, 1), "en", "Searched all 12 transcripts · 1 more is not ready"),
        (Coverage(1, 2, 3), "en", "Searched 1 transcript of 3 · 3 more are not ready"),
        (Coverage(3, 9, 2), "zh", "已搜索 12 份记录中的 3 份 · 另有 2 份尚未就绪"),
    ],
)
def test_coverage_is_one_quiet_line_in_right_grammar(coverage: Coverage, language: Language, line: str) -> None:
    assert coverage_in_words(coverage, language) == line


def test_counted_texts_have_the_form_of_their_number() -> None:
    assert [counted("quote_count", count, "ru") for count in (1, 2, 5)] == ["1 цитата", "2 цитаты", "5 цитат"]
    assert [counted("further_quotes", count, "en") for count in (1, 2)] == ["1 more quote", "2 more quotes"]


@pytest.mark.parametrize(
    ("place", "label"),
    [(-1, "последняя сессия"), (-2, "предпоследняя сессия"), (3, "сессия 3"), (-3, "сессия 3 с конца")],
)
def test_place_that_means_sessions_of_several_numbers_has_a_label_too(place: int, label: str) -> None:
    assert [chip.label for chip in chips_of(Understanding(place=place), "ru")] == [label]


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (None, "Модель читает цитаты"),
        (WritingProgress(Stage.LOADING, 100.0), "Модель читает цитаты"),
        (WritingProgress(Stage.LOADING, 80.0), "Модель читает цитаты · 22 с"),
        (WritingProgress(Stage.COMPLETING, 101.0), "Уточняю вопрос"),
        (WritingProgress(Stage.READING, 101.0, 3, 7), "Читаю сессию 3 из 7"),
        (WritingProgress(Stage.WRITING, 102.0), "Пишу ответ"),
        (WritingProgress(Stage.WRITING, 90.0), "Пишу ответ · 12 с"),
    ],
)
def test_stage_of_the_writing_is_told_with_the_seconds_of_a_long_silence(
    progress: WritingProgress | None, words: str
) -> None:
    assert stage_in_words(progress, 102.4, "ru") == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words_in_every_language(stage: Stage, language: Language) -> None:
    assert stage_in_words(WritingProgress(stage, 0.0, 1, 2), 1.0, language)
