"""Words from a thread of their own: stops, time limits and loops."""

import threading
import time
from collections.abc import Callable, Generator

import pytest

from rag.model_errors import AnswerBroken, ModelRepeats, ModelStalled, ModelTimeout
from rag.ollama.streaming import Patience, is_loop, watched, without_loop

PATIENT = Patience(10.0, 10.0)


class Source:
    """A stream of words that ends when it is hung up."""

    def __init__(self, *pieces: str | float | Exception) -> None:
        self._pieces = pieces
        self._gone = threading.Event()
        self.hang_ups = 0

    def hang_up(self) -> None:
        self.hang_ups += 1
        self._gone.set()

    def words(self) -> Generator[str, None, None]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, str):
                yield piece
            elif self._gone.wait(piece):
                return


def heard(
    source: Source, is_over: Callable[[], bool] = lambda: False, patience: Patience = PATIENT
) -> tuple[list[str], Exception | None]:
    words: list[str] = []
    try:
        words.extend(watched(source.words(), source.hang_up, is_over, patience))
    except Exception as error:
        return words, error
    return words, None


def test_words_come_as_they_are_without_the_signs_of_life() -> None:
    source = Source("раз ", "", "два", "")
    assert heard(source) == (["раз ", "два"], None)
    assert source.hang_ups == 1


def test_fault_comes_after_the_words_before_it() -> None:
    fault = AnswerBroken("x")
    assert heard(Source("раз", fault, "два")) == (["раз"], fault)


def test_fault_of_our_own_is_not_swallowed() -> None:
    words, error = heard(Source("раз", KeyError("bug")))
    assert (words, type(error)) == (["раз"], KeyError)


@pytest.mark.parametrize(
    ("pieces", "words", "kind"),
    [((5.0, "раз"), [], ModelTimeout), (("раз", 5.0, "два"), ["раз"], ModelStalled), (("", 5.0), [], ModelStalled)],
)
def test_silence_has_its_own_error_before_and_after_the_first_sign_of_life(
    pieces: tuple[str | float, ...], words: list[str], kind: type[Exception]
) -> None:
    began = time.monotonic()
    source = Source(*pieces)
    said, error = heard(source, patience=Patience(0.2, 0.2))
    assert (said, type(error)) == (words, kind)
    assert time.monotonic() - began < 2
    assert source.hang_ups == 1


def test_signs_of_life_keep_a_thinking_model_alive() -> None:
    thinking = ("", 0.1) * 6
    assert heard(Source(*thinking, "да"), patience=Patience(0.3, 0.3)) == (["да"], None)


def test_stop_is_at_once_also_while_the_server_is_silent() -> None:
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    source = Source("раз", 30.0, "два")
    assert heard(source, stop.is_set) == (["раз"], None)
    assert time.monotonic() - began < 2
    assert source.hang_ups == 1


def test_stop_before_the_first_word_asks_for_nothing() -> None:
    assert heard(Source("раз"), lambda: True) == ([], None)


@pytest.mark.parametrize("block", ["да ", "Я пришлю список до пятницы. ", "Слово за словом, строка за строкой " * 9])
def test_endless_repetition_is_ended(block: str) -> None:
    words, error = heard(Source("Вступление, в котором сказано главное. ", *[block] * 500))
    assert type(error) is ModelRepeats
    assert len(words) < 200
    text = "".join(words)
    assert is_loop(text)
    assert len(without_loop(text)) <= len("Вступление, в котором сказано главное. ") + 2 * max(len(block), 60)


@pytest.mark.parametrize(
    "text",
    ["", "да " * 20, "Я пришлю список до пятницы [1]. " * 4, "".join(f"Пункт {n} из списка дел. " for n in range(400))],
)
def test_list_is_no_loop(text: str) -> None:
    assert not is_loop(text)
    assert without_loop(text) == text
