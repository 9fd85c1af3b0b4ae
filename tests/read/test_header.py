"""What the first lines of a text file say about the session, and that speech is never taken for it."""

import time

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


SPEECH = "Лена: Привет.\nОлег: Да.\nЛена: Начнём?\nОлег: Да.\n"
SPOKEN = [("Лена", "Привет."), ("Олег", "Да."), ("Лена", "Начнём?"), ("Олег", "Да.")]
BOTH = ("Лена Кравцова", "Олег Маслов")


@pytest.mark.parametrize(
    "head",
    [
        "Участники:\n- Лена Кравцова\n- Олег Маслов\n",
        "Участники:\n1. Лена Кравцова (менти)\n2. Олег Маслов — ментор\n\n",
        "## Участники\n\n- Лена Кравцова\n- Олег Маслов\n\n## Расшифровка\n\n",
        "**Участники:**\n* Лена Кравцова <lena@example.org>\n* Олег Маслов\n",
        "Участники\nЛена Кравцова\nОлег Маслов\n\n",
        "Participants:\nЛена Кравцова, Олег Маслов\nTranscript\n",
        "Участники: Лена Кравцова, я (Олег Маслов)\n",
        "Участники: Лена Кравцова и Олег Маслов\n",
        "Участники:\n- Менти: Лена Кравцова\n- Ментор: Олег Маслов\n",
        "---\nparticipants:\n  - Лена Кравцова\n  - Олег Маслов\n---\n",
        "---\nparticipants: [Лена Кравцова, Олег Маслов]\n---\n",
        '---\nучастники: ["[[Лена Кравцова]]", "[[Олег Маслов]]"]\n---\n',
    ],
)
def test_people_are_listed_in_every_shape(head: str) -> None:
    body = parse_dialogue(head + SPEECH)
    assert body.header == Header(None, None, BOTH)
    assert [(line.speaker, (head + SPEECH)[line.start : line.end]) for line in body.lines] == SPOKEN


def test_role_beside_a_listed_name_names_the_person() -> None:
    head = "Участники: Лена Кравцова (менти), Ментор — Олег Маслов\n\n"
    source = head + "Ментор: Привет.\nМенти: Да.\nМентор: Ну?\nМенти: Ну.\n"
    assert [speaker for speaker, _ in spoken(read(source))] == [*reversed(BOTH), *reversed(BOTH)]


def test_role_with_a_remark_is_still_a_name() -> None:
    assert _header("Дата: 14.10.2025", "Менти: Лена Кравцова (маркетолог)").roles == {"менти": "Лена Кравцова"}


@pytest.mark.parametrize(
    "head",
    [
        "Участники:\nПривет\n",
        "Участники:\n\n- Привет\n- Здравствуйте\n",
        "Участники:\nПривет всем, начнём\n",
        "Дата: 14.10.2025\nУчастники\nПривет\nначнём\n",
    ],
)
def test_words_below_people_that_nobody_is_called_stay_speech(head: str) -> None:
    said = [text for _, text in spoken(read(head + SPEECH))]
    expected = [line.removeprefix("- ") for line in head.splitlines() if line and ":" not in line]
    assert said == expected + [text for _, text in SPOKEN]


def test_front_matter_gives_title_date_and_roles_and_is_no_speech() -> None:
    head = '---\ntitle: "Сессия 3"\ndate: 2024-10-14\naliases:\n  - Анна\ntags: [a, b]\nmentor: Олег Маслов\n---\n\n'
    source = head + SPEECH
    transcript = read(source)
    assert (transcript.title, str(transcript.date)) == ("Сессия 3", "2024-10-14")
    assert transcript.people == ("Лена", "Олег", "Олег Маслов")
    assert spoken(transcript) == SPOKEN


def test_fields_after_front_matter_belong_to_the_header() -> None:
    transcript = read("\ufeff---\ntitle: Сессия 3\n---\n# Разбор\n- дата: 14.10.2024\n\n" + SPEECH)
    assert (transcript.title, str(transcript.date), spoken(transcript)) == ("Сессия 3", "2024-10-14", SPOKEN)


@pytest.mark.parametrize(
    "source",
    [
        "---\nЛена: Привет\nОлег: Да\n---\nЛена: Ну\nОлег: Пока\n",
        "---\nЛена: Привет\nТема: Резюме\n---\nЛена: Ну\nЛена: Пока\n",
        "---\ntitle: Сессия\nЛена: Привет\nОлег: Да\n",
        "---\ntitle: Сессия\nпросто слова\n---\n",
    ],
    ids=["no known key", "a speaker among keys", "not closed", "a line without key"],
)
def test_speech_between_rules_is_no_front_matter(source: str) -> None:
    said = [text for _, text in spoken(read(source)) if text != "---"]
    assert said == [line.split(": ")[-1] for line in source.splitlines() if line not in {"---", "title: Сессия"}]


