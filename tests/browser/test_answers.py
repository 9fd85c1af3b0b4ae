"""An answer that grows, in a real browser: another tab, a reload, a stop, the app ended in the middle; how fast."""

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import run_application
from tests.browser.test_journey import LESSON, PROMISE, ask, ru, upload
from tests.stand_in import Behaviour, Body, Wire, event, serve

pytestmark = pytest.mark.browser

LESSON_FILE = "Вера 1 2025-02-03.txt"
QUESTION = "когда будет таблица с вопросами для интервью?"
LONG = " ".join(f"Пункт {number} списка [1]." for number in range(1, 400))

_WATCH = """() => {
  window.seen = {};
  const note = (key, is) => { if (is && !(key in window.seen)) window.seen[key] = Date.now(); };
  new MutationObserver(() => {
    note("quotes", document.querySelector(".vb-place"));
    note("words", document.querySelector('[data-testid="stMain"]').textContent.includes("Таблица"));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
"""Notes when quotes and the first word of the answer come to stand on the page."""


@pytest.fixture
def slowly(tmp_path: Path) -> Iterator[str]:
    """The application with a model that writes a long answer, a word a tenth of a second."""
    slow = Behaviour(reply=LONG, seconds_between_words=0.1)
    with serve(slow) as ollama, run_application(tmp_path / "library", ollama) as address:
        yield address


def begin(page: Page, address: str) -> None:
    """A question whose answer has begun to grow."""
    upload(page, address, LESSON_FILE, LESSON)
    page.goto(address)
    ask(page, QUESTION)
    expect(page.get_by_text(re.compile("Пункт 2 списка")).first).to_be_visible()


def test_answer_goes_on_in_another_tab_after_a_reload_and_until_it_is_stopped(
    page: Page, context: BrowserContext, slowly: str
) -> None:
    begin(page, slowly)
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_text(re.compile("Пункт 6 списка")).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("Пункт 12 списка")).first).to_be_visible()
    expect(page.locator(".vb-line", has_text=PROMISE).first).to_be_visible()
    other.get_by_role("button", name=ru("stop")).click()
    for tab in (page, other):
        expect(tab.get_by_text(ru("stopped")).first).to_be_visible()
        expect(tab.get_by_placeholder(ru("ask_placeholder"))).to_be_enabled()
        expect(tab.get_by_text(re.compile("Пункт 12 списка")).first).to_be_visible()


def test_app_that_ends_in_mid_answer_keeps_the_question_the_quotes_and_the_words(page: Page, tmp_path: Path) -> None:
    slow = Behaviour(reply=LONG, seconds_between_words=0.1)
    with serve(slow) as ollama:
        with run_application(tmp_path / "library", ollama) as address:
            begin(page, address)
            expect(page.get_by_text(re.compile("Пункт 9 списка")).first).to_be_visible()
        with run_application(tmp_path / "library", ollama) as address:
            page.goto(address)
            page.get_by_test_id("stSidebar").get_by_role("button", name=QUESTION[:20]).first.click()
            expect(page.locator(".vb-question", has_text=QUESTION)).to_be_visible()
            expect(page.locator(".vb-line", has_text=PROMISE).first).to_be_visible()
            expect(page.get_by_text(re.compile("Пункт 2 списка")).first).to_be_visible()
            expect(page.get_by_text(ru("stopped")).first).to_be_visible()
            expect(page.get_by_placeholder(ru("ask_placeholder"))).to_be_enabled()


def test_citation_number_leads_to_its_card_and_the_card_to_the_reader(page: Page, tmp_path: Path) -> None:
    with (
        serve(Behaviour(reply="Таблица будет в среду [3].")) as ollama,
        run_application(tmp_path / "library", ollama) as address,
    ):
        upload(page, address, LESSON_FILE, LESSON)
        page.goto(address)
        ask(page, QUESTION)
        number = page.locator("a.vb-rank").first
        rank = number.inner_text()
        number.click()
        expect(page.locator(f".vb-place:target .vb-rank:has-text('{rank}')")).to_be_in_viewport()
        page.get_by_role("link", name=ru("open_line")).nth(int(rank) - 1).click()
        expect(page.locator(".vb-here").first).to_be_in_viewport()


class Measured:
    """A model that says its first word after a while and knows when it did."""

    def __init__(self) -> None:
        self.asked_at: list[float] = []
        self.spoke_at: list[float] = []

    def chat(self, wire: Wire, body: Body) -> None:
        self.asked_at.append(time.time() * 1000)
        wire.stream()
        wire.wait(1.2)
        self.spoke_at.append(time.time() * 1000)
        for word in ("Таблица ", "будет ", "в ", "среду ", "[1]."):
            wire.chunk(event(body["model"], word))
            wire.wait(0.3)
        wire.chunk(event(body["model"], "", done=True, done_reason="stop"))
        wire.chunk(b"")


@pytest.mark.slow
def test_quotes_and_words_are_on_the_screen_at_once(page: Page, tmp_path: Path) -> None:
    model = Measured()
    quotes_after: list[float] = []
    words_after: list[float] = []
    with (
        serve(Behaviour(scripts={"/api/chat": model.chat})) as ollama,
        run_application(tmp_path / "library", ollama) as address,
    ):
        upload(page, address, LESSON_FILE, LESSON)
        page.goto(address)
        for number in range(12):
            page.get_by_role("button", name=ru("new_chat")).click()
            expect(page.locator(".vb-place")).to_have_count(0)
            box = page.get_by_placeholder(ru("ask_placeholder"))
            box.fill(f"{QUESTION} {number}")
            page.evaluate(_WATCH)
            began = page.evaluate("Date.now()")
            box.press("Enter")
            expect(page.get_by_text(re.compile("Таблица будет в среду"))).to_be_visible()
            expect(page.get_by_placeholder(ru("ask_placeholder"))).to_be_enabled()
            seen = page.evaluate("window.seen")
            quotes_after.append(seen["quotes"] - began)
            words_after.append(seen["words"] - model.spoke_at[-1])
    told = (
        f"quotes after {statistics.median(quotes_after):.0f} ms (worst {max(quotes_after):.0f}), "
        f"the first word {statistics.median(words_after):.0f} ms after the model's (worst {max(words_after):.0f})"
    )
    assert statistics.median(quotes_after[1:]) < 300, told
    assert statistics.median(words_after[1:]) < 100, told
