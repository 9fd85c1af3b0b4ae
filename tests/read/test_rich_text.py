import time
from contextlib import suppress
from datetime import date

import pytest

from rag.errors import DamagedFile, ReadingLimit
from rag.read import rich_text
from rag.read.rich_text import extract, recognises


def rtf(body: str, head: str = r"\ansi\ansicpg1251\deff0") -> bytes:
    return rf"{{\rtf1{head} {body}}}".encode("ascii")


def cyrillic(text: str) -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode("cp1251"))


def numbered(text: str) -> str:
    units = text.encode("utf-16-le")
    return "".join(rf"\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2))


def lines(data: bytes) -> list[str]:
    return extract(data).text.splitlines()


def test_rich_text_is_known_by_its_first_word() -> None:
    assert recognises(rtf("a"))
    assert recognises(b"\xef\xbb\xbf\n{\\rtf1 a}")
    assert not recognises(rb"He wrote {\rtf1 a}")
    assert not recognises(b"{rtf}")


def test_every_paragraph_is_a_line() -> None:
    assert lines(rtf(rf"{cyrillic('Лена: да')}\par {cyrillic('Нет')}\line {cyrillic('и ещё')}\par")) == [
        "Лена: да", "Нет", "и ещё",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Привет, Лена", "你好", "emoji 😀 и дальше", "naïve “quoted”"])
def test_letters_by_number_are_whole_characters(text: str) -> None:
    assert lines(rtf(numbered(text))) == [text]


def test_letters_by_code_are_read_with_the_code_page_of_the_file() -> None:
    assert lines(rtf(cyrillic("Ёлка"))) == ["Ёлка"]
    western = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0 "
    assert lines(rtf(western + cyrillic("Ёлка"))) == ["Ёлка"]


def test_letters_by_code_are_read_with_the_letters_of_their_font() -> None:
    fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\froman\fprq2\fcharset204{\*\panose 02020603}Times;}}"
    assert lines(rtf(rf"{fonts}\f0 caf\'e9 \f1 {cyrillic('слова')}", head=r"\ansi\ansicpg1252\deff0")) == ["café слова"]


def test_bytes_beyond_ascii_are_read_with_the_code_page_of_the_file() -> None:
    assert lines(b"{\\rtf1\\ansi\\ansicpg1251 " + "Лена: да".encode("cp1251") + b"}") == ["Лена: да"]


def test_braces_and_backslashes_that_are_spoken_stay() -> None:
    assert lines(rtf(r"C:\\pictures\\bin \{a\}")) == [r"C:\pictures\bin {a}"]


def test_rows_of_two_cells_read_as_a_name_and_its_words() -> None:
    row = r"\trowd\cellx1\cellx2\intbl Lena\cell Well | good.\par Really.\cell\row "
    assert lines(rtf(rf"Before\par {row}{row}\pard After\par")) == [
        "Before", "Lena: Well | good.", "Really.", "Lena: Well | good.", "Really.", "After",
    ]  # fmt: skip


def test_names_of_columns_say_what_the_rows_below_hold() -> None:
    names, first, other = (
        "".join(rf"{cyrillic(cell)}\cell " for cell in cells)
        for cells in (("Время", "Конец", "Имя", "Текст"), ("0:05", "0:07", "Лена", "Да."), "1234")
    )
    rows = [
        rf"\trowd\intbl {names}\row ",
        rf"\trowd\intbl {first}\row \pard ",
        "After\\par ",
        rf"\trowd\intbl {other}\row ",
    ]
    assert lines(rtf("".join(rows))) == ["[0:05 - 0:07] Лена: Да.", "After", "1\t2\t3\t4"]


@pytest.mark.parametrize(
    "hidden",
    [
        r"{\deleted\revauthdel1 gone }", r"{\v gone }", r"\v gone \v0 ", r"{\b\v gone {\i gone} gone\v0}",
        r"\v gone \plain ", r"{\header gone}", r"{\footer gone}", r"{\footnote gone}", r"{\*\annotation gone}",
        r"{\listtext\tab 1.}", r"{\info{\author gone}}", r"{\pict\pngblip 89504e47}", r"{\*\unknown gone}",
    ],
)  # fmt: skip
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert lines(rtf(rf"before {hidden}after\par next")) == ["before after", "next"]


def test_inserted_text_is_kept() -> None:
    assert lines(rtf(r"{\revised\revauth1 new }text \deleted0 here \v0 too")) == ["new text here too"]


def test_links_show_their_words_and_not_their_addresses() -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://example.com"}}{\fldrslt{the page}}}'
    assert lines(rtf(f"see {link} and HYPERLINK here")) == ["see the page and HYPERLINK here"]


def test_pictures_in_bytes_and_in_letters_are_left_out() -> None:
    data = b"{\\rtf1 a{\\pict\\bin7 {}}\\\\\\\\} b{\\pict " + b"0123456789abcdef\r\n" * 100 + b"} c}"
    assert lines(data) == ["a b c"]


def test_title_and_day_come_from_the_properties() -> None:
    info = rf"{{\info{{\title {cyrillic('Встреча с Леной')}}}{{\creatim\yr2025\mo3\dy1\hr10}}}}"
    found = extract(rtf(f"{info} a"))
    assert (found.title, found.made) == ("Встреча с Леной", date(2025, 3, 1))


def test_title_is_read_where_the_code_page_of_the_file_lacks_its_letters() -> None:
    question_marks = r"\'3f" * len("Встреча") + " 3"
    info = rf"{{\info{{\upr{{\title {question_marks}}}{{\*\ud{{\title {numbered('Встреча 3')}}}}}}}}}"
    found = extract(rtf(info + "words", head=r"\ansi\ansicpg1252\deff0"))
    assert (found.title, found.text) == ("Встреча 3", "words\n")


@pytest.mark.parametrize(
    "written", [r"{\creatim\yr1899\mo12\dy30}", r"{\creatim\yr2025\mo13\dy1}", r"{\title Document}"]
)
def test_silly_properties_are_none(written: str) -> None:
    found = extract(rtf(rf"{{\info{written}}} a"))
    assert (found.title, found.made) == (None, None)


@pytest.mark.parametrize(
    "body", [r"\u99999999 a", r"\uc a", r"\uc99999999999999 a", r"\ansicpg99999 a", r"\'zz a", "}}}a"]
)
def test_numbers_out_of_range_do_no_harm(body: str) -> None:
    with suppress(DamagedFile):
        extract(rtf(body))


@pytest.mark.parametrize(
    "body",
    [
        r"{\fonttbl" + r"\f1" * 300_000, r"{\fonttbl\f0\fcharset204 " + "a" * 1_000_000,
        r"{\fonttbl" + r"\f1\a" * 200_000,
        r"{\field{\*\fldinst{" * 40_000, r"{\field{\*\fldinst{HYPERLINK " + '" "' * 300_000, "{" * 1_000_000,
        r"\v" * 500_000, r"{\title " * 100_000, r"\bin1 " * 200_000, "0" * 255 + " " + "a" * 1_000_000,
        r"{\pict\binx" * 100_000,
    ],
    ids=lambda body: body[:24],
)  # fmt: skip
def test_no_body_takes_more_than_a_moment(body: str) -> None:
    start = time.process_time()
    with suppress(DamagedFile):
        extract(rtf(body))
    assert time.process_time() - start < 20


def test_a_file_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rich_text, "MAX_CHARACTERS", 100)
    with pytest.raises(ReadingLimit):
        extract(rtf("g" * 200))
    assert lines(rtf(rf"g{{\pict {'0f' * 5000}}}")) == ["g"], "pictures do not count"
