"""One file to one transcript, and the table of formats. Knows nothing of libraries, indexes or pages."""

import json
import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from rag.errors import ArchiveRefused, DamagedFile, FileTooLarge, NothingSpoken, UnknownFormat, UnknownRecord
from rag.read.body import Body, Header, Script, to_segments
from rag.read.dates import session_date
from rag.read.decoding import decode
from rag.read.dialogue import parse_dialogue
from rag.read.documents import DOCUMENTS
from rag.read.formats import DocumentFormat, RecordFormat, TableFormat, TextFormat
from rag.read.messengers import MESSENGERS
from rag.read.recordings import RECORDINGS
from rag.read.signatures import is_archive, refuse_other_kinds
from rag.read.tables import TABLES
from rag.read.text_shapes import TEXT_SHAPES
from rag.types import ParsedTranscript, Segment

MAX_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Formats:
    """The parsers in the order in which a file is shown to them; a new format is one new entry."""

    documents: tuple[DocumentFormat, ...]
    records: tuple[RecordFormat, ...]
    tables: tuple[TableFormat, ...]
    texts: tuple[TextFormat, ...]


FORMATS = Formats(DOCUMENTS, (*RECORDINGS, *MESSENGERS), TABLES, TEXT_SHAPES)
SUFFIXES: tuple[str, ...] = (
    ".txt", ".md", ".srt", ".vtt", ".sbv", ".ass", ".ssa", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".json",
    ".csv", ".tsv",
)  # fmt: skip
"""What the files of known formats are usually called; what is inside decides."""

_NAME_WORD = r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
_FULL_NAME = re.compile(rf"(?<![\w-])(?=({_NAME_WORD}\s+{_NAME_WORD})\b)")
_SESSION_WORDS = frozenset(
    {
        "zoom", "teams", "google", "meet", "microsoft", "meeting", "session", "call", "notes", "recording",
        "transcript", "interview", "weekly", "daily", "team", "project", "mentoring", "chat", "встреча", "созвон",
        "сессия", "запись", "расшифровка", "протокол", "заметки", "интервью", "разбор", "урок", "занятие",
        "консультация", "чат", "проект",
    }
)  # fmt: skip
_MAX_SUFFIX_CHARACTERS = 16
_SURROGATES = re.compile("[\ud800-\udfff]")
_JSON_STARTS = ("{", "[")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What became of the bytes: the source text, its lines, how they were written, and the title of a document."""

    source: str
    body: Body
    encoding: str
    format: str
    document_title: str | None = None


def read_transcript(
    data: bytes,
    file_name: str,
    *,
    today: date,
    file_date: date | None = None,
    near: date | None = None,
    max_bytes: int,
    encoding: str | None = None,
) -> ParsedTranscript:
    """The transcript that the bytes hold; `near` helps where its date has no year, `encoding` is the user's word.

    Raises UnreadableFile and its kinds.
    """
    name = clean_file_name(file_name)
    if len(data) > max_bytes:
        raise FileTooLarge(f"{name} has {len(data)} bytes, at most {max_bytes} are read.", limit=max_bytes // 2**20)
    reading = _without_surrogates(_read(data, name, encoding))
    header = reading.body.header
    segments = to_segments(reading.source, reading.body)
    if not any(character.isalnum() for segment in segments for character in segment.text):
        raise NothingSpoken(f"{name} holds no line of speech.")
    said = "\n".join(filter(None, (header.date_text, header.title))) or None
    when, found_in = session_date(said, name, file_date, today, near, header.made)
    return ParsedTranscript(
        file_name=name,
        format=reading.format,
        encoding=reading.encoding,
        source=reading.source,
        title=_title(header.title or reading.document_title, name),
        date=when,
        date_source=found_in,
        people=_people(header, segments),
        segments=segments,
    )


def clean_file_name(name: str) -> str:
    """The last part of a path of any system, without characters that cannot be shown; never used as a path."""
    last = PureWindowsPath(name.replace("\0", "")).name
    shown = "".join(character if character.isprintable() else " " for character in last)
    folded = " ".join(shown.split()) or "transcript"
    suffix = PurePosixPath(folded).suffix[:_MAX_SUFFIX_CHARACTERS]
    return folded if len(folded) <= MAX_NAME_CHARACTERS else folded[: MAX_NAME_CHARACTERS - len(suffix)] + suffix


def _read(data: bytes, name: str, encoding: str | None) -> _Reading:
    for document in FORMATS.documents:
        if document.recognises(data):
            if document.is_encoded_text and encoding:
                data = decode(data, encoding).text.encode("utf-8-sig", errors="replace")
            extract = document.extract(data)
            _, body = _parse_text(extract.text)
            body = replace(body, header=replace(body.header, made=body.header.made or extract.made))
            return _Reading(extract.text, body, "utf-8", document.name, extract.title)
    if is_archive(data):
        raise ArchiveRefused(f"{name} is an archive inside an archive.")
    refuse_other_kinds(data)
    decoded = decode(data, encoding)
    script = _script(decoded.text, name)
    if script:
        return _Reading(script[1].source, script[1].body, decoded.encoding, script[0])
    format_name, body = _parse_text(decoded.text)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES and not format_name and not any(line.speaker for line in body.lines):
        known = ", ".join(SUFFIXES)
        raise UnknownFormat(f"{name}: no lines of speech are seen in it; files of these kinds are read: {known}.")
    return _Reading(decoded.text, body, decoded.encoding, format_name or ("md" if suffix == ".md" else "txt"))


def _parse_text(text: str) -> tuple[str | None, Body]:
    """The lines of a text and the name of its shape, None for a plain dialogue."""
    for shape in FORMATS.texts:
        if shape.recognises(text):
            return shape.name, shape.parse(text)
    return None, parse_dialogue(text)


def _script(text: str, name: str) -> tuple[str, Script] | None:
    """What a JSON file or a table says, with the name of its format; None for text of any other kind."""
    is_named_json = name.lower().endswith(".json")
    if text.lstrip("\ufeff \t\r\n").startswith(_JSON_STARTS) or is_named_json:
        value = _load_json(text, name, must_be_json=is_named_json)
        for record in FORMATS.records:
            if value is not None and record.recognises(value):
                return record.name, record.extract(value)
        if value is not None or is_named_json:
            raise UnknownRecord(f"{name} is JSON of an unknown shape.")
    for table in FORMATS.tables:
        if table.recognises(text):
            return table.name, table.extract(text)
    return None


def _load_json(text: str, name: str, *, must_be_json: bool) -> Any:
    """The value, None where the text only looks like JSON at its first character. Raises DamagedFile."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        if must_be_json or isinstance(error, RecursionError):
            raise DamagedFile(f"{name} is no readable JSON: {error}") from error
        return None


