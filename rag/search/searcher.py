"""A question to quotes: what it means, both rankings, what its lines say, the verdict. Knows nothing of pages."""

import time
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from rag.errors import EmptyQuestion, QuestionTooLong
from rag.index.stems import find_stems
from rag.library.catalogue import Catalogue
from rag.library.morphology import given_name
from rag.questions import Coverage, Doubt, Wishes
from rag.search.acts import SPOKEN, Act, without_asking
from rag.search.candidates import Candidates, Indexes, find_candidates
from rag.search.fusion import fuse
from rag.search.marked import spellings
from rag.search.neighbours import thin_out, with_neighbours
from rag.search.quoting import Sought, make_quotes
from rag.search.roster import Roster
from rag.search.signals import deeds_of, passage_bonus
from rag.search.stopwords import STOP_STEMS
from rag.search.understanding import Plan, understand
from rag.search.verdict import Evidence, is_answered, largest_share
from rag.search.wide import is_wide, spread
from rag.types import Encoder, Found, Quote, Segment, StoredPassage, Transcript, TranscriptState

EXAMINED = 60
"""How many of the fused passages are examined line by line."""
_BARE_EMPHASIS = 4.0
"""How much more the lines of a passage count where nothing but an act of speech is asked."""
_DECIDING_DOUBTS = ("only_elsewhere", "unknown_person")
_DECIDING = 3
"""How many of the first passages decide whether the question is answered."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be searched: everything, or the files whose name begins with `prefix`."""

    prefix: str = ""


