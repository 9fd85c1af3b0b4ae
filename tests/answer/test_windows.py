"""Sixty prompts of 90 to 300 % of a window: nothing is cut in silence, the rules and the question are always inside."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from rag.answer.instructions import Task, instructions
from rag.answer.model import Model
from rag.answer.prompt import Request, quotes_prompt
from rag.config import Settings
from rag.languages import Language
from rag.model_errors import PromptTooLong
from rag.types import Encoder, Quote
from tests.answer.examples import Factors, neighbours, quote
from tests.counting import Counting
from tests.stand_in import Behaviour, serve

ANSWER_TOKENS = 300
SHARES = (0.9, 1.2, 1.5, 2.0, 3.0)
LINES: dict[Language, str] = {
    "ru": "Я пришлю тебе разбор домашнего задания до пятницы, а ты допиши раздел про проект и посмотри запись. ",
    "en": "I will send you the review of the homework by Friday, and you finish the part about the project, please. ",
    "zh": "我星期五之前把作业的点评发给你，你把项目那一部分写完，再看一遍上次会面的录音。",
}
QUESTIONS: dict[Language, str] = {
    "ru": "Что я обещал по домашке?", "en": "What did I promise about the homework?", "zh": "关于作业我答应了什么？",
}  # fmt: skip
PER_CHARACTER = {"frugal": 0.6, "as it is": 1.0, "wasteful": 2.2}
"""Models of one language make several tokens of a letter of another."""


def quotes_for(share: float, window: int, language: Language, count: Counting) -> tuple[list[Quote], int]:
    """So many quotes that their lines are such a share of the window by the server's own count."""
    tokens_of_quote = 5 * (count.count(LINES[language]) + 6)
    number = max(2, round(share * window / tokens_of_quote))
    return [quote(rank, rank, 10, 10) for rank in range(1, number + 1)], number * tokens_of_quote


def ask(
    settings: Settings, server: Counting, quotes: Sequence[Quote], language: Language, factors: Factors
) -> tuple[int, str]:
    request = Request(Task.ANSWER, language, QUESTIONS[language])
    around = neighbours(lambda *_: LINES[language])
    with serve(Behaviour(scripts=server.scripts)) as address:
        model = Model(replace(settings, ollama_host=address), factors)
        written = model.write(partial(quotes_prompt, request, quotes, around), lambda: False)
    assert written.is_whole
    return written.prompt.quotes_offered, written.prompt.text


@pytest.mark.parametrize("is_old", [False, True], ids=["keeps to truncate", "cuts in silence"])
@pytest.mark.parametrize("habit", PER_CHARACTER)
@pytest.mark.parametrize("window", [2048, 8192])
def test_prompts_beyond_the_window_are_made_to_fit_and_never_cut(
    encoder: Encoder, settings: Settings, window: int, habit: str, is_old: bool
) -> None:
    def count(text: str) -> int:
        return int(encoder.count_tokens([text])[0] * PER_CHARACTER[habit]) + 20

    tried = 0
    for language in LINES:
        factors = Factors()
        for share in SHARES:
            server = Counting(count, cuts_silently=is_old)
            limited = replace(settings, context_tokens=window, answer_tokens=ANSWER_TOKENS)
            quotes, asked_tokens = quotes_for(share, window, language, server)
            assert asked_tokens > 0.7 * window
            try:
                offered, sent = ask(limited, server, quotes, language, factors)
            except PromptTooLong:
                assert (habit, window) == ("wasteful", 2048), "the rules alone nearly fill such a window"
                continue
            tried += 1
            assert server.read[-1] == sent, "what the model reads is what was sent"
            assert sent.startswith(instructions(Task.ANSWER, language))
            assert sent.endswith(QUESTIONS[language])
            assert 0 < offered <= len(quotes)
            assert count(sent) < window
            if share >= 1.2:
                assert offered < len(quotes)
    assert tried >= (0 if (habit, window) == ("wasteful", 2048) else len(LINES) * len(SHARES))
