"""Bytes to text: every encoding that transcripts come in, and what is refused."""

import codecs
import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import BinaryFile, EmptyFile, UncertainEncoding, UnreadableFile
from rag.read.decoding import ENCODINGS, Decoded, decode, preview, readings

RUSSIAN = (
    "Ольга Дронова: Здравствуйте, посмотрим получившееся резюме.\r\n"
    "Павел Громов: Здравствуйте, вчера ещё переписывал раздел про достижения.\r\n"
)
ENGLISH = "Anna: hello there, shall we start?\nBen: yes, let's go.\n"
CHINESE = "王芳：你好，今天我们讨论一下简历。\n李雷：好的，我改好了第二部分，还有一个问题。\n"
FRENCH = "Amélie : C’est très élégant… « déjà » là-bas, à côté de la forêt.\nNoël : Ça va, où êtes-vous ?\n"
JAPANESE = "田中：こんにちは、先週の職務経歴書はもう直しましたか。\n佐藤：はい、三回ぐらい直しました。\n"
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


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "mac_cyrillic"])
def test_russian_is_read_from_every_old_encoding(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == Decoded(RUSSIAN, encoding)


def test_ukrainian_is_read() -> None:
    text = "Привіт, як справи? Вчора ми говорили про твоє резюме, і я думаю про її досвід.\n"
    assert decode(text.encode("cp1251")) == Decoded(text, "cp1251")
    assert decode(text.encode("koi8_u")) == Decoded(text, "koi8_u")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        ("你好，昨天我們討論了你的簡歷，我覺得你應該再看一遍經驗的部分。\n", "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)
def test_chinese_and_japanese_are_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_utf32_with_a_mark_is_read(mark: bytes, encoding: str) -> None:
    assert decode(mark + RUSSIAN.encode(encoding)) == Decoded(RUSSIAN, "utf-32")


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


def test_russian_behind_much_ascii_is_read() -> None:
    text = "Anna: hello there, shall we start? Ben: yes, of course.\n" * 3000 + RUSSIAN
    assert decode(text.encode("cp1251")) == Decoded(text, "cp1251")
    one_line = text.replace("\n", " ")
    assert decode(one_line.encode("koi8_r")) == Decoded(one_line, "koi8_r")


def test_russian_behind_much_english_with_western_quotes_is_read() -> None:
    """Both encodings have the same apostrophe, so only the letters at the end of the file decide."""
    english = "".join(f"{number} let’s go, it isn’t far.\n" for number in range(1000))
    assert decode((english + RUSSIAN).encode("cp1251")) == Decoded(english + RUSSIAN, "cp1251")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "mac_cyrillic"])
def test_a_few_short_words_among_times_are_enough(encoding: str) -> None:
    words = ("Угу.", "Ну да", "Понятно", "Да", "Хорошо")
    times = "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{word}\n\n" for n, word in enumerate(words, 1))
    assert decode(times.encode(encoding)) == Decoded(times, encoding)


@pytest.mark.parametrize("text", ["naïve café", "Müller", "it’s fine", "Käse für 50 €"])
def test_one_western_letter_is_read_as_cp1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


@pytest.mark.parametrize(
    "text", ["да", "é", "—", "🙂", "네, 안녕하세요", "नमस्ते", "สวัสดี", "مرحبا كيف", "写", "\ufffd? ok"]
)
def test_the_shortest_utf8_is_read_without_a_question(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_russian_letters_that_look_like_a_mark_are_no_mark() -> None:
    text = "яются и объясняются, как изготовлять и где хранить их"
    text += "." * (len(text) % 2)
    assert text.encode("cp1251").startswith(codecs.BOM_UTF16_LE)
    assert text.encode("cp1251").decode("utf-16") != text
    assert decode(text.encode("cp1251")) == Decoded(text, "cp1251")


def test_a_capital_that_two_encodings_share_is_asked_about() -> None:
    with pytest.raises(UncertainEncoding) as raised:
        decode("Я так и знал".encode("cp1251"))
    assert set(str(raised.value.values["candidates"]).split(",")[:2]) == {"cp1251", "mac_cyrillic"}


def test_candidates_are_different_readings_in_names_that_can_be_chosen() -> None:
    data = "Я".encode("cp1251")
    with pytest.raises(UncertainEncoding) as raised:
        decode(data)
    names = str(raised.value.values["candidates"]).split(",")
    assert set(names) <= set(ENCODINGS)
    assert len({preview(data, name) for name in names}) == len(names) > 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Γεια σου, τι κάνεις; Χθες μιλήσαμε για το βιογραφικό σου.", "cp1253"),
        ("שלום, מה שלומך? אתמול דיברנו על קורות החיים שלך.", "cp1255"),
        ("안녕하세요, 어제 우리는 이력서에 대해 이야기했습니다.", "euc_kr"),
        ("Привет, вчера мы говорили о твоём резюме и решили.", "iso8859_5"),
    ],
)
def test_an_encoding_that_is_not_looked_for_is_asked_about(text: str, encoding: str) -> None:
    with pytest.raises(UncertainEncoding):
        decode(text.encode(encoding))


