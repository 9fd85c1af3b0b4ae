"""What the user sees of every fault of a model server: the quotes, the advice that fits, and nothing that is live."""

import html
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from rag.types import Exchange
from rag.web import state
from rag.web.texts import describe_problem, text
from tests.conftest import text_file, wait_for, wait_until_idle
from tests.faults.model_collection import model_faults
from tests.faults.model_faults import Kept, ModelFault
from tests.faults.model_use import use_server
from tests.search.examples import LIBRARY
from tests.test_pages import ask, open_app, shown_text
from tests.test_question_page import FramedPages, plain

QUESTION = "Что Вера обещала прислать Тимуру?"
PATIENT = {"first_token_seconds": 10.0, "next_token_seconds": 10.0}
FAULTS = model_faults()
ONE_OF_A_KIND = tuple({(fault.code, fault.kept): fault for fault in FAULTS}.values())
LIVE = ("<script", "<img", "<iframe", 'javascript:alert(1)"', 'href="http', 'src="http', 'onerror="')


@pytest.fixture(scope="module", autouse=True)
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAG_LIBRARY", str(tmp_path_factory.mktemp("page") / "library"))
        patch.setenv("RAG_OLLAMA_HOST", "http://127.0.0.1:9")
        patch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
        patch.setattr("rag.ollama.server._LISTING_SECONDS", 0.8)
        open_app()
        wait_for(state.service().add_files([text_file(name, words) for name, words in LIBRARY.items()]))
        wait_until_idle(state.service())
        yield
        state.close_service()


def asked(fault: ModelFault) -> tuple[AppTest, Exchange]:
    """The page after the question, and the exchange that it shows."""
    with fault.serve() as address:
        use_server(state.service(), address, **PATIENT | dict(fault.settings))
        app = ask(open_app(), QUESTION)
    chat = app.query_params["chat"]
    (exchange,) = state.service().chats.exchanges(chat[0] if isinstance(chat, list) else chat)
    return app, exchange


def advice(app: AppTest) -> list[str]:
    return [plain(element.value) for element in (*app.info, *app.warning, *app.error)]


def foreign_html(app: AppTest) -> str:
    """All HTML that holds words of others: not the script that scrolls to the question."""
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.lstrip().startswith("<script")).lower()


def check(fault: ModelFault) -> None:
    """The page of a question that was asked of this server."""
    app, exchange = asked(fault)
    assert not app.exception
    assert exchange.found
    shown = html.unescape(shown_text(app))
    best = exchange.found.quotes[0]
    assert not [line for line in best.text.split("\n") if line not in shown], "the best quote is not shown"
    told = [describe_problem(exchange.problem, "ru", kinds="")] if exchange.problem else []
    if exchange.answer and exchange.answer.is_refusal:
        told = [text("not_found", "ru")]
    assert advice(app) == told
    assert (exchange.problem.code if exchange.problem else None) == fault.code
    captions = " ".join(caption.value for caption in app.caption)
    assert (text("unfinished", "ru") in captions) == (fault.kept is Kept.PART)
    assert not [piece for piece in LIVE if piece in foreign_html(app)]
    assert not [element for element in app.markdown if "http" in element.value or "Traceback" in element.value]


@pytest.mark.parametrize("fault", ONE_OF_A_KIND, ids=lambda fault: fault.name)
def test_one_fault_of_every_kind_is_shown_with_quotes_and_advice(fault: ModelFault) -> None:
    check(fault)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_shown_with_quotes_and_advice(fault: ModelFault) -> None:
    check(fault)


def test_page_of_an_answer_in_which_everything_is_live_shows_it_as_text() -> None:
    (live,) = (fault for fault in FAULTS if fault.name == "html, links and scripts")
    app, exchange = asked(live)
    assert exchange.answer
    assert not app.exception
    assert not [piece for piece in LIVE if piece in foreign_html(app)]
