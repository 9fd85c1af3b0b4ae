"""One file to one transcript: what is refused, what the file is called, and what it says about itself."""

from datetime import date

import pytest

from rag.errors import BinaryFile, EmptyFile, FileTooLarge, NothingSpoken, UnknownFormat
from rag.read.captions import parse_captions
from rag.read.dialogue import parse_dialogue
from rag.read.reader import FORMATS, MAX_NAME_CHARACTERS, Format, clean_file_name, read_transcript
from rag.types import DateSource, ParsedTranscript, Segment
from tests.read.examples import MAX_BYTES, TODAY, read

DIALOGUE = "Анна: Привет.\nBen: Hi, how are you today?\nАнна: Да.\n"
CUES = "1\n00:00:01,000 --> 00:00:02,000\nАнна: Привет.\n"


def test_table_of_formats_names_every_suffix_with_its_parser() -> None:
    assert dict(FORMATS) == {
        ".txt": Format("txt", parse_dialogue),
        ".md": Format("md", parse_dialogue),
        ".srt": Format("srt", parse_captions),
        ".vtt": Format("vtt", parse_captions),
    }


def test_whole_transcript_is_read() -> None:
    assert read("Дата: 14.10.2025\n\nАнна: Да.\nBen: Hi, Anna!\n", "встреча_3.txt") == ParsedTranscript(
        file_name="встреча_3.txt",
        format="txt",
        encoding="utf-8",
        source="Дата: 14.10.2025\n\nАнна: Да.\nBen: Hi, Anna!\n",
        title="встреча 3",
        date=date(2025, 10, 14),
        date_source=DateSource.HEADER,
        people=("Ben", "Анна"),
        segments=(Segment(1, 24, 27, "Да.", "Анна"), Segment(2, 33, 42, "Hi, Anna!", "Ben")),
    )


@pytest.mark.parametrize(
    ("file_name", "text", "format_name"),
    [("a.txt", DIALOGUE, "txt"), ("A.TXT", DIALOGUE, "txt"), ("a.Md", DIALOGUE, "md"), ("a.b.srt", CUES, "srt")],
)
def test_format_is_chosen_by_the_last_suffix_in_any_case(file_name: str, text: str, format_name: str) -> None:
    transcript = read(text, file_name)
    assert transcript.format == format_name
    assert transcript.segments[0].text == "Привет."
    assert transcript.segments[0].speaker == "Анна"


@pytest.mark.parametrize("file_name", ["a.pdf", "a.docx", "a.txt.exe", "a", "txt", ".txt", "folder/", ""])
def test_unknown_suffix_is_refused_with_the_known_ones(file_name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"are not read; known are \.txt, \.md, \.srt, \.vtt\.$"):
        read(DIALOGUE, file_name)


def test_refusal_names_the_file_and_its_suffix() -> None:
    with pytest.raises(UnknownFormat, match=r"^план\.pdf: files ending in \.pdf are not read"):
        read(DIALOGUE, "планы/план.pdf")
    with pytest.raises(UnknownFormat, match=r"^план: files ending in nothing are not read"):
        read(DIALOGUE, "план")


def test_file_of_more_bytes_than_allowed_is_refused() -> None:
    data = "Анна: Привет.\n".encode()
    assert read_transcript(data, "a.txt", today=TODAY, max_bytes=len(data)).segments[0].text == "Привет."
    with pytest.raises(FileTooLarge, match=r"^a\.txt has 24 bytes, at most 23 are read\.$"):
        read_transcript(data, "a.txt", today=TODAY, max_bytes=len(data) - 1)
    with pytest.raises(FileTooLarge) as caught:
        read_transcript(b"x" * (2 * 2**20 + 1), "a.txt", today=TODAY, max_bytes=2 * 2**20)
    assert caught.value.values == {"limit": 2}


