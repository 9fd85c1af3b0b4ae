"""Some seventy clean files: every format that is read, in three languages and the usual encodings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from tests.faults.conversations import (
    CHINESE,
    ENGLISH,
    LANGUAGES,
    RUSSIAN,
    TEXT_SHAPES,
    Said,
    plain,
    records,
    srt,
    table,
    whisper_table,
    zoom_vtt,
)
from tests.read.document_samples import open_paragraphs, pdf_pages, word_document, zipped


@dataclass(frozen=True, slots=True)
class Seed:
    """A clean file, and the name of the format that it is; an archive has none."""

    name: str
    data: bytes
    format: str


def rich_text(talk: Sequence[Said]) -> bytes:
    lines = "".join(f"{name}: {words}\\par\n" for name, words in talk)
    escaped = "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1251\\uc1{{\\fonttbl{{\\f0\\fcharset204 Arial;}}}}\\f0 {escaped}}}".encode("ascii")


def web_page(talk: Sequence[Said]) -> bytes:
    body = "".join(f"<p><b>{escape(name)}:</b> {escape(words)}</p>\n" for name, words in talk)
    head = '<head><meta charset="utf-8"><title>Session</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def _lines(talk: Sequence[Said]) -> list[str]:
    return [f"{name}: {words}" for name, words in talk]


def _texts() -> Iterator[Seed]:
    for language, talk in LANGUAGES.items():
        for shape, (suffix, form, write) in TEXT_SHAPES.items():
            yield Seed(f"{shape} {language}{suffix}", write(talk).encode(), form)


def _encoded() -> Iterator[Seed]:
    for encoding in ("utf-8-sig", "utf-16", "utf-16-be", "cp1251", "koi8-r", "cp866"):
        yield Seed(f"plain {encoding}.txt", plain(RUSSIAN * 2).encode(encoding), "txt")
    for encoding in ("utf-16", "cp1251"):
        yield Seed(f"captions {encoding}.srt", srt(RUSSIAN * 2).encode(encoding), "srt")
    yield Seed("captions gb18030.vtt", zoom_vtt(CHINESE * 2).encode("gb18030"), "vtt")
    yield Seed("plain cp1252.txt", "".join(f"{line}\n" for line in _lines(ENGLISH * 2)).encode("cp1252"), "txt")


def _records() -> Iterator[Seed]:
    for number, (language, talk) in enumerate(LANGUAGES.items()):
        known = records(talk, is_ascii=language == "ru")
        for name in list(known)[number::3]:
            form, text = known[name]
            yield Seed(f"{name} {language}.json", text.encode(), form)
    yield Seed("table ru.csv", table(RUSSIAN, ";").encode(), "table")
    yield Seed("table zh.tsv", table(CHINESE, "\t").encode(), "table")
    yield Seed("whisper en.tsv", whisper_table(ENGLISH).encode(), "whisper-tsv")


def _documents() -> Iterator[Seed]:
    for language, talk in LANGUAGES.items():
        yield Seed(f"document {language}.docx", word_document(*_lines(talk), title="Session"), "docx")
    yield Seed("document ru.odt", open_paragraphs(*_lines(RUSSIAN)), "odt")
    yield Seed("document ru.rtf", rich_text(RUSSIAN), "rtf")
    yield Seed("document ru.pdf", pdf_pages([_lines(RUSSIAN), _lines(ENGLISH)]), "pdf")
    yield Seed("document en.pdf", pdf_pages([_lines(ENGLISH)]), "pdf")
    yield Seed("page ru.html", web_page(RUSSIAN), "html")
    yield Seed("page zh.htm", web_page(CHINESE), "html")
    yield Seed("two.zip", zipped({"a/one.txt": plain(RUSSIAN), "two.srt": srt(ENGLISH)}), "")
    yield Seed("documents.zip", zipped({"one.docx": word_document(*_lines(CHINESE)), "two.txt": plain(ENGLISH)}), "")


@cache
def seeds() -> tuple[Seed, ...]:
    """All clean files, always the same ones in the same order."""
    return (*_texts(), *_encoded(), *_records(), *_documents())
