import zipfile
from datetime import date, datetime

import pytest

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit
from rag.read.word import extract, recognises
from tests.read.document_samples import WORD_SPACE, locked, saved, word_document, word_package, zipped

BREAK = "<w:r><w:br/></w:r>"


def lines(data: bytes) -> list[str]:
    return extract(data).text.splitlines()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_document_is_known_by_its_parts_and_not_by_its_first_bytes_alone() -> None:
    assert recognises(word_document("слова"))
    assert recognises(word_document("слова")[:-40]), "the list of parts is cut off"
    assert not recognises(zipped({"session.txt": "Лена: слова"}))
    assert not recognises(zipped({"a.docx": word_document("слова")}, zipfile.ZIP_STORED))
    assert not recognises("Лена: word/document.xml".encode())


def test_every_paragraph_is_a_line() -> None:
    assert lines(word_document("Марина: Привет", "Лена: Здравствуйте", "这是中文")) == [
        "Марина: Привет", "Лена: Здравствуйте", "这是中文",
    ]  # fmt: skip


def test_headings_and_items_of_lists_are_plain_lines() -> None:
    import docx

    document = docx.Document()
    document.add_heading("Встреча 3", level=1)
    document.add_paragraph("первое", style="List Bullet")
    document.add_paragraph("второе", style="List Number")
    assert lines(saved(document)) == ["Встреча 3", "первое", "второе"]


def test_breaks_and_tabs_inside_a_paragraph_are_kept() -> None:
    body = f"<w:p>{run('один')}<w:r><w:br/></w:r>{run('два')}<w:r><w:tab/></w:r>{run('три')}</w:p>"
    assert lines(word_package(body)) == ["один", "два\tтри"]


def test_words_of_one_paragraph_are_not_torn_by_its_runs() -> None:
    body = f"<w:p>{run('сло')}{run('во ')}<w:hyperlink>{run('и ссылка')}</w:hyperlink></w:p>"
    assert lines(word_package(body)) == ["слово и ссылка"]


def test_rows_of_two_cells_read_as_a_name_and_its_words() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, (name, words) in zip(table.rows, [("Марина", "Как дела?"), ("Лена", "Хорошо.\nПравда.")], strict=True):
        row.cells[0].text, row.cells[1].text = name, words
    assert lines(saved(document)) == ["Марина: Как дела?", "Лена: Хорошо.", "Правда."]


def test_names_of_columns_say_what_the_rows_below_hold() -> None:
    import docx

    document = docx.Document()
    for rows in ((("№", "Время", "Спикер", "Текст"), ("1", "0:05", "Лена", "Да.")), ("1234",)):
        table = document.add_table(rows=len(rows), cols=4)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    assert lines(saved(document)) == ["[0:05] Лена: Да.", "1\t2\t3\t4"]


def test_deleted_text_is_left_out_and_inserted_text_is_kept() -> None:
    deleted = "<w:del><w:r><w:delText>старое</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('отсюда')}</w:moveFrom><w:moveTo>{run('сюда')}</w:moveTo>"
    deleted += f"<w:del>{run('и это')}</w:del>"
    body = f"<w:p>{deleted}<w:ins>{run('новое ')}</w:ins>{moved}</w:p>"
    assert lines(word_package(body)) == ["новое сюда"]


def test_hidden_text_is_left_out() -> None:
    shown = run(" видно", '<w:vanish w:val="0"/>')
    assert lines(word_package(f"<w:p>{run('тайна', '<w:vanish/>')}{shown}</w:p>")) == ["видно"]


def test_names_of_fields_are_left_out_and_their_results_kept() -> None:
    body = f"<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>{run('ссылка')}</w:p>"
    assert lines(word_package(body)) == ["ссылка"]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('в рамке')}</w:p></w:txbxContent>"
    both = f"<AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent>"
    assert lines(word_package(f"<w:p>{run('слова')}<w:r>{both}</w:r></w:p>")) == ["слова", "в рамке"]


