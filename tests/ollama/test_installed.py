"""The models on the server: told, downloaded, deleted, loaded, tried, in the published protocol."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.errors import DiskFull, RagError
from rag.model_errors import (
    AnswerBroken,
    ModelDamaged,
    ModelMissing,
    ModelServerDown,
    ModelServerNotLocal,
    ModelStorageBroken,
    NotOllama,
)
from rag.ollama.installed import InstalledModel, ModelShelf, PullStep
from rag.ollama.server import KEEP_ALIVE, LocalModel, OllamaServer
from rag.program_errors import DownloadFailed, DownloadUnknown, ProgramOutdated
from tests.conftest import wait_until
from tests.stand_in import MODEL, Behaviour, Body, Wire, event, model_entry, serve
from tests.stand_in_models import Shelf
from tests.test_stand_in import PROTOCOL, check

NEW = "qwen3:4b-instruct"
SIZE = 10_000


@contextmanager
def running(settings: Settings, shelf: Shelf) -> Iterator[ModelShelf]:
    with serve(shelf.behaviour) as address:
        yield ModelShelf(replace(settings, ollama_host=address))


def pulled(settings: Settings, shelf: Shelf, name: str = NEW) -> list[PullStep]:
    with running(settings, shelf) as models:
        return list(models.pull(name))


def scripted(path: str, *lines: object) -> Behaviour:
    def script(wire: Wire, _body: Body) -> None:
        wire.stream()
        for line in lines:
            wire.chunk(json.dumps(line).encode() + b"\n")
        wire.chunk(b"")

    return Behaviour(scripts={path: script})


def test_installed_models_are_told_with_what_is_known_of_them(settings: Settings) -> None:
    shelf = Shelf(Behaviour(models=[model_entry(MODEL), {"name": "bare:1b", "details": None, "size": "7"}]))
    shelf.loaded[MODEL] = 3_000_000
    with running(settings, shelf) as models:
        assert models.installed() == [
            InstalledModel(MODEL, 2_600_000_000, "4B", "Q4_K_M", loaded_bytes=3_000_000), InstalledModel("bare:1b")
        ]  # fmt: skip


@pytest.mark.parametrize("remote", [{"remote_host": "https://ollama.com"}, {"remote_model": "big"}])
def test_models_of_a_cloud_are_never_told(settings: Settings, remote: dict[str, str]) -> None:
    entries = [
        model_entry("big:480b", **remote),
        model_entry("big-cloud"),
        model_entry("big:cloud"),
        model_entry(MODEL),
    ]
    with running(settings, Shelf(Behaviour(models=entries))) as models:
        assert [model.name for model in models.installed()] == [MODEL]


@pytest.mark.parametrize("told", [b'{"error": "no such path"}', b"404 page not found"])
def test_server_that_tells_nothing_of_loaded_models_still_tells_the_models(settings: Settings, told: bytes) -> None:
    behaviour = Behaviour(scripts={"/api/ps": lambda wire, _body: wire.whole(told, 404)})
    with serve(behaviour) as address:
        (model,) = ModelShelf(replace(settings, ollama_host=address)).installed()
    assert model.loaded_bytes == 0


def test_other_program_is_not_taken_for_the_server(settings: Settings) -> None:
    behaviour = Behaviour(scripts={"/api/tags": lambda wire, _body: wire.whole(b"{}")})
    with serve(behaviour) as address, pytest.raises(NotOllama):
        ModelShelf(replace(settings, ollama_host=address)).installed()
    with pytest.raises(ModelServerDown):
        ModelShelf(settings).installed()
    with pytest.raises(ModelServerNotLocal):
        ModelShelf(replace(settings, ollama_host="http://10.0.0.5:11434"))


@pytest.mark.parametrize(("capabilities", "expected"), [(["completion"], True), (["embedding"], False)])
def test_model_that_cannot_write_is_known(settings: Settings, capabilities: list[str], expected: bool) -> None:
    with running(settings, Shelf(Behaviour(capabilities={MODEL: capabilities}))) as models:
        assert models.can_chat(MODEL) is expected


def test_deleted_model_is_gone_and_a_missing_one_is_told(settings: Settings) -> None:
    with running(settings, Shelf()) as models:
        models.delete(MODEL)
        assert models.installed() == []
        with pytest.raises(ModelMissing) as refused:
            models.delete(MODEL)
    assert dict(refused.value.problem.values)["model"] == MODEL


def test_download_counts_the_bytes_of_all_layers_and_ends_with_success(settings: Settings) -> None:
    steps = pulled(settings, Shelf(library={NEW: SIZE}, pieces=3))
    assert steps[0] == PullStep("pulling manifest", 0, 0)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[1].done, steps[1].total) == (3000, SIZE - 1000)
    assert steps[-1] == PullStep("success", SIZE, SIZE)


def test_closed_download_is_stopped_and_goes_on_where_it_was(settings: Settings) -> None:
    shelf = Shelf(library={NEW: SIZE}, pieces=10, seconds_between_pieces=0.05)
    with running(settings, shelf) as models:
        steps = models.pull(NEW)
        assert [next(steps).done for _ in range(4)] == [0, 900, 1800, 2700]
        steps.close()
        wait_until(lambda: not shelf.pulls_at_work)
        broken_off = shelf.partial[NEW]
        assert NEW not in [model.name for model in models.installed()]
        assert [step.done for step in models.pull(NEW)][1] == broken_off + 900
        assert NEW in [model.name for model in models.installed()]


def test_download_is_ended_from_another_thread_while_the_server_is_silent(settings: Settings) -> None:
    shelf = Shelf(library={NEW: SIZE}, seconds_between_pieces=60)
    with running(settings, shelf) as models:
        steps = models.pull(NEW)
        assert [next(steps).done for _ in range(2)] == [0, 1800]
        threading.Timer(0.1, models.hang_up).start()
        with pytest.raises(DownloadFailed):
            next(steps)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("max retries exceeded: Get https://registry: dial tcp: lookup registry: no such host", DownloadFailed),
        ("write /models/blobs/sha256-a-partial: no space left on device", DiskFull),
        ("The model you are attempting to pull requires a newer version of Ollama.", ProgramOutdated),
        ("pull model manifest: file does not exist", DownloadUnknown),
        ("digest mismatch, file must be downloaded again", ModelDamaged),
        ("Get https://registry: context deadline exceeded", DownloadFailed),
        ("Get https://registry: remote error: tls: bad record MAC", DownloadFailed),
        ("Get https://registry: x509: certificate signed by unknown authority", DownloadFailed),
        ("pull model manifest: 429: too many requests", DownloadFailed),
        ("pull model manifest: 503: service unavailable", DownloadFailed),
        ("open /usr/share/ollama/.ollama/models/blobs/a: permission denied", ModelStorageBroken),
        ("write /models/blobs/sha256-a-partial: input/output error", ModelStorageBroken),
    ],
)
def test_error_inside_a_download_says_what_to_do(settings: Settings, message: str, kind: type[RagError]) -> None:
    with pytest.raises(kind) as told:
        pulled(settings, Shelf(library={NEW: SIZE}, pull_error=message))
    assert dict(told.value.problem.values)["model"] == NEW


def test_unknown_model_is_told_by_its_name(settings: Settings) -> None:
    with pytest.raises(DownloadUnknown) as told:
        pulled(settings, Shelf(), "qwen33")
    assert dict(told.value.problem.values)["model"] == "qwen33"


@pytest.mark.parametrize("lines", [[{"status": "pulling manifest"}], [{"status": 7, "total": "x", "digest": None}], []])
def test_download_without_its_success_is_no_success(settings: Settings, lines: list[object]) -> None:
    with serve(scripted("/api/pull", *lines)) as address, pytest.raises(DownloadFailed):
        list(ModelShelf(replace(settings, ollama_host=address)).pull(NEW))


def test_model_is_loaded_with_the_window_that_answers_use(settings: Settings) -> None:
    shelf = Shelf()
    with serve(shelf.behaviour) as address:
        here = replace(settings, ollama_host=address)
        model = OllamaServer(here).choose_model()
        ModelShelf(here).load(model)
        window = model.context_tokens
    (request,) = shelf.asked("/api/generate")
    assert request == {"model": MODEL, "keep_alive": KEEP_ALIVE, "stream": False, "options": {"num_ctx": window}}
    assert shelf.loaded == {MODEL: 3_300_000_000}


def test_try_out_tells_a_line_and_its_pace(settings: Settings) -> None:
    last = event(MODEL, "", done=True, eval_count=30, eval_duration=2_000_000_000)
    events = [event(MODEL, "Привет, "), event(MODEL, "это я."), last]
    behaviour = scripted("/api/chat", *(json.loads(line) for line in events))
    behaviour.capabilities[MODEL] = ["completion", "thinking"]
    with serve(behaviour) as address:
        here = replace(settings, ollama_host=address)
        model = OllamaServer(here).choose_model()
        trial = ModelShelf(here).try_out(model, "Кто ты?")
        window = model.context_tokens
    assert (trial.text, trial.words_per_second, trial.tokens_per_second) == ("Привет, это я.", 1.5, 15.0)
    asked = next(request["body"] for request in behaviour.requests if request["path"] == "/api/chat")
    assert asked["messages"] == [{"role": "user", "content": "Кто ты?"}]
    assert (asked["think"], asked["options"]["num_ctx"], asked["keep_alive"]) == (False, window, KEEP_ALIVE)


def test_try_out_without_an_end_is_told(settings: Settings) -> None:
    behaviour = scripted("/api/chat", json.loads(event(MODEL, "Привет")), {"message": "?"})
    with serve(behaviour) as address, pytest.raises(AnswerBroken):
        ModelShelf(replace(settings, ollama_host=address)).try_out(LocalModel(MODEL, False), "Кто ты?")


@pytest.mark.parametrize(("word", "letters"), [("слово ", 2_000), ("", 0)])
def test_try_out_of_a_model_that_never_ends_is_cut_off(settings: Settings, word: str, letters: int) -> None:
    def script(wire: Wire, _body: Body) -> None:
        wire.stream()
        for _ in range(30_000):
            wire.chunk(event(MODEL, word, thinking="" if word else "Так…"))

    with serve(Behaviour(scripts={"/api/chat": script})) as address:
        trial = ModelShelf(replace(settings, ollama_host=address)).try_out(LocalModel(MODEL, False), "Кто ты?")
    assert letters - 10 < len(trial.text) <= letters
    assert (trial.words_per_second, trial.tokens_per_second) == (0, 0)


@pytest.mark.skipif(not PROTOCOL.is_file(), reason=f"{PROTOCOL} is not there")
def test_requests_and_the_answers_of_the_stand_in_fit_the_protocol(settings: Settings) -> None:
    shelf = Shelf(library={NEW: SIZE})
    with running(settings, shelf) as models:
        list(models.pull(NEW))
        models.load(LocalModel(NEW, False))
        models.try_out(LocalModel(NEW, False), "Кто ты?")
        models.delete(NEW)
    for path, kind in {"pull": "PullRequest", "generate": "GenerateRequest", "delete": "DeleteRequest"}.items():
        (body,) = shelf.asked(f"/api/{path}")
        check(kind, body)
