import pytest

from rag.read.page_text import lines_of_pages

LONG = "Марина: Давай сегодня подробно поговорим про то, как ты готовилась"


def test_pages_follow_each_other() -> None:
    assert lines_of_pages(["Лена: да\n\n Нет ", "Ещё"]) == ["Лена: да", "Нет", "Ещё"]


def test_the_number_of_a_page_is_dropped_at_its_edges_alone() -> None:
    assert lines_of_pages(["Да.\n7\nНет.\n8\nЕщё.\n1", "2\nТак.", "Page 3 of 3\nДалее.", "- 4 -"]) == [
        "Да.", "7", "Нет.", "8", "Ещё.", "Так.", "Далее.",
    ]  # fmt: skip


def test_another_number_at_the_edge_is_speech() -> None:
    assert lines_of_pages(["Сколько?\n25"]) == ["Сколько?", "25"]


def test_running_heads_and_feet_are_dropped_with_their_page_numbers() -> None:
    pages = [f"12/01/25 Встреча\nЛена: мысль {letter}.\nfile:///a.html {n}/5" for n, letter in enumerate("абвгд", 1)]
    assert lines_of_pages(pages) == [f"Лена: мысль {letter}." for letter in "абвгд"]


def test_a_line_that_stands_on_two_pages_is_speech() -> None:
    assert lines_of_pages(["Да.\nА.", "Да.\nБ.", "В.", "Г."]) == ["Да.", "А.", "Да.", "Б.", "В.", "Г."]


def test_times_at_the_top_of_every_page_are_no_running_head() -> None:
    pages = [f"Лена  0:{n:02}\nМысль {letter}.\nИ {letter}." for n, letter in enumerate("абвг", 1)]
    assert lines_of_pages(pages)[::3] == [f"Лена  0:{n:02}" for n in range(1, 5)]


def test_a_sentence_broken_at_the_side_of_the_page_is_joined() -> None:
    assert lines_of_pages([f"{LONG}\nк собеседованию.\nЛена: Хорошо."]) == [f"{LONG} к собеседованию.", "Лена: Хорошо."]


@pytest.mark.parametrize("rest", ["— и что вышло.", "25 вопросов было.", "https://example.org/a", "2025 год."])
def test_a_sentence_broken_before_a_dash_a_number_or_a_link_is_joined(rest: str) -> None:
    assert lines_of_pages([f"{LONG}\n{rest}\nЛена: Хорошо."]) == [f"{LONG} {rest}", "Лена: Хорошо."]
    assert lines_of_pages([f"{LONG}.\n{rest}"]) == [f"{LONG}.", rest]
    assert lines_of_pages([f"{LONG}\nКоротко\n{rest}"]) == [LONG, "Коротко", rest]


@pytest.mark.parametrize("line", ["0:05 Лена", "2. Второе", "3) Третье", "14.10.2025", "14/10 созвон"])
def test_a_time_an_item_and_a_date_begin_a_line(line: str) -> None:
    assert lines_of_pages([f"{LONG}\n{line}"]) == [LONG, line]


def test_a_sentence_broken_between_pages_is_joined() -> None:
    assert lines_of_pages([f"{LONG}\n1", "2\nк собеседованию."]) == [f"{LONG} к собеседованию."]


def test_short_lines_and_labels_are_not_joined() -> None:
    written = [LONG, "лена: так", "да", "нет"]
    assert lines_of_pages(["\n".join(written)]) == written


def test_a_hyphen_at_the_side_stays_with_its_break() -> None:
    written = [f"{LONG} к со-", "беседованию."]
    assert lines_of_pages(["\n".join(written)]) == written


def test_chinese_is_joined_without_a_space() -> None:
    first, second = "小明：我们今天详细谈谈你是怎么准备面试的，", "还有结果怎么样。"
    assert lines_of_pages([f"{first}\n{second}\n小红：好的。"]) == [first + second, "小红：好的。"]


def test_no_pages_have_no_lines() -> None:
    assert lines_of_pages([]) == []
    assert lines_of_pages(["", " \n"]) == []
