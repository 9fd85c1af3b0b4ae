"""Segments to passages, and the texts that are embedded and indexed for them. Knows nothing of encoders or stores.

A passage follows the turns of the conversation and is measured in the encoder's own tokens, so that nothing of it is
cut. Its text begins with a header line (title, people, date in words), because conversations seldom say who speaks
about what and when.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.languages import date_in_words, language_of_text
from rag.types import ParsedTranscript, Passage, Segment, Transcript, Turn

RECIPE = "turns-150-header-lines-4"
"""Changes whenever the same transcript would give other passages or other texts."""

MAX_PASSAGE_TOKENS = 150
"""About as much as a quote may hold (600 characters)."""
MIN_PASSAGE_TOKENS = 70
"""A passage shorter than this takes a part of the next turn rather than stay so short."""
MAX_HEADER_CHARACTERS = 160
LINE_CHARACTERS = 200
"""About so much of a passage has a vector of its own, so that one telling line is not lost in the talk around it."""

TokenCounter = Callable[[Sequence[str]], list[int]]

_LINE_END = re.compile(r"[\r\n]")


def make_turns(segments: Sequence[Segment], source: str) -> list[Turn]:
    """The turns of a conversation; without speakers, the segments of one line of the source form a turn."""
    turns: list[Turn] = []
    previous: Segment | None = None
    for segment in segments:
        if previous and _is_same_turn(previous, segment, source):
            turns[-1] = replace(turns[-1], last=segment.number)
        else:
            turns.append(Turn(segment.speaker, segment.number, segment.number))
        previous = segment
    return turns


def _is_same_turn(previous: Segment, segment: Segment, source: str) -> bool:
    if previous.speaker != segment.speaker:
        return False
    return segment.speaker is not None or not _LINE_END.search(source, previous.end, segment.start)


def make_passages(segments: Sequence[Segment], source: str, count_tokens: TokenCounter) -> list[Passage]:
    """The passages of a transcript, covering every segment once, in order."""
    if not segments:
        return []
    tokens = dict(zip((s.number for s in segments), count_tokens([_spoken(s) for s in segments]), strict=True))
    return [
        Passage(number, first, last, sum(tokens[segment] for segment in range(first, last + 1)))
        for number, (first, last) in enumerate(_spans(make_turns(segments, source), tokens), start=1)
    ]


def _spans(turns: Sequence[Turn], tokens: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Whole turns together while they fit; a turn too long for one passage in parts of about equal length."""
    first, size = turns[0].first, 0
    for turn in turns:
        turn_size = sum(tokens[number] for number in range(turn.first, turn.last + 1))
        if size >= MIN_PASSAGE_TOKENS and size + turn_size > MAX_PASSAGE_TOKENS:
            yield first, turn.first - 1
            first, size = turn.first, 0
        total, done = size + turn_size, size
        share = total / -(-total // MAX_PASSAGE_TOKENS) if total else 1.0
        next_cut = share
        for number in range(turn.first, turn.last + 1):
            is_past_its_share = done + tokens[number] / 2 > next_cut
            if size and (size + tokens[number] > MAX_PASSAGE_TOKENS or is_past_its_share):
                yield first, number - 1
                first, size = number, 0
                next_cut += share
            size += tokens[number]
            done += tokens[number]
    yield first, turns[-1].last


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded and indexed for a passage, and where its lines stand in it.

    A line is one segment or some neighbours, about a third of a quote; `lines` are its first and last segment, `spans`
    the characters of `text`.
    """

    text: str
    lines: tuple[tuple[int, int], ...]
    spans: tuple[tuple[int, int], ...]


def passage_text(segments: Sequence[Segment], header: str) -> PassageText:
    """The header and the spoken lines of a passage, each turn after the speaker's name."""
    text = header
    places: list[tuple[Segment, int]] = []
    previous: Segment | None = None
    for segment in segments:
        if previous and previous.speaker == segment.speaker:
            text += " "
        else:
            text += ("\n" if text else "") + (f"{segment.speaker}: " if segment.speaker else "")
        places.append((segment, len(text)))
        text += segment.text
        previous = segment
    lines = list(_lines(places))
    return PassageText(
        text,
        tuple((line[0][0].number, line[-1][0].number) for line in lines),
        tuple((line[0][1], line[-1][1] + len(line[-1][0].text)) for line in lines),
    )


def _lines(places: Sequence[tuple[Segment, int]]) -> Iterator[list[tuple[Segment, int]]]:
    line: list[tuple[Segment, int]] = []
    for place in places:
        if line and sum(len(segment.text) + 1 for segment, _ in line) + len(place[0].text) > LINE_CHARACTERS:
            yield line
            line = []
        line.append(place)
    if line:
        yield line


def header_text(transcript: Transcript | ParsedTranscript, sample: str) -> str:
    """The header line of every passage of a transcript: title, people, date in words of the sample's language."""
    parts = [transcript.title, ", ".join(transcript.people[:3])]
    if transcript.date:
        parts.append(date_in_words(transcript.date, language_of_text(sample)))
    return ". ".join(part for part in parts if part)[:MAX_HEADER_CHARACTERS]


def _spoken(segment: Segment) -> str:
    return f"{segment.speaker}: {segment.text}" if segment.speaker else segment.text
