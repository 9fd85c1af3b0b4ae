"""The settings page in each state, in the frame, without a browser; a download seen from other pages."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from rag.models import Readiness
from rag.ollama.program import unpacked_folder
from rag.web import state
from rag.web.texts import text
from tests.conftest import unused_address, wait_until
from tests.ollama.mirror import Mirror, listing_of, program_source, tar_of, write_program
from tests.ollama.mirror import serve as serve_mirror
from tests.stand_in import MODEL, Behaviour, model_entry, serve, serve_raw
from tests.stand_in_models import Shelf
from tests.test_local_program import ARCHIVE
from tests.test_pages import add_lesson, ask, open_app, shown_html
from tests.test_question_page import FramedPages

NEW = "qwen3:4b-instruct"
SIZE = 10_000
FOR_LINUX = pytest.mark.skipif(not ARCHIVE.name.endswith(".tar.zst"), reason="the stand-in archive is for Linux")
HOSTILE = "![x](http://127.0.0.1:9/a.png) <b>:red[y]"


@pytest.fixture(autouse=True)
def private_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("RAG_OLLAMA_HOST", unused_address())
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", FramedPages)
    monkeypatch.setattr("rag.local_program.find_program", lambda _library: None)
    yield
    state.close_service()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def serve_shelf(stack: ExitStack, monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> Shelf:
    monkeypatch.setenv("RAG_OLLAMA_HOST", stack.enter_context(serve(shelf.behaviour)))
    return shelf


def open_settings(language: str = "ru-RU") -> AppTest:
    return refreshed(open_app(language).switch_page("pages/settings.py").run())


def refreshed(app: AppTest) -> AppTest:
    models = state.service().models
    models.refresh()
    wait_until(lambda: models.state().readiness is not Readiness.LOOKING)
    return app.run()


def ru(key: str, **values: object) -> str:
    return text(key, "ru", **values)


def shown(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.success, app.warning, app.error, app.info)
    parts = [element.value for kind in kinds for element in kind]
    return re.sub(r"\\(.)", r"\1", "\n".join([re.sub(r"<[^>]+>", "", shown_html(app)), *parts]))


def errors(app: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", error.value) for error in app.error]


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def click(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def primary(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if button.proto.type == "primary"]


def stalling_mirror() -> Mirror:
    """A mirror that gives half of the archive and then falls silent."""
    files = {ARCHIVE.name: bytes(1000)}
    return Mirror({**files, "sha256sum.txt": listing_of(files)}, stall_after=500)


def put_program_there(monkeypatch: pytest.MonkeyPatch, library: Path, behaviour: str = "") -> None:
    program = write_program(unpacked_folder(library) / ARCHIVE.program, behaviour)
    for module in ("rag.local_program", "rag.ollama.program"):
        monkeypatch.setattr(f"{module}.find_program", lambda _library: program)


def started(app: AppTest) -> AppTest:
    click(app, "program_start")
    wait_until(lambda: not state.service().models.program.is_starting)
    return refreshed(app)


def test_missing_program_leads_to_two_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_settings()
    assert not app.exception
    assert app.title[0].value == ru("page_settings")
    assert ru("models_missing") in shown(app)
    assert primary(app) == ["install"]
    assert [(link.value, link.url) for link in app.link_button] == [
        (ru("install_yourself"), "https://ollama.com/download")
    ]


def test_source_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", unused_address())
    app = click(open_settings(), "install")
    assert not app.exception
    assert errors(app) == [ru("problem_download", host="127.0.0.1")]
    assert "install_yes" not in keys(app)


def test_source_that_is_silent_is_told_as_a_source(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    over = Event()

    def hang(_connection: object) -> None:
        over.wait(30)

    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_raw(hang)))
    monkeypatch.setattr("rag.web.program_setup._ASKING_SECONDS", 0.1)
    app = click(open_settings(), "install")
    over.set()
    assert not app.exception
    assert errors(app) == [ru("problem_download", host="127.0.0.1")]


@FOR_LINUX
def test_source_and_size_are_named_before_anything_is_downloaded(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack, tmp_path: Path
) -> None:
    files = {ARCHIVE.name: tar_of({ARCHIVE.program: program_source()}, {ARCHIVE.program: 0o755})}
    mirror = Mirror({**files, "sha256sum.txt": listing_of(files)})
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_mirror(mirror)))
    app = click(open_settings(), "install")
    assert not app.exception
    assert ru("install_question", file=ARCHIVE.name, size="0 МБ", host="127.0.0.1") in shown(app)
    assert str(tmp_path / "library" / "ollama") in shown(app)
    assert not any(method == "GET" for method, *_ in mirror.requests)
    click(app, "install_yes")
    wait_until(lambda: not state.service().models.program.installing.is_running)
    refreshed(app)
    assert not app.exception
    assert ru("models_empty") in shown(app)
    assert ru("program_ours") in shown(app)


def test_installation_that_was_stopped_goes_on_by_one_button(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_mirror(stalling_mirror())))
    app = open_settings()
    program = state.service().models.program
    program.install()
    wait_until(lambda: program.installing.bytes_done)
    click(app.run(), "install_stop")
    wait_until(lambda: not program.installing.is_running)
    app.run()
    assert not app.exception
    assert primary(app) == ["install_continue"]
    assert list(program.home.rglob(ARCHIVE.name))
    click(app, "install_forget")
    assert not app.exception
    assert primary(app) == ["install"]
    assert not list(program.home.rglob(f"{ARCHIVE.name}*"))


@FOR_LINUX
def test_own_program_is_brought_up_to_date_on_the_page(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack, tmp_path: Path
) -> None:
    files = {ARCHIVE.name: tar_of({ARCHIVE.program: program_source("newer")}, {ARCHIVE.program: 0o755})}
    mirror = Mirror({**files, "sha256sum.txt": listing_of(files)})
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_mirror(mirror)))
    put_program_there(monkeypatch, tmp_path / "library")
    app = open_settings()
    assert "install_update" not in keys(app)
    click(started(app), "install_update")
    assert ru("install_question", file=ARCHIVE.name, size="0 МБ", host="127.0.0.1") in shown(app)
    click(app, "install_yes")
    wait_until(lambda: not state.service().models.program.installing.is_running)
    refreshed(app)
    assert not app.exception
    assert "'newer'" in (unpacked_folder(tmp_path / "library") / ARCHIVE.program).read_text(encoding="utf-8")
    assert ru("program_ours") in shown(app)


def test_update_that_was_stopped_can_go_on_or_be_left(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack, tmp_path: Path
) -> None:
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_mirror(stalling_mirror())))
    put_program_there(monkeypatch, tmp_path / "library")
    app = started(open_settings())
    program = state.service().models.program
    program.install()
    wait_until(lambda: program.installing.bytes_done)
    assert "install_update" not in keys(app.run())
    program.cancel_installation()
    wait_until(lambda: not program.installing.is_running)
    refreshed(app)
    assert {"install_continue", "install_forget"} <= keys(app)
    assert "install_continue" not in primary(app)
    click(app, "install_forget")
    assert "install_update" in keys(app)


def test_update_that_fails_after_the_program_was_stopped_says_why(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack, tmp_path: Path
) -> None:
    files = {ARCHIVE.name: b"no archive"}
    mirror = Mirror({**files, "sha256sum.txt": listing_of(files)})
    monkeypatch.setenv("RAG_OLLAMA_SOURCE", stack.enter_context(serve_mirror(mirror)))
    put_program_there(monkeypatch, tmp_path / "library")
    app = started(open_settings())
    program = state.service().models.program
    program.install()
    wait_until(lambda: not program.installing.is_running)
    refreshed(app)
    assert primary(app) == ["program_start"]
    assert ru("problem_download_broken") in shown(app)


def test_stopped_program_is_started_by_one_button(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_program_there(monkeypatch, tmp_path / "library")
    app = open_settings()
    assert ru("models_stopped") in shown(app)
    assert primary(app) == ["program_start"]
    started(app)
    assert ru("models_empty") in shown(app)
    assert ru("program_ours") in shown(app)
    click(app, "program_stop")
    refreshed(app)
    assert ru("models_stopped") in shown(app)


def test_program_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put_program_there(monkeypatch, tmp_path / "library", "dies")
    app = started(open_settings())
    assert not app.exception
    assert "no room for the model" in shown(app)


def test_unfinished_download_does_not_hide_the_next_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = open_app()
    state.service().models._catalogue.set_setting("model_unfinished", NEW)
    refreshed(app.switch_page("pages/settings.py").run())
    assert primary(app) == ["install"]
    assert "pull_continue" not in keys(app)
    put_program_there(monkeypatch, tmp_path / "library")
    refreshed(app)
    assert primary(app) == ["program_start"]
    started(app)
    assert primary(app) == ["pull_continue"]


def test_server_without_models_leads_to_a_download(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    monkeypatch.setattr("rag.models.total_memory", lambda: 8 * 2**30)
    monkeypatch.setattr("rag.models.room_in", lambda _folder: 10**12)
    shelf = serve_shelf(stack, monkeypatch, Shelf(Behaviour(models=[]), {NEW: SIZE}))
    app = open_settings()
    assert ru("models_empty") in shown(app)
    assert primary(app) == ["download_best"]
    assert app.button(key="download_best").label.replace("\\", "") == ru(
        "model_download_named", model=NEW, size="2,5 ГБ"
    )
    assert {"download_gemma3:4b", "download_qwen3:1.7b"} <= keys(app)
    assert "download_qwen3:8b" not in keys(app)
    click(app, "download_best")
    wait_until(lambda: not state.service().models.pulling.is_running)
    refreshed(app)
    assert not app.exception
    assert ru("models_ready", model=NEW) in shown(app)
    assert shelf.names == [NEW]


def test_download_is_seen_from_every_page_stopped_and_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack
) -> None:
    shelf = serve_shelf(stack, monkeypatch, Shelf(Behaviour(models=[]), {NEW: SIZE}, seconds_between_pieces=3600))
    app = open_settings()
    app.text_input(key="other_model").set_value(NEW).run()
    click(app, "other_download")
    wait_until(lambda: state.service().models.state().unfinished)
    app.run()
    running = ru("pull_running", model="qwen3\\:4b\\-instruct")
    assert running in [bar.text for bar in app.sidebar.get("progress")]
    assert ru("pull_bytes", done="0 МБ", total="2,5 ГБ") in app.main.get("progress")[0].text
    app.switch_page("pages/chat.py").run()
    assert running in [bar.text for bar in app.sidebar.get("progress")]
    app.switch_page("pages/settings.py").run()
    click(app, "pull_stop")
    wait_until(lambda: not state.service().models.pulling.is_running)
    app.run()
    assert not app.exception
    assert ru("pull_stopped", model=NEW) in shown(app)
    assert primary(app) == ["pull_continue"]
    shelf.seconds_between_pieces = 0
    click(app, "pull_continue")
    wait_until(lambda: not state.service().models.pulling.is_running)
    refreshed(app)
    assert ru("models_ready", model=NEW) in shown(app)


def test_download_that_fails_says_why_and_may_be_left(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    lost = Shelf(library={NEW: SIZE}, pull_error="dial tcp: lookup registry.ollama.ai: no such host")
    serve_shelf(stack, monkeypatch, lost)
    app = open_settings()
    app.text_input(key="other_model").set_value(NEW).run()
    click(app, "other_download")
    wait_until(lambda: not state.service().models.pulling.is_running)
    refreshed(app)
    assert not app.exception
    assert errors(app) == [ru("problem_download", host="registry.ollama.ai")]
    assert "pull_close" not in keys(app)
    click(app, "pull_forget")
    assert not app.error
    assert "pull_continue" not in keys(app)


def test_download_that_never_began_says_why_and_can_be_closed(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack
) -> None:
    serve_shelf(stack, monkeypatch, Shelf())
    app = open_settings()
    app.text_input(key="other_model").set_value("nobody:4b").run()
    click(app, "other_download")
    wait_until(lambda: not state.service().models.pulling.is_running)
    refreshed(app)
    assert errors(app) == [ru("problem_download_unknown", model="nobody:4b")]
    click(app, "pull_close")
    assert not app.exception
    assert not app.error


def test_too_small_disk_is_told_instead_of_a_button(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    monkeypatch.setattr("rag.models.total_memory", lambda: 8 * 2**30)
    monkeypatch.setattr("rag.models.room_in", lambda _folder: 2_000_000_000)
    serve_shelf(stack, monkeypatch, Shelf(Behaviour(models=[])))
    app = open_settings()
    assert ru("model_no_room", size="2,5 ГБ", room="2 ГБ") in shown(app)
    assert "download_best" not in keys(app)


def test_cloud_model_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    serve_shelf(stack, monkeypatch, Shelf())
    app = open_settings()
    app.text_input(key="other_model").set_value("gpt-oss:120b-cloud").run()
    assert ru("model_cloud") in shown(app)
    assert app.button(key="other_download").disabled


def test_models_are_shown_chosen_tried_and_deleted(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    entries = [model_entry(MODEL), model_entry("other:1b"), model_entry("embed:1b"), model_entry("big-cloud")]
    shelf = Shelf(Behaviour(models=entries, capabilities={"embed:1b": ["embedding"]}, reply=HOSTILE))
    serve_shelf(stack, monkeypatch, shelf)
    app = open_settings()
    assert ru("models_ready", model=MODEL) in shown(app)
    assert "big" not in shown(app)
    assert {"choose_other:1b", f"try_{MODEL}", "try_other:1b", "delete_embed:1b"} <= keys(app)
    assert not {f"choose_{MODEL}", "try_embed:1b", "delete_big-cloud"} & keys(app)
    click(app, "choose_other:1b")
    wait_until(lambda: shelf.loaded)
    refreshed(app)
    assert ru("models_ready", model="other:1b") in shown(app)
    assert ru("model_loaded", size="3,3 ГБ") in shown(app)
    click(app, "try_other:1b")
    wait_until(lambda: not state.service().models.trial.is_running)
    refreshed(app)
    assert HOSTILE.replace("<b>", "&lt;b&gt;") in shown_html(app)
    click(app, "delete_other:1b")
    click(app, "model_delete_yes")
    refreshed(app)
    assert not app.exception
    assert "other:1b" not in shelf.names
    assert ru("models_ready", model=MODEL) in shown(app)


def test_models_whose_names_differ_in_marks_alone_stand_side_by_side(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack
) -> None:
    serve_shelf(stack, monkeypatch, Shelf(Behaviour(models=[model_entry("qwen3:4b"), model_entry("qwen3-4b")])))
    app = open_settings()
    assert not app.exception
    assert {"try_qwen3:4b", "try_qwen3-4b"} <= keys(app)


def test_try_out_is_stopped_by_its_button(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    serve_shelf(stack, monkeypatch, Shelf(Behaviour(seconds_before_first_word=3600)))
    app = open_settings()
    assert "trial_stop" not in keys(app)
    click(app, f"try_{MODEL}")
    assert state.service().models.trial.is_running
    click(app, "trial_stop")
    wait_until(lambda: not state.service().models.trial.is_running)
    refreshed(app)
    assert not app.exception
    assert not app.error
    assert not app.button(key=f"try_{MODEL}").disabled


def test_deletion_that_fails_is_told_in_the_words_of_the_page(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack
) -> None:
    shelf = serve_shelf(stack, monkeypatch, Shelf())
    app = click(open_settings(), f"delete_{MODEL}")
    shelf.behaviour.models.clear()
    click(app, "model_delete_yes")
    assert not app.exception
    assert errors(app) == [ru("problem_settings_model_missing", model=MODEL)]


def test_missing_choice_leads_to_another_model(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    serve_shelf(stack, monkeypatch, Shelf())
    app = open_app()
    state.service().models._choice.choose_model("gone:4b")
    refreshed(app.switch_page("pages/settings.py").run())
    assert ru("models_unchosen", model="gone:4b") in shown(app)
    assert primary(app) == ["choose_other"]
    click(app, "choose_other")
    refreshed(app)
    assert ru("models_ready", model=MODEL) in shown(app)


def test_model_of_the_environment_cannot_be_changed(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    monkeypatch.setenv("RAG_OLLAMA_MODEL", MODEL)
    serve_shelf(stack, monkeypatch, Shelf(Behaviour(models=[model_entry(MODEL), model_entry("other:1b")])))
    app = open_settings()
    assert ru("model_given") in shown(app)
    assert "choose_other:1b" not in keys(app)
    assert app.text_input(key="address").disabled
    assert ru("address_given") in shown(app)


def test_other_program_at_the_address_is_told(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    serve_shelf(stack, monkeypatch, Shelf(Behaviour(html_instead_of_json=True)))
    app = open_settings()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [ru("problem_settings_model_foreign")]
    click(app, "check_again")
    assert not app.exception


def test_address_elsewhere_is_used_only_after_the_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAG_OLLAMA_HOST")
    looked: list[str] = []
    app = open_app()
    models = state.service().models
    monkeypatch.setattr(models._lookout, "_look", lambda: looked.append(models.settings().ollama_host))
    monkeypatch.setattr(models._lookout, "seen", lambda: type(models._lookout._seen)(was_looked=True))
    app.switch_page("pages/settings.py").run()
    app.text_input(key="address").set_value("http://10.0.0.5:11434").run()
    assert ru("address_warning") in shown(app)
    assert "address_save" not in keys(app)
    assert models.settings().ollama_host == "http://127.0.0.1:11434"
    click(app, "address_agree")
    assert not app.exception
    assert models.settings().ollama_host == models.settings().allowed_host == "http://10.0.0.5:11434"
    app.text_input(key="address").set_value("http://[oops").run()
    assert ru("address_wrong") in shown(app)
    app.text_input(key="address").set_value("").run()
    click(app, "address_save")
    assert models.settings().ollama_host == "http://127.0.0.1:11434"
    assert app.text_input(key="address").value == "http://127.0.0.1:11434"


def test_given_address_elsewhere_asks_for_an_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_OLLAMA_HOST", "http://192.0.2.1:9")
    app = open_settings()
    assert ru("models_unagreed", host="`http://192.0.2.1:9`") in shown(app)
    assert ru("address_warning") in shown(app)
    monkeypatch.setattr(state.service().models._lookout, "_look", lambda: state.service().models._lookout._seen)
    click(app, "address_agree")
    assert state.service().models.settings().allowed_host == "http://192.0.2.1:9"


def test_who_you_are_and_where_things_are(tmp_path: Path) -> None:
    app = open_settings()
    assert ru("settings_you_empty") in shown(app)
    assert str(tmp_path / "library") in shown(app)
    add_lesson(app)
    app.switch_page("pages/settings.py").run()
    assert not app.exception
    assert app.selectbox(key="owner_choice").options


def test_answer_without_a_model_leads_here() -> None:
    app = open_app()
    add_lesson(app)
    ask(app.switch_page("pages/chat.py").run(), "что я обещал Вере прислать?")
    assert not app.exception
    assert ru("to_settings") in [link.value for link in app.get("page_link")]


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("zh-CN", "zh")])
def test_page_speaks_the_language_of_the_interface(locale: str, language: str) -> None:
    app = open_settings(locale)
    assert not app.exception
    assert app.title[0].value == text("page_settings", language)  # type: ignore[arg-type]
    assert text("models_missing", language) in shown(app)  # type: ignore[arg-type]