@pytest.mark.parametrize(
    ("file_name", "text"),
    [
        ("a.txt", "---\n…\n"),
        ("a.txt", "Анна:\nБорис:\n"),
        ("a.md", "# Сессия 3\nДата: 14.10.2025\n"),
        ("a.vtt", "WEBVTT\n\nNOTE ничего\n"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n♪ ♪\n"),
        ("a.srt", "Анна: привет\n"),
    ],
)
def test_file_without_a_line_of_speech_is_refused(file_name: str, text: str) -> None:
    with pytest.raises(NothingSpoken, match=rf"^{file_name} holds no line of speech\.$"):
        read(text, file_name)


def test_empty_and_binary_files_are_refused() -> None:
    with pytest.raises(EmptyFile):
        read_transcript(b" \n", "a.txt", today=TODAY, max_bytes=MAX_BYTES)
    with pytest.raises(BinaryFile):
        read_transcript(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "a.txt", today=TODAY, max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("встреча.txt", "встреча.txt"),
        ("folder/sub/a.txt", "a.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Лена\\a.md", "a.md"),
        ("mixed/folder\\a.srt", "a.srt"),
        ("first\nsecond\r\n third.txt", "first second third.txt"),
        ("a\0b.txt", "ab.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
        ("  a   b.txt ", "a b.txt"),
        ("会议 1.vtt", "会议 1.vtt"),
        ("Сессия: 3.txt", "Сессия: 3.txt"),
        ("", "transcript"),
        ("/", "transcript"),
        ("\0\n", "transcript"),
    ],
)
def test_file_name_is_cleaned_of_folders_and_what_cannot_be_shown(name: str, clean: str) -> None:
    assert clean_file_name(name) == clean
    assert clean_file_name(clean) == clean


def test_name_of_200_characters_is_kept() -> None:
    assert clean_file_name("я" * 196 + ".txt") == "я" * 196 + ".txt"


def test_longer_name_is_cut_to_200_characters_and_keeps_its_suffix() -> None:
    assert MAX_NAME_CHARACTERS == 200
    assert clean_file_name("я" * 296 + ".txt") == "я" * 196 + ".txt"
    assert clean_file_name("я" * 300) == "я" * 200
    assert len(clean_file_name("я" * 300 + "." + "x" * 300)) <= 200


def test_long_name_is_still_read_by_its_suffix() -> None:
    transcript = read(DIALOGUE, "folder/" + "я" * 300 + ".md")
    assert transcript.format == "md"
    assert transcript.file_name == "я" * 197 + ".md"


@pytest.mark.parametrize(
    ("text", "file_name", "title"),
    [
        (DIALOGUE, "Сессия_с_Леной_3.txt", "Сессия с Леной 3"),
        (DIALOGUE, "a.b.txt", "a.b"),
        ("# Разбор   резюме\n\n" + DIALOGUE, "a.txt", "Разбор резюме"),
        ("Тема: Разбор резюме\nДата: 14.10.2025\n\n" + DIALOGUE, "a.txt", "Разбор резюме"),
        ("# " + "я" * 300 + "\n\n" + DIALOGUE, "a.txt", "я" * 200),
    ],
)
def test_title_is_that_of_the_header_else_the_file_name(text: str, file_name: str, title: str) -> None:
    assert read(text, file_name).title == title


def test_people_are_the_speakers_by_how_much_they_say_then_those_of_the_header() -> None:
    header = "Дата: 14.10.2025\nУчастники: Вера, Анна, Ben\n\n"
    assert read(header + DIALOGUE).people == ("Ben", "Анна", "Вера")
    assert read(DIALOGUE).people == ("Ben", "Анна")
    assert read("Просто заметка.\n").people == ()


def test_full_name_in_the_title_is_one_of_the_people() -> None:
    speech = "Павел: Да.\nОльга: Нет, подождите.\n"
    assert read("# Павел  Громов, встреча 4\n\n" + speech).people == ("Ольга", "Павел", "Павел Громов")
    assert read("# Анна-Мария Белова и Ольга\n\nПросто заметка.\n").people == ("Анна-Мария Белова",)


@pytest.mark.parametrize("title", ["Career Planning", "Разбор Резюме", "Встреча 4", "Mock Interview With Ben"])
def test_words_of_a_title_that_no_speaker_bears_are_no_people(title: str) -> None:
    assert read(f"# {title}\n\n{DIALOGUE}").people == ("Ben", "Анна")


@pytest.mark.parametrize(
    ("text", "file_name", "file_date", "expected"),
    [
        ("Дата: 14.10.2025\n\n" + DIALOGUE, "2025-09-01.txt", date(2025, 1, 1), (date(2025, 10, 14), "header")),
        ("# Сессия 14.10.2025\n\n" + DIALOGUE, "2025-09-01.txt", None, (date(2025, 10, 14), "header")),
        (DIALOGUE, "GMT20250424-133000_Recording.txt", date(2025, 1, 1), (date(2025, 4, 24), "name")),
        (DIALOGUE, "Лена 15.05.txt", None, (date(2025, 5, 15), "name")),
        (DIALOGUE, "Лена 15.05.txt", date(2024, 5, 1), (date(2023, 5, 15), "name")),
        (DIALOGUE, "Лена.txt", date(2025, 1, 1), (date(2025, 1, 1), "file")),
        (DIALOGUE, "Лена.txt", None, (None, None)),
    ],
)
def test_date_comes_from_header_then_name_then_file(
    text: str, file_name: str, file_date: date | None, expected: tuple[date | None, str | None]
) -> None:
    transcript = read(text, file_name, file_date=file_date)
    assert (transcript.date, transcript.date_source) == expected


def test_encoding_and_source_are_kept_as_decoded() -> None:
    source = "Анна: Привет, ещё раз здравствуйте.\r\nБорис: Да, начинаем.\r\n"
    transcript = read_transcript(source.encode("cp1251"), "a.txt", today=TODAY, max_bytes=MAX_BYTES)
    assert (transcript.encoding, transcript.source) == ("cp1251", source)
    assert transcript.word_count == 6
