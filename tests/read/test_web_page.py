import time
from contextlib import suppress
from datetime import date

import pytest

from rag.errors import ReadingLimit, UnreadableFile
from rag.read import web_page
from rag.read.web_page import extract, recognises


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def lines(data: bytes) -> list[str]:
    return [line for line in extract(data).text.splitlines() if line]


@pytest.mark.parametrize(
    "begin",
    ["<!DOCTYPE html>", "<html>", "<HEAD>", '<body class="a">', "\n <!-- saved --> <!-- twice -->\n<html lang=ru>",
     '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y">'],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_page_is_known_by_how_it_begins_in_every_encoding(begin: str, encoding: str) -> None:
    assert recognises(f"{begin}<p>Лена: да".encode(encoding, errors="ignore"))


@pytest.mark.parametrize(
    "text",
    ["Лена: <html> это тег", "<htmlx>", "<p>слова</p>", "<!-- <html> -->", "<!-- никогда не кончится <html>",
     "<?xml?><svg>", "", "<"],
)  # fmt: skip
def test_other_text_is_no_page(text: str) -> None:
    assert not recognises(text.encode())


def test_thousands_of_remarks_before_the_page_take_no_time() -> None:
    start = time.process_time()
    assert not recognises(b"<!---->" * 500_000 + b"<!--")
    assert time.process_time() - start < 5


def test_blocks_are_lines_and_white_space_is_folded() -> None:
    body = "<h1>Встреча 3</h1><div>Лена:\n  <b>Привет</b>,\tМарина<br>и все</div><ul><li>первое<li>второе</ul>"
    assert lines(page(body)) == ["Встреча 3", "Лена: Привет, Марина", "и все", "первое", "второе"]


def test_lines_of_preformatted_text_are_kept() -> None:
    assert lines(page("<pre>Лена: да\nМарина: нет</pre>")) == ["Лена: да", "Марина: нет"]


def test_rows_of_two_cells_read_as_a_name_and_its_words() -> None:
    first = "<tr><td><p>Лена</p></td><td><p>Да.</p>\n<p>Так.</p></td></tr>"
    second = "<tr><td>0:05</td><td>Мы</td><td>И мы</td></tr>"
    assert lines(page(f"<table>{first}{second}</table>")) == ["Лена: Да.", "Так.", "[0:05] Мы: И мы"]


def test_names_of_columns_say_what_the_rows_below_hold() -> None:
    names = "<thead><tr><th>№</th><th>Спикер</th><th>Время</th><th>Текст</th></tr></thead>"
    row = "<tr><td>1</td><td>Лена</td><td>0:05</td><td>Да.</td></tr>"
    other = "<table><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>"
    assert lines(page(f"<table>{names}<tbody>{row}</tbody></table>{other}")) == ["[0:05] Лена: Да.", "1 2 3 4"]


def test_tables_that_lay_out_the_page_are_blocks() -> None:
    body = "<table><tr><td>слева</td><td><table><tr><td>Лена</td><td>Да.</td></tr></table></td></tr></table>"
    assert lines(page(body)) == ["слева", "Лена: Да."]


@pytest.mark.parametrize(
    "hidden",
    ["<script>тайна</script>", "<style>p{}</style>", "<!-- тайна -->", "<p hidden>тайна</p>", "<del>тайна</del>",
     '<span style="color:red; DISPLAY : none">тайна</span>', "<template><p>тайна</p></template>", "<nav>тайна</nav>",
     "<button>тайна</button>", "<select><option>тайна</select>", "<![CDATA[тайна]]>"],
)  # fmt: skip
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert lines(page(f"<p>видно {hidden}тут</p>")) in (["видно тут"], ["видно", "тут"])


def test_inserted_text_is_kept() -> None:
    assert lines(page("<p><ins>новое</ins> слово</p>")) == ["новое слово"]


def test_entities_of_html_are_letters_and_those_of_others_stay() -> None:
    assert lines(page("<p>&lt;a&gt; &mdash; &#1083; &nbsp;&unknown;</p>")) == ["<a> — л \xa0&unknown;"]


def test_no_file_of_this_computer_is_drawn_in() -> None:
    data = b'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>a &f; b</p></body></html>'
    assert "root:" not in extract(data).text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "cp866", "utf-8", "gb2312", "shift_jis", "euc-jp"])
