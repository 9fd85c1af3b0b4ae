"""What a mentor sees of the understanding of a question, in a real browser: chips, follow-ups, search while typing."""

import re
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import run_application
from tests.browser.test_journey import ask, ru

pytestmark = pytest.mark.browser

LENA, IGOR = "Лена Кравцова", "Игорь Беляев"
PAUSE_SECONDS = 0.15
"""After so long without a key the field is read."""
LONGEST_WAIT_SECONDS = 0.4
"""What is allowed on a busy machine; an idle one takes less than 0.1."""
NOTE_THE_NEXT_CHANGE = """() => {
    addEventListener("input", () => { window.typed = performance.now(); }, { capture: true, once: true });
    const place = () => document.querySelector(".vb-place")?.innerText;
    const before = place();
    const watch = new MutationObserver(() => {
        if (place() && place() !== before) { window.changed = performance.now(); watch.disconnect(); }
    });
    watch.observe(document.querySelector("[data-testid=stMain]"),
        { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_application(tmp_path_factory.mktemp("understanding") / "library", "http://127.0.0.1:9") as address:
        yield address


@pytest.fixture
def chat(page: Page, application: str) -> Page:
    """A new chat over the sample."""
    page.goto(application)
    sample = page.get_by_role("button", name=ru("load_sample"))
    expect(sample.or_(page.get_by_text(ru("examples"), exact=True)).first).to_be_visible(timeout=90_000)
    if sample.is_visible():
        sample.click()
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=90_000)
    expect(page.get_by_text(ru("examples"), exact=True)).to_be_visible(timeout=90_000)
    return page


def chip(page: Page, words: str) -> Locator:
    return page.locator("[class*=st-key-chip_] button:visible").filter(has_text=words)


def put_back(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=ru("set_aside", what=words))


def first_place(page: Page) -> Locator:
    return page.locator(".vb-place").first


def test_session_is_a_chip_that_the_mouse_removes_and_puts_back(chat: Page) -> None:
    ask(chat, "Что Игорь делал с тестами на третьей сессии?")
    expect(chip(chat, IGOR)).to_be_visible()
    expect(first_place(chat)).to_contain_text(ru("session_of", person=IGOR, number=3))
    expect(chat.get_by_text("Искал в 1 записи из 9")).to_be_visible()
    chip(chat, ru("chip_session", number=3)).click()
    expect(put_back(chat, ru("chip_session", number=3))).to_be_visible()
    expect(chip(chat, ru("chip_session", number=3))).to_have_count(0)
    expect(chat.get_by_text("Искал в 3 записях из 9")).to_be_visible()
    places = chat.locator(".vb-place")
    expect(places.filter(has_text=ru("session_of", person=IGOR, number=2)).first).to_be_attached()
    put_back(chat, ru("chip_session", number=3)).click()
    expect(chat.get_by_text("Искал в 1 записи из 9")).to_be_visible()
    expect(places.filter(has_text=ru("session_of", person=IGOR, number=2))).to_have_count(0)


def test_chip_is_removed_by_keyboard(chat: Page) -> None:
    ask(chat, "Что Лена делала на третьей сессии?")
    session = chip(chat, ru("chip_session", number=3))
    expect(session).to_be_enabled()
    chip(chat, LENA).focus()
    chat.keyboard.press("Tab")
    expect(session).to_be_focused()
    chat.keyboard.press("Enter")
    expect(put_back(chat, ru("chip_session", number=3))).to_be_visible()
    expect(session).to_have_count(0)


def test_follow_up_shows_what_was_searched_and_comes_into_view(chat: Page) -> None:
    ask(chat, "что я обещал Лене?")
    expect(chip(chat, LENA)).to_be_visible()
    ask(chat, "а Игорю?")
    expect(chat.get_by_text(ru("understood_as", question="что я обещал Игорю?"))).to_be_visible()
    expect(chip(chat, IGOR)).to_be_visible()
    expect(chat.locator(".vb-question", has_text="а Игорю?")).to_be_in_viewport()


def test_search_follows_the_typing_and_hands_the_words_over(chat: Page) -> None:
    chat.get_by_text(ru("mode_search"), exact=True).click()
    field = chat.get_by_placeholder(ru("search_placeholder"))
    expect(chat.get_by_text(ru("search_hint"))).to_be_visible()
    field.press_sequentially("🙂", delay=30)
    field.press_sequentially(" гл", delay=30)
    field.fill("")
    expect(chat.locator(".vb-place")).to_have_count(0)
    field.press_sequentially("глазурь у Лены", delay=30)
    expect(chip(chat, LENA)).to_be_visible()
    expect(chat.locator(".vb-line mark", has_text=re.compile("глазур", re.IGNORECASE)).first).to_be_visible()
    expect(field).to_be_focused()
    expect(chat.get_by_test_id("stAlert")).to_have_count(0)
    chat.get_by_role("button", name=ru("search_ask")).click()
    expect(chat.locator(".vb-question", has_text="глазурь у Лены")).to_be_visible()
    expect(first_place(chat)).to_be_visible()


def test_quotes_come_at_once_when_the_typing_pauses(chat: Page) -> None:
    chat.get_by_text(ru("mode_search"), exact=True).click()
    field = chat.get_by_placeholder(ru("search_placeholder"))
    field.press_sequentially("видеоредактор", delay=30)
    expect(first_place(chat)).to_be_visible()
    chat.wait_for_timeout(1000)
    waits = []
    for number in (1, 2, 3, 1, 2, 3, 1):
        chat.evaluate(NOTE_THE_NEXT_CHANGE)
        field.fill(f"Игорь на сессии {number}")
        expect(first_place(chat)).to_contain_text(ru("session_of", person=IGOR, number=number))
        waits.append(chat.evaluate("window.changed - window.typed") / 1000 - PAUSE_SECONDS)
        chat.wait_for_timeout(500)
    assert statistics.median(waits) < LONGEST_WAIT_SECONDS, waits


def test_nothing_of_it_is_cut_off_on_a_phone(chat: Page) -> None:
    chat.set_viewport_size({"width": 390, "height": 844})
    ask(chat, "всё, что я обещал Лене и Игорю на третьей сессии")
    expect(first_place(chat)).to_be_visible()
    chat.wait_for_timeout(1000)
    assert chat.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    chat.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    chat.get_by_text(ru("mode_search"), exact=True).click()
    chat.get_by_placeholder(ru("search_placeholder")).press_sequentially("что я обещал Лене", delay=30)
    expect(chip(chat, LENA)).to_be_visible()
    assert chat.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
