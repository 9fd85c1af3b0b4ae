"""The promises of one library: who promised what to whom, what of it is done. Knows nothing of pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rag.errors import TranscriptMissing
from rag.languages import Language
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.names import merge_names
from rag.library.promises import KeptPromise, KeptPromises
from rag.people import People
from rag.promise_export import ListedPromise, promises_as_markdown
from rag.promise_reader import PromiseReader, Reading, newest_first
from rag.search.quoting import Sought, make_quote
from rag.types import Quote, Session, Transcript
from rag.whole_session import MakeWriter


class Side(StrEnum):
    """Who promised."""

    MINE = "mine"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Promise:
    """A line in which `speaker` promises something, in the session `number` with `person`, as far as these are known.

    `wording` is what a model says was promised; None where no model has read the line as a promise.
    """

    id: int
    transcript: Transcript
    person: str | None
    number: int | None
    side: Side
    speaker: str | None
    first: int
    last: int
    wording: str | None
    done_at: datetime | None
    is_dismissed: bool


class Promises:
    """What was promised in the sessions of one library."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        people: People,
        make_writer: MakeWriter,
        is_busy: Callable[[], bool],
    ) -> None:
        """`is_busy` says that the user waits for something else of the model."""
        self._kept = KeptPromises(database)
        self._catalogue = catalogue
        self._people = people
        self._reader = PromiseReader(self._kept, catalogue, people, make_writer, is_busy)
        self._names: tuple[object, Mapping[str, str]] = (None, {})

    def start(self) -> None:
        """Begin to look for promises, now and whenever transcripts change."""
        self._reader.start()

    def stop(self) -> None:
        """End the work; what was found is kept."""
        self._reader.stop()

    # The list

    def all(self, person: str | None = None) -> list[Promise]:
        """All promises in sessions with a person, or in all; the newest session first, by line in each."""
        sessions = self._people.sessions()
        by_transcript: dict[int, list[KeptPromise]] = {}
        for kept in self._kept.all():
            by_transcript.setdefault(kept.transcript_id, []).append(kept)
        held = [transcript for transcript in self._of(person) if transcript.id in by_transcript]
        names, owner = self._fullest_names(), self._people.owner
        return [
            _promise(kept, transcript, sessions.get(transcript.id), names, owner, self._people.is_label)
            for transcript in newest_first(held)
            for kept in by_transcript[transcript.id]
        ]

    def quote(self, promise: Promise) -> Quote:
        """The exact words of a promise with their place. Raises TranscriptMissing."""
        transcript = self._catalogue.transcript(promise.transcript.id)
        segments = self._catalogue.segments(transcript.id, promise.first, promise.last)
        if not segments:  # the transcript was replaced or deleted between the two look-ups
            raise TranscriptMissing(f"The lines of promise {promise.id} are gone.")
        return make_quote(segments, segments, transcript, self._people.sessions().get(transcript.id), Sought())

    def as_markdown(
        self,
        promises: Sequence[Promise],
        title: str,
        chosen: str,
        headings: Mapping[int, str],
        place: Callable[[Quote], str],
    ) -> str:
        """These promises as Markdown, with a heading for each transcript and the place of each quote.

        `chosen` says which promises these are. Those in transcripts that are gone by now are left out.
        """
        listed = []
        for promise in promises:
            try:
                quote = self.quote(promise)
            except TranscriptMissing:
                continue
            heading = headings[promise.transcript.id]
            listed.append(ListedPromise(heading, quote, place(quote), promise.wording, promise.done_at is not None))
        return promises_as_markdown(title, chosen, listed)

    def set_done(self, promise_id: int, *, is_done: bool) -> None:
        """Tick a promise off, or take that back."""
        self._kept.set_done(promise_id, is_done=is_done)

    def set_dismissed(self, promise_id: int, *, is_dismissed: bool) -> None:
        """Say that a line is no promise, or take that back."""
        self._kept.set_dismissed(promise_id, is_dismissed=is_dismissed)

    def people(self) -> list[str]:
        """Everybody whom a session is with."""
        return sorted({session.person for session in self._people.sessions().values()})

    def unscanned(self) -> int:
        """In how many transcripts the patterns are still to look for promises."""
        return self._reader.unscanned()

    # Reading by the model

    def unread(self, person: str | None = None) -> int:
        """How many sessions with a person, or of all, no model has read yet."""
        return len(self._reader.unread(self._of(person)))

    def models(self) -> list[str]:
        """The models that have read sessions."""
        return sorted(set(self._kept.readings(by_model=True).values()))

    def read(self, language: Language, person: str | None = None) -> None:
        """Have the model read the sessions with a person, or all, that it has not read; all anew where it has.

        What it finds is put into words of this language.
        """
        transcripts = self._of(person)
        self._reader.read(self._reader.unread(transcripts) or newest_first(transcripts), language)

    def end_reading(self) -> None:
        """End the reading by the model; what it has found is kept."""
        self._reader.end_reading()

    def reading(self) -> Reading:
        """How far the reading by the model is."""
        return self._reader.state()

    @property
    def is_automatic(self) -> bool:
        """Whether new sessions are read by themselves."""
        return self._reader.automatic is not None

    def set_automatic(self, language: Language | None) -> None:
        """Have new sessions read by themselves, in this language; None ends that."""
        self._reader.set_automatic(language)

    def _of(self, person: str | None) -> list[Transcript]:
        sessions = self._people.sessions()
        return [
            transcript
            for transcript in self._catalogue.transcripts()
            if person is None or (transcript.id in sessions and sessions[transcript.id].person == person)
        ]

    def _fullest_names(self) -> Mapping[str, str]:
        """Each name of a speaker with the fullest one of the same person."""
        owner = self._people.owner
        key = (self._catalogue.revision, owner)
        if self._names[0] != key:
            spoken = [name for transcript in self._catalogue.transcripts() for name in transcript.people]
            self._names = (key, merge_names([*spoken, *self.people(), *([owner] if owner else [])]))
        return self._names[1]


def _promise(
    kept: KeptPromise,
    transcript: Transcript,
    session: Session | None,
    names: Mapping[str, str],
    owner: str | None,
    is_label: Callable[[str], bool],
) -> Promise:
    speaker = names.get(kept.speaker, kept.speaker) if kept.speaker else None
    is_known = speaker is not None and not is_label(speaker)
    side = Side.UNKNOWN if not is_known else Side.MINE if owner and speaker == names.get(owner) else Side.THEIRS
    return Promise(
        id=kept.id,
        transcript=transcript,
        person=session.person if session else None,
        number=session.number if session else None,
        side=side,
        speaker=speaker,
        first=kept.first,
        last=kept.last,
        wording=kept.wording,
        done_at=kept.done_at,
        is_dismissed=kept.is_dismissed,
    )


__all__ = ["Promise", "Promises", "Reading", "Side"]
