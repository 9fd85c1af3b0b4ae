"""The model is loaded before it is needed: the one of the settings at the end, and nothing more after a stop."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.ollama.warming import Warming
from tests.conftest import wait_until
from tests.stand_in import MODEL, Behaviour, Body, Wire, model_entry, serve
from tests.stand_in_models import Shelf

OTHER = "other:1b"


class Slow:
    """A server whose models take their time to load."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_let_go = threading.Event()
        shelf = Shelf(Behaviour(models=[model_entry(MODEL), model_entry(OTHER)]))
        load = shelf.behaviour.scripts["/api/generate"]

        def slowly(wire: Wire, body: Body) -> None:
            self.asked.append(body["model"])
            self.is_let_go.wait(20)
            load(wire, body)

        shelf.behaviour.scripts = {**shelf.behaviour.scripts, "/api/generate": slowly}
        self.shelf = shelf


class Chosen:
    """Settings that change."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self) -> Settings:
        return self.settings


def nothing() -> None:
    """Nothing to prepare and nobody to tell."""


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.is_let_go.set()


@pytest.fixture
def chosen(slow: Slow, settings: Settings) -> Iterator[Chosen]:
    with serve(slow.shelf.behaviour) as address:
        yield Chosen(replace(settings, ollama_host=address, ollama_model=MODEL))


def test_model_of_the_settings_is_loaded_between_its_preparation_and_its_end(slow: Slow, chosen: Chosen) -> None:
    slow.is_let_go.set()
    told: list[tuple[str, set[str]]] = []
    warming = Warming(
        chosen,
        lambda: told.append(("before", set(slow.shelf.loaded))),
        lambda: told.append(("after", set(slow.shelf.loaded))),
    )
    warming.begin()
    wait_until(lambda: not warming.is_running)
    assert told == [("before", set()), ("after", {MODEL})]
    assert len([request for request in slow.shelf.behaviour.requests if request["path"] == "/api/show"]) == 1


def test_choice_in_the_meantime_is_loaded_instead(slow: Slow, chosen: Chosen) -> None:
    warming = Warming(chosen, nothing, nothing)
    warming.begin()
    wait_until(lambda: slow.asked)
    chosen.settings = replace(chosen.settings, ollama_model=OTHER)
    warming.begin()
    wait_until(lambda: slow.asked == [MODEL, OTHER], 10)
    slow.is_let_go.set()
    wait_until(lambda: not warming.is_running)
    assert OTHER in slow.shelf.loaded


def test_same_settings_once_more_do_not_end_what_is_at_work(slow: Slow, chosen: Chosen) -> None:
    prepared: list[str] = []
    warming = Warming(chosen, lambda: prepared.append("prepared"), nothing)
    warming.begin()
    wait_until(lambda: slow.asked)
    warming.begin()
    time.sleep(0.3)
    assert slow.asked == [MODEL]
    slow.is_let_go.set()
    wait_until(lambda: not warming.is_running)
    assert len(prepared) == 2


def test_stop_ends_it_at_once_while_the_server_is_silent(slow: Slow, chosen: Chosen) -> None:
    warming = Warming(chosen, nothing, nothing)
    warming.begin()
    wait_until(lambda: slow.asked)
    began = time.monotonic()
    warming.stop()
    assert warming.wait()
    assert time.monotonic() - began < 2


def test_stop_while_it_is_prepared_loads_nothing(slow: Slow, chosen: Chosen) -> None:
    is_ready = threading.Event()
    warming = Warming(chosen, lambda: assert_true(is_ready.wait(20)), nothing)
    warming.begin()
    warming.stop()
    is_ready.set()
    assert warming.wait()
    assert slow.shelf.behaviour.requests == []


def assert_true(is_so: bool) -> None:
    assert is_so


def test_server_that_is_not_there_is_silent(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []
    warming = Warming(lambda: settings, nothing, lambda: ended.append("ended"))
    warming.begin()
    wait_until(lambda: not warming.is_running)
    assert ended == ["ended"]
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
