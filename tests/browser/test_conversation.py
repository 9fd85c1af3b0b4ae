"""What a mentor does with a chat, an answer and a quote, in a real browser: copy, ask anew, find again, download."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import run_application
from tests.browser.test_journey import LESSON, ask, ru, upload
from tests.stand_in import Behaviour, serve

pytestmark = pytest.mark.browser

QUESTION = "когда пришлют таблицу с вопросами?"
HOSTILE = (
    "Мэлори: Щербет ![x](http://127.0.0.1:9/a.png) </script><script>document.title='pwned'</script> \"'&lt; --> "
    "<img src=x onerror=\"document.title='pwned'\">\nАнтон: Что за щербет?\n"
)


@pytest.fixture(scope="module")
def ollama() -> Iterator[tuple[str, Behaviour]]:
    behaviour = Behaviour()
    with serve(behaviour) as address:
        yield address, behaviour


@pytest.fixture(scope="module")
def application(
    tmp_path_factory: pytest.TempPathFactory, ollama: tuple[str, Behaviour], browser: Browser
) -> Iterator[str]:
    """The address of a library with one lesson."""
    with run_application(tmp_path_factory.mktemp("conversation") / "library", ollama[0]) as address:
        page = browser.new_page(locale="ru-RU")
        upload(page, address, "Вера 1 2025-02-03.txt", LESSON)
        page.context.close()
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose clipboard can be read."""
    opened = browser.new_context(
        locale="ru-RU", viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def chat(page: Page, application: str, ollama: tuple[str, Behaviour]) -> Page:
    """A chat with one answered question."""
    ollama[1].reply = "До среды, к пастиле [1]."
    page.goto(application)
    ask(page, QUESTION)
    expect(action(page, "question_edit")).to_be_enabled()
    expect(page.locator("a.vb-rank")).to_be_visible()
    return page


def action(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=ru(name), exact=True).first


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_answer_is_copied_with_its_quotes_and_the_button_says_so(chat: Page) -> None:
    action(chat, "answer_copy").click()
    expect(chat.get_by_role("status").filter(has_text=ru("copied"))).to_be_visible()
    copied = clipboard(chat)
    answered = rf"{re.escape(QUESTION)}\n\nДо среды, к пастиле \[(\d)\]\.\n\n"
    shape = rf"{answered}\[\1\] «(Антон|Вера): .*»\n— Вера Лужина, сессия 1.*"
    assert re.fullmatch(shape, copied, re.DOTALL), copied
    expect(chat.get_by_role("status").filter(has_text=ru("copied"))).to_have_count(0)


def test_quote_is_copied_by_keyboard(chat: Page) -> None:
    action(chat, "copy_quote").focus()
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("status").filter(has_text=ru("copied"))).to_be_visible()
    first = chat.locator(".vb:has(.vb-line)").first.locator(".vb-line").first.inner_text()
    assert clipboard(chat).startswith(f"«{first}")
    assert "— Вера Лужина, сессия 1" in clipboard(chat)


def test_hostile_words_are_copied_as_they_are_and_run_nowhere(page: Page, tmp_path: Path) -> None:
    with run_application(tmp_path / "library", "http://127.0.0.1:9") as address:
        upload(page, address, "<b>.txt", HOSTILE)
        page.goto(address)
        ask(page, "что сказано про щербет? <img src=x onerror=\"document.title='pwned'\">")
        expect(page.locator(".vb-line", has_text="</script><script>").first).to_be_visible()
        action(page, "copy_quote").click()
        expect(page.get_by_role("status").filter(has_text=ru("copied"))).to_be_visible()
        assert HOSTILE.split("\n")[0] in clipboard(page)
        assert page.title() != "pwned"


def test_question_is_answered_again_and_then_changed_in_its_place(chat: Page, ollama: tuple[str, Behaviour]) -> None:
    ask(chat, "а разминка?")
    expect(chat.locator(".vb-question")).to_have_count(2)
    expect(chat.get_by_role("button", name=ru("question_edit"), exact=True).last).to_be_enabled()
    ollama[1].reply = "Через неделю [1]."
    action(chat, "answer_again").click()
    expect(chat.get_by_text("Через неделю")).to_be_visible()
    expect(action(chat, "question_edit")).to_be_enabled()
    ollama[1].reply = "Про прощание [1]."
    action(chat, "question_edit").click()
    field = chat.get_by_role("textbox", name=ru("question_edit"))
    expect(field).to_have_value(QUESTION)
    field.fill("какое прощание?")
    chat.get_by_test_id("stMain").get_by_role("button", name=ru("question_ask"), exact=True).click()
    expect(chat.get_by_text("Про прощание")).to_be_visible()
    questions = chat.locator(".vb-question")
    expect(questions).to_have_text(["какое прощание?", "а разминка?"])
    expect(field).to_have_count(0)
    chat.reload()
    expect(questions).to_have_text(["какое прощание?", "а разминка?"])


def test_chat_is_found_by_what_was_answered_and_downloaded(chat: Page, ollama: tuple[str, Behaviour]) -> None:
    side = chat.get_by_test_id("stSidebar")
    ollama[1].reply = "Номер [1]."
    for number in range(6):
        chat.get_by_role("button", name=ru("new_chat")).click()
        ask(chat, f"что ответил Антон номер {number}?")
        expect(chat.locator(".vb-place").first).to_be_visible()
    field = side.get_by_placeholder(ru("chats_find"))
    field.press_sequentially("пастила сре", delay=30)
    rows = side.locator("[class*='st-key-chat_'] button")
    expect(rows.filter(has_text=QUESTION[:20]).first).to_be_visible()
    expect(side.get_by_text("номер 3")).to_have_count(0)
    rows.filter(has_text=QUESTION[:20]).first.click()
    expect(chat.locator(".vb-question", has_text=QUESTION)).to_be_visible()
    side.get_by_role("button", name="⋯").first.click()
    chat.get_by_text(ru("chat_download"), exact=True).click()
    with chat.expect_download() as download:
        chat.get_by_role("dialog").get_by_role("button", name=ru("chat_download_file"), exact=True).click()
    assert download.value.suggested_filename == "когда пришлют таблицу с вопросами.md"
    written = download.value.path().read_text(encoding="utf-8")
    beginning = (
        rf"# {re.escape(QUESTION)}\n\n## {re.escape(QUESTION)}\n\nДо среды, к пастиле \\\[(\d)\\\]\.\n\n\\\[\1\\\] \w"
    )
    assert re.match(beginning, written), written
    assert "> **Антон:** " in written


def test_row_under_an_answer_is_one_line_on_a_phone(chat: Page) -> None:
    chat.set_viewport_size({"width": 390, "height": 844})
    row = chat.locator("[class*='st-key-actions_']").last
    expect(row).to_be_visible()
    chat.wait_for_timeout(500)
    middles = row.locator("button, [role=radio]").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height > 0)"
        ".map(box => box.top + box.height / 2)"
    )
    assert len(middles) >= 3
    assert max(middles) - min(middles) < 12
    assert chat.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
