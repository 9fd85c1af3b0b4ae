"""A question to quotes: both rankings, their fusion, the quote inside each passage. Knows nothing of pages."""

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from rag.errors import EmptyQuestion, QuestionTooLong
from rag.index.stems import find_stems
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.library.catalogue import Catalogue
from rag.search.fusion import fuse, missing
from rag.search.quotes import (
    CONTEXT_SEGMENTS,
    choose_window,
    extend_window,
    find_focus,
    find_marks,
    free_run,
    quote_text,
)
from rag.search.roster import Roster
from rag.search.signals import bonus
from rag.search.stopwords import STOP_STEMS
from rag.search.understanding import Plan, understand
from rag.questions import Coverage, Wishes
from rag.types import (
    Encoder,
    Found,
    Quote,
    Segment,
    Session,
    StoredPassage,
    Transcript,
    TranscriptState,
    Vectors,
)

CANDIDATES = 200
"""How many passages each ranking offers."""
EXAMINED = 60
"""How many of the fused passages are examined line by line."""
_REACH = 8
"""How many segments around a passage a quote and its context may reach."""
MIN_SIMILARITY = 0.82
"""Below this cosine similarity of the best passage a question without a shared word is not answered."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: everything, or the files whose name begins with `prefix`."""

    prefix: str = ""


