"""Tables of utterances: those of Whisper, and any whose header names who says what."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.errors import DamagedFile, UnknownRecord, UnreadableFile
from rag.read.tables import TABLES
from tests.read.records import lines_of

WHISPER_TSV = 'start\tend\ttext\n500\t2000\t"Да", сказала Анна, и "нет"\n2000\t4250\tНачнём с резюме.\n'
WHISPER_CSV = 'start,end,text\n500,2000,"Да, ""конечно"""\n2000,4250," Начнём с резюме."\n'
TIMESTAMPED = '"Да, конечно, начнём",0.5,2.0\r\nХорошо.,2.0,4.25\r\n'
RUSSIAN = "Время;Спикер;Реплика\n00:00:05;Анна;Добрый день, Борис\n00:01:10;Борис;«Да»; начнём\n"
CHINESE = "\ufeff发言人,内容,开始时间\n王芳,你好，我们开始吧,1.5\n"
ENGLISH = 'Speaker\tText\tStart Time\tEnd Time\nAnna\t"Two\nlines"\t1.5\t2.5\n'
SAMPLES = [WHISPER_TSV, WHISPER_CSV, TIMESTAMPED, RUSSIAN, CHINESE, ENGLISH]


def name_of(text: str) -> str | None:
    return next((known.name for known in TABLES if known.recognises(text)), None)


def said_in(text: str) -> list[tuple[str | None, str, float | None, float | None]]:
    return lines_of(next(known for known in TABLES if known.recognises(text)).extract(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (WHISPER_TSV, "whisper-tsv"),
        (WHISPER_CSV, "whisper-csv"),
        (TIMESTAMPED, "whisper-csv"),
        ("0.5,2.0,Да\n", "whisper-csv"),
        ("text,start,end\nДа,0.5,2.0\n", "whisper-csv"),
        ("start,end,speaker,text\n0,900,0,Да\n", "table"),
        ("start\tend\tspeaker\ttext\n0\t900\tАнна\tДа\n", "table"),
        (RUSSIAN, "table"),
        (CHINESE, "table"),
        (ENGLISH, "table"),
        ("id,start,end,text\n1,0,900,Да\n", "table"),
        ("\n  \n ИМЯ , Текст \nАнна,Да\n", "table"),
        (",speaker,text\n0,Анна,Да\n", "table"),
        ("\tspeaker\ttext\n0\tАнна\tДа\n", "table"),
    ],
)
def test_one_format_recognises_each_table(text: str, name: str) -> None:
    assert [known.name for known in TABLES if known.recognises(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "00:05:41\tАнна Иванова:\tВсем привет\n00:05:50\tБорис:\tПривет, Анна\n",
        "Анна: Текст, имя и время\nБорис: да, да\n",
        "Имя: Анна; Текст: да\n",
        "Имя, сестра, имя!\n",
        "Раз, 2.0, 3.0 и так далее\n",
        "раз,2,3\n",
        "слово,3.5,2.5\n",
        "слово,0.5,2.5\nА дальше, как обычно, идёт текст.\n",
        "name,price\nЧайник,5\n",
        "text,label\nДа,1\n",
        'text,"speaker\n',
        '"',
        "1\n00:00:01,000 --> 00:00:02,000\nДа, нет\n",
        "start,text\n1,Да\n",
    ],
)
def test_other_text_is_no_table(text: str) -> None:
    assert name_of(text) is None


def test_whisper_tsv_keeps_the_quotation_marks_that_were_said() -> None:
    assert said_in(WHISPER_TSV) == [
        (None, '"Да", сказала Анна, и "нет"', 0.5, 2.0),
        (None, "Начнём с резюме.", 2.0, 4.25),
    ]


def test_whisper_csv_undoes_the_doubled_quotation_marks() -> None:
    assert said_in(WHISPER_CSV) == [(None, 'Да, "конечно"', 0.5, 2.0), (None, "Начнём с резюме.", 2.0, 4.25)]


def test_whisper_csv_without_a_header_has_words_before_or_behind_their_seconds() -> None:
    assert said_in(TIMESTAMPED) == [(None, "Да, конечно, начнём", 0.5, 2.0), (None, "Хорошо.", 2.0, 4.25)]
    assert said_in("0.5,2.0,Да\n2.5,2.5,Нет\n") == [(None, "Да", 0.5, 2.0), (None, "Нет", 2.5, 2.5)]


