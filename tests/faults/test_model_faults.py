"""Whatever a model server does, a question ends by itself with its quotes, and with advice that fits the cause."""

import logging
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from rag.answer.job import AnswerJob
from rag.languages import LANGUAGES
from rag.service import Service
from rag.types import Encoder, Exchange, ExchangeState
from rag.web.texts import describe_problem
from tests.conftest import private_settings, text_file, wait_for, wait_until
from tests.faults.model_collection import model_faults
from tests.faults.model_faults import (
    CHAT,
    HASTY,
    REPLY,
    SHOW,
    TAGS,
    VERSION,
    WORDS,
    Kept,
    ModelFault,
    end,
    flowing,
    line,
    sending,
)  # fmt: skip
from tests.faults.model_streams import cut
from tests.faults.model_use import use_server
from tests.search.examples import LIBRARY
from tests.stand_in import MODEL, Behaviour, Script, Wire, model_entry, serve

QUESTION = "Что Вера обещала прислать Тимуру?"
LONGEST_SECONDS = 20.0
MOST_CHARACTERS = 20_000
STOPPED_WITHIN_SECONDS = 2.0
SEED = 20_251_014
PATIENT = {"first_token_seconds": 10.0, "next_token_seconds": 10.0}
FAULTS = model_faults()


@dataclass(frozen=True)
class Run:
    """A question that was asked of a server, as the library keeps it."""

    exchange: Exchange
    seconds: float

    @property
    def code(self) -> str | None:
        return self.exchange.problem.code if self.exchange.problem else None

    @property
    def text(self) -> str:
        return self.exchange.answer.text if self.exchange.answer else ""


class Asker:
    """Asks the same question again and again, each time with another model server."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.transcripts = [quote.transcript_id for quote in service.search(QUESTION).quotes]

    def begin(self, address: str, **settings: Any) -> AnswerJob:
        use_server(self.service, address, **PATIENT | settings)
        return self.service.chats.ask(QUESTION)

    def ask(self, address: str, **settings: Any) -> Run:
        """What became of the question; nothing of it may be left running."""
        started = time.monotonic()
        job = self.begin(address, **settings)
        is_answered = job.wait(LONGEST_SECONDS)
        job.stop()
        assert is_answered, "the question was never answered"
        seconds = time.monotonic() - started
        wait_until(lambda: not streams_at_work(), 2)
        stored = self.service.chats._conversations.exchange(job.exchange.id)
        assert stored is not None, "the question is lost"
        assert stored == job.exchange
        return Run(stored, seconds)


def streams_at_work() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "model-stream"]


@pytest.fixture(scope="module")
def asker(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.service.load_encoder", lambda *_: encoder)
        patch.setattr("rag.ollama.server._LISTING_SECONDS", 0.8)
        service = Service(private_settings(tmp_path_factory.mktemp("faults")))
        wait_for(service.add_files([text_file(name, text) for name, text in LIBRARY.items()]))
        yield Asker(service)
        service.close()


@pytest.fixture(autouse=True)
def no_trace(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No error with a trace is logged in any run."""
    with caplog.at_level(logging.INFO, logger="rag"):
        yield
    assert not [record.getMessage() for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def check(asker: Asker, run: Run, code: str | None, kept: Kept) -> None:
    """The quotes are there, the problem is told, the answer is what it claims to be."""
    exchange = run.exchange
    assert exchange.question == QUESTION
    assert exchange.state is ExchangeState.DONE
    assert exchange.found is not None
    assert [quote.transcript_id for quote in exchange.found.quotes] == asker.transcripts
    assert run.code == code
    if exchange.problem:
        sentences = {describe_problem(exchange.problem, language, kinds="") for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES)
        assert not [sentence for sentence in sentences if "{" in sentence or len(sentence) < 8]
    assert (exchange.answer is not None) == (kept is not Kept.NOTHING)
    if exchange.answer:
        assert exchange.answer.is_unfinished == (kept is Kept.PART)
        assert exchange.answer.model == MODEL
        assert len(run.text) <= MOST_CHARACTERS
        shown = {int(number) for number in re.findall(r"\[(\d{1,3})\]", run.text)}
        assert shown <= {quote.rank for quote in exchange.found.quotes}
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", run.text)
        assert "<think>" not in run.text


def test_there_are_more_than_a_hundred_of_them_with_every_error_of_a_model() -> None:
    assert len(FAULTS) >= 120
    assert {fault.code for fault in FAULTS} >= {
        "model_down", "model_foreign", "model_none", "model_missing", "model_memory", "model_unsuited",
        "model_damaged", "model_busy", "model_failed", "model_slow", "model_stalled", "model_silent",
        "model_repeats", "model_window", "model_broken", None,
    }  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_question_ends_with_its_quotes_and_with_fitting_advice(asker: Asker, fault: ModelFault) -> None:
    with fault.serve() as address:
        check(asker, asker.ask(address, **fault.settings), fault.code, fault.kept)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_question_ends_in_the_same_way_four_times_more(asker: Asker, fault: ModelFault) -> None:
    for _ in range(4):
        with fault.serve() as address:
            check(asker, asker.ask(address, **fault.settings), fault.code, fault.kept)


def check_cut(asker: Asker, words: int, how: str) -> None:
    with serve(Behaviour(scripts={CHAT: cut(words, how)})) as address:
        run = asker.ask(address)
    check(asker, run, "model_failed" if how == "error line" else "model_broken", Kept.PART if words else Kept.NOTHING)
    assert re.sub(r"[\W\d]", "", run.text) in re.sub(r"[\W\d]", "", REPLY)


@pytest.mark.parametrize("how", ["close", "reset", "error line"])
@pytest.mark.parametrize("words", [0, 1, 2, 7, 8, 50])
def test_answer_that_is_cut_is_marked_as_unfinished(asker: Asker, words: int, how: str) -> None:
    check_cut(asker, words, how)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["close", "reset", "error line"])