@pytest.mark.parametrize(
    ("head", "title", "date_text"),
    [
        ("14.10.2025\n", None, "14.10.2025"),
        ("14 октября 2025 г., вторник\n\n", None, "14 октября 2025 г., вторник"),
        ("Созвон с Леной, 14 октября 2025\n\n", "Созвон с Леной, 14 октября 2025", None),
        ("\ufeffSession 3 — Lena\n", "Session 3 — Lena", None),
        ("Лена и Олег\nTue, Oct 14, 2025 10:02AM • 45:12\n\n", "Лена и Олег", "Tue, Oct 14, 2025 10:02AM • 45:12"),
        ("Transcript\nOctober 14, 2025, 12:30PM\n\n", None, "October 14, 2025, 12:30PM"),
        ("Третья сессия\nДата: 14.10.2025\n\n", "Третья сессия", "14.10.2025"),
        ("Разбор резюме\nДата: 14.10.2025\n\n", "Разбор резюме", "14.10.2025"),
        ("Разбор резюме\n\nМенти: Лена Кравцова\nДата: 14.10.2025\n\n", "Разбор резюме", "14.10.2025"),
        (
            "Протокол встречи «Резюме»\nДата: 14.10.2025\nУчастники: Лена, Олег\n",
            "Протокол встречи «Резюме»",
            "14.10.2025",
        ),
        ("Разбор резюме\nУчастники:\n- Лена Кравцова\n- Олег Маслов\n", "Разбор резюме", None),
        ("📝 Notes\nOct 14, 2025\n\n", None, "Oct 14, 2025"),
        ("Заметки\nДата: 14.10.2025\n\n", None, "14.10.2025"),
        ("# Сессия 3\n\n## Дата\n14.10.2025\n\n", "Сессия 3", "14.10.2025"),
        ("**Дата:** 14.10\n---\n", None, "14.10"),
        ("- Дата: 14.10\n", None, "14.10"),
    ],
)
def test_opening_without_a_field_gives_title_and_date(head: str, title: str | None, date_text: str | None) -> None:
    body = parse_dialogue(head + SPEECH)
    heading = body.header.title if body.header.title != "Дата" else None
    assert (heading, body.header.date_text) == (title, date_text)
    assert [(line.speaker, (head + SPEECH)[line.start : line.end]) for line in body.lines] == SPOKEN


@pytest.mark.parametrize(
    "source",
    [
        "14 октября 2025\nмы начали поздно\nи закончили рано\n",
        "Созвон с Леной\nмы начали поздно\n",
        "Созвон начался\n\nи закончился\n",
        "[00:00:02] 14 октября 2025\n\n[00:00:09] Да\n",
        "Лена Кравцова\n14.10.2025 18:30\n\nПривет\n\nЛена Кравцова\n14.10.2025 18:31\n\nКак дела\n",
        "Встретились в среду.\n14.10.2025\n\nи поговорили\n",
        "Вчера решали\nвремя: потом\nи встретились\n",
    ],
    ids=[
        "no gap after a date",
        "no gap after a title",
        "a sentence",
        "time code",
        "chat",
        "full stop",
        "a field without a date",
    ],
)
def test_first_line_that_may_be_speech_is_kept(source: str) -> None:
    said = " ".join(text for _, text in spoken(read(source)))
    assert said.split() == [word for word in source.split() if not word.startswith("[")]


def test_speakers_once_each_below_a_title_without_field_are_no_fields() -> None:
    transcript = read("Созвон 14.10.2024\nЛена: Привет\nОлег: Да\n\nи ещё слова\n")
    assert [text for _, text in spoken(transcript)] == ["Привет", "Да", "и ещё слова"]


def test_person_of_the_header_who_speaks_once_is_no_field() -> None:
    transcript = read("Участники: Лена Кравцова, Олег\nЛена: Привет\nОлег: Да\n\nи ещё слова\n")
    assert [text for _, text in spoken(transcript)] == ["Привет", "Да", "и ещё слова"]


@pytest.mark.parametrize(
    "line",
    [
        "Дата: " + " " * 200_000 + "x",
        "Дата: " + "* " * 100_000,
        "# " + "# " * 100_000,
        "Участники: " + "a ," * 100_000,
        "Участники: " + "(" * 100_000,
        "Менти: " + "x - " * 50_000,
        "(" * 200_000,
        "<" * 200_000,
    ],
)
def test_long_line_is_read_in_no_time(line: str) -> None:
    start = time.perf_counter()
    read_header([FirstLine(line, None, False), FirstLine("Тема: x", None, False)])
    assert time.perf_counter() - start < 10
