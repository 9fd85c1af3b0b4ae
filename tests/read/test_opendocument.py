import zipfile
from datetime import date

import pytest

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit
from rag.read.opendocument import extract, recognises
from tests.read.document_samples import ODT_TYPE, locked, open_document, open_paragraphs, word_document, zipped


def lines(data: bytes) -> list[str]:
    return extract(data).text.splitlines()


def test_a_document_is_known_by_what_it_says_it_is() -> None:
    data = open_paragraphs("слова")
    assert recognises(data)
    assert recognises(data[:-40]), "the list of parts is cut off"
    assert recognises(zipped({"content.xml": "<x/>", "mimetype": ODT_TYPE}))
    assert not recognises(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}))
    assert not recognises(word_document("слова"))
    assert not recognises(f"mimetype{ODT_TYPE}".encode())


def test_paragraphs_headings_and_items_of_lists_are_lines() -> None:
    body = (
        "<text:h>Встреча 3</text:h><text:p>Лена: Привет</text:p><text:list><text:list-item><text:p>первое</text:p>"
        "</text:list-item><text:list-item><text:p>второе</text:p></text:list-item></text:list>"
    )
    assert lines(open_document(body)) == ["Встреча 3", "Лена: Привет", "первое", "второе"]


def test_spaces_tabs_and_breaks_are_kept_and_white_space_of_the_file_is_folded() -> None:
    body = '<text:p>один\n  два<text:s text:c="2"/>три<text:tab/>четыре<text:line-break/>пять</text:p>'
    assert lines(open_document(body)) == ["один два  три\tчетыре", "пять"]


def test_text_around_spans_and_links_keeps_its_order() -> None:
    body = "<text:p>а <text:span>б <text:a>в</text:a> г</text:span> д</text:p>"
    assert lines(open_document(body)) == ["а б в г д"]


def test_rows_of_two_cells_read_as_a_name_and_its_words() -> None:
    cells = "".join(f"<table:table-cell><text:p>{words}</text:p></table:table-cell>" for words in ("Лена", "Хорошо."))
    body = f"<table:table><table:table-column/><table:table-row>{cells}</table:table-row></table:table>"
    assert lines(open_document(body)) == ["Лена: Хорошо."]


def test_names_of_columns_say_what_the_rows_below_hold() -> None:
    names, first, other = (
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        for cells in (("№", "Время", "Спикер", "Текст"), ("1", "0:05", "Лена", "Да."), "1234")
    )
    header = f"<table:table-header-rows><table:table-row>{names}</table:table-row></table:table-header-rows>"
    body = (
        f"<table:table>{header}<table:table-row>{first}</table:table-row></table:table>"
        f"<table:table><table:table-row>{other}</table:table-row></table:table>"
    )
    assert lines(open_document(body)) == ["[0:05] Лена: Да.", "1\t2\t3\t4"]


def test_deleted_text_notes_and_comments_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>старое</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>слова<office:annotation><text:p>примечание</text:p>"
        "</office:annotation> и<text:note><text:note-body><text:p>сноска</text:p></text:note-body></text:note> ещё"
        "</text:p>"
    )
    assert lines(open_document(body)) == ["слова и ещё"]


def test_hidden_text_is_left_out() -> None:
    styles = '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    hidden = 'text:style-name="T9"'
    body = f"<text:p>видно<text:span {hidden}> тайна</text:span></text:p><text:p {hidden}>и это</text:p>"
    assert extract(open_document(body, styles=styles)).text == "видно\n"


def test_a_text_box_follows_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>в рамке</text:p></draw:text-box></draw:frame>"
    assert lines(open_document(f"<text:p>слова{box}</text:p>")) == ["слова", "в рамке"]


def test_millions_of_spaces_in_one_mark_stay_few() -> None:
    body = '<text:p>а<text:s text:c="999999999"/>б<text:s text:c="²"/>в<text:s text:c="9999"/>г</text:p>'
    assert lines(open_document(body)) == [f"а б в{' ' * 100}г"]


def test_title_and_day_come_from_the_properties() -> None:
    meta = "<dc:title>Встреча с Леной</dc:title><meta:creation-date>2025-03-01T10:00:00.5</meta:creation-date>"
    found = extract(open_document("<text:p>слова</text:p>", meta=meta))
    assert (found.title, found.made) == ("Встреча с Леной", date(2025, 3, 1))


def test_the_day_of_the_last_change_stands_in_for_a_missing_one() -> None:
    assert extract(open_document("<text:p>слова</text:p>", meta="<dc:date>2025-03-02</dc:date>")).made == date(
        2025, 3, 2
    )


@pytest.mark.parametrize(
    "data",
    [
        locked(open_paragraphs("слова")),
        open_document("", **{"META-INF__manifest_xml": "<manifest><encryption-data/></manifest>"}),
        open_document("", **{"encrypted-package": b"\1\2\3"}),
    ],
    ids=["parts", "manifest", "package"],
)
def test_a_locked_document_is_named_so(data: bytes) -> None:
    with pytest.raises(PasswordProtected):
        extract(data)


def test_a_manifest_of_old_with_a_document_type_does_no_harm() -> None:
    manifest = '<!DOCTYPE manifest:manifest PUBLIC "x" "Manifest.dtd"><manifest/>'
    assert lines(open_document("<text:p>слова</text:p>", **{"META-INF__manifest_xml": manifest})) == ["слова"]


def test_no_file_of_this_computer_can_be_drawn_in() -> None:
    text = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x><body><p>&f;</p></body></x>'
    for content in (text, text.encode("utf-16")):
        with pytest.raises(DamagedFile):
            extract(zipped({"mimetype": ODT_TYPE, "content.xml": content}))


@pytest.mark.parametrize("content", ["<a><b></a>", "", "no xml", '<?xml version="1.0" encoding="utf-7"?><a/>'])
def test_what_is_no_xml_is_damaged(content: str) -> None:
    with pytest.raises(DamagedFile):
        extract(zipped({"mimetype": ODT_TYPE, "content.xml": content}))


def test_a_document_without_text_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        extract(zipped({"mimetype": ODT_TYPE}))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(ReadingLimit):
        extract(
            zipped({"mimetype": ODT_TYPE, "content.xml": b"<x>" + b" " * 20_000_000 + b"</x>"}, zipfile.ZIP_DEFLATED)
        )
