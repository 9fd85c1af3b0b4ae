"""One file to one transcript: what is refused, what the file is called, and what it says about itself."""

import io
import zipfile
from datetime import date

import pytest

from rag.errors import (
    ArchiveRefused,
    BinaryFile,
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    MediaFile,
    NothingSpoken,
    OldDocument,
    UnknownFormat,
    UnknownRecord,
    UnreadableFile,
)
from rag.read.reader import MAX_NAME_CHARACTERS, clean_file_name, read_transcript
from rag.types import DateSource, ParsedTranscript, Segment
from tests.read.examples import MAX_BYTES, TODAY, read


def zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "Анна: да")
    return stream.getvalue()


DIALOGUE = "Анна: Привет.\nBen: Hi, how are you today?\nАнна: Да.\n"
CUES = "1\n00:00:01,000 --> 00:00:02,000\nАнна: Привет.\n"


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
    [
        ("a.txt", DIALOGUE, "txt"),
        ("a.Md", DIALOGUE, "md"),
        ("a.b.srt", CUES, "srt"),
        ("a.txt", CUES, "srt"),
        ("a.srt", DIALOGUE, "txt"),
        ("a.docx", DIALOGUE, "txt"),
        ("a.json", '[{"speaker": "Анна", "text": "Привет.", "start": 1}]', "utterances-json"),
        ("a.txt", '[{"speaker": "Анна", "text": "Привет.", "start": 1}]', "utterances-json"),
        ("a.csv", "speaker,text\nАнна,Привет.\nBen,Hi.\n", "table"),
        ("a.log", DIALOGUE, "txt"),
        ("a.html", "<html><body><p>Анна: Привет.</p><p>Ben: Hi.</p></body></html>", "html"),
    ],
)
def test_format_is_chosen_by_the_content(file_name: str, text: str, format_name: str) -> None:
    transcript = read(text, file_name)
    assert transcript.format == format_name
    assert transcript.segments[0].text == "Привет."
    assert transcript.segments[0].speaker == "Анна"


@pytest.mark.parametrize("file_name", ["a.py", "a.txt.exe", "a", "txt", ".txt", "folder/", ""])
def test_prose_of_an_unknown_suffix_is_refused_with_the_known_ones(file_name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"no lines of speech are seen in it; files of these kinds .*\.txt, \.md"):
        read("Просто рассказ без имён.\nИ ещё строка.\n", file_name)


@pytest.mark.parametrize(
    ("file_name", "data", "error"),
    [
        ("a.json", b'{"a": 1}', UnknownRecord),
        ("a.json", b'{"a": ', DamagedFile),
        ("a.json", b"[" * 100_000, DamagedFile),
        ("a.txt", b"[" * 100_000, DamagedFile),
        ("a.json", b"true", UnknownRecord),
        ("a.zip", zip_of("a.txt"), ArchiveRefused),
        ("a.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x21TIT2" + b"\xff\xfb\x90\x00" * 90, MediaFile),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldDocument),
        ("a.exe", b"\x7fELF\x02\x01\x01" + b"\0" * 90, BinaryFile),
    ],
)
def test_files_of_other_kinds_are_told_apart(file_name: str, data: bytes, error: type[UnreadableFile]) -> None:
    with pytest.raises(error):
        read_transcript(data, file_name, today=TODAY, max_bytes=MAX_BYTES)


def test_the_users_word_on_the_encoding_counts() -> None:
    data = "Анна: Привет.\nБорис: Да.\n".encode("cp1251")
    transcript = read_transcript(data, "a.txt", today=TODAY, max_bytes=MAX_BYTES, encoding="koi8_r")
    assert transcript.encoding == "koi8_r"
    assert transcript.source == data.decode("koi8_r")


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
    ],
)
def test_file_without_a_line_of_speech_is_refused(file_name: str, text: str) -> None:
    with pytest.raises(NothingSpoken, match=rf"^{file_name} holds no line of speech\.$"):
        read(text, file_name)


def test_empty_and_binary_files_are_refused() -> None:
    with pytest.raises(EmptyFile):
        read_transcript(b" \n", "a.txt", today=TODAY, max_bytes=MAX_BYTES)
    with pytest.raises(BinaryFile):
        read_transcript(b"\x00\x01\x02\x03" * 50, "a.txt", today=TODAY, max_bytes=MAX_BYTES)


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


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("Павел Громов, встреча 4", ("Павел Громов",)),
        ("Zoom Meeting", ()),
        ("Session Notes", ()),
        ("Разбор Резюме", ()),
    ],
)
def test_title_names_people_only_where_it_names_no_session(title: str, people: tuple[str, ...]) -> None:
    assert read(f"# {title}\n\nпросто рассказ без имён\n", "a.txt").people == people