def test_headers_footers_comments_and_notes_are_left_out() -> None:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph("слова")
    document.sections[0].header.paragraphs[0].text = "колонтитул"
    document.sections[0].footer.paragraphs[0].text = "страница"
    document.add_comment(paragraph.runs, text="примечание")
    assert lines(saved(document)) == ["слова"]


def test_text_in_content_controls_is_read() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('в поле')}</w:p></w:sdtContent></w:sdt>"
    assert lines(word_package(body)) == ["в поле"]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{run('Марина Серова')}{run('   0:03')}{BREAK}{run('Добрый день.')}</w:p>",
        f"<w:p>{BREAK}{run('Марина Серова')}{BREAK}{run('0:03')}{BREAK}{run('Добрый день.')}</w:p>",
        f"<w:p>{run('Марина Серова')}</w:p><w:p>{run('0:03')}</w:p><w:p>{run('Добрый день.')}</w:p>",
    ],
    ids=["one line", "breaks", "paragraphs"],
)
def test_a_turn_of_teams_is_a_line_of_name_and_time_and_a_line_of_words(body: str) -> None:
    name, words = lines(word_package(body))
    assert name.split() == ["Марина", "Серова", "0:03"]
    assert words == "Добрый день."


def test_a_transcript_of_meet_keeps_its_lines() -> None:
    written = ["Встреча с Леной - Transcript", "Attendees", "Марина Серова, Лена", "00:05:00", "Лена: Да, так и есть."]
    assert lines(word_document(*written)) == written


def test_title_and_day_come_from_the_properties() -> None:
    found = extract(word_document("слова", title="Встреча с Леной", created=datetime(2025, 3, 1, 10)))
    assert (found.title, found.made) == ("Встреча с Леной", date(2025, 3, 1))


def test_what_a_program_wrote_by_itself_is_no_title_and_no_day() -> None:
    found = extract(word_document("слова", title="Word Document"))
    assert (found.title, found.made) == (None, None)
    assert extract(word_package(f"<w:p>{run('слова')}</w:p>")).made is None


@pytest.mark.parametrize(
    "moment", ["1601-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "вчера", "2025-13-40T00:00:00Z"]
)
def test_a_silly_day_is_no_day(moment: str) -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>{moment}</dcterms:created></cp:coreProperties>'
    )
    assert extract(word_package(f"<w:p>{run('слова')}</w:p>", docProps__core_xml=core)).made is None


@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
@pytest.mark.parametrize(
    "space", [WORD_SPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main"], ids=["usual", "strict"]
)
def test_both_namespaces_and_names_of_the_text_are_read(name: str, space: str) -> None:
    text = f'<w:document xmlns:w="{space}"><w:body><w:p>{run("слова")}</w:p></w:body></w:document>'
    assert lines(zipped({"[Content_Types].xml": "<Types/>", name: text})) == ["слова"]


def test_a_missing_picture_does_not_stop_the_reading() -> None:
    relations = '<Relationships><Relationship Id="r9" Type="image" Target="NULL"/></Relationships>'
    data = word_package(f"<w:p>{run('слова')}</w:p>", word___rels__document_xml=relations)
    assert lines(data) == ["слова"]


def test_a_locked_document_is_named_so() -> None:
    with pytest.raises(PasswordProtected):
        extract(locked(word_document("слова")))


def test_entities_are_refused_before_anything_is_parsed() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
    for text in (laughs, laughs.encode("utf-16"), laughs.encode("utf-16-be")):
        with pytest.raises(DamagedFile):
            extract(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": text}))


@pytest.mark.parametrize("text", ["<w:p>", "<a><b></a>", '<a x="1" x="2"/>', "<a>&nbsp;</a>", "слова", ""])
def test_what_is_no_xml_is_damaged(text: str) -> None:
    with pytest.raises(DamagedFile):
        extract(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": text}))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(ReadingLimit):
        extract(zipped({"word/document.xml": b"<w>" + b" " * 20_000_000 + b"</w>"}))


def test_a_cut_document_is_damaged() -> None:
    data = word_document("слова")
    with pytest.raises(DamagedFile):
        extract(data[: len(data) // 2])
