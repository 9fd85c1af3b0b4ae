"""Who a session is with and which one in the series it is. Pure functions over what the catalogue says.

The person of a session is whoever is there besides the owner of the library.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rag.library.names import is_named, merge_names
from rag.types import Session, Transcript

_OWNER_SHARE = 0.6
_MIN_TRANSCRIPTS_FOR_OWNER = 2


def guess_owner(transcripts: Sequence[Transcript]) -> str | None:
    """The one who is there in nearly every session; None while there are too few sessions to tell."""
    canonical = merge_names(name for transcript in transcripts for name in transcript.people)
    present = Counter(
        person for transcript in transcripts for person in {canonical[name] for name in transcript.people}
    )
    with_people = sum(1 for transcript in transcripts if transcript.people)
    if with_people < _MIN_TRANSCRIPTS_FOR_OWNER:
        return None
    ranked = present.most_common(2)
    person, count = ranked[0]
    is_alone = len(ranked) == 1 or ranked[1][1] < count
    return person if is_alone and count >= with_people * _OWNER_SHARE else None


def find_sessions(transcripts: Sequence[Transcript], owner: str | None) -> dict[int, Session]:
    """For every transcript whose person is known, the person and the number in the series with that person.

    The series is ordered by date; transcripts without a date come last, in the order in which they were added.
    """
    canonical = merge_names(
        [*(name for transcript in transcripts for name in transcript.people), *([owner] if owner else [])]
    )
    me = canonical.get(owner) if owner else None
    known = {canonical[name] for transcript in transcripts for name in transcript.people} - {me}
    series: dict[str, list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        person = _person_of(transcript, canonical, me, known)
        if person:
            series[person].append(transcript)
    return {
        transcript.id: Session(person, number)
        for person, sessions in series.items()
        for number, transcript in enumerate(sorted(sessions, key=_chronological), start=1)
    }


def _person_of(transcript: Transcript, canonical: Mapping[str, str], me: str | None, known: set[str]) -> str | None:
    others = list(dict.fromkeys(canonical[name] for name in transcript.people if canonical[name] != me))
    if len(others) == 1 or (others and me):
        return others[0]
    named = [person for person in known if is_named(person, f"{transcript.title} {transcript.file_name}")]
    return named[0] if len(named) == 1 else None


def _chronological(transcript: Transcript) -> tuple[bool, str, int]:
    return transcript.date is None, transcript.date.isoformat() if transcript.date else "", transcript.id
