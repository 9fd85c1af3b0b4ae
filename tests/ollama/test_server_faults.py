"""The local Ollama server when it is not well: every fault becomes one error of ours, and stopping is at once."""

import json
import socket
import threading
import time
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.model_errors import (
    AnswerBroken,
    ModelError,
    ModelFailed,
    ModelMissing,
    ModelServerDown,
    ModelSilent,
    ModelTimeout,
    ModelTooLarge,
    NotOllama,
    PromptTooLong,
)
from rag.ollama.budget import Window
from rag.ollama.server import MAX_ANSWER_CHARACTERS, LocalModel, OllamaServer
from tests.stand_in import MODEL, Behaviour, Wire, event, serve, serve_raw

MESSAGES = ({"role": "user", "content": "[1] Вера: Да.\n\nВопрос: Что?"},)
LOCAL = LocalModel(MODEL, False)
WINDOW = Window(4096, 900)


def stream(settings: Settings, behaviour: Behaviour) -> tuple[str, ModelError | None]:
    """All words and the error that ended them."""
    words: list[str] = []
    with serve(behaviour) as address:
        try:
            words.extend(OllamaServer(replace(settings, ollama_host=address)).stream(LOCAL, MESSAGES, WINDOW))
        except ModelError as error:
            return "".join(words), error
    return "".join(words), None


def test_server_that_is_not_there_is_told(settings: Settings) -> None:
    for call in (
        OllamaServer(settings).choose_model,
        lambda: list(OllamaServer(settings).stream(LOCAL, MESSAGES, WINDOW)),
    ):
        with pytest.raises(ModelServerDown) as caught:
            call()
        assert caught.value.problem.values == (("host", settings.ollama_host),)


def test_other_program_at_the_address_is_told(settings: Settings) -> None:
    with serve(Behaviour(html_instead_of_json=True)) as address, pytest.raises(NotOllama):
        OllamaServer(replace(settings, ollama_host=address)).choose_model()


@pytest.mark.parametrize(
    "models", ["none", None, {"a": 1}, 7, ["a:4b"], [{"size": 1}], [None]], ids=lambda value: json.dumps(value)
)
def test_list_of_models_that_makes_no_sense_is_a_fault_of_ours_to_name(settings: Settings, models: object) -> None:
    with serve(Behaviour(models=models)) as address, pytest.raises(ModelError):  # type: ignore[arg-type]
        OllamaServer(replace(settings, ollama_host=address)).choose_model()


@pytest.mark.parametrize(
    ("status", "message", "error"),
    [
        (404, "model 'stand-in:4b' not found", ModelMissing),
        (500, "model requires more system memory (8.0 GiB) than is available (3.1 GiB)", ModelTooLarge),
        (500, "CUDA error: out of memory", ModelTooLarge),
        (400, "the input length exceeds the context length", PromptTooLong),
        (400, '{"type":"exceed_context_size_error"}', PromptTooLong),
        (500, "an unknown error", ModelFailed),
    ],
)
def test_refusal_of_the_server_has_its_own_error(
    settings: Settings, status: int, message: str, error: type[ModelError]
) -> None:
    words, raised = stream(settings, Behaviour(chat_status=status, chat_error=message))
    assert words == ""
    assert type(raised) is error


@pytest.mark.parametrize(
    ("message", "error"),
    [("an error was encountered", ModelFailed), ("out of memory", ModelTooLarge), ("context size", PromptTooLong)],
)
def test_error_in_the_middle_keeps_the_words_before_it(
    settings: Settings, message: str, error: type[ModelError]
) -> None:
    words, raised = stream(settings, Behaviour(reply="раз два три", error_after_words=2, chat_error=message))
    assert words == "раз два "
    assert type(raised) is error


@pytest.mark.parametrize("fault", ["break_after_words", "bad_json_after_words"])
@pytest.mark.parametrize("count", [0, 2])
def test_connection_or_text_that_breaks_is_told_and_keeps_the_words_before_it(
    settings: Settings, fault: str, count: int
) -> None:
    words, raised = stream(settings, Behaviour(reply="раз два три", **{fault: count}))  # type: ignore[arg-type]
    assert words == "раз два "[: 4 * count]
    assert type(raised) is AnswerBroken


def test_silent_server_times_out(settings: Settings) -> None:
    patient = replace(settings, first_token_seconds=0.3)
    words, raised = stream(patient, Behaviour(seconds_before_first_word=3.0))
    assert (words, type(raised)) == ("", ModelTimeout)
    words, raised = stream(patient, Behaviour(reply="раз два три", seconds_between_words=3.0))
    assert (words, type(raised)) == ("раз ", ModelTimeout)


