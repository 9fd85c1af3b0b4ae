"""What a line adds by who says it and by how it sounds."""

import pytest

from rag.search.acts import Act
from rag.search.signals import (
    ABOUT_WEIGHT,
    NAMED_WEIGHT,
    SPEAKER_WEIGHT,
    SPOKEN_WEIGHT,
    best_line,
    deeds_of,
    line_bonus,
    may_be_said_by,
    passage_bonus,
)
from rag.types import Segment
from tests.search.examples import segments

OWNER, TIMUR = "Вера Лукина", "Тимур Ахметов"
PROMISE = frozenset({Act.PROMISE})


def line(text: str, speaker: str | None) -> Segment:
    return segments(text, speaker=speaker)[0]


@pytest.mark.parametrize("label", ["Вера Лукина", "Вера", "Vera Lukina", "В. Лукина", "Вера (Guest)", None])
def test_line_may_be_said_by_whom_its_label_means_or_by_anybody_without_one(label: str | None) -> None:
    assert may_be_said_by(line("Да", label), OWNER)
    assert not may_be_said_by(line("Да", label or "Борис"), TIMUR)


@pytest.mark.parametrize(
    ("text", "speaker", "asked", "acts", "expected"),
    [
        ("Скину ссылку", OWNER, OWNER, PROMISE, SPEAKER_WEIGHT + SPOKEN_WEIGHT),
        ("Скину ссылку", None, OWNER, PROMISE, SPEAKER_WEIGHT + SPOKEN_WEIGHT),
        ("Скину ссылку", TIMUR, OWNER, PROMISE, 0.0),
        ("Скину ссылку", TIMUR, None, PROMISE, SPOKEN_WEIGHT),
        ("Ссылка тут", OWNER, OWNER, PROMISE, SPEAKER_WEIGHT),
        ("Скину ссылку", OWNER, OWNER, frozenset(), SPEAKER_WEIGHT),
        ("Скину ссылку", OWNER, None, frozenset(), 0.0),
        ("в пятницу", TIMUR, OWNER, frozenset({Act.DATE}), NAMED_WEIGHT[Act.DATE]),
        ("сорок задач", TIMUR, None, frozenset({Act.NUMBER}), NAMED_WEIGHT[Act.NUMBER]),
        ("сорок задач", TIMUR, None, frozenset({Act.DATE}), 0.0),
    ],
)
def test_line_adds_by_its_speaker_and_its_sound(
    text: str, speaker: str | None, asked: str | None, acts: frozenset[Act], expected: float
) -> None:
    assert line_bonus(line(text, speaker), asked, acts) == pytest.approx(expected)


def test_passage_adds_what_its_best_line_adds() -> None:
    lines = [line("Ссылка тут", TIMUR), line("Скину ссылку", OWNER), line("Да", OWNER)]
    assert passage_bonus(lines, OWNER, PROMISE, {}) == pytest.approx(SPEAKER_WEIGHT + SPOKEN_WEIGHT)
    assert passage_bonus([], OWNER, PROMISE, {}) == 0.0


def test_best_line_is_the_one_that_sounds_right_or_holds_most() -> None:
    lines = segments("Ссылка тут", "Скину ссылку", "Скину ссылку", speaker=OWNER)
    assert best_line(lines, {}, OWNER, PROMISE) == 2
    assert best_line(lines, {1: 3.0}, OWNER, PROMISE) == 1
    assert best_line(lines, {}, None, frozenset()) == 1


def test_where_nothing_but_a_promise_is_asked_its_day_is_looked_for_too() -> None:
    assert deeds_of({Act.PROMISE}) == {Act.PROMISE, Act.DATE}
    assert deeds_of({Act.ADVICE}) == {Act.ADVICE}


def test_line_that_promises_and_names_what_it_is_about_counts_more_than_one_that_only_promises() -> None:
    weights = {"образец": 3.0, "домашк": 1.0}
    about, other = line("По домашке скину тебе образец.", OWNER), line("Скину тебе ссылку.", OWNER)
    talk = line("Образец по домашке опоздал.", OWNER)
    plain = SPEAKER_WEIGHT + SPOKEN_WEIGHT
    assert passage_bonus([other], OWNER, PROMISE, weights) == pytest.approx(plain)
    assert passage_bonus([talk], OWNER, PROMISE, weights) == pytest.approx(SPEAKER_WEIGHT)
    assert passage_bonus([talk, about], OWNER, PROMISE, weights) == pytest.approx(plain + ABOUT_WEIGHT)
    assert passage_bonus([about], OWNER, PROMISE, weights | {"чек": 4.0}) == pytest.approx(plain + ABOUT_WEIGHT / 2)