def test_the_encoding_that_a_page_names_is_used(charset: str) -> None:
    words = "да нет" if charset not in {"gb2312"} else "你好"
    data = f"<html><head><meta http-equiv=Content-Type content='text/html; charset={charset}'></head><body>{words}"
    assert lines(data.encode(charset)) == [words]


def test_an_encoding_is_read_with_the_letters_that_were_added_to_it() -> None:
    assert lines("<html><head><meta charset=gb2312></head><body>朱镕基".encode("gb18030")) == ["朱镕基"]


def test_utf_8_proves_itself_against_a_wrong_name() -> None:
    data = "<html><head><meta charset=windows-1251></head><body>Лена: да</body></html>"
    assert lines(data.encode()) == ["Лена: да"]


def test_a_few_damaged_bytes_do_not_change_the_encoding_that_a_page_names() -> None:
    words = "Лена: да, так оно и есть. " * 20
    data = page(f"<p>{words}</p>").replace("оно".encode(), b"\xff\xfe\xfd", 1)
    assert lines(data) == [words.replace("оно", "\ufffd" * 3, 1).strip()]


def test_a_page_that_names_utf_8_and_is_written_in_another_encoding_is_read() -> None:
    words = "Лена: да, так оно и есть, и ничего с этим не поделать. " * 20
    data = f"<html><head><meta charset=utf-8></head><body>{words}".encode("cp1251")
    assert lines(data) == [words.strip()]


@pytest.mark.parametrize("charset", ["utf-16", "hex", "punycode", "unicode_escape", "nonsense", "idna", "utf-7"])
def test_a_name_that_is_no_encoding_of_pages_is_passed_over(charset: str) -> None:
    assert lines(f"<html><head><meta charset={charset}></head><body>Лена: да</body></html>".encode()) == ["Лена: да"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_marked_and_wide_pages_are_read(encoding: str) -> None:
    assert lines("<html><body><p>Лена: да, так и есть</p></body></html>".encode(encoding)) == ["Лена: да, так и есть"]


def test_title_and_day_come_from_the_head() -> None:
    head = '<title>Встреча\n с Леной</title><meta name="Created" content="2025-03-01T10:00:00">'
    found = extract(page("<p>слова</p>", head))
    assert (found.title, found.made) == ("Встреча с Леной", date(2025, 3, 1))
    assert "Встреча" not in found.text


def test_a_page_that_says_nothing_of_itself_has_no_title_and_no_day() -> None:
    found = extract(page("<p>слова</p>", "<title>Untitled</title><meta name=date content=soon>"))
    assert (found.title, found.made) == (None, None)


def test_a_picture_inside_the_page_is_passed_over() -> None:
    assert lines(page(f'<p>слова<img src="data:image/png;base64,{"A" * 12_000_000}"> и ещё</p>')) == ["слова и ещё"]


def test_too_many_tags_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_page, "MAX_MARKUP", 100)
    with pytest.raises(ReadingLimit):
        extract(page("<b>" * 200))


@pytest.mark.parametrize(
    "body",
    ["<div>" * 100_000, "<table><tr><td>" * 20_000, "<" * 500_000, "<!--" * 200_000, "<a b=" * 100_000, "&" * 500_000,
     "<p " * 200_000, "</p>" * 200_000, "<!doctype " * 100_000, "data:" * 300_000],
    ids=lambda body: body[:15],
)  # fmt: skip
def test_no_page_takes_more_than_a_few_moments(body: str) -> None:
    start = time.process_time()
    with suppress(UnreadableFile):
        extract(page(body))
    assert time.process_time() - start < 40
