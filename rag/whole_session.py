"""A whole session as it is given to the model to read. Knows nothing of what the model is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from rag.answer.prompt import heading_of
from rag.answer.writer import Writer
from rag.errors import TranscriptMissing
from rag.languages import Language
from rag.library.catalogue import Catalogue
from rag.people import People
from rag.search.quoting import Sought, make_quote
from rag.types import Segment, Transcript

MakeWriter = Callable[[], Writer]


@dataclass(frozen=True, slots=True)
class WholeSession:
    """A session, what it is called, and all that is said in it."""

    transcript: Transcript
    heading: str
    segments: tuple[Segment, ...]
    revision: int

    def has_changed(self, catalogue: Catalogue) -> bool:
        """Whether the transcript is gone, or its people have other names now."""
        if catalogue.revision == self.revision:
            return False
        try:
            return catalogue.transcript(self.transcript.id).people != self.transcript.people
        except TranscriptMissing:
            return True


def whole_session(catalogue: Catalogue, people: People, transcript_id: int, language: Language) -> WholeSession:
    """The session of a transcript, called by its person and number where these are known.

    Raises TranscriptMissing, also when nothing is left of what was said in it.
    """
    revision = catalogue.revision
    transcript = catalogue.transcript(transcript_id)
    segments = tuple(catalogue.segments(transcript_id))
    if not segments:  # it was replaced or deleted between the two look-ups
        raise TranscriptMissing(f"There is nothing in transcript {transcript_id}.")
    session = people.sessions().get(transcript_id)
    opening = make_quote(segments[:1], segments[:1], transcript, session, Sought())
    return WholeSession(transcript, heading_of(opening, language), segments, revision)
