"""Which session of a series a question names, in three languages, up to 99; and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.ordinals import find_ordinal, same_place
from tests.search.examples import is_fast

PIECES = st.sampled_from(
    ["первая ", "двадцать ", "сессия ", "с Леной ", "третьей ", "№ ", "12", "session ", "last ", "twenty-", "第", "三",
     "十", "次", "课", "倒数", "в прошлый раз", "?", " "]
)  # fmt: skip


def number(question: str) -> int | None:
    ordinal = find_ordinal(question)
    return ordinal.number if ordinal else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("первая сессия", 1),
        ("на второй встрече с Леной", 2),
        ("третью сессию", 3),
        ("на третей сессии", 3),
        ("после четвертого созвона", 4),
        ("в четвёртый созвон", 4),
        ("пятое занятие", 5),
        ("о седьмом уроке", 7),
        ("на десятой консультации", 10),
        ("на пятнадцатой сессии", 15),
        ("девятнадцатая беседа", 19),
        ("двадцатая сессия", 20),
        ("двадцать первая сессия", 21),
        ("на двадцать первой сессии с Леной", 21),
        ("сорок вторая встреча", 42),
        ("пятьдесят третья сессия", 53),
        ("шестидесятая сессия", 60),
        ("девяносто девятая сессия", 99),
        ("сессия 12", 12),
        ("сессия №3", 3),
        ("встреча номер 4", 4),
        ("на 2-й встрече", 2),
        ("на 3ей встрече", 3),
        ("3 сессия", 3),
        ("первая наша с Леной сессия", 1),
        ("на третьей по счёту сессии", 3),
        ("на третьей с Леной", 3),
        ("на ВТОРОЙ Встрече", 2),
        ("на встрече с Леной, второй, о монтаже", 2),
    ],
)
def test_russian_ordinal_is_its_number(question: str, expected: int) -> None:
    assert number(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("последняя сессия", -1),
        ("самая последняя встреча", -1),
        ("на крайнем созвоне", -1),
        ("на прошлой сессии", -1),
        ("что решили в прошлый раз", -1),
        ("предпоследняя встреча", -2),
        ("на позапрошлом созвоне", -2),
        ("в позапрошлый раз", -2),
        ("our last chat", -1),
        ("the most recent session", -1),
        ("what did we decide last time?", -1),
        ("the session before last", -2),
        ("the meeting before the last", -2),
        ("the last session but one", -2),
        ("second to last session", -2),
        ("the second-to-last call", -2),
        ("the penultimate meeting", -2),
        ("上次说了什么", -1),
        ("上一次见面", -1),
        ("最近一次", -1),
        ("最后一次见面", -1),
        ("前一次", -1),
        ("倒数第一次", -1),
        ("上上次我们聊了什么", -2),
        ("倒数第二次见面", -2),
    ],
)
def test_last_and_the_one_before_count_from_the_end(question: str, expected: int) -> None:
    assert number(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the first session", 1),
        ("our first ever session", 1),
        ("In the THIRD meeting", 3),
        ("second coaching call", 2),
        ("the twelfth session", 12),
        ("the thirteenth session", 13),
        ("the nineteenth call", 19),
        ("the twentieth lesson", 20),
        ("the twenty-first session", 21),
        ("twenty second session", 22),
        ("the ninety-ninth session", 99),
        ("the 2nd session", 2),
        ("21st session", 21),
        ("session 12", 12),
        ("session no. 3", 3),
        ("call #3", 3),
        ("第一次见面", 1),
        ("首次见面", 1),
        ("第三次会议", 3),
        ("第三节课", 3),
        ("第十次", 10),
        ("第十二次见面", 12),
        ("第二十次", 20),
        ("第三十五次课", 35),
        ("第九十九次", 99),
        ("第2次", 2),
    ],
)
def test_english_and_chinese_ordinals_are_their_numbers(question: str, expected: int) -> None:
    assert number(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Что решили?",
        "первый оффер",
        "вторая половина сессии",
        "на первых двух сессиях",
        "последние три сессии",
        "десяток встреч",
        "перед встречей",
        "во вторник встреча была о чём?",
        "в пятницу на встрече",
        "следующая сессия",
        "двадцать последняя сессия",
        "встреча 3 марта",
        "сессия 12.05",
        "2025 сессия",
        "сессия 100",
        "за 3 сессии",
        "через 2 встречи",
        "было 5 сессий",
        "когда Лена ела в последний раз",
        "the last two sessions",
        "When was the last time she ran?",
        "first job",
        "session 3:15",
        "第一次面试",
        "一次",
        "这次",
        "下次",
        "第三个目标",
    ],
)
def test_counts_days_and_other_things_are_no_sessions(question: str) -> None:
    assert find_ordinal(question) is None


def test_first_named_session_counts_with_its_place() -> None:
    question = "На второй сессии с Леной или на пятой встрече?"
    ordinal = find_ordinal(question)
    assert ordinal
    assert (ordinal.number, question[ordinal.start : ordinal.end]) == (2, "второй сессии")


@pytest.mark.parametrize(
    ("place", "asked", "count", "expected"),
    [(3, 3, 5, True), (2, 3, 5, False), (5, -1, 5, True), (4, -2, 5, True), (5, -2, 5, False), (1, -2, 1, False)],
)
def test_place_counts_from_the_front_or_from_the_back(place: int, asked: int, count: int, expected: bool) -> None:
    assert same_place(place, asked, count) is expected


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_place_lies_in_the_question(question: str) -> None:
    ordinal = find_ordinal(question)
    if ordinal:
        assert 0 <= ordinal.start < ordinal.end <= len(question)
        assert ordinal.number in range(-2, 100)


@pytest.mark.parametrize(
    "piece", ["1", "первая ", "первая с Леной ", "с Леной с ", "сессия ", "session ", "twenty-", "第", "十", " ", "а-"]
)
def test_long_question_is_read_at_once(piece: str) -> None:
    assert is_fast(lambda: find_ordinal((piece * 20_000)[:20_000]))
