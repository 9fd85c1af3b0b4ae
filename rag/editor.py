"""What the user puts right: titles, dates, people, speakers, and who "I" is. Talks to the library and the worker."""

from collections.abc import Mapping, Sequence
from datetime import date

from rag.index.worker import IndexWorker
from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.series import find_sessions, guess_owner
from rag.types import Session, Transcript

_OWNER = "owner"


class Editor:
    """Corrections of one library; the words of what changes are indexed again, the vectors stay."""

    def __init__(
        self, catalogue: Catalogue, corrections: Corrections, worker: IndexWorker, owner: str | None = None
    ) -> None:
        self._catalogue = catalogue
        self._corrections = corrections
        self._worker = worker
        self._owner = owner
        self._series: tuple[object, str | None, Mapping[int, Session]] = (None, None, {})

    def set_title(self, transcript_id: int, title: str) -> None:
        """Give a transcript another title; an empty one changes nothing."""
        self._corrections.set_title(transcript_id, title)
        self._worker.refresh([transcript_id])

    def set_date(self, transcript_id: int, day: date | None) -> None:
        """Say when the session was, or that nobody knows."""
        self._corrections.set_date(transcript_id, day)
        self._worker.refresh([transcript_id])

    def set_person(self, transcript_id: int, person: str | None) -> None:
        """Say whom the session is with; None leaves it to the guess."""
        self._corrections.set_person(transcript_id, person)

    def rename_speaker(self, transcript_id: int, name: str, new_name: str, *, everywhere: bool) -> int:
        """Give a speaker another name here or everywhere, also in files to come; the number of changed transcripts."""
        transcripts = self._catalogue.transcripts() if everywhere else [self._catalogue.transcript(transcript_id)]
        changed = [transcript.id for transcript in transcripts if name in transcript.people]
        self._corrections.rename_speaker(changed, name, new_name, everywhere=everywhere)
        self._worker.refresh(changed)
        return len(changed)

    @property
    def owner(self) -> str | None:
        """Who "I" is: as given for this process, as told once, else the one who speaks in nearly every session."""
        return self._computed()[0]

    @property
    def is_owner_told(self) -> bool:
        """Whether the user has said who they are."""
        return bool(self._told_owner())

    def set_owner(self, name: str | None) -> None:
        """Remember who "I" is; None goes back to the guess."""
        self._catalogue.set_setting(_OWNER, name or "")

    def sessions(self) -> Mapping[int, Session]:
        """The person and the number in the series, for every transcript whose person is known."""
        return self._computed()[1]

    def neighbours(self, transcript_id: int) -> tuple[Transcript | None, Transcript | None]:
        """The sessions before and after this one with the same person."""
        sessions = self.sessions()
        here = sessions.get(transcript_id)
        if here is None:
            return None, None
        by_number = {s.number: number for number, s in sessions.items() if s.person == here.person}
        before, after = (by_number.get(here.number + step) for step in (-1, 1))
        return tuple(self._catalogue.transcript(item) if item else None for item in (before, after))  # type: ignore[return-value]

    def people(self, transcripts: Sequence[Transcript]) -> list[str]:
        """Everybody named in these transcripts, the most frequent first."""
        counts: dict[str, int] = {}
        for transcript in transcripts:
            for name in transcript.people:
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts, key=lambda name: (-counts[name], name))

    def _told_owner(self) -> str | None:
        return self._owner or self._catalogue.setting(_OWNER) or None

    def _computed(self) -> tuple[str | None, Mapping[int, Session]]:
        """Owner and sessions, computed anew only when a transcript or the told owner has changed."""
        key = (self._catalogue.revision, self._told_owner())
        known, owner, sessions = self._series
        if known != key:
            transcripts = self._catalogue.transcripts()
            owner = key[1] or guess_owner(transcripts)
            sessions = find_sessions(transcripts, owner)
            self._series = (key, owner, sessions)
        return owner, sessions