class Searcher:
    """Answers questions from the indexes and the catalogue."""

    def __init__(
        self, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, encoder: Encoder, max_characters: int
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._encoder = encoder
        self._max_characters = max_characters

    def search(
        self, question: str, roster: Roster, count: int, wishes: Wishes | None = None, scope: Scope | None = None
    ) -> Found:
        """The best quotes for a question, at most `count` of them.

        Raises EmptyQuestion and QuestionTooLong.
        """
        started = time.perf_counter()
        question = question.encode("utf-8", errors="replace").decode("utf-8")
        self._check(question)
        plan = understand(question, roster, date.today(), wishes)
        ready = self._ready(scope or Scope())
        searched = {key: t for key, t in ready.items() if plan.allowed is None or key in plan.allowed}
        coverage = Coverage(len(searched), len(ready) - len(searched), self._not_ready(scope or Scope()))
        if not searched:
            return Found(question, (), False, plan.understanding, time.perf_counter() - started, coverage)
        restriction = sorted(searched) if len(searched) < len(ready) or (scope and scope.prefix) else None
        vector = self._encoder.encode_questions([plan.text])[0]
        stems = _content_stems(plan.text)
        lexical = dict(self._words.search(stems, CANDIDATES, restriction))
        dense = self._similarities(vector, lexical, restriction)
        passages = self._catalogue.passages(list(dense))
        ranking = self._prefer(fuse(dense, lexical), passages, plan)
        quotes = self._quotes(ranking, passages, stems, searched, roster.sessions, count)
        is_found = bool(quotes) and _is_answered(quotes, stems, max(dense.values(), default=0.0))
        return Found(question, quotes, is_found, plan.understanding, time.perf_counter() - started, coverage)

    def _prefer(
        self, ranking: Sequence[tuple[int, float]], passages: Mapping[int, StoredPassage], plan: Plan
    ) -> list[tuple[int, float]]:
        """The ranking with the best passages raised by what their lines say."""
        speaker = plan.understanding.speaker
        if not plan.acts and not speaker:
            return list(ranking)
        best = [(key, score) for key, score in ranking if key in passages][:EXAMINED]
        raised = [
            (key, score + bonus(self._segments_of(passages[key]), speaker, plan.acts)) for key, score in best
        ]
        return sorted(raised, key=lambda item: (-item[1], item[0]))

    def _segments_of(self, passage: StoredPassage) -> list[Segment]:
        return self._catalogue.segments(passage.transcript_id, passage.first, passage.last)

    def _not_ready(self, scope: Scope) -> int:
        return sum(
            transcript.state is not TranscriptState.READY and transcript.file_name.startswith(scope.prefix)
            for transcript in self._catalogue.transcripts()
        )

    def _check(self, question: str) -> None:
        if not any(character.isalnum() for character in question):
            raise EmptyQuestion("The question holds no word.")
        if len(question) > self._max_characters:
            raise QuestionTooLong(
                f"The question has {len(question)} characters, at most {self._max_characters} are searched.",
                length=len(question),
                limit=self._max_characters,
            )

    def _ready(self, scope: Scope) -> dict[int, Transcript]:
        return {
            transcript.id: transcript
            for transcript in self._catalogue.transcripts()
            if transcript.state is TranscriptState.READY and transcript.file_name.startswith(scope.prefix)
        }

    def _similarities(
        self, vector: Vectors, lexical: Mapping[int, float], restriction: Sequence[int] | None
    ) -> dict[int, float]:
        dense = dict(self._vectors.search(vector, CANDIDATES, restriction))
        stored = self._vectors.vectors(missing(dense, lexical))
        return dense | {passage: float(np.dot(vector, other)) for passage, other in stored.items()}

    def _quotes(
        self,
        ranking: Sequence[tuple[int, float]],
        passages: Mapping[int, StoredPassage],
        stems: Sequence[str],
        ready: Mapping[int, Transcript],
        sessions: Mapping[int, Session],
        count: int,
    ) -> tuple[Quote, ...]:
        best = [passages[key] for key, _ in ranking if key in passages and passages[key].transcript_id in ready]
        scores = dict(ranking)
        around = {passage.id: self._segments_around(passage) for passage in best[: count * 2]}
        weights = _stem_weights(stems, list(around.values())[:count])
        taken: dict[int, set[int]] = defaultdict(set)
        quotes: list[Quote] = []
        for passage in best[: count * 2]:
            shown = taken[passage.transcript_id]
            window = _choose_segments(passage, around[passage.id], weights, shown)
            if window and len(quotes) < count:
                shown |= {segment.number for segment in window}
                transcript, session = ready[passage.transcript_id], sessions.get(passage.transcript_id)
                quote = _make_quote(window, around[passage.id], transcript, session, weights)
                quotes.append(replace(quote, rank=len(quotes) + 1, score=round(scores[passage.id], 4)))
        return tuple(quotes)

    def _segments_around(self, passage: StoredPassage) -> list[Segment]:
        return self._catalogue.segments(passage.transcript_id, passage.first - _REACH, passage.last + _REACH)


def _content_stems(question: str) -> tuple[str, ...]:
    """The stems of the question in order; those of words that say nothing only when there are no others."""
    stems = dict.fromkeys(stem.text for stem in find_stems(question))
    return tuple(stem for stem in stems if stem not in STOP_STEMS) or tuple(stems)


def _stem_weights(stems: Sequence[str], passages: Sequence[Sequence[Segment]]) -> dict[str, float]:
    """A stem weighs more the fewer of the passages found hold it."""
    held = [{stem.text for segment in segments for stem in find_stems(segment.text)} for segments in passages]
    return {stem: math.log(1 + len(held) / (1 + sum(stem in words for words in held))) for stem in stems}


def _choose_segments(
    passage: StoredPassage, around: Sequence[Segment], weights: Mapping[str, float], shown: Set[int]
) -> list[Segment]:
    """The segments to quote for a passage; none when better quotes show them all."""
    inside = free_run([s for s in around if passage.first <= s.number <= passage.last], shown)
    if not inside:
        return []
    first, last = choose_window(inside, weights)
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


def _make_quote(
    window: Sequence[Segment],
    around: Sequence[Segment],
    transcript: Transcript,
    session: Session | None,
    weights: Mapping[str, float],
) -> Quote:
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
        speaker=_main_speaker(window),
        time=window[0].start_time,
        first=window[0].number,
        last=window[-1].number,
        start=window[0].start,
        end=window[-1].end,
        text=text,
        score=0.0,
        context_start=context[0].start,
        context_end=context[-1].end,
        marks=find_marks(text, weights.keys()),
        speakers=tuple(segment.speaker for segment in window),
        focus=find_focus(window, weights),
    )


def _main_speaker(segments: Sequence[Segment]) -> str | None:
    """Who says the most of the quote."""
    spoken: dict[str | None, int] = {}
    for segment in segments:
        spoken[segment.speaker] = spoken.get(segment.speaker, 0) + len(segment.text)
    return max(spoken, key=lambda speaker: spoken[speaker])


def _is_answered(quotes: Sequence[Quote], stems: Sequence[str], best_similarity: float) -> bool:
    """Whether the quotes share a word with the question or come close to its meaning."""
    return best_similarity >= MIN_SIMILARITY or any(
        {stem.text for stem in find_stems(quote.text)}.intersection(stems) for quote in quotes[:3]
    )
