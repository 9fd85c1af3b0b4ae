"""What a mentor does with the library, in a real browser: folders, corrections in the table, deleting, finding."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import run_application
from tests.browser.test_journey import LESSON, PROMISE, ru, upload

pytestmark = pytest.mark.browser

COLUMN_X = {"chosen": 20, "title": 120}
HEADER_HEIGHT, ROW_HEIGHT = 35, 35


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_application(tmp_path_factory.mktemp("library") / "library", "http://127.0.0.1:9") as address:
        yield address


def open_table(page: Page, application: str) -> None:
    """The page once nothing is being indexed, so that the table stays where it is."""
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.goto(f"{application}/transcripts")
    expect(page.get_by_text(ru("table_hint"))).to_be_visible()
    page.wait_for_timeout(1500)


def cell(page: Page, row: int, column: str) -> tuple[float, float]:
    """Where a cell of the table is drawn: its cells are paint on a canvas."""
    grid = page.get_by_test_id("stDataFrame").last
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box
    return box["x"] + COLUMN_X[column], box["y"] + HEADER_HEIGHT + ROW_HEIGHT * (row + 0.5)


def test_title_is_corrected_in_the_table(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    open_table(page, application)
    page.mouse.dblclick(*cell(page, 0, "title"))
    editor = page.locator("#portal textarea, #portal input").first
    editor.fill("Про витрину и интервью")
    editor.press("Enter")
    page.wait_for_timeout(1500)
    page.goto(f"{application}/reader?transcript=1")
    expect(page.get_by_role("heading", name="Про витрину и интервью")).to_be_visible()


def test_words_are_found_and_a_line_is_copied_with_its_source(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(f"{application}/reader?transcript=1")
    page.get_by_label(ru("find_inside")).fill("таблицу с вопросами")
    page.get_by_label(ru("find_inside")).press("Enter")
    expect(page.locator(".vb-focus", has_text=PROMISE)).to_be_in_viewport()
    expect(page.locator("mark", has_text="таблицу с вопросами")).to_be_visible()
    page.get_by_role("button", name=ru("copy_quote")).click()
    expect(page.locator("code", has_text=f"«Антон: {PROMISE}»")).to_be_visible()


def test_speaker_is_renamed_where_it_is_read(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(f"{application}/reader?transcript=1")
    expect(page.locator(".vb-who", has_text="Вера").first).to_be_visible()
    page.get_by_role("button", name=ru("speaker_rename")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(ru("speaker_who")).click()
    page.get_by_role("option", name="Вера", exact=True).click()
    dialog.get_by_label(ru("speaker_new_name")).fill("Вера Ильинична")
    dialog.get_by_label(ru("speaker_new_name")).press("Enter")
    dialog.get_by_role("button", name=ru("save")).click()
    expect(page.locator(".vb-who", has_text="Вера Ильинична").first).to_be_visible()


def test_folder_of_this_computer_is_added_and_its_transcripts_deleted(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "сессии"
    folder.mkdir()
    for number in (1, 2):
        text = LESSON.replace("встреча 1", f"встреча {number}").replace("03.02", f"0{number}.02")
        (folder / f"Вера {number}.txt").write_text(text, encoding="utf-8")
    with run_application(tmp_path / "library", "http://127.0.0.1:9") as address:
        page.goto(f"{address}/transcripts")
        page.get_by_role("tab", name=ru("way_here")).click()
        page.get_by_label(ru("folder_path")).fill(str(folder))
        page.get_by_label(ru("folder_path")).press("Tab")
        page.get_by_role("button", name=ru("folder_add")).click()
        expect(page.get_by_text(ru("totals", transcripts=2, words="", people="").split(" · ")[0])).to_be_visible()
        open_table(page, address)
        for row in (0, 1):
            page.mouse.click(*cell(page, row, "chosen"))
            page.wait_for_timeout(700)
        page.get_by_role("button", name=ru("delete_count", count=2)).click()
        page.get_by_role("dialog").get_by_role("button", name=ru("delete"), exact=True).click()
        expect(page.get_by_text(ru("library_empty_hint"))).to_be_visible()
    assert list((tmp_path / "library" / "originals").iterdir()) == []
    assert len(list(folder.iterdir())) == 2


def test_pictures_are_drawn_without_leaving_this_computer(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.get_by_text(ru("pictures")).click()
    expect(page.get_by_text(ru("picture_talk"))).to_be_visible()
    drawn = page.get_by_test_id("stVegaLiteChart").first.locator("canvas, svg").first
    expect(drawn).to_be_visible()
