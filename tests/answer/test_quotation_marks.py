"""Which quotation marks belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.quotation_marks import Quotation, find_quotations, outermost, with_single_marks, without_places


def quoted(text: str) -> list[str]:
    return [text[found.opening + 1 : found.closing] for found in find_quotations(text).quotations]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("он «да» и «нет»", ["да", "нет"]),
        ('он "да" и "нет", "всё"', ["да", "нет", "всё"]),
        ("он “да”, „нет“ и „всё”", ["да", "нет", "всё"]),
        ("он 'да' и ‘нет’ и ‹всё›", ["да", "нет", "всё"]),
        ("он »да« и", ["да"]),
        ("он « да » и « нет »", [" да ", " нет "]),
        ("他说「好」和『对』和《书》", ["好", "对", "书"]),
        ('他说"好"，再说"对"。', ["好", "对"]),
        ("他说“好。”她说‘对。’他", ["好。", "对。"]),
        ('он «да" и "нет»', ["да", "нет"]),
        ("он «сказал „да“ ей»", ["сказал „да“ ей", "да"]),
        ('он "сказал «да» ей"', ["сказал «да» ей", "да"]),
        ("don't and Tom's and O’Brien's", []),
        ("он («да.»)", ["да."]),
        ("\x04да «нет»\x05", ["да «нет»", "нет"]),
    ],
)
def test_words_between_marks_are_found(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("он «да", [3]), ("он да»", [5]), ("экран 15\" и «да»", [8]), ("«а „б»", [0]),
        ("students' plan", []), ("‹да", [0]),
        ("「好", [0]), ("«" * 4, [0, 1, 2, 3]),
    ],
)  # fmt: skip
def test_marks_without_a_partner_are_strays_but_not_apostrophes(text: str, strays: list[int]) -> None:
    assert list(find_quotations(text).strays) == strays


def test_deeply_nested_quotations_are_not_readable() -> None:
    levels = {found.opening: found.is_readable for found in find_quotations("«««««да»»»»»").quotations}
    assert levels == {0: False, 1: False, 2: True, 3: True, 4: True}


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("<<да>>", "«да»"),
        (",,да''", "„да”"),
        ("> да\n>> нет \n>\nвсё", "\x04да\x05\n\x04нет\x05\n\nвсё"),
        ("5 > 3", "5 > 3"),
    ],
)
def test_doubled_marks_and_quoted_lines_become_single_marks(written: str, marked: str) -> None:
    assert with_single_marks(written) == marked


def test_quotations_inside_another_are_not_outermost() -> None:
    assert outermost(find_quotations("«а „б“ в» и «г»").quotations) == [(0, 9), (12, 15)]


def test_places_are_left_out_of_a_span_alone() -> None:
    assert without_places("абвгд", (1, 5), [0, 1, 3]) == "вд"
    assert without_places("абвгд", (0, 2), []) == "аб"


@given(st.text("«»“”„\"'‘’「」《》\x04\x05 а.先", max_size=60))
def test_quotations_never_overlap_and_every_mark_is_used_once(text: str) -> None:
    marks = find_quotations(text)
    used = [place for found in marks.quotations for place in (found.opening, found.closing)] + list(marks.strays)
    assert len(used) == len(set(used))
    assert all(found.opening < found.closing for found in marks.quotations)
    assert list(marks.quotations) == sorted(marks.quotations, key=lambda found: found.opening)

    def crosses(one: Quotation, other: Quotation) -> bool:
        return one.opening < other.opening < one.closing < other.closing

    assert not any(crosses(one, other) for one in marks.quotations for other in marks.quotations)
