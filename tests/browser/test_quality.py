"""What a mentor does with a bad answer, in a real browser: thumbs down, name the right line, see the check."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import run_application
from tests.browser.test_journey import LESSON, PROMISE, ask, ru, upload

pytestmark = pytest.mark.browser

QUESTION = "когда будет разминка?"


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_application(tmp_path_factory.mktemp("quality") / "library", "http://127.0.0.1:9") as address:
        yield address


def thumbs_down(page: Page) -> Locator:
    """The form that opens below the thumbs."""
    thumbs = page.get_by_test_id("stFeedback").last
    expect(thumbs).to_be_visible()
    thumbs.get_by_role("radio").nth(1).click()
    form = page.locator("[class*=st-key-wrong_]").filter(has_text=ru("feedback_reason")).first
    expect(form).to_be_visible()
    return form


def test_bad_answer_becomes_a_test_question_that_is_checked(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(application)
    ask(page, QUESTION)
    form = thumbs_down(page)
    form.get_by_text(ru("way_words")).click()
    form.get_by_label(ru("line_words")).fill("таблицы с вопросом")
    form.get_by_label(ru("line_words")).press("Enter")
    form.get_by_text(PROMISE).click()
    form.get_by_role("button", name=ru("save")).click()
    expect(page.get_by_text(ru("feedback_kept"))).to_be_visible()

    page.get_by_role("link", name=ru("quality_to_page")).click()
    expect(page.get_by_role("heading", name=ru("page_quality"), exact=True)).to_be_visible()
    card = page.locator("[class*=st-key-saved_question_]", has_text=QUESTION)
    expect(card.locator(".vb-line", has_text=PROMISE)).to_be_visible()
    expect(card).to_contain_text(ru("session_of", person="Вера Лужина", number=1))
    expect(page.get_by_text(ru("quality_checked", day="", time="").rstrip(" ,")).first).to_be_visible()
    expect(card.get_by_text(ru("verdict_none"))).to_have_count(0)

    checked = page.get_by_role("button", name=ru("quality_run_again"))
    checked.click()
    expect(checked).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=ru("quality_download")).click()
    assert download.value.suggested_filename == "questions.jsonl"
    assert PROMISE in download.value.path().read_text(encoding="utf-8")

    page.reload()
    expect(card).to_be_visible()
    card.get_by_role("link", name=ru("open_line")).click()
    expect(page.locator(".vb-here", has_text=PROMISE)).to_be_in_viewport()


def test_form_is_reached_and_saved_by_keyboard(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(application)
    ask(page, "что записала Вера?")
    form = thumbs_down(page)
    form.get_by_role("radiogroup", name=ru("feedback_which")).get_by_role("radio").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    save = form.get_by_role("button", name=ru("save"))
    expect(save).to_be_enabled()
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(ru("feedback_noted"))).to_be_visible()


def test_nothing_of_the_page_is_cut_off_on_a_phone(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(application)
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "что пришлёт Антон?")
    thumbs_down(page).get_by_text(ru("way_shown")).click()
    expect(page.get_by_text(ru("line_shown"))).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    page.goto(f"{application}/quality")
    expect(page.get_by_role("heading", name=ru("page_quality"), exact=True)).to_be_visible()
    page.wait_for_timeout(1500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
