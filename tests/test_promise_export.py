"""Promises written out: a list with boxes by session, in which nothing foreign is live."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.promise_export import ListedPromise, promises_as_markdown
from tests.answer.examples import quote
from tests.test_chat_export import LIVE, live_parts

SAID = replace(quote(1), text="Пришлёшь план?\nПришлю к пятнице.", speakers=("Тимур", "Вера"))
OPEN = ListedPromise("Вера, сессия 1", SAID, "0:12 · 1.txt", "Вера пришлёт план", is_done=False)
DONE = ListedPromise("Вера, сессия 1", replace(SAID, text="Позвоню.", speakers=(None,)), "1.txt", None, is_done=True)


def hostile_list(text: str) -> str:
    """All of a list but what is ours: the boxes, and how far their text is moved in."""
    said = replace(quote(1), text=text, speakers=(text,))
    written = promises_as_markdown(text, text, [ListedPromise(text, said, text, text, is_done=True)])
    return re.sub(r"^(?:- \[x\] |  (?=\S))", "", written, flags=re.MULTILINE)


def test_promises_stand_below_their_session_with_boxes_and_exact_words() -> None:
    other = replace(DONE, heading="Олег, сессия 2", quote=replace(DONE.quote, transcript_id=7), is_done=False)
    assert promises_as_markdown("Обещания", "Открытые", [OPEN, DONE, other]) == (
        "# Обещания\n\n"
        "Открытые\n\n"
        "## Вера, сессия 1\n\n"
        "- [ ] Вера пришлёт план  \n"
        "  0:12 · 1\\.txt\n"
        "  \n"
        "  > **Тимур:** Пришлёшь план?  \n"
        "  > **Вера:** Пришлю к пятнице.\n\n"
        "- [x] 1\\.txt\n"
        "  \n"
        "  > Позвоню.\n\n"
        "## Олег, сессия 2\n\n"
        "- [ ] 1\\.txt\n"
        "  \n"
        "  > Позвоню.\n"
    )


def test_two_transcripts_of_one_name_stay_apart() -> None:
    twin = replace(OPEN, quote=replace(SAID, transcript_id=SAID.transcript_id + 1))
    assert promises_as_markdown("Обещания", "Открытые", [OPEN, twin]).count("## Вера, сессия 1") == 2


@pytest.mark.parametrize("text", LIVE)
def test_nothing_foreign_is_live(text: str) -> None:
    assert live_parts(hostile_list(text)) == []


@given(some.text(max_size=60))
def test_no_text_is_live(text: str) -> None:
    assert live_parts(hostile_list(text)) == []