def test_columns_are_found_by_their_names_in_three_languages() -> None:
    assert said_in(RUSSIAN) == [("Анна", "Добрый день, Борис", 5.0, None), ("Борис", "«Да»; начнём", 70.0, None)]
    assert said_in(CHINESE) == [("王芳", "你好，我们开始吧", 1.5, None)]
    assert said_in(ENGLISH) == [("Anna", "Two lines", 1.5, 2.5)]


def test_whole_numbers_are_seconds_or_milliseconds_by_the_pace_of_speech() -> None:
    seconds = "speaker,start,end,text\nАнна,0,3,Добрый день и начнём\nБорис,3,5,Хорошо\n"
    milliseconds = "speaker,start,end,text\nАнна,0,3000,Добрый день и начнём\nБорис,3000,5000,Хорошо\n"
    assert said_in(seconds) == said_in(milliseconds)
    assert [line[2:] for line in said_in(seconds)] == [(0.0, 3.0), (3.0, 5.0)]


def test_numbered_voices_of_whisper_cpp_are_speakers() -> None:
    assert [line[0] for line in said_in("start,end,speaker,text\n0,900,1,Да\n900,1500,?,Нет\n")] == ["Speaker 1", None]


@pytest.mark.parametrize("time", ["", "скоро", "-5", "nan", "99999999", "1e300"])
def test_impossible_time_is_unknown(time: str) -> None:
    assert said_in(f"speaker,text,start\nАнна,Да,{time}\n") == [("Анна", "Да", None, None)]


def test_commas_without_quotation_marks_belong_to_the_words_in_the_last_column() -> None:
    assert said_in("speaker,text\nАнна,Да, конечно, и ещё\n") == [("Анна", "Да, конечно, и ещё", None, None)]


def test_cells_that_nobody_filled_are_left_out() -> None:
    table = "speaker,text,start\n\nАнна,Да,1.5,,,\n,,\n,Нет,\nБорис,,3.5\n"
    assert said_in(table) == [("Анна", "Да", 1.5, None), (None, "Нет", None, None)]
    assert said_in("text,speaker\n , , , \nДа,Анна, , \n") == [("Анна", "Да", None, None)]
    assert said_in("speaker,text\nАнна,Да,,\n") == [("Анна", "Да", None, None)]
    assert said_in("start\tend\ttext\n0\t500\n500\t900\tДа\n") == [(None, "Да", 0.5, 0.9)]
    assert said_in("speaker,text\n") == []


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("speaker,text\nАнна,Да\nпродолжение\n", 3),
        ("start,speaker,text\n5,Анна\n", 2),
        ("text,speaker\nДа, конечно,Анна\n", 2),
        ('speaker,text\nАнна,"Да\nБорис,Нет\n', 3),
        ('speaker,text\nАнна,"Да" нет\n', 2),
    ],
)
def test_row_that_does_not_fit_the_header_is_refused_with_its_line(table: str, line: int) -> None:
    with pytest.raises(DamagedFile, match=f"Line {line} "):
        said_in(table)


def test_tabs_with_quotation_marks_that_were_said_are_read_as_they_stand() -> None:
    assert said_in('speaker\ttext\nАнна\t"Да" сказала я\n') == [("Анна", '"Да" сказала я', None, None)]
    assert said_in('speaker\ttext\nАнна\t"Да, ""точно"""\n') == [("Анна", 'Да, "точно"', None, None)]


def test_long_cell_is_read() -> None:
    words = "слово " * 50_000
    assert "".join(line[1] for line in said_in(f"speaker,text\nАнна,{words}\n")).count("слово") == 50_000


def test_table_of_another_shape_is_unknown() -> None:
    for known in TABLES:
        with pytest.raises(UnknownRecord):
            known.extract("name,price\nЧайник,5\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), min_size=1, max_size=6))
@example(cells=['"', ",;", '"",'])
@settings(derandomize=True, deadline=None)
def test_every_word_of_a_written_table_comes_back(delimiter: str, cells: list[str]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["Спикер", "Текст"], *(["Анна", cell] for cell in cells)])
    expected = [" ".join(cell.split()) for cell in cells if cell.strip()]
    assert [line[1] for line in said_in(file.getvalue())] == expected


@given(
    sample=st.sampled_from(SAMPLES),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["", '"', "\t", ",", ";", "\n", "\r", "0", "я"])), max_size=6
    ),
)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_damaged_tables_are_read_or_refused(sample: str, edits: list[tuple[float, str]]) -> None:
    for place, piece in edits:
        index = round(place * len(sample))
        sample = sample[:index] + piece + sample[index + (not piece) :]
    for known in TABLES:
        if known.recognises(sample):
            try:
                lines_of(known.extract(sample))
            except UnreadableFile:
                continue