class Searcher:
    """Answers questions from the indexes and the catalogue."""

    def __init__(self, catalogue: Catalogue, indexes: Indexes, encoder: Encoder, max_characters: int) -> None:
        self._catalogue = catalogue
        self._indexes = indexes
        self._encoder = encoder
        self._max_characters = max_characters

    def search(
        self, question: str, roster: Roster, count: int, wishes: Wishes | None = None, scope: Scope | None = None
    ) -> Found:
        """The best quotes for a question, at most `count` of them.

        Raises EmptyQuestion and QuestionTooLong.
        """
        started = time.perf_counter()
        question = _clean(question)
        self._check(question)
        wishes = wishes or Wishes()
        wishes = replace(wishes, history=tuple(map(_clean, wishes.history)))
        plan = understand(question, roster, date.today(), wishes)
        ready, not_ready = self._transcripts(scope or Scope())
        fitting = {key: t for key, t in ready.items() if plan.allowed is None or key in plan.allowed}
        searched = fitting or ready  # what the question names may not be ready yet, or lie outside the scope
        coverage = Coverage(len(searched), len(ready) - len(searched), not_ready)
        quotes: tuple[Quote, ...] = ()
        is_found, doubts = False, plan.understanding.doubts
        if searched:
            is_part = len(searched) < len(ready)
            restriction = sorted(searched) if is_part or (scope and scope.prefix) else None
            text = plan.topic if is_part and plan.topic else plan.text
            stems = _sought_stems(text, plan)
            vector = self._encoder.encode_questions([text])[0]
            candidates = find_candidates(self._indexes, vector, stems, restriction)
            best = thin_out(self._rank(candidates, plan, searched, is_bare=not stems))
            if is_wide(question):
                best = spread(best)
            sought = Sought(candidates.weights, plan.understanding.speaker, plan.acts)
            quotes = make_quotes(best, self._catalogue.segments, sought, searched, roster.sessions, count)
            missed = self._missed(plan, restriction)
            is_missed = any(doubt.code in _DECIDING_DOUBTS for doubt in missed)
            is_found = bool(quotes) and not is_missed and is_answered(_evidence(candidates, best, searched.values()))
            doubts += missed
        understood = replace(plan.understanding, doubts=doubts)
        seconds = time.perf_counter() - started
        return Found(question, quotes, is_found, understood, seconds, coverage, is_wide(question))

    def _check(self, question: str) -> None:
        if not any(character.isalnum() for character in question):
            raise EmptyQuestion("The question holds no word.")
        if len(question) > self._max_characters:
            raise QuestionTooLong(
                f"The question has {len(question)} characters, at most {self._max_characters} are searched.",
                length=len(question),
                limit=self._max_characters,
            )

    def _transcripts(self, scope: Scope) -> tuple[dict[int, Transcript], int]:
        """The transcripts that can be searched, and how many of the others cannot yet."""
        listed = [t for t in self._catalogue.transcripts() if t.file_name.startswith(scope.prefix)]
        ready = {transcript.id: transcript for transcript in listed if transcript.state is TranscriptState.READY}
        return ready, len(listed) - len(ready)

    def _rank(
        self, candidates: Candidates, plan: Plan, searched: Mapping[int, Transcript], *, is_bare: bool
    ) -> list[tuple[StoredPassage, float]]:
        """The passages by their fused scores, the best of them raised by what their lines say.

        A bare question asks for nothing but an act of speech: all candidates are examined, and the act decides.
        """
        passages = self._catalogue.passages(list(candidates.dense))
        fused = fuse(candidates.dense, candidates.lines, candidates.lexical, candidates.coverage)
        known = [(passages[key], score) for key, score in fused if key in passages]
        ranked = [(passage, score) for passage, score in known if passage.transcript_id in searched]
        speaker = plan.understanding.speaker
        if is_bare:
            return self._raise(ranked, speaker, deeds_of(plan.acts), {}, _BARE_EMPHASIS)
        if plan.acts & SPOKEN:
            ranked = with_neighbours(ranked)
        if not plan.acts and not speaker:
            return ranked
        return self._raise(ranked[:EXAMINED], speaker, plan.acts, candidates.weights, 1.0)

    def _raise(
        self,
        ranked: Sequence[tuple[StoredPassage, float]],
        speaker: str | None,
        acts: Set[Act],
        weights: Mapping[str, float],
        emphasis: float,
    ) -> list[tuple[StoredPassage, float]]:
        raised = [
            (passage, score + emphasis * passage_bonus(self._segments_of(passage), speaker, acts, weights))
            for passage, score in ranked
        ]
        return sorted(raised, key=lambda item: (-item[1], item[0].id))

    def _missed(self, plan: Plan, restriction: Sequence[int] | None) -> tuple[Doubt, ...]:
        """The words that have to occur and do not: neither where is searched nor, perhaps, anywhere."""
        doubts = []
        for word in plan.marked:
            stems = [stem.text for spelling in spellings(word) for stem in find_stems(spelling)]
            if self._indexes.words.search(stems, 1, restriction):
                continue
            if restriction is not None and self._indexes.words.search(stems, 1):
                doubts.append(Doubt("only_elsewhere", (("word", word),)))
            elif given_name(word):
                doubts.append(Doubt("unknown_person", (("name", word),)))
            else:
                doubts.append(Doubt("nowhere", (("word", word),)))
        return tuple(doubts)

    def _segments_of(self, passage: StoredPassage) -> list[Segment]:
        return self._catalogue.segments(passage.transcript_id, passage.first, passage.last)


def _sought_stems(text: str, plan: Plan) -> tuple[str, ...]:
    """The stems to look for; none where nothing but an act of speech is asked."""
    if not plan.acts & SPOKEN:
        return content_stems(text)
    rest = [stem.text for stem in find_stems(without_asking(plan.topic))]
    return content_stems(text) if any(stem not in STOP_STEMS for stem in rest) else ()


def _clean(question: str) -> str:
    """The question without halves of characters, which no database takes."""
    return question.encode("utf-8", errors="replace").decode("utf-8")


def content_stems(question: str) -> tuple[str, ...]:
    """The stems of the question in order; those of words that say nothing only when there are no others."""
    stems = dict.fromkeys(stem.text for stem in find_stems(question))
    return tuple(stem for stem in stems if stem not in STOP_STEMS) or tuple(stems)


def _evidence(
    candidates: Candidates, best: Sequence[tuple[StoredPassage, float]], searched: Iterable[Transcript]
) -> Evidence:
    held = [candidates.held.get(passage.id, frozenset()) for passage, _ in best[:_DECIDING]]
    return Evidence(
        candidates.best_similarity,
        candidates.mean_similarity,
        largest_share(candidates.weights, held, candidates.weights),
        candidates.nowhere,
        sum(transcript.passage_count for transcript in searched),
    )
