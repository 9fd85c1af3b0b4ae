"""Who is who in a library: who "I" is, whom each session is with, who talks how much. Changes no transcript."""

from collections.abc import Mapping, Sequence

from rag.library import names
from rag.library.catalogue import Catalogue
from rag.library.series import find_sessions, guess_owner
from rag.search.roster import Roster, make_roster
from rag.types import Session, Transcript

_OWNER = "owner"


class People:
    """The people of one library; `owner` is who "I" is for this process alone."""

    def __init__(self, catalogue: Catalogue, owner: str | None = None) -> None:
        self._catalogue = catalogue
        self._owner = owner
        self._series: tuple[object, Roster] = (None, make_roster([], {}, None))

    @property
    def owner(self) -> str | None:
        """Who "I" is: as given for this process, as told once, else the one who speaks in nearly every session."""
        return self.roster().owner

    @property
    def is_owner_told(self) -> bool:
        """Whether the user has said who they are."""
        return bool(self._told_owner())

    def set_owner(self, name: str | None) -> None:
        """Remember who "I" is; None goes back to the guess."""
        self._catalogue.set_setting(_OWNER, name or "")

    def sessions(self) -> Mapping[int, Session]:
        """The person and the number in the series, for every transcript whose person is known."""
        return self.roster().sessions

    def names(self) -> frozenset[str]:
        """Everybody whom the search knows, the owner included."""
        roster = self.roster()
        present = {name for names in roster.present.values() for name in names}
        series = {session.person for session in roster.sessions.values()}
        return frozenset(present | series | ({roster.owner} if roster.owner else set()))

    def neighbours(self, transcript_id: int) -> tuple[Transcript | None, Transcript | None]:
        """The sessions before and after this one with the same person."""
        sessions = self.sessions()
        here = sessions.get(transcript_id)
        if here is None:
            return None, None
        by_number = {s.number: number for number, s in sessions.items() if s.person == here.person}
        before, after = (by_number.get(here.number + step) for step in (-1, 1))
        return tuple(self._catalogue.transcript(item) if item else None for item in (before, after))  # type: ignore[return-value]

    def names_in(self, transcripts: Sequence[Transcript]) -> list[str]:
        """Everybody named in these transcripts, the most frequent first."""
        counts: dict[str, int] = {}
        for transcript in transcripts:
            for name in transcript.people:
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts, key=lambda name: (-counts[name], name))

    def full_names(self, transcript: Transcript) -> tuple[str, ...]:
        """The people of a transcript, each once and by the fullest name that it gives."""
        labels = [name for name in transcript.people if names.is_anonymous(name)]
        return tuple(dict.fromkeys([*names.people_of(transcript.people), *labels]))

    def is_label(self, name: str) -> bool:
        """Whether a name is only a label that a recogniser gave (`SPEAKER_01`)."""
        return names.is_anonymous(name)

    def talk(self, transcript_ids: Sequence[int]) -> Mapping[int, Mapping[str, float]]:
        """How much each speaker says: the share of the spoken characters, by transcript and fullest name."""
        shares = self._catalogue.talk(transcript_ids)
        roster = self.roster()
        owner, sessions = roster.owner, roster.sessions
        series = {sessions[number].person for number in transcript_ids if number in sessions}
        fullest = names.merge_names(
            [*(name for said in shares.values() for name in said), *series, *([owner] if owner else [])]
        )
        merged: dict[int, dict[str, float]] = {number: {} for number in shares}
        for number, said in shares.items():
            for name, share in said.items():
                merged[number][fullest[name]] = merged[number].get(fullest[name], 0.0) + share
        return merged

    def _told_owner(self) -> str | None:
        return self._owner or self._catalogue.setting(_OWNER) or None

    def roster(self) -> Roster:
        """Who is in which session, computed anew only when a transcript or the told owner has changed."""
        key = (self._catalogue.revision, self._told_owner())
        known, roster = self._series
        if known != key:
            transcripts = self._catalogue.transcripts()
            owner = key[1] or guess_owner(transcripts)
            roster = make_roster(transcripts, find_sessions(transcripts, owner), owner)
            self._series = (key, roster)
        return roster
