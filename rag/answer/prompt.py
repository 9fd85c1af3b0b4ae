"""What the language model is shown: numbered lines grouped by session, within its window. Pure functions.

Words of transcripts cannot pass for anything else there: brackets that could be a line's number or a mark of the
model's own template are replaced, in the prompt alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from rag.answer.instructions import Task, closing, example, instructions, session_word
from rag.languages import Language, date_in_words
from rag.model_errors import PromptTooLong
from rag.ollama.budget import Window
from rag.types import Line, Quote, Segment

SegmentsAround = Callable[[Quote], Sequence[Segment]]

_MOST_NAME_CHARACTERS = 120
_HARMLESS = str.maketrans({"[": "(", "]": ")", "【": "(", "】": ")", "<": "‹", ">": "›", "#": "＃"})
_MOST_LINES = 900
"""Fewer than the numbers of the example; a marker has three digits."""
_LINE_TOKENS = 8
"""What the number and the line break of a line take."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a model noted of one session, with the ranks that it cites."""

    heading: str
    text: str
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages for the model and the lines that it may cite.

    `quotes_offered` of the quotes are in it, or as many segments or notes where it shows these.
    """

    messages: tuple[Mapping[str, str], ...]
    lines: tuple[Line, ...]
    quotes_offered: int

    @property
    def text(self) -> str:
        """All that the model is sent."""
        return "\n".join(message["content"] for message in self.messages)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the model: the task, the language of the answer, the question and who asks it."""

    task: Task
    language: Language
    question: str | None = None
    asker: str | None = None


def quotes_prompt(request: Request, quotes: Sequence[Quote], around: SegmentsAround, window: Window) -> Prompt:
    """The prompt with as many of the best quotes as the window holds, their neighbours included.

    The neighbours are left out where not even the best quote fits with them. Raises PromptTooLong when it does not fit
    without them either.
    """
    room = _room(request, window)
    for lines_of in (around, partial(_own_lines, around)):
        chosen = _fitting(quotes, lines_of, window, request.language, room)
        if chosen:
            break
    lines, text = _numbered(chosen, lines_of, request.language)
    return _prompt(request, text, lines, len(chosen))


def segments_prompt(request: Request, heading: str, segments: Sequence[Segment], window: Window) -> Prompt:
    """The prompt with as many segments of one session from its beginning as the window holds.

    A citation of a line leads to the number of its segment. Raises PromptTooLong when it does not hold one.
    """
    room = _room(request, window) - window.estimate(heading)
    lines: list[Line] = []
    for segment in segments:
        line = Line(len(lines) + 1, (segment.number,), segment.speaker, segment.text)
        room -= window.estimate(_shown(line)) + 1
        if room < 0 or len(lines) == _MOST_LINES:
            break
        lines.append(line)
    text = "\n".join([f"### {harmless(heading)}", *map(_shown, lines)])
    return _prompt(request, text, tuple(lines), len(lines))


def notes_prompt(request: Request, notes: Sequence[Note], window: Window) -> Prompt:
    """The prompt with as many notes as the window holds; a citation of one leads to all that it cites.

    Raises PromptTooLong when it does not hold one.
    """
    room = _room(request, window)
    lines: list[Line] = []
    parts: list[str] = []
    heading = None
    for note in notes:
        line = Line(len(lines) + 1, note.ranks, None, note.text)
        shown = ([f"\n### {harmless(note.heading)}"] if note.heading != heading else []) + [_shown(line)]
        room -= window.estimate("\n".join(shown)) + _LINE_TOKENS
        if room < 0 or len(lines) == _MOST_LINES:
            break
        heading = note.heading
        lines.append(line)
        parts += shown
    return _prompt(request, "\n".join(parts), tuple(lines), len(lines))


def heading_of(quote: Quote, language: Language) -> str:
    """Which session a quote is from, in the words of a prompt and of an answer by sessions."""
    parts = [] if quote.person and quote.session else [quote.title]
    if quote.person and quote.session:
        parts.append(f"{quote.person}, {session_word(language)} {quote.session}")
    if quote.date:
        parts.append(date_in_words(quote.date, language))
    return " · ".join(parts)


def harmless(text: str) -> str:
    """Words of a transcript that can be taken for no number of a line and for no mark of a model's template."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).translate(_HARMLESS).split())


def _fitting(
    quotes: Sequence[Quote], lines_of: SegmentsAround, window: Window, language: Language, room: int
) -> list[Quote]:
    """The best quotes, from the first on, for which there is room."""
    chosen: list[Quote] = []
    for quote in quotes:
        room -= window.estimate(_heading(quote, language)) + sum(
            window.estimate(f"{segment.speaker}: {segment.text}") + _LINE_TOKENS for segment in lines_of(quote)
        )
        if room < 0:
            break
        chosen.append(quote)
    return chosen


def _own_lines(around: SegmentsAround, quote: Quote) -> list[Segment]:
    return [segment for segment in around(quote) if quote.first <= segment.number <= quote.last]


def _room(request: Request, window: Window) -> int:
    fixed = "\n".join(
        [
            instructions(request.task, request.language),
            *example(request.task, request.language),
            closing(request.question, request.asker, request.language),
        ]
    )
    return window.room - window.estimate(fixed)


def _prompt(request: Request, shown: str, lines: tuple[Line, ...], offered: int) -> Prompt:
    if not lines:
        raise PromptTooLong("The window of the model does not hold a single line.")
    asked, reply = example(request.task, request.language)
    told = (
        ("system", instructions(request.task, request.language)),
        ("user", asked),
        ("assistant", reply),
        ("user", f"{shown}\n\n{closing(request.question, request.asker, request.language)}"),
    )
    return Prompt(tuple({"role": role, "content": content} for role, content in told), lines, offered)


def _numbered(quotes: Sequence[Quote], around: SegmentsAround, language: Language) -> tuple[tuple[Line, ...], str]:
    """The lines in the order of the sessions, each segment once, and the text that shows them."""
    lines: list[Line] = []
    parts: list[str] = []
    ordered = sorted(quotes, key=lambda quote: (str(quote.date or ""), quote.transcript_id, quote.first))
    for _, group in groupby(ordered, key=lambda quote: quote.transcript_id):
        of_session = list(group)
        parts.append(_heading(of_session[0], language))
        owners = _owners(of_session, around)
        for number in sorted(owners):
            quote, segment = owners[number]
            line = Line(len(lines) + 1, (quote.rank,), segment.speaker, segment.text, segment.number)
            lines.append(line)
            parts.append(_shown(line))
    return tuple(lines), "\n".join(parts)


def _owners(quotes: Sequence[Quote], around: SegmentsAround) -> dict[int, tuple[Quote, Segment]]:
    """For every segment number the nearest quote: its own segments before a neighbour's, so that none overlap."""
    owners: dict[int, tuple[Quote, Segment]] = {}
    for quote in sorted(quotes, key=lambda quote: quote.rank):
        for segment in around(quote):
            known = owners.get(segment.number)
            if known is None or _distance(quote, segment) < _distance(known[0], segment):
                owners[segment.number] = (quote, segment)
    return owners


def _distance(quote: Quote, segment: Segment) -> int:
    return max(quote.first - segment.number, segment.number - quote.last, 0)


def _heading(quote: Quote, language: Language) -> str:
    return f"\n### {harmless(heading_of(quote, language))}"


def _shown(line: Line) -> str:
    speaker = f"{harmless(line.speaker)[:_MOST_NAME_CHARACTERS]}: " if line.speaker else ""
    return f"[{line.number}] {speaker}{harmless(line.text)}"