def _without_surrogates(reading: _Reading) -> _Reading:
    """Halves of characters, which JSON can name, can neither be stored nor shown; places stay as they are."""
    if not _SURROGATES.search(reading.source):
        return reading
    lines = tuple(
        replace(line, speaker=_SURROGATES.sub("\ufffd", line.speaker)) if line.speaker else line
        for line in reading.body.lines
    )
    return replace(reading, source=_SURROGATES.sub("\ufffd", reading.source), body=replace(reading.body, lines=lines))


def _title(given: str | None, file_name: str) -> str:
    title = " ".join(_SURROGATES.sub("\ufffd", given or "").split())
    return title[:MAX_NAME_CHARACTERS] or " ".join(PurePosixPath(file_name).stem.replace("_", " ").split())


def _full_names(title: str | None, speakers: Set[str]) -> list[str]:
    """The names of two words in a title that complete a speaker's: `Павел Громов, встреча 4` where `Павел` speaks.

    Without speakers every such name is taken, because then the title alone tells who is there, but not `Zoom Meeting`.
    """
    names = [" ".join(match[1].split()) for match in _FULL_NAME.finditer(title or "")]
    if speakers:
        return [name for name in names if name.split()[0] in speakers]
    return [name for name in names if _SESSION_WORDS.isdisjoint(name.casefold().split())]


def _people(header: Header, segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """Everybody who speaks, the most talkative first, then those whom only the header names."""
    spoken: dict[str, int] = {}
    for segment in segments:
        if segment.speaker:
            spoken[segment.speaker] = spoken.get(segment.speaker, 0) + len(segment.text)
    speakers = sorted(spoken, key=lambda name: -spoken[name])
    named = [_SURROGATES.sub("\ufffd", name) for name in (*header.people, *_full_names(header.title, spoken.keys()))]
    return tuple(dict.fromkeys([*speakers, *named]))