def say_nothing(link: socket.socket) -> None:
    while link.recv(65536):
        pass


def test_server_that_never_lists_its_models_is_told_as_slow(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.ollama.server._LISTING_SECONDS", 0.2)
    with serve_raw(say_nothing) as address, pytest.raises(ModelTimeout):
        OllamaServer(replace(settings, ollama_host=address)).choose_model()


@pytest.mark.parametrize("reply", ["", "  \n\u00a0"])
@pytest.mark.parametrize("reason", ["stop", "length", "load"])
def test_answer_without_a_word_is_told_from_one_that_broke_off(settings: Settings, reply: str, reason: str) -> None:
    words, raised = stream(settings, Behaviour(reply=reply, thinking="Так…", done_reason=reason))
    assert (words, type(raised)) == (reply, ModelSilent)
    assert raised
    assert raised.problem.values == (("model", MODEL),)


def test_answer_that_reached_its_largest_length_broke_off(settings: Settings) -> None:
    words, raised = stream(settings, Behaviour(reply="раз два", done_reason="length"))
    assert (words, type(raised)) == ("раз два", AnswerBroken)


@pytest.mark.parametrize("word", ["слово ", "слово " * 3000])
def test_endless_answer_is_cut_off(settings: Settings, word: str) -> None:
    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        for _ in range(30_000):
            wire.chunk(event(MODEL, word))

    words, raised = stream(settings, Behaviour(scripts={"/api/chat": script}))
    assert type(raised) is AnswerBroken
    assert MAX_ANSWER_CHARACTERS - len(word) <= len(words) <= MAX_ANSWER_CHARACTERS


def test_endless_thinking_is_cut_off(settings: Settings) -> None:
    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        for _ in range(30_000):
            wire.chunk(event(MODEL, "", thinking="Так…"))

    words, raised = stream(settings, Behaviour(scripts={"/api/chat": script}))
    assert (words, type(raised)) == ("", ModelSilent)


@pytest.mark.parametrize(
    "told", [{"message": "слово"}, {"message": []}, {"message": {"content": 7}}, {"message": {"content": ["слово"]}}]
)
def test_line_with_something_else_than_words_breaks_the_answer(settings: Settings, told: object) -> None:
    def script(wire: Wire, _body: object) -> None:
        wire.stream()
        wire.chunk(event(MODEL, "раз ") + json.dumps(told).encode() + b"\n")
        wire.chunk(b"")

    words, raised = stream(settings, Behaviour(scripts={"/api/chat": script}))
    assert (words, type(raised)) == ("раз ", AnswerBroken)


@pytest.mark.parametrize(("share", "is_cut"), [(0.5, True), (0.49, True), (0.4, False), (0.9, False)])
def test_old_server_that_reports_half_of_the_window_has_cut_the_prompt(
    settings: Settings, share: float, is_cut: bool
) -> None:
    def script(wire: Wire, _body: object) -> None:
        count = int(WINDOW.tokens * share)
        wire.stream()
        wire.chunk(event(MODEL, "раз", done=True, done_reason="stop", prompt_eval_count=count))
        wire.chunk(b"")

    with serve(Behaviour(scripts={"/api/chat": script})) as address:
        server = OllamaServer(replace(settings, ollama_host=address))
        assert list(server.stream(LOCAL, MESSAGES, WINDOW)) == ["раз"]
        if is_cut:
            with pytest.raises(PromptTooLong):
                list(server.stream(replace(LOCAL, cuts_silently=True), MESSAGES, WINDOW))
        else:
            assert list(server.stream(replace(LOCAL, cuts_silently=True), MESSAGES, WINDOW)) == ["раз"]


def test_closing_the_stream_stops_the_server(settings: Settings) -> None:
    behaviour = Behaviour(reply="слово " * 200, seconds_between_words=0.02)
    with serve(behaviour) as address:
        words = OllamaServer(replace(settings, ollama_host=address)).stream(LOCAL, MESSAGES, WINDOW)
        assert next(words) == "слово "
        words.close()
        time.sleep(0.3)
        sent = behaviour.words_sent
        time.sleep(0.3)
    assert behaviour.words_sent == sent < 100


def test_hanging_up_ends_the_stream_at_once_while_the_server_is_silent(settings: Settings) -> None:
    left = threading.Event()

    def hear(link: socket.socket) -> None:
        say_nothing(link)
        left.set()

    with serve_raw(hear) as address:
        server = OllamaServer(replace(settings, ollama_host=address))
        threading.Timer(0.2, server.hang_up).start()
        started = time.monotonic()
        with pytest.raises(ModelError):
            list(server.stream(LOCAL, MESSAGES, WINDOW))
        assert time.monotonic() - started < 2
        assert left.wait(2)
