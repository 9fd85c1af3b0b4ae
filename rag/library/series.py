"""Who a session is with and which one in the series it is. Pure functions over what the catalogue says.

The person of a session is whom the user chose, else whoever is there besides the owner of the library. Anonymous
labels (`SPEAKER_01`) are nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set

from rag.library.names import clean_name, count_named, is_anonymous, merge_names, name_key, people_of
from rag.types import Session, Transcript

_OWNER_SHARE = 0.6
_MIN_TRANSCRIPTS_FOR_OWNER = 2


def guess_owner(transcripts: Sequence[Transcript]) -> str | None:
    """The one who is there in nearly every session; None while there are too few sessions to tell.

    Who is alone with anonymous labels may be anybody, so that such sessions tell nothing.
    """
    telling = [people for people in map(_possible_owners, transcripts) if people]
    canonical = merge_names(name for people in telling for name in people)
    present = Counter(person for people in telling for person in {canonical[name] for name in people})
    if len(telling) < _MIN_TRANSCRIPTS_FOR_OWNER:
        return None
    ranked = present.most_common(2)
    person, count = ranked[0]
    is_alone = len(ranked) == 1 or ranked[1][1] < count
    return person if is_alone and count >= len(telling) * _OWNER_SHARE else None


def find_sessions(transcripts: Sequence[Transcript], owner: str | None) -> dict[int, Session]:
    """For every transcript whose person is known, the person and the number in the series with that person.

    The series is ordered by date; transcripts without a date come last, in the order in which they were added.
    """
    people = {transcript.id: people_of(transcript.people) for transcript in transcripts}
    chosen = [clean_name(transcript.person) for transcript in transcripts if transcript.person]
    canonical = merge_names(
        [*(name for names in people.values() for name in names), *chosen, *([owner] if owner else [])]
    )
    me = canonical[owner] if owner else None
    known = set(canonical.values()) - {me}
    series: dict[str, list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        others = list(dict.fromkeys(canonical[name] for name in people[transcript.id] if canonical[name] != me))
        person = _chosen_person(transcript, canonical, me) or _person_among(others, me)
        person = person or _namesake(transcript, me) or _person_named(transcript, known)
        if person:
            series[person].append(transcript)
    return {
        transcript.id: Session(person, number)
        for person, sessions in series.items()
        for number, transcript in enumerate(sorted(sessions, key=_chronological), start=1)
    }


def _possible_owners(transcript: Transcript) -> list[str]:
    """The people of a transcript who may own the library; none where the only one is among anonymous labels."""
    people = list(people_of(transcript.people))
    if len(people) == 1 and any(is_anonymous(name) for name in transcript.people):
        return []
    person = clean_name(transcript.person) if transcript.person else None
    if person is None:
        return people
    canonical = merge_names([*people, person])
    return [name for name in people if canonical[name] != canonical[person]]


def _chosen_person(transcript: Transcript, canonical: Mapping[str, str], me: str | None) -> str | None:
    if not transcript.person:
        return None
    chosen = clean_name(transcript.person)
    is_namesake = me is not None and canonical[chosen] == me and name_key(chosen).isdisjoint(name_key(me))
    return chosen if is_namesake else canonical[chosen]


def _person_among(others: Sequence[str], me: str | None) -> str | None:
    return others[0] if len(others) == 1 or (others and me) else None


def _namesake(transcript: Transcript, me: str | None) -> str | None:
    """Оля beside Ольга Дронова, who owns the library: two people, although one name is short for the other."""
    names = [clean_name(name) for name in transcript.people if not is_anonymous(name)]
    apart = [name for name in names if me and name_key(name).isdisjoint(name_key(me))]
    return apart[0] if len(apart) == 1 and len(names) > 1 else None


def _person_named(transcript: Transcript, known: Set[str]) -> str | None:
    """The known person whom title and file name mean; the full name tells namesakes apart."""
    text = f"{transcript.title} {transcript.file_name}"
    counts = {person: count for person in known if (count := count_named(person, text))}
    named = [
        person
        for person, count in counts.items()
        if not any(count < other and name_key(person) & name_key(fuller) for fuller, other in counts.items())
    ]
    return named[0] if len(named) == 1 else None


def _chronological(transcript: Transcript) -> tuple[bool, str, int]:
    return transcript.date is None, transcript.date.isoformat() if transcript.date else "", transcript.id
