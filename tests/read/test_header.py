"""What the first lines of a text file say about the session, and that speech is never taken for it."""

import pytest

from rag.read.body import Header
from rag.read.dialogue import parse_dialogue
from rag.read.header import FirstLine, HeaderLines, read_header
from rag.read.speakers import find_label
from tests.read.examples import read, spoken


def _header(*lines: str) -> HeaderLines:
    labels = [find_label(line.lstrip("\ufeff#>- ")) for line in lines]
    return read_header(
        [FirstLine(line, label.name if label else None, False) for line, label in zip(lines, labels, strict=True)]
    )


RUSSIAN = ("Тема: Разбор резюме", "Дата: 14.10.2025", "Ментор: Ольга Дронова", "Менти: Павел Громов")


@pytest.mark.parametrize(
    "lines",
    [
        RUSSIAN,
        tuple(reversed(RUSSIAN)),
        ("\ufeff# Разбор резюме", "- дата: 14.10.2025", "- Наставник: Ольга Дронова", "- Ученик: Павел Громов"),
        ("**Тема:** Разбор резюме", "**Дата:** 14.10.2025", "**Ментор:** Ольга Дронова", "**Менти:** Павел Громов"),
        ("**Тема**: Разбор резюме", "**Дата**: 14.10.2025", "**Коуч**: Ольга Дронова", "**Клиент**: Павел Громов"),
        ("> ТЕМА : Разбор резюме", "Когда：14.10.2025", "Участники: Ольга Дронова, Павел Громов"),
    ],
    ids=["plain", "reversed", "list", "bold with its colon", "bold", "quoted"],
)
def test_russian_fields_give_title_date_and_people(lines: tuple[str, ...]) -> None:
    found = _header(*lines)
    assert found.header is not None
    assert (found.header.title, found.header.date_text) == ("Разбор резюме", "14.10.2025")
    assert set(found.header.people) == {"Ольга Дронова", "Павел Громов"}
    assert found.length == len(lines)


def test_english_fields_give_title_date_people_and_roles() -> None:
    found = _header("Meeting: CV review", "Date: Nov 12 2025", "Mentor: Olga O'Hara", "Mentee: Ben")
    assert found.header == Header("CV review", "Nov 12 2025", ("Olga O'Hara", "Ben"))
    assert found.roles == {"mentor": "Olga O'Hara", "mentee": "Ben"}


def test_chinese_fields_give_title_date_people_and_roles() -> None:
    found = _header("会议：简历讨论", "日期：2025年4月1日", "导师：王芳", "与会者：王芳、李雷")
    assert found.header == Header("简历讨论", "2025年4月1日", ("王芳", "李雷"))
    assert found.roles == {"导师": "王芳"}


def test_listed_people_are_split_and_what_is_no_name_is_left_out() -> None:
    found = _header("Участники: Анна Белова; Ben, 3 гостя，李雷、, Анна Белова")
    assert found.header == Header(None, None, ("Анна Белова", "Ben", "李雷"))


def test_time_of_day_before_the_date_does_not_hide_the_date() -> None:
    found = _header("Время: 18:30", "Дата: 14.10.2025")
    assert found.header is not None
    assert "14.10.2025" in (found.header.date_text or "")


def test_field_without_a_value_does_not_end_the_header() -> None:
    found = _header("Дата:", "Тема: Разбор резюме")
    assert found.header == Header("Разбор резюме", None, ())
    assert found.length == 2


def test_first_title_is_kept() -> None:
    found = _header("# Третья сессия", "## Резюме", "Тема: Прочее")
    assert found.header == Header("Третья сессия", None, ())


def test_remarks_and_unknown_fields_among_known_ones_belong_to_the_header() -> None:
    source = "# Третья сессия\n(расшифровка)\n- запись: есть\nДата: 14.10.2025\n\nАнна: Привет.\nБорис: Да.\n"
    body = parse_dialogue(source)
    assert body.header == Header("Третья сессия", "14.10.2025", ())
    assert [source[line.start : line.end] for line in body.lines] == ["Привет.", "Да."]


def test_unknown_field_at_the_end_belongs_to_the_header_where_an_empty_line_follows() -> None:
    transcript = read("Тема: Разбор резюме\nЯзык: русский\n\nАнна: Привет.\nБорис: Да.\n")
    assert spoken(transcript) == [("Анна", "Привет."), ("Борис", "Да.")]


def test_lines_without_a_certain_field_are_no_header() -> None:
    assert _header("Ментор: Привет", "Менти: Здравствуйте") == HeaderLines()
    assert _header("(смеётся)", "Автор: Анна") == HeaderLines()
    assert _header() == HeaderLines()
    assert _header("Встретились в среду.", "Дата: 14.10.2025") == HeaderLines()


def test_header_takes_at_most_sixteen_lines() -> None:
    assert _header(*["Дата: 14.10.2025"] * 20).length == 16


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("Дата: 14.10.2025\n", ["Анна: Как ваши дела?", "Борис: Хорошо."]),
        ("Тема: Резюме\n", ["Анна: Как ваши дела?", "Борис: Хорошо.", "Анна: Начнём?"]),
        ("Тема: Резюме\n", ["Анна Белова: Как ваши дела?", "Ян Ким: Хорошо."]),
        ("# Третья сессия\n\n", ["Ментор: Привет", "Менти: Здравствуйте", "Ментор: Начнём?", "Менти: Да."]),
        ("Дата: 14.10.2025\nМентор: Ольга\n\n", ["Ментор: Привет", "Павел: Здравствуйте", "Ментор: Начнём?"]),
        ("# Третья сессия\n", ["[00:00:05] Анна: Привет (смеётся)", "[00:00:09] Борис: Да", "Анна: Начнём"]),
        ("# Третья сессия\n", ["[00:00:05] Анна: Привет [смех]", "Борис: Да", "Анна: Начнём", "Борис: Да"]),
    ],
    ids=[
        "said once without a gap",
        "said twice without a gap",
        "full names without a gap",
        "short words of a role",
        "role again",
        "remark at the end",
        "brackets at the end",
    ],
)
def test_speech_after_the_header_is_never_taken_for_it(head: str, lines: list[str]) -> None:
    transcript = read(head + "\n".join(lines) + "\n")
    assert [text for _, text in spoken(transcript)] == [line.split(": ")[1] for line in lines]


def test_role_that_stands_alone_after_the_title_speaks() -> None:
    transcript = read("# Третья сессия\n\nМентор: Привет\n\nМенти: Да.\n\nМентор: Начнём?\n")
    assert spoken(transcript) == [("Ментор", "Привет"), ("Менти", "Да."), ("Ментор", "Начнём?")]


def test_role_of_the_header_names_the_person_and_not_a_greeting() -> None:
    transcript = read("Дата: 14.10.2025\nМентор: Ольга Дронова\n\nМентор: Привет\nПавел: Да.\nМентор: Начнём?\n")
    assert spoken(transcript) == [("Ольга Дронова", "Привет"), ("Павел", "Да."), ("Ольга Дронова", "Начнём?")]
    assert transcript.people == ("Ольга Дронова", "Павел")
