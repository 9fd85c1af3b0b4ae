"""The promise of the encoder and the passages together: no word of a transcript is lost to a limit of the model."""

from collections.abc import Callable

import numpy as np
import pytest

from rag.config import Settings
from rag.index.passages import MAX_HEADER_CHARACTERS, MAX_PASSAGE_TOKENS, make_passages
from rag.service import Service
from rag.types import Encoder, Segment
from tests.conftest import text_file, wait_for

FILLER = {
    "ru": (
        "Мы обсудили план на неделю и распределили задачи между участниками. ",
        "Потом разговор зашёл о погоде и о дороге на работу. ",
        "Все согласились, что отчёт нужно сократить вдвое. ",
    ),
    "en": (
        "We went through the plan for the week and shared out the tasks. ",
        "Then the talk turned to the weather and the way to work. ",
        "Everyone agreed that the report should be cut in half. ",
    ),
    "zh": ("我们讨论了本周的计划并分配了任务。", "后来大家聊起了天气和上班的路。", "所有人都同意把报告缩短一半。"),
}
QUESTION = {
    "ru": "Где лежит пароль от сейфа?",
    "en": "Where does the key of the safe lie?",
    "zh": "保险柜的钥匙放在哪里？",
}
FACT = {
    "ru": "Пароль от сейфа лежит под горшком с фикусом.",
    "en": "The key of the safe lies under the ficus pot.",
    "zh": "保险柜的钥匙放在榕树花盆下面。",
}
OTHER = {
    "ru": "Собака соседа вчера убежала в дремучий лес.",
    "en": "The dog of our neighbour ran off into the woods.",
    "zh": "邻居家的狗昨天跑进了后面的树林。",
}
CHANGED = {"ru": ("фикусом.", "кактусом."), "en": ("pot.", "tree."), "zh": ("下面。", "旁边。")}
LANGUAGES = pytest.mark.parametrize("language", ["ru", "en", "zh"])


def filler(language: str, sentences: int) -> str:
    parts = FILLER[language]
    return "".join(parts[number % len(parts)] for number in range(sentences))


def advantage_of(encoder: Encoder, language: str, sentences: int) -> float:
    """How much closer to the question the text is for ending with the fact than with something else."""
    before = filler(language, sentences)
    question = encoder.encode_questions([QUESTION[language]])[0]
    told, untold = (encoder.encode_passages([before + end])[0] for end in (FACT[language], OTHER[language]))
    return float(told @ question - untold @ question)


@LANGUAGES
@pytest.mark.parametrize("sentences", [0, 1, 2, 4, 7, 10])
def test_fact_at_the_end_of_a_passage_of_any_size_brings_it_closer_to_its_question(
    encoder: Encoder, language: str, sentences: int
) -> None:
    tokens = encoder.count_tokens([filler(language, sentences) + FACT[language]])[0]
    assert tokens <= MAX_PASSAGE_TOKENS + 30
    assert advantage_of(encoder, language, sentences) > 0.02


@LANGUAGES
@pytest.mark.parametrize(("sentences", "advantage"), [(60, 0.005), (150, 0.001)])
def test_fact_at_the_end_of_a_text_far_beyond_the_window_brings_it_closer_to_its_question(
    encoder: Encoder, language: str, sentences: int, advantage: float
) -> None:
    tokens = encoder.count_tokens([filler(language, sentences) + FACT[language]])[0]
    assert tokens > encoder.max_tokens
    assert advantage_of(encoder, language, sentences) > advantage


@LANGUAGES
@pytest.mark.parametrize("sentences", [0, 10, 60])
def test_changed_last_word_changes_the_vector(encoder: Encoder, language: str, sentences: int) -> None:
    text = filler(language, sentences) + FACT[language]
    end, other_end = CHANGED[language]
    assert text.endswith(end)
    first = encoder.encode_passages([text])[0]
    second = encoder.encode_passages([text.removesuffix(end) + other_end])[0]
    assert float(np.abs(first - second).max()) > 1e-4


@LANGUAGES
@pytest.mark.parametrize("position", [0.0, 0.5, 1.0])
def test_word_at_any_place_of_a_long_text_counts(encoder: Encoder, language: str, position: float) -> None:
    sentences = 60
    before = round(sentences * position)
    told, untold = (
        filler(language, before) + end + filler(language, sentences - before)
        for end in (FACT[language], OTHER[language])
    )
    assert float(np.abs(encoder.encode_passages([told]) - encoder.encode_passages([untold])).max()) > 1e-3


@LANGUAGES
def test_largest_passage_with_the_longest_header_fits_the_window(encoder: Encoder, language: str) -> None:
    pieces = filler(language, 60).split(" ") if language != "zh" else list(filler(language, 60))
    segments = [Segment(number, 0, 1, piece) for number, piece in enumerate(filter(None, pieces), start=1)]
    header = filler(language, 60)[:MAX_HEADER_CHARACTERS]
    prompt_and_marks = 8
    for passage in make_passages(segments, "", encoder.count_tokens):
        text = f"{header}\n" + " ".join(s.text for s in segments[passage.first - 1 : passage.last])
        assert encoder.count_tokens([text])[0] + prompt_and_marks <= encoder.max_tokens


@LANGUAGES
@pytest.mark.parametrize("line_break", ["", "\n"], ids=["one line", "many lines"])
def test_last_sentence_of_a_long_transcript_is_the_best_quote_for_its_question(
    open_service: Callable[[Settings], Service], settings: Settings, language: str, line_break: str
) -> None:
    body = "".join(f"{sentence}{line_break}" for sentence in FILLER[language] * 60)
    service = open_service(settings)
    wait_for(service.add_files([text_file("long.txt", body + FACT[language])]))
    found = service.search(QUESTION[language], 3)
    assert found.is_found
    assert FACT[language] in found.quotes[0].text
