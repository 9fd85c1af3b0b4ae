"""Everything about the sessions of a library that a question can name. Built once for each change of the library."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.library.given_names import other_names, to_latin
from rag.library.names import clean_name, is_anonymous, merge_names, people_of
from rag.types import Session, Transcript

_KEY_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is in which session, and when it was.

    `present` holds the people of each transcript without the owner, `sessions` its place in a series, `dates` its day.
    `by_letters` finds people by the first letters of their names and of the short forms of these.
    """

    owner: str | None
    present: Mapping[int, frozenset[str]]
    sessions: Mapping[int, Session]
    dates: Mapping[int, date]
    by_letters: Mapping[str, frozenset[str]]

    def may_be_named(self, words: Sequence[str]) -> list[str]:
        """The people who may be meant by one of the words, few of many; the owner among them.

        A word with a large letter may be a misspelt name, so that only its first letter counts.
        """
        keys = {to_latin(word.casefold())[: 1 if word[:1].isupper() else _KEY_LETTERS] for word in words}
        return sorted({person for key in keys for person in self.by_letters.get(key, ())})


def make_roster(transcripts: Sequence[Transcript], sessions: Mapping[int, Session], owner: str | None) -> Roster:
    """The roster of these transcripts."""
    named = {transcript.id: people_of(transcript.people) for transcript in transcripts}
    series = {session.person for session in sessions.values()}
    everybody = [*(name for names in named.values() for name in names), *series, *([owner] if owner else [])]
    fullest = merge_names(everybody)
    me = fullest[owner] if owner else None
    present = {
        transcript.id: frozenset(
            {fullest[name] for name in named[transcript.id]}
            | ({sessions[transcript.id].person} if transcript.id in sessions else set())
        )
        - {me}
        for transcript in transcripts
    }
    people = {person for persons in present.values() for person in persons} | ({me} if me else set())
    return Roster(
        owner=me,
        present=present,
        sessions=sessions,
        dates={transcript.id: transcript.date for transcript in transcripts if transcript.date},
        by_letters=_by_letters(person for person in sorted(people) if person and not is_anonymous(person)),
    )


def _by_letters(people: Iterable[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for part in clean_name(person).split():
            latin = to_latin(part.casefold())
            for form in (latin, *map(to_latin, other_names().get(latin, ()))):
                found[form[:1]].add(person)
                found[form[:_KEY_LETTERS]].add(person)
    return {key: frozenset(persons) for key, persons in found.items()}
