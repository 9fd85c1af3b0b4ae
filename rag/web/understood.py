"""What was understood of a question: chips to remove and to put back, who may be meant, what could not be followed."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from rag.questions import Understanding, Wishes
from rag.types import Found
from rag.web import markup
from rag.web.components import show_html
from rag.web.literal import literal
from rag.web.state import language, service, words
from rag.web.wording import Chip, chips_of, coverage_in_words, doubt_in_words

OnWishes = Callable[[Wishes], object]
"""What happens when the user wishes something else."""


def show_understood(found: Found, wishes: Wishes, place: str, on_wishes: OnWishes, *, is_locked: bool = False) -> None:
    """What was understood, as chips that can be removed; nothing where nothing was.

    `place` tells apart what is drawn for several questions.
    """
    understood = found.understood
    if understood.rewritten and understood.rewritten != found.question:
        show_html(markup.note(words("understood_as", question=understood.rewritten)))
    chips = chips_of(understood, language())
    removed = _set_aside(found.question, wishes, chips)
    if chips or removed:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"chips_{place}"):
            for chip in chips:
                _chip(chip, wishes, place, on_wishes, is_locked)
            for chip in removed:
                _put_back(chip, wishes, place, on_wishes, is_locked)
    _choices(found.question, understood, wishes, place, on_wishes, is_locked)
    for doubt in understood.doubts:
        sentence = doubt_in_words(doubt, language())
        if sentence:
            show_html(markup.note(sentence))


def show_coverage(found: Found) -> None:
    """How much was searched, in one quiet line."""
    line = coverage_in_words(found.coverage, language())
    if line:
        st.caption(line)


def _set_aside(question: str, wishes: Wishes, shown: list[Chip]) -> list[Chip]:
    """What would be understood but for the user's wish."""
    if not wishes.without:
        return []
    whole = service().understanding(question, replace(wishes, without=()))
    known = {chip.key for chip in shown}
    return [chip for chip in chips_of(whole, language()) if chip.key in wishes.without and chip.key not in known]


def _chip(chip: Chip, wishes: Wishes, place: str, on_wishes: OnWishes, is_locked: bool) -> None:
    without = tuple(dict.fromkeys([*wishes.without, chip.key]))
    st.button(
        literal(chip.label), key=f"chip_{place}_{chip.key}", icon=":material/close:", icon_position="right",
        help=words("chip_remove"), disabled=is_locked, on_click=on_wishes, args=(replace(wishes, without=without),),
    )  # fmt: skip


def _put_back(chip: Chip, wishes: Wishes, place: str, on_wishes: OnWishes, is_locked: bool) -> None:
    without = tuple(key for key in wishes.without if key != chip.key)
    st.button(
        literal(words("set_aside", what=chip.label)), key=f"back_{place}_{chip.key}", type="tertiary",
        disabled=is_locked, on_click=on_wishes, args=(replace(wishes, without=without),),
    )  # fmt: skip


def _choices(
    question: str, understood: Understanding, wishes: Wishes, place: str, on_wishes: OnWishes, is_locked: bool
) -> None:
    """The people whom a name fits; they stay after one was chosen, so that another can be."""
    people = understood.choices
    if wishes.people and not people:
        people = service().understanding(question, replace(wishes, people=())).choices
    if not people:
        return
    key = f"choices_{place}"
    st.session_state[key] = next((person for person in people if person in wishes.people), None)

    def choose() -> None:
        chosen = st.session_state[key]
        on_wishes(replace(wishes, people=(chosen,) if chosen else ()))

    st.pills(
        words("choose_person"), people, key=key, format_func=literal, disabled=is_locked, on_change=choose,
    )  # fmt: skip
