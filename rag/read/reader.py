"""One file to one transcript. Knows nothing of libraries, indexes or pages."""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

from rag.errors import FileTooLarge, NothingSpoken, UnknownFormat
from rag.read.body import Body, Header, to_segments
from rag.read.captions import parse_captions
from rag.read.dates import session_date
from rag.read.decoding import decode
from rag.read.dialogue import parse_dialogue
from rag.types import ParsedTranscript, Segment

MAX_NAME_CHARACTERS = 200

_NAME_WORD = r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
_FULL_NAME = re.compile(rf"(?<![\w-])(?=({_NAME_WORD}\s+{_NAME_WORD})\b)")
_MAX_SUFFIX_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Format:
    """A family of files and what reads its source text."""

    name: str
    parse: Callable[[str], Body]


FORMATS: Mapping[str, Format] = {
    ".txt": Format("txt", parse_dialogue),
    ".md": Format("md", parse_dialogue),
    ".srt": Format("srt", parse_captions),
    ".vtt": Format("vtt", parse_captions),
}
"""A new format is one new entry; the upload field and the README are held to this table."""


def read_transcript(
    data: bytes,
    file_name: str,
    *,
    today: date,
    file_date: date | None = None,
    near: date | None = None,
    max_bytes: int,
) -> ParsedTranscript:
    """The transcript that the bytes hold; `near` helps where its date has no year.

    Raises UnreadableFile (EmptyFile, BinaryFile, UnknownFormat, FileTooLarge, NothingSpoken).
    """
    name = clean_file_name(file_name)
    suffix = PurePosixPath(name).suffix.lower()
    chosen = FORMATS.get(suffix)
    if chosen is None:
        known = ", ".join(FORMATS)
        raise UnknownFormat(f"{name}: files ending in {suffix or 'nothing'} are not read; known are {known}.")
    if len(data) > max_bytes:
        raise FileTooLarge(f"{name} has {len(data)} bytes, at most {max_bytes} are read.", limit=max_bytes // 2**20)
    decoded = decode(data)
    body = chosen.parse(decoded.text)
    segments = to_segments(decoded.text, body)
    if not any(character.isalnum() for segment in segments for character in segment.text):
        raise NothingSpoken(f"{name} holds no line of speech.")
    when, source = session_date(body.header.date_text or body.header.title, name, file_date, today, near)
    return ParsedTranscript(
        file_name=name,
        format=chosen.name,
        encoding=decoded.encoding,
        source=decoded.text,
        title=_title(body.header.title, name),
        date=when,
        date_source=source,
        people=_people(body.header, segments),
        segments=segments,
    )


def clean_file_name(name: str) -> str:
    """The last part of a path of any system, without characters that cannot be shown; never used as a path."""
    last = PureWindowsPath(name.replace("\0", "")).name
    shown = "".join(character if character.isprintable() else " " for character in last)
    folded = " ".join(shown.split()) or "transcript"
    suffix = PurePosixPath(folded).suffix[:_MAX_SUFFIX_CHARACTERS]
    return folded if len(folded) <= MAX_NAME_CHARACTERS else folded[: MAX_NAME_CHARACTERS - len(suffix)] + suffix


def _title(header_title: str | None, file_name: str) -> str:
    if header_title:
        return " ".join(header_title.split())[:MAX_NAME_CHARACTERS]
    return " ".join(PurePosixPath(file_name).stem.replace("_", " ").split())


def _full_names(title: str | None, speakers: Set[str]) -> list[str]:
    """The names of two words in a title that complete a speaker's: `Павел Громов, встреча 4` where `Павел` speaks.

    Without speakers every such name is taken, because then the title alone tells who is there.
    """
    names = [" ".join(match[1].split()) for match in _FULL_NAME.finditer(title or "")]
    return [name for name in names if not speakers or name.split()[0] in speakers]


def _people(header: Header, segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """Everybody who speaks, the most talkative first, then those whom only the header names."""
    spoken: dict[str, int] = {}
    for segment in segments:
        if segment.speaker:
            spoken[segment.speaker] = spoken.get(segment.speaker, 0) + len(segment.text)
    speakers = sorted(spoken, key=lambda name: -spoken[name])
    return tuple(dict.fromkeys([*speakers, *header.people, *_full_names(header.title, spoken.keys())]))