def test_a_file_of_two_encodings_is_asked_about() -> None:
    with pytest.raises(UncertainEncoding, match="read differently"):
        decode((RUSSIAN * 300).encode() + (RUSSIAN * 300).encode("cp1251"))


@pytest.mark.parametrize("size", [200, 1000, 8000])
def test_random_bytes_are_no_text(size: int) -> None:
    chance = random.Random(size)  # noqa: S311
    for _ in range(20):
        with pytest.raises(BinaryFile):
            decode(bytes(chance.randrange(1, 256) for _ in range(size)))


def test_random_bytes_above_ascii_do_not_become_chinese() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(50):
        with pytest.raises(UncertainEncoding):
            decode(bytes(chance.randrange(0x80, 0x100) for _ in range(300)))


@given(st.binary(max_size=400))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnreadableFile:
        return
    assert decoded.encoding in ENCODINGS
    assert decoded.text == data.decode(decoded.encoding, errors="replace")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_that_the_user_names_is_used(encoding: str) -> None:
    assert decode("Anna: ok".encode(encoding), encoding) == Decoded("Anna: ok", encoding)


def test_the_encoding_that_the_user_names_wins_over_the_likely_one() -> None:
    assert decode(RUSSIAN.encode("koi8_r"), "cp1251") == Decoded(RUSSIAN.encode("koi8_r").decode("cp1251"), "cp1251")


def test_bytes_that_do_not_fit_the_named_encoding_are_marked() -> None:
    assert decode(b"ok \xff\xfe", "utf-8") == Decoded("ok \ufffd\ufffd", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_utf16_without_a_mark_needs_no_punctuation(encoding: str) -> None:
    text = "今天讨论简历的第二部写得么样大家觉得可以们天再说吧请坐"
    data = text.encode(encoding)
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)
    assert decode(data) == Decoded(text, encoding)


def test_a_repeated_word_is_no_more_evidence_than_one() -> None:
    with pytest.raises(UncertainEncoding):
        decode("Я\n".encode("cp1251") * 9000)


def test_utf8_with_many_bad_bytes_is_asked_about() -> None:
    with pytest.raises(UncertainEncoding) as raised:
        decode(("Привет, как твои дела сегодня? ".encode() + b"\xff ") * 200)
    assert str(raised.value.values["candidates"]).startswith("utf-8")


def test_a_french_word_of_one_letter_is_not_taken_for_a_russian_one() -> None:
    text = "Il va à la maison, puis il dort."
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


def test_an_unknown_name_of_an_encoding_is_refused() -> None:
    for name in ("rot13", "utf8", "", "idna"):
        with pytest.raises(UnreadableFile, match="no encoding that can be chosen"):
            decode(b"ok", name)
        with pytest.raises(UnreadableFile, match="no encoding that can be chosen"):
            preview(b"ok", name)


def test_a_named_encoding_does_not_make_nothing_or_zeros_readable() -> None:
    with pytest.raises(EmptyFile):
        decode(b" \n", "cp1251")
    with pytest.raises(BinaryFile):
        decode(b"ok\x00ok", "cp1251")


def test_a_preview_begins_with_the_first_line_that_encodings_read_differently() -> None:
    data = "1\n00:00:01,000\nНу да, понятно\n".encode("koi8_r")
    assert preview(data, "koi8_r", 5) == "Ну да"
    assert preview(data, "cp1251", 5) == "оХ ДБ"


def test_a_preview_of_wide_letters_is_whole() -> None:
    assert preview(RUSSIAN.encode("utf-16-le"), "utf-16-le", 5) == RUSSIAN[:5]
    assert preview("привет".encode()[:-1], "utf-8", 300) == "приве"
    assert preview(b"", "cp1251") == ""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "gb18030", "utf-16-le"])
def test_a_large_file_takes_no_more_than_a_moment(encoding: str) -> None:
    text = "".join(f"Анна: {number} раз, вот так: 你好, ok.\n" for number in range(1000)) * 100
    text = text if encoding != "cp1251" else text.replace("你好", "ещё")
    data = text.encode(encoding)
    started = time.perf_counter()
    assert decode(data) == Decoded(text, encoding)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("unit", [b"\xc4\xe0\n", b"\xef\xf0\xe8\xe2\xe5\xf2", b"a\xff ", b"a" * 23 + b"\xe0"])
def test_no_repetition_takes_long(unit: bytes) -> None:
    started = time.perf_counter()
    with contextlib.suppress(UnreadableFile):
        decode(unit * (5_000_000 // len(unit)))
    assert time.perf_counter() - started < 20


def test_readings_of_a_doubtful_file_differ_and_hold_the_right_one() -> None:
    offered = readings("ёж".encode("cp1251"), 8)
    assert offered["cp1251"] == "ёж"
    assert len(set(offered.values())) == len(offered) <= 8
    assert next(iter(readings(RUSSIAN.encode("koi8_r"), 8))) == "koi8_r"
    assert len(readings(RUSSIAN.encode("koi8_r"), 2)) == 2
