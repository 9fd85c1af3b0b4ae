"""The values that travel between the rooms, all frozen. Knows nothing of files, databases, models or pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.languages import count_words
from rag.questions import Coverage, Understanding, Wishes

Vectors = npt.NDArray[np.float32]
Spans = Sequence[tuple[int, int]]


class DateSource(StrEnum):
    """Where the date of a session was found, the most trustworthy first."""

    USER = "user"
    HEADER = "header"
    NAME = "name"
    PROPERTIES = "properties"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest citable unit of a transcript.

    `start` and `end` count Unicode characters in the source text; `start_time` and `end_time` are seconds from the
    beginning of the recording.
    """

    number: int
    start: int
    end: int
    text: str
    speaker: str | None = None
    start_time: float | None = None
    end_time: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive segments of one speaker: the segments numbered `first` to `last`, both included."""

    speaker: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """What reading one file gives: its source text cut into segments, and what the file says about itself."""

    file_name: str
    format: str
    encoding: str
    source: str
    title: str
    date: date | None
    date_source: DateSource | None
    people: tuple[str, ...]
    segments: tuple[Segment, ...]

    @property
    def word_count(self) -> int:
        """The number of words in all segments; a Chinese or Japanese character counts as one word."""
        return sum(count_words(segment.text) for segment in self.segments)


class TranscriptState(StrEnum):
    """How far a transcript has come: stored in the catalogue, or searchable."""

    STORED = "stored"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as the library knows it, without its texts.

    `person` is whom the user named as the one the session is with; `replaces` is the transcript whose newer version
    this is, until it takes its place.
    """

    id: int
    sha256: str
    file_name: str
    format: str
    encoding: str
    title: str
    date: date | None
    date_source: DateSource | None
    people: tuple[str, ...]
    words: int
    segment_count: int
    passage_count: int
    state: TranscriptState
    added_at: datetime
    person: str | None = None
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive segments of one transcript that are embedded and indexed together."""

    number: int
    first: int
    last: int
    token_count: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its identity in the catalogue."""

    id: int
    transcript_id: int
    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Session:
    """The place of a transcript in the series with one person: `number` counts from 1 by date."""

    person: str
    number: int


@dataclass(frozen=True, slots=True)
class Quote:
    """One or a few neighbouring segments shown as evidence.

    `text` joins the texts of the segments `first` to `last` with line breaks; `start` and `end` are their offsets in
    the source text, `context_start` and `context_end` those of the quote with its neighbours. `marks` are the
    character spans inside `text` that answer the question best, `speakers` who says each of its lines, `focus` the
    number of the segment that holds most of the question's rare words. `is_changed` says that the transcript was
    replaced by a version without these words: the line numbers are those of the older one.
    """

    rank: int
    transcript_id: int
    file_name: str
    title: str
    person: str | None
    session: int | None
    date: date | None
    speaker: str | None
    time: float | None
    first: int
    last: int
    start: int
    end: int
    text: str
    score: float
    context_start: int
    context_end: int
    marks: tuple[tuple[int, int], ...] = ()
    speakers: tuple[str | None, ...] = ()
    focus: int = 0
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of the search: the best quotes first, and whether the question seems to be answered by them.

    `is_wide` says that the question asks for everything said about something: its quotes are spread over the sessions.
    """

    question: str
    quotes: tuple[Quote, ...]
    is_found: bool
    understood: Understanding
    seconds: float
    coverage: Coverage = field(default_factory=Coverage)
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line of a prompt and what a citation of it leads to: the ranks of the quotes that it belongs to.

    Where a whole session is read instead of quotes, they are the numbers of the segments that the line shows.
    `segment` is the number of the segment that a line of a quote shows.
    """

    number: int
    ranks: tuple[int, ...]
    speaker: str | None
    text: str
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a written answer with the numbers of the lines and the ranks of the quotes that it cites."""

    text: str
    lines: tuple[int, ...]
    citations: tuple[int, ...]

    @property
    def is_backed(self) -> bool:
        """Whether at least one offered line is cited."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """What was counted in a written answer before it was corrected."""

    quotes_offered: int = 0
    markers: int = 0
    markers_unknown: int = 0
    statements_unbacked: int = 0
    quotation_marks_removed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A written answer, corrected by code; `is_unfinished` when it was stopped or broke off.

    `is_refusal` says that the model found no answer in the lines, whatever words it used for that.
    """

    text: str
    model: str
    statements: tuple[Statement, ...]
    counts: AnswerCounts
    is_unfinished: bool = False
    is_refusal: bool = False

    @property
    def unbacked(self) -> tuple[Statement, ...]:
        """The statements of a finished answer that cite no line; an unfinished one may have been about to."""
        if self.is_unfinished or self.is_refusal:
            return ()
        return tuple(statement for statement in self.statements if not statement.is_backed)


class ExchangeState(StrEnum):
    """How far a question has come."""

    SEARCHING = "searching"
    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something did not work, for an interface text: the code of an error and what fills its gaps."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, what the user wishes beside its words, what was found and, where a model wrote one, the answer.

    An exchange that is searched anew holds what was found before until the search is done.
    """

    id: int
    conversation_id: str
    question: str
    state: ExchangeState
    found: Found | None = None
    answer: Answer | None = None
    problem: Problem | None = None
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat with its name."""

    id: str
    title: str
    updated_at: datetime


class Encoder(Protocol):
    """Texts to vectors of unit length."""

    @property
    def fingerprint(self) -> str:
        """A short text that changes whenever the vectors would."""

    @property
    def dimension(self) -> int:
        """The length of every vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads at once, its own marks and the prompt included."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, the model's marks and the prompt not counted."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, for what is searched."""

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """As `encode_passages`, and for each text one row a span of its characters, read in the text's context."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One row a text, for what is asked."""
