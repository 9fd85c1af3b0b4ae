"""From ranked passages to quotes: which lines of each are shown, no line twice. Knows no index, only segments."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rag.library.moved_text import main_speaker
from rag.search.acts import Act
from rag.search.quotes import (
    CONTEXT_SEGMENTS,
    choose_window,
    extend_window,
    find_marks,
    free_run,
    hold_weights,
    quote_text,
)
from rag.search.signals import best_line, line_bonus
from rag.types import Quote, Segment, Session, StoredPassage, Transcript

REACH = 8
"""How many segments around a passage a quote and its context may reach."""

SegmentsOf = Callable[[int, int, int], list[Segment]]
"""The segments numbered first to last of a transcript."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the lines of a quote are chosen by: the weights of the question's stems, who speaks, what is done."""

    weights: Mapping[str, float] = field(default_factory=dict)
    speaker: str | None = None
    acts: frozenset[Act] = frozenset()


def make_quotes(
    best: Sequence[tuple[StoredPassage, float]],
    segments_of: SegmentsOf,
    sought: Sought,
    transcripts: Mapping[int, Transcript],
    sessions: Mapping[int, Session],
    count: int,
) -> tuple[Quote, ...]:
    """At most `count` quotes for the best passages, in order; those whose lines are all shown already fall out."""
    around = {p.id: segments_of(p.transcript_id, p.first - REACH, p.last + REACH) for p, _ in best[: count * 2]}
    taken: dict[int, set[int]] = defaultdict(set)
    quotes: list[Quote] = []
    for passage, score in best[: count * 2]:
        if len(quotes) == count:
            break
        shown = taken[passage.transcript_id]
        window = _choose_segments(passage, around[passage.id], sought, shown)
        if window:
            shown |= {segment.number for segment in window}
            transcript, session = transcripts[passage.transcript_id], sessions.get(passage.transcript_id)
            quote = make_quote(window, around[passage.id], transcript, session, sought)
            quotes.append(replace(quote, rank=len(quotes) + 1, score=round(score, 4)))
    return tuple(quotes)


def _choose_segments(
    passage: StoredPassage, around: Sequence[Segment], sought: Sought, shown: Set[int]
) -> list[Segment]:
    """The segments to quote for a passage; none when better quotes show them all."""
    inside = free_run([s for s in around if passage.first <= s.number <= passage.last], shown)
    if not inside:
        return []
    first, last = choose_window(inside, sought.weights, lambda line: line_bonus(line, sought.speaker, sought.acts))
    core = {segment.number for segment in inside[first : last + 1]}
    free = _run_around(around, core, shown)
    positions = [index for index, segment in enumerate(free) if segment.number in core]
    first, last = extend_window(free, positions[0], positions[-1])
    return list(free[first : last + 1])


def _run_around(around: Sequence[Segment], core: Set[int], shown: Set[int]) -> Sequence[Segment]:
    """The neighbourhood of the core up to the nearest segments that better quotes show."""
    before = max((s.number for s in around if s.number in shown and s.number < min(core)), default=0)
    after = min((s.number for s in around if s.number in shown and s.number > max(core)), default=2**31)
    return [segment for segment in around if before < segment.number < after]


def make_quote(
    window: Sequence[Segment],
    around: Sequence[Segment],
    transcript: Transcript,
    session: Session | None,
    sought: Sought,
) -> Quote:
    """The quote, without rank and score, that shows these segments; `around` holds them and their neighbours."""
    text = quote_text(window)
    context = [
        segment
        for segment in around
        if window[0].number - CONTEXT_SEGMENTS <= segment.number <= window[-1].number + CONTEXT_SEGMENTS
    ]
    return Quote(
        rank=0,
        transcript_id=transcript.id,
        file_name=transcript.file_name,
        title=transcript.title,
        person=session.person if session else None,
        session=session.number if session else None,
        date=transcript.date,
        speaker=main_speaker((segment.speaker, segment.text) for segment in window),
        time=window[0].start_time,
        first=window[0].number,
        last=window[-1].number,
        start=window[0].start,
        end=window[-1].end,
        text=text,
        score=0.0,
        context_start=context[0].start,
        context_end=context[-1].end,
        marks=find_marks(text, sought.weights.keys()),
        speakers=tuple(segment.speaker for segment in window),
        focus=best_line(window, hold_weights(window, sought.weights), sought.speaker, sought.acts),
    )


def widen(quote: Quote, segments: Sequence[Segment]) -> Quote:
    """The quote showing all of these segments, its own among them, at whatever length."""
    before = "\n".join(segment.text for segment in segments if segment.number < quote.first)
    shift = len(before) + 1 if before else 0
    return replace(
        quote,
        first=segments[0].number,
        last=segments[-1].number,
        start=segments[0].start,
        end=segments[-1].end,
        time=segments[0].start_time,
        text="\n".join(segment.text for segment in segments),
        context_start=min(quote.context_start, segments[0].start),
        context_end=max(quote.context_end, segments[-1].end),
        marks=tuple((start + shift, end + shift) for start, end in quote.marks),
        speakers=tuple(segment.speaker for segment in segments),
    )
