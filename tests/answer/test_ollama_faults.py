"""The local Ollama server when it is not well: every fault becomes one error of ours, and stopping is at once."""

import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from rag.answer.job import Writer
from rag.answer.ollama import LocalModel, OllamaServer
from rag.config import Settings
from rag.errors import (
    AnswerBroken,
    ModelError,
    ModelMissing,
    ModelServerDown,
    ModelTimeout,
    ModelTooLarge,
    PromptTooLong,
)
from tests.answer.examples import found, neighbours, quote
from tests.stand_in import MODEL, Behaviour, model_entry, serve

MESSAGES = ({"role": "user", "content": "[1] Вера: Да.\n\nВопрос: Что?"},)
LOCAL = LocalModel(MODEL, False)


def stream(settings: Settings, behaviour: Behaviour) -> tuple[str, ModelError | None]:
    """All words and the error that ended them."""
    words: list[str] = []
    with serve(behaviour) as address:
        try:
            words.extend(OllamaServer(replace(settings, ollama_host=address)).stream(LOCAL, MESSAGES))
        except ModelError as error:
            return "".join(words), error
    return "".join(words), None


def test_server_that_is_not_there_is_told(settings: Settings) -> None:
    for call in (OllamaServer(settings).choose_model, lambda: list(OllamaServer(settings).stream(LOCAL, MESSAGES))):
        with pytest.raises(ModelServerDown) as caught:
            call()
        assert caught.value.problem.values == (("host", settings.ollama_host),)


def test_other_program_at_the_address_is_told(settings: Settings) -> None:
    with serve(Behaviour(html_instead_of_json=True)) as address, pytest.raises(AnswerBroken):
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
        (500, "an unknown error", AnswerBroken),
        (503, "server busy, please try again", AnswerBroken),
        (401, "unauthorized", AnswerBroken),
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
    [("an error was encountered", AnswerBroken), ("out of memory", ModelTooLarge), ("context size", PromptTooLong)],
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


def test_server_that_never_lists_its_models_times_out(settings: Settings) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ModelTimeout):
            OllamaServer(replace(settings, ollama_host=host, connect_seconds=0.05)).choose_model()


def test_server_that_speaks_no_http_is_told(settings: Settings) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"220 mail.example ready\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(AnswerBroken):
            OllamaServer(replace(settings, ollama_host=f"127.0.0.1:{listener.getsockname()[1]}")).choose_model()


def test_closing_the_stream_stops_the_server(settings: Settings) -> None:
    behaviour = Behaviour(reply="слово " * 200, seconds_between_words=0.02)
    with serve(behaviour) as address:
        words = OllamaServer(replace(settings, ollama_host=address)).stream(LOCAL, MESSAGES)
        assert next(words) == "слово "
        words.close()
        time.sleep(0.3)
        sent = behaviour.words_sent
        time.sleep(0.3)
    assert behaviour.words_sent == sent < 100


@contextmanager
def silent_server() -> Iterator[tuple[str, queue.Queue[float]]]:
    """A server that lists a model, says nothing in a chat, and notes when the other side hangs up."""
    hung_up: queue.Queue[float] = queue.Queue()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def serve_one(connection: socket.socket) -> None:
        with connection:
            while request := connection.recv(65536).decode("utf-8", "replace"):
                if not request.startswith(("GET", "POST")):
                    continue
                if " /api/chat " in request:
                    while connection.recv(65536):
                        pass
                    hung_up.put(time.monotonic())
                    return
                models = {"models": [model_entry(MODEL)]}
                details = {"capabilities": ["completion"]}
                data = json.dumps(models if request.startswith("GET") else details).encode()
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve_one, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", hung_up
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def stop_after(seconds: float) -> threading.Event:
    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    return stop


def test_stop_takes_effect_at_once_while_the_server_is_silent(settings: Settings) -> None:
    with silent_server() as (address, _):
        writer = Writer(replace(settings, ollama_host=address), neighbours())
        started = time.monotonic()
        answer = writer.write(writer.prompt("Что?", found(quote(1)).quotes), stop=stop_after(0.3))
        assert 0.3 <= time.monotonic() - started < 2
        assert (answer.text, answer.is_unfinished) == ("", True)


def test_stop_hangs_up_on_a_silent_server(settings: Settings) -> None:
    with silent_server() as (address, hung_up):
        writer = Writer(replace(settings, ollama_host=address), neighbours())
        writer.write(writer.prompt("Что?", found(quote(1)).quotes), stop=stop_after(0.3))
        hung_up.get(timeout=2)


def test_stop_before_the_model_was_asked_asks_nothing(settings: Settings) -> None:
    behaviour = Behaviour(seconds_before_first_word=2.0)
    stop = threading.Event()
    stop.set()
    with serve(behaviour) as address:
        writer = Writer(replace(settings, ollama_host=address), neighbours())
        answer = writer.write(writer.prompt("Что?", found(quote(1)).quotes), stop=stop)
        time.sleep(0.3)
    assert (answer.text, answer.is_unfinished) == ("", True)
    assert "/api/chat" not in [request["path"] for request in behaviour.requests]


def test_stop_in_the_middle_keeps_the_words_and_stops_the_server(settings: Settings) -> None:
    behaviour = Behaviour(reply="слово " * 500, seconds_between_words=0.02)
    with serve(behaviour) as address:
        writer = Writer(replace(settings, ollama_host=address), neighbours())
        answer = writer.write(writer.prompt("Что?", found(quote(1)).quotes), stop=stop_after(0.4))
        assert answer.is_unfinished
        assert 0 < answer.text.count("слово") < 200
        time.sleep(0.3)
        sent = behaviour.words_sent
        time.sleep(0.3)
        assert behaviour.words_sent == sent < 300
