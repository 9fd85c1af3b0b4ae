"""How well the search answers the user's own test questions: keeping them, running them, comparing two runs.

Talks to the library, asks through one search callable, and measures as `rag.learn.evaluation` does.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.errors import QuestionError, RagError
from rag.index.stems import find_stems
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.languages import find_words
from rag.learn.evaluation import nothing_found
from rag.learn.own_questions import Summary, as_evaluation, as_jsonl, change, result_of, summary
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.quality_runs import QualityRuns, Run
from rag.library.saved_questions import Feedback, Reason, SavedQuestion, SavedQuestions, Span
from rag.people import People
from rag.questions import Wishes
from rag.search.quoting import Sought, make_quote
from rag.types import Found, Problem, Quote

MOST_BY_ITSELF = 200
"""With more test questions than this, a run is begun by hand alone."""
_LOG = logging.getLogger(__name__)
_QUOTES = 10
_OFFERED_LINES = 6
_CANDIDATES = 60
_STOP_SECONDS = 5.0

Search = Callable[[str, int, str, Wishes], Found]
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunState:
    """Whether a run is at work, how far it is, and why the last one broke off."""

    is_running: bool = False
    done: int = 0
    total: int = 0
    problem: Problem | None = None


class Quality:
    """The test questions of one library."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        words: WordIndex,
        vectors: VectorIndex,
        people: People,
        search: Search,
    ) -> None:
        self._questions = SavedQuestions(database)
        self._runs = QualityRuns(database)
        self._catalogue = catalogue
        self._words = words
        self._vectors = vectors
        self._people = people
        self._search = search
        self._state = RunState()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._tried: object = None

    # What the user thinks of an exchange

    def feedback(self, exchange_id: int) -> Feedback | None:
        """What the user thought of an exchange, or None when nothing was said."""
        return self._questions.feedback(exchange_id)

    def set_feedback(self, exchange_id: int, feedback: Feedback | None) -> None:
        """Keep what the user thinks of an exchange; None takes it back."""
        self._questions.set_feedback(exchange_id, feedback)

    def save_as_wrong(self, exchange_id: int, expected: Sequence[Span], reason: Reason | None) -> None:
        """Make a test question of a badly answered exchange; without lines, one whose answer is in no transcript.

        Does nothing when the chat is gone. Raises TranscriptMissing.
        """
        self._questions.set_feedback(exchange_id, Feedback(is_good=False, reason=reason))
        self._save_exchange(exchange_id, expected)

    def toggle_right(self, exchange_id: int, quote: Quote) -> None:
        """Say that a quote of an exchange is a right line, or take that back. Raises TranscriptMissing."""
        known = self.question_of(exchange_id)
        spans = [line.span for line in known.lines if not line.is_lost] if known else []
        span = Span(quote.transcript_id, quote.first, quote.last)
        kept = [other for other in spans if other != span] if span in spans else [*spans, span]
        if kept:
            self._save_exchange(exchange_id, kept)
        elif known:
            self.remove(known.id)

    def is_right(self, exchange_id: int, quote: Quote) -> bool:
        """Whether a quote of an exchange was said to be a right line."""
        known = self.question_of(exchange_id)
        span = Span(quote.transcript_id, quote.first, quote.last)
        return known is not None and span in [line.span for line in known.lines]

    # Test questions

    def questions(self) -> list[SavedQuestion]:
        """All test questions, the newest first."""
        return self._questions.all()

    def question_of(self, exchange_id: int) -> SavedQuestion | None:
        """The test question that was made of an exchange, or None."""
        return self._questions.of_exchange(exchange_id)

    def save(self, text: str, expected: Sequence[Span]) -> None:
        """Keep a question typed by hand; without lines, one whose answer is in no transcript.

        Raises TranscriptMissing.
        """
        self._questions.add(text.strip(), expected)

    def remove(self, question_id: int) -> None:
        """Forget a test question with its results."""
        self._questions.remove(question_id)

    def forget_names(self, known: Set[str]) -> None:
        """Take the names that no transcript holds any more out of what test questions were asked with."""
        self._questions.forget_names(known)

    def quotes_of(self, question: SavedQuestion) -> list[Quote]:
        """The lines that a test question expects, with their places; lost ones are left out.

        Raises TranscriptMissing.
        """
        return [self._quote(line.span) for line in question.lines if not line.is_lost]

    def find_lines(self, words: str, count: int = _OFFERED_LINES) -> list[Quote]:
        """The lines of all transcripts that hold most of the words, in any grammatical form."""
        stems = frozenset(stem.text for stem in find_stems(words))
        passages = self._catalogue.passages([number for number, _ in self._words.search(stems, _CANDIDATES)])
        shown = {transcript.id for transcript in self._catalogue.transcripts()}
        texts = {
            Span(passage.transcript_id, segment.number, segment.number): segment.text
            for passage in passages.values()
            if passage.transcript_id in shown
            for segment in self._catalogue.segments(passage.transcript_id, passage.first, passage.last)
        }
        held = {span: len({stem.text for stem in find_stems(text)} & stems) for span, text in texts.items()}
        best = sorted(
            (span for span in texts if held[span]),
            key=lambda span: (-held[span], not find_words(texts[span], words), len(texts[span])),
        )
        return [self._quote(span) for span in best[:count]]

    def as_jsonl(self) -> str:
        """The test questions as a file that `eval` reads; those whose source has changed are left out."""
        return as_jsonl(self.questions()[::-1])

    # Runs

    def runs(self) -> tuple[Run | None, Run | None]:
        """The last run and the one before it."""
        newest = self._runs.newest(2)
        return (newest[0] if newest else None), (newest[1] if len(newest) > 1 else None)

    def is_stale(self) -> bool:
        """Whether something has changed since the last run: what searches, or the questions."""
        last, _ = self.runs()
        usable = {question.id for question in self._usable()}
        return bool(usable) and (
            last is None or last.fingerprint != self._fingerprint() or bool(usable - last.results.keys())
        )

    def is_due(self) -> bool:
        """Whether a run shall begin by itself; one that was stopped or broke off is not tried again unasked."""
        is_few = len(self._usable()) <= MOST_BY_ITSELF
        return is_few and not self._state.is_running and self.is_stale() and self._tried != self._subject()

    def run(self, report: Report | None = None, stop: threading.Event | None = None) -> bool:
        """Search every test question and keep the results; False when it was stopped, which keeps nothing.

        Raises what the search raises, but for questions that cannot be searched: those count as not found.
        """
        questions, fingerprint = self._usable(), self._fingerprint()
        results = []
        for number, question in enumerate(questions, start=1):
            if stop and stop.is_set():
                return False
            results.append(result_of(question, self._search_for(question)))
            if report:
                report(number, len(questions))
        self._runs.add(fingerprint, results)
        return True

    def summary(self, run: Run) -> Summary:
        """A run in numbers."""
        return summary(self.questions(), run)

    def state(self) -> RunState:
        """How far the run at work is."""
        return self._state

    def start(self) -> None:
        """Begin a run on a thread of its own; does nothing while one is at work."""
        with self._lock:
            if self._state.is_running:
                return
            self._state = RunState(is_running=True, total=len(self._usable()))
            self._tried = self._subject()
            self._stop.clear()
            self._thread = threading.Thread(target=self._work, name="quality", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the run at work after the question at hand; its results are not kept."""
        self._stop.set()
        if self._thread and self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _work(self) -> None:
        problem = None
        try:
            self.run(self._report, self._stop)
        except RagError as error:
            _LOG.warning("The test questions cannot be run: %s", error)
            problem = error.problem
        except Exception:  # the last boundary of this thread: the page must not wait for ever
            _LOG.exception("The test questions could not be run")
            problem = RagError("bug").problem
        finally:
            self._state = RunState(problem=problem)

    def _report(self, done: int, total: int) -> None:
        self._state = RunState(is_running=True, done=done, total=total)

    def _search_for(self, question: SavedQuestion) -> Found:
        try:
            wishes = question.wishes or Wishes(history=question.history, asked=question.saved_at.date())
            return self._search(question.text, _QUOTES, "", wishes)
        except QuestionError:
            return nothing_found(as_evaluation(question))

    def _quote(self, span: Span) -> Quote:
        transcript = self._catalogue.transcript(span.transcript_id)
        session = self._people.sessions().get(transcript.id)
        segments = self._catalogue.segments(transcript.id, span.first, span.last)
        return make_quote(segments, segments, transcript, session, Sought())

    def _save_exchange(self, exchange_id: int, expected: Sequence[Span]) -> None:
        asked = self._questions.asked(exchange_id)
        if asked:
            self._questions.add(asked[0], expected, asked[1], exchange_id)

    def _usable(self) -> list[SavedQuestion]:
        return [question for question in self.questions() if not question.is_lost]

    def _subject(self) -> object:
        return self._fingerprint(), frozenset(question.id for question in self._usable())

    def _fingerprint(self) -> str:
        """What the results depend on beside transcripts and questions, hashed: it names who "I" is."""
        parts = f"{self._vectors.fingerprint}|{self._people.owner}|{_search_version()}"
        return hashlib.sha256(parts.encode()).hexdigest()[:16]


@cache
def _search_version() -> str:
    """A hash of the program text of the search, so that no number has to be counted up by hand."""
    sources = sorted((Path(__file__).parent / "search").glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


__all__ = ["Feedback", "Quality", "Reason", "Run", "SavedQuestion", "Span", "change"]
