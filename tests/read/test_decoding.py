"""Bytes to text: every encoding that transcripts come in, and what is refused."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import BinaryFile, EmptyFile
from rag.read.decoding import Decoded, decode

RUSSIAN = (
    "Ольга Дронова: Здравствуйте, посмотрим получившееся резюме.\r\n"
    "Павел Громов: Здравствуйте, вчера ещё переписывал раздел про достижения.\r\n"
)
ENGLISH = "Anna: hello there, shall we start?\nBen: yes, let's go.\n"
CHINESE = "王芳：你好，今天我们讨论一下简历。\n李雷：好的，我改好了第二部分，还有一个问题。\n"
FRENCH = "Amélie : C’est très élégant… « déjà » là-bas, à côté de la forêt.\nNoël : Ça va, où êtes-vous ?\n"
GERMAN = "Jürgen: Schöne Grüße aus Köln, das wäre wirklich großartig.\nUte: Natürlich, wir hören später voneinander.\n"
RUSSIAN_WORDS = ("привет", "Резюме", "ещё", "вчера", "работа", "очень", "встреча", "план")


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, CHINESE, FRENCH, "🙂 ok\n"])
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_utf8_mark_stays_as_the_first_character() -> None:
    assert decode(codecs.BOM_UTF8 + RUSSIAN.encode()) == Decoded("\ufeff" + RUSSIAN, "utf-8")


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, CHINESE, "🙂 ok\n"])
@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_with_a_mark_is_read(mark: bytes, encoding: str, text: str) -> None:
    assert decode(mark + text.encode(encoding)) == Decoded(text, "utf-16")


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, CHINESE], ids=["Russian", "English", "Chinese"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


def test_cp1251_russian_is_read() -> None:
    assert decode(RUSSIAN.encode("cp1251")) == Decoded(RUSSIAN, "cp1251")


@pytest.mark.parametrize("text", [FRENCH, GERMAN])
def test_cp1252_western_text_is_read(text: str) -> None:
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


@given(
    words=st.lists(st.sampled_from(RUSSIAN_WORDS), min_size=2, max_size=40),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]),
)
@settings(derandomize=True, deadline=None)
def test_russian_text_comes_back_from_every_encoding(words: list[str], newline: str, encoding: str) -> None:
    text = f"Анна: {' '.join(words)}.{newline}Борис: да, хорошо!{newline}"
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xe4\xbd", b"\x80"])
def test_utf8_with_a_few_bad_bytes_is_repaired_in_place(bad: bytes) -> None:
    before, after = RUSSIAN * 5, RUSSIAN * 5
    decoded = decode(before.encode() + bad + b" " + after.encode())
    assert decoded == Decoded(f"{before}\ufffd {after}", "utf-8")


def test_english_with_one_western_apostrophe_is_read_as_cp1252() -> None:
    text = "Anna: let’s start, I have read your notes twice.\n" + "Ben: sure, thank you for that.\n" * 20
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


@pytest.mark.parametrize("text", ["а\r\nб\nв\rг", "e\u0301 é \ufb01 ﬁ", "да\u00a0нет\u2028ещё\t\u200b!"])
def test_nothing_is_normalised(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t\n ",
        b"\x0b\x0c",
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + b"\r\n  \n",
        codecs.BOM_UTF16_LE,
        "\ufeff \n".encode("utf-16-le"),
        " \n \n".encode("utf-16-be"),
        "\u200b\n".encode(),
        "\u3000\n\u00a0\n".encode(),
    ],
)
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"^The file (?:is empty|holds nothing but white space)\.$"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x00\x00\x00\x02\x00\x08\x06\x00\x00\x00\xf4x\xd4\xfa" * 3,
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00word/document.xml \xa2\x04\x02(\xa0\x00\x02" * 3,
        b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01\x00\x00\x00",
        b"\x00" * 50,
        bytes(range(256)) * 4,
        b"\x01\x02\x03\x04\x05\x06\x07\x08 hello",
        b"hello\x00there, this is nearly text",
        codecs.BOM_UTF16_LE + "привет".encode("utf-16-le") + b"\x34",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00",
    ],
    ids=["png", "zip", "elf", "zeros", "every byte", "controls", "one zero", "half a character", "half a pair"],
)
def test_bytes_that_are_not_text_are_refused(data: bytes) -> None:
    with pytest.raises(BinaryFile, match=r"^The file is not text\.$"):
        decode(data)


def test_colours_of_a_terminal_do_not_make_text_binary() -> None:
    text = "\x1b[1mАнна:\x1b[0m привет\n"
    assert decode(text.encode()) == Decoded(text, "utf-8")
