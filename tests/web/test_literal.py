"""Foreign words inside Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.web.literal import code, literal

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
BARE_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.|[\w.+-]+@[\w-]+\.\w|mailto:|xmpp:", re.IGNORECASE)
SIGNS = re.compile(r"(?:^|\s)(?:<->|->|<-|--|>=|<=|~=)(?:\s|$)|:streamlit:|:material_\w+:")
"""What Streamlit makes signs and pictures of in the finished text."""


def shown(text: str) -> str:
    """What a reader sees of the text, if Markdown were read; fails when anything became live."""
    (paragraph,) = [token for token in READER.parse(f"а {literal(text)}") if token.type == "inline"]
    assert {child.type for child in paragraph.children or []} <= {"text", "text_special"}
    return "".join(child.content for child in paragraph.children or [])[2:]


@pytest.mark.parametrize(
    "text",
    [
        "Вопрос про **домашку**?", "![x](http://evil.example/a.png)", "[a](javascript:alert(1))", "<b>&amp;</b>",
        "http://evil.example/?q=1", "HTTPS://evil.example", "www.evil.example", "пиши на a@evil.example", "$x^2$",
        ":red[y] :material/home:", "`код` ~~нет~~ | a | b", "1. пункт", "# заголовок", "ftp://x.example",
        "_http://evil.example/a", "x_http://evil.example", "_www.evil.example", "1_https://evil.example",
        "a -- b -> c >= d", "<- a <-> b <= c ~= d --", ":streamlit: :material_home: :a:streamlit:",
    ],
)  # fmt: skip
def test_words_are_shown_as_they_are_and_nothing_is_live(text: str) -> None:
    seen = shown(text)
    assert seen.replace("\u2060", "") == text
    assert not BARE_ADDRESS.search(seen), "a bare address becomes a link"
    assert not SIGNS.search(seen), "words become a sign or a picture"


def test_white_space_is_folded() -> None:
    assert literal("а\n\n  б\tв") == "а б в"


def test_times_and_plain_dashes_are_left_alone() -> None:
    assert literal("10:30:15 a-b > c").replace("\\", "") == "10:30:15 a-b > c"


def test_code_ends_where_it_shall() -> None:
    assert code("http://a.example/`![x](y)`") == "`http://a.example/![x](y)`"


@given(st.text(alphabet="aw.:/@h tps[]()*_`<>!#яЯ1$~|-+=&{}\\", max_size=60))
def test_nothing_that_can_be_typed_is_live(text: str) -> None:
    seen = shown(text + "я")
    assert seen.replace("\u2060", "") == " ".join((text + "я").split())
    assert not re.search(r"(?:https?|ftp)://|www\.", seen)
    assert not SIGNS.search(seen)
