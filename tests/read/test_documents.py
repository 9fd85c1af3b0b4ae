"""What holds for every document: its format, its faults, and that none of them goes further."""

import time

import pytest

from rag.errors import UnreadableFile
from rag.read.documents import DOCUMENTS
from rag.read.formats import DocumentFormat
from rag.read.layout import write_text
from rag.read.signatures import is_archive, refuse_other_kinds
from tests.read.document_samples import damaged_copies, open_paragraphs, pdf_pages, word_document

SPOKEN = ["Марина: Привет, как прошла неделя?", "Лена: Хорошо, я закончила план.", "Марина: Отлично!"] * 5
RICH = "".join("".join(rf"\u{ord(letter)}?" for letter in line) + r"\par " for line in SPOKEN)
SAMPLES = {
    "docx": word_document(*SPOKEN, title="Встреча"),
    "odt": open_paragraphs(*SPOKEN),
    "rtf": rf"{{\rtf1\ansi\ansicpg1251{{\fonttbl{{\f0\fcharset204 Arial;}}}}{{\info{{\title a}}}}\f0 {RICH}}}".encode(),
    "pdf": pdf_pages([SPOKEN], b"/Title (words) /CreationDate (D:20250301)"),
    "html": f"<!doctype html><html><body>{''.join(f'<p>{line}</p>' for line in SPOKEN)}</body></html>".encode(),
}
BY_NAME = {document.name: document for document in DOCUMENTS}
COPIES = 300


def format_of(data: bytes) -> DocumentFormat | None:
    return next((document for document in DOCUMENTS if document.recognises(data)), None)


def test_every_format_has_a_sample() -> None:
    assert list(BY_NAME) == list(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_is_known_as_its_own_format_and_no_other(name: str) -> None:
    assert [document.name for document in DOCUMENTS if document.recognises(SAMPLES[name])] == [name]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_words_come_out_of_every_format(name: str) -> None:
    lines = [line for line in BY_NAME[name].extract(SAMPLES[name]).text.splitlines() if line]
    assert lines == SPOKEN


@pytest.mark.parametrize(
    "text", ["", " ", "Лена: да", "{", "<", "%", "PK", "WEBVTT\n\n", "[1, 2]", "1\n00:00:01,000 --> 00:00:02,000\n"]
)
def test_text_is_no_document(text: str) -> None:
    assert format_of(text.encode()) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_copy_is_read_or_refused_and_never_breaks_or_hangs(name: str) -> None:
    start = time.process_time()
    for copy in damaged_copies(SAMPLES[name], COPIES, seed=len(name)):
        document = format_of(copy)
        is_archive(copy)
        try:
            refuse_other_kinds(copy)
            found = (document or BY_NAME[name]).extract(copy)
        except UnreadableFile:
            continue
        assert found.text == write_text(found.text.split("\n"))
        found.text.encode("utf-8")
    assert time.process_time() - start < 60
