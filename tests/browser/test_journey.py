"""What a mentor does, in a real browser: upload, ask, click a quote, reach the highlighted line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.web.texts import text
from tests.browser.conftest import run_application
from tests.stand_in import Behaviour, serve

pytestmark = pytest.mark.browser

LESSON = (
    "Сессия: Вера Лужина, встреча 1\nДата: 03.02.2025\nМентор: Антон Рыжов\n\n"
    + "".join(f"Антон: Разминка номер {number}.\nВера: Ответ номер {number}.\n" for number in range(1, 30))
    + "Антон: Я тебе до среды пришлю таблицу с вопросами для интервью.\nВера: До среды, записала.\n"
    + "".join(f"Антон: Прощание номер {number}.\nВера: Пока номер {number}.\n" for number in range(1, 30))
)
PROMISE = "Я тебе до среды пришлю таблицу с вопросами для интервью."
ATTACK = (
    "Мэлори: ![x](http://127.0.0.1:9/leak.png) <img src='http://127.0.0.1:9/leak2.png'> "
    "<script>document.title='pwned'</script> [link](http://127.0.0.1:9) $x$ :red[y]\n"
    "Антон: Что это за странная реплика про картинку?\n"
)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    reply = "Прислать таблицу с вопросами до среды [3]. Остальное неясно."
    with (
        serve(Behaviour(reply=reply, seconds_between_words=0.05)) as ollama,
        run_application(tmp_path_factory.mktemp("journey") / "library", ollama) as address,
    ):
        yield address


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def upload(page: Page, application: str, name: str, content: str) -> None:
    page.goto(f"{application}/transcripts")
    page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content.encode()}]
    )
    expect(page.get_by_text(ru("results"))).to_be_visible()
    expect(page.get_by_text(ru("totals", transcripts="", words="", people="").split(":")[0])).to_be_visible()


def ask(page: Page, question: str) -> None:
    box = page.get_by_placeholder(ru("ask_placeholder"))
    expect(box).to_be_enabled()
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".vb-question", has_text=question[:40])).to_be_visible()


def test_from_upload_to_the_highlighted_line(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(application)
    ask(page, "что я обещал Вере прислать?")
    quote = page.locator(".vb-line", has_text=PROMISE).first
    expect(quote).to_be_visible()
    expect(page.locator(".vb-place").first).to_contain_text("Вера Лужина")
    expect(page.locator(".vb-place").first).to_contain_text("3 февраля 2025")
    expect(page.locator("a.vb-rank").first).to_be_visible()
    expect(page.get_by_text(re.compile("stand-in:4b"))).to_be_visible()
    expect(page.locator("a.vb-rank").first).to_be_visible()
    cards = page.locator(".vb:has(.vb-line)")
    number = next(index for index in range(cards.count()) if PROMISE in cards.nth(index).inner_text())
    page.get_by_role("link", name=ru("open_line")).nth(number).click()
    here = page.locator(".vb-here", has_text=PROMISE)
    expect(here).to_be_in_viewport()
    expect(page.locator(".vb-read", has_text="Ответ номер 29.")).to_be_visible()
    expect(page.locator(".vb-read", has_text="Прощание номер 1.")).to_be_visible()


def test_a_chat_survives_a_reload_and_can_be_renamed_and_deleted(page: Page, application: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.goto(application)
    ask(page, "кто записала про среду?")
    expect(page.locator("a.vb-rank").first).to_be_visible()
    page.reload()
    expect(page.locator(".vb-question", has_text="кто записала про среду?")).to_be_visible()
    expect(page.locator(".vb-place").first).to_be_visible()
    row = page.get_by_test_id("stSidebar")
    row.get_by_role("button", name="⋯").first.click()
    page.get_by_text(ru("rename"), exact=True).click()
    page.get_by_label(ru("chat_name")).fill("Про среду ![x](http://127.0.0.1:9/a.png)")
    page.get_by_role("button", name=ru("save")).click()
    expect(row.get_by_text(re.compile(r"Про среду !\[x]\(http\u2060?://127\.0\.0\.1:9/a\.png\)"))).to_be_visible()
    row.get_by_role("button", name="⋯").first.click()
    page.get_by_text(ru("delete"), exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=ru("delete")).click()
    expect(row.get_by_text("Про среду")).to_have_count(0)


def test_stop_ends_the_writing_at_once(page: Page, tmp_path: Path) -> None:
    slow = Behaviour(reply=" ".join(f"слово-{number}" for number in range(600)), seconds_between_words=0.1)
    with serve(slow) as ollama, run_application(tmp_path / "library", ollama) as address:
        upload(page, address, "Вера 1 2025-02-03.txt", LESSON)
        page.goto(address)
        ask(page, "когда будет таблица с вопросами для интервью?")
        expect(page.get_by_text(re.compile("слово-1 слово-2")).first).to_be_visible()
        page.get_by_role("button", name=ru("stop")).click()
        expect(page.get_by_text(ru("stopped")).first).to_be_visible(timeout=3000)
        expect(page.get_by_placeholder(ru("ask_placeholder"))).to_be_enabled()
        expect(page.locator(".vb-line", has_text=PROMISE).first).to_be_visible()


def test_hostile_text_is_shown_as_text_and_loads_nothing(page: Page, tmp_path: Path) -> None:
    hostile_reply = "![a](http://127.0.0.1:9/m.png) <img src=http://127.0.0.1:9/n.png> [b](javascript:alert(1)) [1]."
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    with (
        serve(Behaviour(reply=hostile_reply)) as ollama,
        run_application(tmp_path / "library", ollama) as address,
    ):
        upload(page, address, "![x](http:__127.0.0.1:9_f.png) <b>.txt", ATTACK)
        page.goto(address)
        ask(page, "какая странная реплика про картинку? ![q](http://127.0.0.1:9/q.png) <i>")
        expect(page.locator(".vb-line", has_text="![x](http://127.0.0.1:9/leak.png)").first).to_be_visible()
        expect(page.get_by_text("a [b](javascript:alert(1))").first).to_be_visible()
        page.get_by_role("link", name=ru("open_line")).first.click()
        expect(page.locator(".vb-read", has_text="<script>document.title='pwned'</script>")).to_be_visible()
        page.goto(f"{address}/transcripts")
        page.wait_for_timeout(1000)
        assert page.title() != "pwned"
        assert page.locator(".vb script, .vb img, .vb iframe").count() == 0
    assert not [url for url in requested if ":9/" in url]


def test_without_a_model_server_the_quotes_come_with_one_sentence(page: Page, tmp_path: Path) -> None:
    with run_application(tmp_path / "library", "http://127.0.0.1:9") as address:
        upload(page, address, "Вера 1 2025-02-03.txt", LESSON)
        page.goto(address)
        ask(page, "что я обещал Вере прислать?")
        expect(page.locator(".vb-line", has_text=PROMISE).first).to_be_visible()
        expect(page.get_by_text(ru("problem_model_down"))).to_be_visible()


def test_the_sample_answers_the_question_about_the_third_session(page: Page, tmp_path: Path) -> None:
    with run_application(tmp_path / "library", "http://127.0.0.1:9") as address:
        page.goto(address)
        page.get_by_role("button", name=ru("load_sample")).click()
        page.get_by_text(ru("example_2")).click(timeout=90_000)
        place = page.locator(".vb-place").first
        expect(place).to_contain_text(ru("session_of", person="Лена Кравцова", number=3))
        first_card = page.locator(".vb:has(.vb-line)").first
        expect(first_card).to_contain_text("в видеоредакторе вырезала паузы, добавила субтитры")


def test_any_address_may_be_the_first_one_after_a_start(page: Page, tmp_path: Path) -> None:
    for path, heading in (("transcripts", "page_transcripts"), ("reader", "page_reader")):
        with run_application(tmp_path / path, "http://127.0.0.1:9") as address:
            page.goto(f"{address}/{path}")
            expect(page.get_by_role("heading", name=ru(heading))).to_be_visible()
            expect(page.get_by_test_id("stSidebar").get_by_text(ru("page_chat"))).to_be_visible()


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("zh-CN", "zh")])
def test_the_interface_speaks_the_browsers_language(page: Page, tmp_path: Path, locale: str, language: str) -> None:
    browser = page.context.browser
    assert browser
    with run_application(tmp_path / "library", "http://127.0.0.1:9") as address:
        other = browser.new_context(locale=locale).new_page()
        other.goto(address)
        expect(other.get_by_text(text("chat_title", language))).to_be_visible()  # type: ignore[arg-type]
        other.context.close()


@pytest.mark.parametrize("path", ["", "transcripts", "reader?transcript=1&first=59&last=59"])
def test_nothing_is_cut_off_on_a_phone(page: Page, application: str, path: str) -> None:
    upload(page, application, "Вера 1 2025-02-03.txt", LESSON)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{application}/{path}")
    page.wait_for_timeout(1500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
