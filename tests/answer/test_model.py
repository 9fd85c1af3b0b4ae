"""One request to the local model: what is sent fits, what was written is kept, what was learnt is remembered."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from rag.answer.instructions import Task
from rag.answer.model import Model, Written
from rag.answer.prompt import Prompt, Request, quotes_prompt
from rag.config import Settings
from rag.model_errors import AnswerBroken, ModelServerDown, ModelSilent, PromptTooLong
from rag.ollama.budget import Window, estimate_tokens
from rag.types import Quote
from tests.answer.examples import Factors, neighbours, quote
from tests.counting import Counting, by_characters
from tests.stand_in import MODEL, Behaviour, serve

ASKED = Request(Task.ANSWER, "ru", "Что я обещала Тимуру?")
QUOTES = [quote(rank, rank, 10, 10) for rank in range(1, 9)]


def prompt_of(quotes: Sequence[Quote] = QUOTES) -> partial[Prompt]:
    return partial(quotes_prompt, ASKED, quotes, neighbours(lambda *_: "Слово за слово. " * 5))


def write(settings: Settings, behaviour: Behaviour, factors: Factors | None = None) -> Written:
    with serve(behaviour) as address:
        model = Model(replace(settings, ollama_host=address), Factors() if factors is None else factors)
        return model.write(prompt_of(), lambda: False)


def sent(behaviour: Behaviour) -> list[dict[str, object]]:
    return [request["body"] for request in behaviour.requests if request["path"] == "/api/chat"]


def test_whole_answer_has_all_quotes_in_its_prompt(settings: Settings) -> None:
    written = write(settings, Behaviour(reply="Да [1]."))
    assert (written.text, written.is_whole, written.prompt.quotes_offered) == ("Да [1].", True, 8)


def test_request_forbids_the_server_to_cut_and_names_the_window(settings: Settings) -> None:
    behaviour = Behaviour(reply="Да.")
    write(replace(settings, context_tokens=6000), behaviour)
    request = sent(behaviour)[0]
    assert (request["truncate"], request["shift"]) == (False, False)
    assert request["options"] == {"num_ctx": 6000, "num_predict": settings.answer_tokens, "temperature": 0.1}


def test_words_before_a_fault_are_kept_with_the_fault(settings: Settings) -> None:
    written = write(settings, Behaviour(reply="раз два три", break_after_words=2))
    assert (written.text, type(written.error), written.is_whole) == ("раз два ", AnswerBroken, False)


def test_fault_before_the_first_word_is_raised(settings: Settings) -> None:
    with pytest.raises(ModelSilent):
        write(settings, Behaviour(reply=""))
    with pytest.raises(ModelServerDown):
        Model(settings, Factors())


def test_loop_is_kept_once(settings: Settings) -> None:
    written = write(settings, Behaviour(reply="Главное сказано здесь [1]. " + "Я пришлю список до пятницы. " * 900))
    assert written.text.count("Я пришлю список") <= 3
    assert not written.is_whole


def test_prompt_that_the_server_finds_too_long_is_made_shorter_until_it_fits(settings: Settings) -> None:
    server, factors = Counting(by_characters(0.8)), Factors()
    written = write(replace(settings, context_tokens=3200), Behaviour(scripts=server.scripts), factors)
    assert written.is_whole
    assert 0 < written.prompt.quotes_offered < 8
    assert server.refused > 0
    for body in server.bodies:
        system, *_, user = (message["content"] for message in body["messages"])
        assert system.startswith("Тебе дают")
        assert user.endswith("Вопрос: Что я обещала Тимуру?")
    assert factors[MODEL] > 1.0
    again = Counting(by_characters(0.8))
    write(replace(settings, context_tokens=3200), Behaviour(scripts=again.scripts), factors)
    assert again.refused == 0, "what was learnt is used from the first request on"


def test_server_that_finds_everything_too_long_is_told(settings: Settings) -> None:
    server = Counting(by_characters(1.0), window=10)
    with pytest.raises(PromptTooLong):
        write(settings, Behaviour(scripts=server.scripts))
    assert 0 < server.refused < 10


def test_old_server_that_cuts_in_silence_gets_a_shorter_prompt(settings: Settings) -> None:
    server = Counting(by_characters(0.8), cuts_silently=True)
    written = write(replace(settings, context_tokens=3200), Behaviour(scripts=server.scripts))
    assert written.is_whole
    assert 0 < written.prompt.quotes_offered < 8
    assert server.read[-1] == written.prompt.text


def test_tokens_that_were_counted_are_remembered_for_the_model(settings: Settings) -> None:
    factors = Factors()
    written = write(settings, Behaviour(scripts=Counting(by_characters(1.0)).scripts), factors)
    seen = len(written.prompt.text) / estimate_tokens(written.prompt.text)
    assert factors[MODEL] == pytest.approx(seen, rel=0.1)


def test_stopped_answer_is_told_from_a_whole_one(settings: Settings) -> None:
    heard: list[str] = []
    with serve(Behaviour(reply="раз два три четыре", seconds_between_words=0.1)) as address:
        model = Model(replace(settings, ollama_host=address), Factors())
        written = model.write(prompt_of(), lambda: bool(heard), lambda text, _prompt: heard.append(text))
    assert written.was_stopped
    assert written.error is None
    assert written.text.startswith("раз")
    assert "четыре" not in written.text


def test_prompt_that_would_be_sent_can_be_seen(settings: Settings) -> None:
    with serve(Behaviour()) as address:
        model = Model(replace(settings, ollama_host=address, context_tokens=2048), Factors())
        fitting = model.fitting(prompt_of())
    assert fitting == prompt_of()(Window(2048, settings.answer_tokens))