def test_answer_that_is_cut_anywhere_is_marked_as_unfinished(asker: Asker, how: str) -> None:
    assert len(WORDS) > 50
    for words in range(51):
        check_cut(asker, words, how)


def mutated(chance: random.Random) -> bytes:
    """A valid answer with a few of its bytes changed, left out, doubled or put elsewhere."""
    data = bytearray(b"".join((*map(line, WORDS[:20]), end())))
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data))
        piece = data[start : start + chance.randint(1, 40)]
        where = chance.randrange(len(data))
        data[start : start + chance.choice((0, len(piece)))] = chance.choice(
            (b"", piece * 2, chance.randbytes(len(piece)), b'"', b"{", b"}\n", b"null", b"\\u0000", b"\\ud800", b"[9]")
        )
        data[where:where] = chance.choice((b"", bytes(piece)))
    return bytes(data)


def check_mutations(asker: Asker, numbers: range) -> None:
    answer = b""
    with serve(Behaviour(scripts={CHAT: lambda wire, body: sending(answer)(wire, body)})) as address:
        for number in numbers:
            answer = mutated(random.Random(SEED + number))  # noqa: S311
            run = asker.ask(address, **HASTY)
            assert run.code in {None, "model_broken", "model_failed", "model_silent", "model_foreign"}, number
            kept = Kept.NOTHING if not run.text else Kept.PART if run.code else Kept.WHOLE
            check(asker, run, run.code, kept)


def test_mutated_answer_is_handled(asker: Asker) -> None:
    check_mutations(asker, range(30))


@pytest.mark.slow
def test_three_hundred_mutated_answers_are_handled(asker: Asker) -> None:
    check_mutations(asker, range(300))


def _silent(wire: Wire, _body: object) -> None:
    wire.wait(60)


def _silent_after_headers(wire: Wire, _body: object) -> None:
    wire.stream()
    wire.wait(60)


SLOW: dict[str, dict[str, Script]] = {
    "list of models": {TAGS: _silent},
    "details of the model": {SHOW: _silent},
    "version": {VERSION: _silent},
    "headers": {CHAT: _silent},
    "first word": {CHAT: _silent_after_headers},
    "next word": {CHAT: flowing(lambda: (*WORDS[:3], *WORDS), pause=0.3)},
}


@pytest.mark.parametrize("scripts", SLOW.values(), ids=SLOW)
def test_slow_server_is_seen_at_once_and_can_be_stopped(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, scripts: dict[str, Script]
) -> None:
    monkeypatch.setattr("rag.ollama.server._LISTING_SECONDS", 10.0)
    check_stop(asker, scripts, 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("scripts", SLOW.values(), ids=SLOW)
def test_slow_server_can_be_stopped_at_any_time(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, scripts: dict[str, Script]
) -> None:
    monkeypatch.setattr("rag.ollama.server._LISTING_SECONDS", 10.0)
    for seconds in (0.0, 0.01, 0.1, 1.0, 2.0):
        check_stop(asker, scripts, seconds)


def check_stop(asker: Asker, scripts: dict[str, Script], seconds: float) -> None:
    """The work is seen, another search goes on beside it, and it ends soon after it is told to."""
    with serve(Behaviour(scripts=scripts)) as address:
        job = asker.begin(address)
        if seconds:
            wait_until(lambda: job.progress and job.exchange.found, 1.0)
            assert asker.service.search("Что Тимур ответил про переезд?").quotes
            time.sleep(seconds)
        job.stop()
        assert job.wait(STOPPED_WITHIN_SECONDS), "it was not stopped in time"
        wait_until(lambda: not streams_at_work(), 2)
    assert job.exchange.state is ExchangeState.STOPPED
    assert job.exchange.problem is None
    assert job.exchange.answer is None or job.exchange.answer.is_unfinished
    stored = asker.service.chats._conversations.exchange(job.exchange.id)
    assert stored == job.exchange


def test_model_of_a_cloud_is_never_asked(asker: Asker) -> None:
    names = [f"big-{number}:480b" for number in range(5)]
    clouds = [
        *(model_entry(f"{name}-cloud") for name in names),
        *(model_entry(f"{name.split(':')[0]}:cloud") for name in names),
        *(model_entry(name, remote_host="https://ollama.com") for name in names),
        *(model_entry(name, remote_model=name) for name in names),
    ]
    behaviour = Behaviour(models=[*clouds, model_entry(MODEL), *clouds])
    with serve(behaviour) as address:
        assert asker.ask(address).code is None
        for cloud in clouds:
            run = asker.ask(address, ollama_model=cloud["name"])
            assert (run.code, run.text) == ("model_missing", "")
    assert len(clouds) == 20
    assert {request["body"]["model"] for request in behaviour.requests} == {MODEL}


def test_prompt_that_an_old_server_cut_in_silence_is_never_answered_from(asker: Asker) -> None:
    (old,) = (fault for fault in FAULTS if fault.name == "old server that cuts the prompt")
    with old.serve() as address:
        job = asker.begin(address)
        assert job.wait(LONGEST_SECONDS)
    assert job.exchange.answer is None
