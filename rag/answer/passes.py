"""Several passes of the model: notes of each session as cited lines, then one answer from the notes.

For questions about everything, for the summary of a session, and for the promises in it. Knows nothing of pages.
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from rag.answer.citations import resolve_answer
from rag.answer.instructions import Task
from rag.answer.model import MakePrompt, Model, Written
from rag.answer.prompt import (
    Note,
    Prompt,
    Request,
    SegmentsAround,
    harmless,
    heading_of,
    notes_prompt,
    quotes_prompt,
    segments_prompt,
)
from rag.model_errors import AnswerBroken, ModelError, ModelRepeats, ModelSilent, PromptTooLong
from rag.progress import Stage, WritingProgress
from rag.types import Answer, AnswerCounts, Line, Quote, Segment, Statement

_LOG = logging.getLogger(__name__)

SUMMARY_STATEMENTS = 5
_FEW_NOTES = 2
"""So few notes are an answer as they stand."""
_PASSING = (ModelSilent, ModelRepeats, AnswerBroken, PromptTooLong)
"""Faults of one pass that need not concern the next."""
_REDRAW_SECONDS = 0.03
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_RANK = re.compile(r"\[(\d+)\]")
_BEFORE_POINT = re.compile(r"\s+([.,;:!?…])")


def _never() -> bool:
    return False


@dataclass(slots=True)
class Watch:
    """Who follows the writing: is told how far it is and what is written, and may end it."""

    on_progress: Callable[[WritingProgress], None] = lambda _progress: None
    on_answer: Callable[[Answer], None] = lambda _answer: None
    is_over: Callable[[], bool] = _never
    _told: float = field(default=0.0, init=False)

    def progress(self, stage: Stage, part: int = 0, parts: int = 0) -> None:
        """Tell how far the writing is."""
        self.on_progress(WritingProgress(stage, time.monotonic(), part, parts))

    def answer(self, make_answer: Callable[[], Answer]) -> None:
        """Tell what is written, not more often than can be read."""
        if time.monotonic() - self._told >= _REDRAW_SECONDS:
            self.on_answer(make_answer())
            self._told = time.monotonic()  # what takes long is told more rarely


@dataclass(frozen=True, slots=True)
class Result:
    """A written answer, why it is not the whole where it is not, and the cited lines as rank and segment."""

    answer: Answer
    error: ModelError | None = None
    cited: frozenset[tuple[int, int]] = frozenset()


def resolved(written: Written, model: str, sources: Sequence[Line] | None = None) -> Result:
    """What a model wrote to one prompt, with its citations resolved.

    `sources` are the lines that may be quoted where those of the prompt are the model's own notes.
    """
    prompt = written.prompt
    answer = resolve_answer(
        written.text, prompt.lines, prompt.quotes_offered, model, is_unfinished=not written.is_whole, sources=sources
    )
    numbers = {number for statement in answer.statements for number in statement.lines}
    cited = {(rank, line.segment) for line in prompt.lines if line.number in numbers for rank in line.ranks}
    return Result(answer, written.error, frozenset(cited))


def answer_by_sessions(
    model: Model, request: Request, quotes: Sequence[Quote], around: SegmentsAround, watch: Watch
) -> Result:
    """An answer from notes of every session; the notes alone where the last pass fails. Raises ModelError."""
    ordered = sorted(quotes, key=lambda quote: (str(quote.date or ""), quote.transcript_id, quote.rank))
    sessions = [list(group) for _, group in groupby(ordered, key=lambda quote: quote.transcript_id)]
    reading = _Reading(model, watch)
    for part, session in enumerate(sessions, start=1):
        watch.progress(Stage.READING, part, len(sessions))
        heading = harmless(heading_of(session[0], request.language))
        reading.read(heading, partial(quotes_prompt, replace(request, task=Task.NOTES), session, around))
        if reading.is_over:
            break
    answer = reading.listed()
    if not reading.is_over and len(reading.notes) > _FEW_NOTES:
        watch.progress(Stage.WRITING)
        listed = answer
        joined = reading.joined(replace(request, task=Task.JOIN), watch, lambda grown: _above(grown, listed))
        answer = _above(joined.answer, listed) if joined.answer else listed
    return Result(answer, reading.error, frozenset(reading.cited))


def summarise(model: Model, request: Request, heading: str, segments: Sequence[Segment], watch: Watch) -> Result:
    """Five cited statements about a session; their citations are numbers of segments. Raises ModelError."""
    reading = _read_segments(model, replace(request, task=Task.SUMMARY_NOTES), heading, segments, watch)
    answer, notes, error = reading.listed(), _spread(reading.notes, SUMMARY_STATEMENTS), reading.error
    if not reading.is_over and len(reading.notes) > SUMMARY_STATEMENTS:
        watch.progress(Stage.WRITING)
        joined = reading.joined(replace(request, task=Task.SUMMARY), watch, lambda grown: grown)
        chosen = _notes_of(heading, joined.answer) if joined.answer else []
        notes = _filled(chosen[:SUMMARY_STATEMENTS], notes)
        error = error or joined.error
        answer = replace(answer, is_unfinished=answer.is_unfinished or joined.was_stopped or error is not None)
    return Result(replace(answer, text=_items(notes), statements=_statements(notes)), error)


def find_promises(model: Model, request: Request, heading: str, segments: Sequence[Segment], watch: Watch) -> Result:
    """A statement for every promise in a session; their citations are numbers of segments. Raises ModelError."""
    reading = _read_segments(model, replace(request, task=Task.PROMISES), heading, segments, watch)
    return Result(reading.listed(), reading.error)


class _Reading:
    """Notes that grow pass by pass."""

    def __init__(self, model: Model, watch: Watch) -> None:
        self._model = model
        self._watch = watch
        self.notes: list[Note] = []
        self.cited: set[tuple[int, int]] = set()
        self.lines: list[Line] = []
        self.counts = AnswerCounts()
        self.error: ModelError | None = None
        self.is_over = False

    def read(self, heading: str, make_prompt: MakePrompt) -> int:
        """Take notes of what a prompt shows; how many quotes or segments that were, 0 after a fault.

        Raises ModelError while there is no note at all.
        """
        try:
            written = self._model.write(make_prompt, self._watch.is_over, partial(self._show, heading))
        except _PASSING as error:
            self.error = error
            return 0
        except ModelError as error:
            if not self.notes:
                raise
            self.error, self.is_over = error, True
            return 0
        result = resolved(written, self._model.name)
        self.notes += _notes_of(heading, result.answer)
        self.lines += [replace(line, number=0) for line in written.prompt.lines]  # numbers begin anew in every prompt
        self.cited |= result.cited
        self.counts = _added(self.counts, result.answer.counts)
        self.error = written.error or self.error
        self.is_over = written.was_stopped or not isinstance(written.error, (*_PASSING, type(None)))
        return written.prompt.quotes_offered

    def listed(self) -> Answer:
        """The notes as an answer: under the heading of their session, each with its citations.

        Raises ModelError where a fault has left no note.
        """
        if self.error and not self.notes:
            raise self.error
        is_unfinished = self.is_over or self.error is not None
        return Answer(
            _by_heading(self.notes), self._model.name, _statements(self.notes), self.counts, is_unfinished,
            is_refusal=not self.notes and not is_unfinished,
        )  # fmt: skip

    def joined(self, request: Request, watch: "Watch", above: Callable[[Answer], Answer]) -> "_Joined":
        """One answer from the notes; none where the model writes none that is backed: the notes stand alone.

        `above` makes what is shown of the answer while it grows.
        """

        def show(text: str, prompt: Prompt) -> None:
            grown = Written(text, prompt, was_stopped=True)
            watch.answer(
                lambda: replace(above(resolved(grown, self._model.name, self.lines).answer), is_unfinished=True)
            )

        try:
            written = self._model.write(partial(notes_prompt, request, self.notes), watch.is_over, show)
        except ModelError as error:
            _LOG.warning("The notes could not be joined: %s", error)
            return _Joined(None, error)
        answer = resolved(written, self._model.name, self.lines).answer
        is_backed = any(statement.is_backed for statement in answer.statements) and not answer.is_refusal
        is_kept = written.is_whole and is_backed
        return _Joined(answer if is_kept else None, written.error, was_stopped=written.was_stopped)

    def _show(self, heading: str, text: str, prompt: Prompt) -> None:
        self._watch.answer(lambda: self._growing(heading, Written(text, prompt, was_stopped=True)))

    def _growing(self, heading: str, written: Written) -> Answer:
        notes = [*self.notes, *_notes_of(heading, resolved(written, self._model.name).answer)]
        return Answer(_by_heading(notes), self._model.name, _statements(notes), self.counts, is_unfinished=True)


@dataclass(frozen=True, slots=True)
class _Joined:
    """An answer from notes, or why there is none."""

    answer: Answer | None
    error: ModelError | None = None
    was_stopped: bool = False


def _read_segments(model: Model, request: Request, heading: str, segments: Sequence[Segment], watch: Watch) -> _Reading:
    """Notes of a whole session, stretch by stretch as the window holds them."""
    reading = _Reading(model, watch)
    done = 0
    while done < len(segments) and not reading.is_over:
        watch.progress(Stage.READING, done, len(segments))
        make_prompt = partial(segments_prompt, request, heading, segments[done:])
        done += reading.read(heading, make_prompt) or _held(model, make_prompt)
    return reading


def _held(model: Model, make_prompt: MakePrompt) -> int:
    """How many segments a prompt would have held that came to nothing, one at least."""
    try:
        return model.fitting(make_prompt).quotes_offered
    except PromptTooLong:
        return 1


def _above(joined: Answer, listed: Answer) -> Answer:
    counts = _added(replace(joined.counts, quotes_offered=0), listed.counts)
    statements = (*joined.statements, *listed.statements)
    return Answer(f"{joined.text}\n\n{listed.text}", joined.model, statements, counts, listed.is_unfinished)


def _by_heading(notes: Sequence[Note]) -> str:
    return "\n\n".join(
        f"{heading}\n{_items(list(held))}" for heading, held in groupby(notes, lambda note: note.heading)
    )


def _statements(notes: Sequence[Note]) -> tuple[Statement, ...]:
    return tuple(Statement(note.text, (), note.ranks) for note in notes)


def _items(notes: Sequence[Note]) -> str:
    return "\n".join(f"- {note.text} {''.join(f'[{rank}]' for rank in note.ranks)}" for note in notes)


def _notes_of(heading: str, answer: Answer) -> list[Note]:
    """What was noted and is backed: the items of a list, each as a whole, else the statements."""
    if answer.is_refusal:
        return []
    items = [line for line in answer.text.splitlines() if _ITEM.match(line)]
    if not items:
        return [Note(heading, item.text, item.citations) for item in answer.statements if item.is_backed]
    notes = [Note(heading, _words_of(item), tuple(dict.fromkeys(map(int, _RANK.findall(item))))) for item in items]
    return [note for note in notes if note.ranks and note.text]


def _words_of(item: str) -> str:
    return " ".join(_BEFORE_POINT.sub(r"\1", _RANK.sub("", _ITEM.sub("", item))).split())


def _filled(chosen: Sequence[Note], others: Sequence[Note]) -> list[Note]:
    """What was chosen, filled up to five with notes of other lines."""
    cited = {rank for note in chosen for rank in note.ranks}
    further = [note for note in others if cited.isdisjoint(note.ranks)]
    return [*chosen, *further][:SUMMARY_STATEMENTS]


def _spread(notes: Sequence[Note], count: int) -> list[Note]:
    """So many notes from all over the session."""
    step = max(1.0, len(notes) / count)
    return [notes[int(index * step)] for index in range(min(count, len(notes)))]


def _added(left: AnswerCounts, right: AnswerCounts) -> AnswerCounts:
    return AnswerCounts(
        left.quotes_offered + right.quotes_offered,
        left.markers + right.markers,
        left.markers_unknown + right.markers_unknown,
        left.statements_unbacked + right.statements_unbacked,
        left.quotation_marks_removed + right.quotation_marks_removed,
    )
