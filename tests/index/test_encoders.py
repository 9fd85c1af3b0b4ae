"""The encoder: vectors of unit length that depend on the text alone and put related texts close together."""

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.config import read_settings
from rag.errors import EncoderUnavailable
from rag.index import prepare
from rag.index.encoders import OnnxEncoder, TorchEncoder, load_encoder
from rag.types import Encoder, Vectors

TEXTS = (
    "Мы договорились созвониться в среду и разобрать портфолио.",
    "We agreed to talk on Wednesday and to go through the portfolio.",
    "我们约好星期三通话，一起看作品集。",
    "да",
    "",
    "🙂",
    "Отчёт готов. " * 200,
)


def cosines(first: Vectors, second: Vectors) -> list[float]:
    return [float(value) for value in np.sum(first * second, axis=1)]


def similarity(encoder: Encoder, question: str, passage: str) -> float:
    return float(encoder.encode_questions([question])[0] @ encoder.encode_passages([passage])[0])


def test_vectors_have_unit_length_and_the_stated_dimension(encoder: Encoder) -> None:
    assert encoder.dimension == 384
    assert max(encoder.count_tokens(TEXTS)) > encoder.max_tokens
    for vectors in (encoder.encode_passages(TEXTS), encoder.encode_questions(TEXTS)):
        assert vectors.shape == (len(TEXTS), 384)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_questions([]).shape == (0, 384)


def test_same_text_has_the_same_vector_again(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode_passages(TEXTS[:1]), encoder.encode_passages(TEXTS[:1]))


@pytest.mark.parametrize(
    "neighbours",
    [("да",), ("Отчёт готов. " * 90,), ("a", "b c", "我"), tuple(f"Строка номер {n}. " * n for n in range(1, 40))],
    ids=["short", "long", "mixed", "many"],
)
def test_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder, neighbours: Sequence[str]) -> None:
    alone = encoder.encode_passages(TEXTS[:3])
    beside = encoder.encode_passages([*TEXTS[:3], *neighbours])[:3]
    assert float(np.abs(alone - beside).max()) < 1e-3


def test_rows_come_in_the_order_of_the_texts(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert (together @ alone.T).argmax(axis=1).tolist() == list(range(len(TEXTS)))


def test_spans_are_read_in_the_context_of_their_text(encoder: Encoder) -> None:
    told, asked = "Вера: Пришлю схему к пятнице. ", "Тимур: А тесты я допишу во вторник."
    other = "Тимур: А кота зовут Барсик, он рыжий. "
    spans = [(0, len(told)), (len(told), len(told) + len(asked))]
    vectors, (rows,) = encoder.encode_with_spans([told + asked], [spans])
    assert np.allclose(vectors, encoder.encode_passages([told + asked]), atol=1e-6)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    about_tests = encoder.encode_questions(["Когда будут дописаны тесты?"])[0]
    assert rows[1] @ about_tests > rows[0] @ about_tests
    _, (beside_other,) = encoder.encode_with_spans([other + asked], [[(len(other), len(other) + len(asked))]])
    assert 0.8 < float(rows[1] @ beside_other[0]) < 0.9999


def test_spans_of_a_text_longer_than_the_model_reads_have_vectors_of_their_own(encoder: Encoder) -> None:
    begin, end = "Вера: Барсик рыжий кот. ", "Тимур: Тесты допишу во вторник."
    text = begin + "Отчёт готов. " * 300 + end
    vectors, (rows,) = encoder.encode_with_spans([text], [[(0, len(begin)), (len(text) - len(end), len(text))]])
    assert np.allclose(vectors, encoder.encode_passages([text]), atol=1e-5)
    about_tests = encoder.encode_questions(["Когда будут дописаны тесты?"])[0]
    assert rows[1] @ about_tests > rows[0] @ about_tests


def test_span_without_letters_has_the_vector_of_the_text(encoder: Encoder) -> None:
    vectors, (rows, none) = encoder.encode_with_spans(["Отчёт готов.", "Да."], [[(5, 5)], []])
    assert np.allclose(rows[0], vectors[0], atol=1e-6)
    assert none.shape == (0, 384)


def test_question_and_passage_have_different_vectors(encoder: Encoder) -> None:
    values = cosines(encoder.encode_questions(TEXTS[:3]), encoder.encode_passages(TEXTS[:3]))
    assert max(values) < 0.99
    assert min(values) > 0.8


def test_tokens_are_counted_without_the_marks_of_the_model(encoder: Encoder) -> None:
    assert encoder.count_tokens(["", "да", "да да да"]) == [0, 1, 3]
    assert encoder.count_tokens([]) == []


def test_tokens_are_counted_beyond_the_window(encoder: Encoder) -> None:
    assert encoder.max_tokens == 512
    long = " ".join(["да"] * 5000)
    assert encoder.count_tokens([long]) == [5000]
    assert encoder.count_tokens([long, "да"]) == [5000, 1]


@pytest.mark.parametrize(
    ("question", "related", "unrelated"),
    [
        ("Когда мы увидимся?", "Следующая встреча будет в пятницу вечером.", "На завтрак была гречка с молоком."),
        ("Сколько ему платят?", "Его зарплата двести тысяч рублей.", "Кошка спит на подоконнике."),
        ("When do we meet again?", "Our next meeting is on Friday evening.", "Breakfast was porridge with milk."),
        ("How much does he earn?", "His salary is five thousand a month.", "The cat sleeps on the windowsill."),
        ("我们什么时候再见面？", "下次会面在星期五晚上。", "早饭是牛奶粥。"),
        ("他的工资是多少？", "他每个月挣两万块。", "猫在窗台上睡觉。"),
        ("Когда мы увидимся?", "Our next meeting is on Friday evening.", "Breakfast was porridge with milk."),
        ("When do we meet again?", "下次会面在星期五晚上。", "早饭是牛奶粥。"),
        ("他的工资是多少？", "Его зарплата двести тысяч рублей.", "Кошка спит на подоконнике."),
    ],
)
def test_related_passage_is_closer_than_an_unrelated_one(
    encoder: Encoder, question: str, related: str, unrelated: str
) -> None:
    assert similarity(encoder, question, related) > similarity(encoder, question, unrelated) + 0.02


def test_four_threads_get_the_vectors_that_one_gets(encoder: Encoder) -> None:
    texts = [f"{text} {number}" for number in range(8) for text in TEXTS[:3]]
    expected = [encoder.encode_passages([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            found = list(pool.map(lambda text: encoder.encode_passages([text])[0], texts))
            assert float(np.abs(np.array(found) - np.array(expected)).max()) < 1e-3


def test_fingerprint_names_the_weights_and_stays_the_same(encoder: Encoder) -> None:
    folder = prepare.encoder_folder(read_settings())
    assert encoder.fingerprint == f"{folder.name}:int8"
    assert OnnxEncoder(folder, 1).fingerprint == encoder.fingerprint


def test_encoder_is_loaded_with_the_published_prompts(encoder: Encoder) -> None:
    manifest = prepare.read_manifest(prepare.encoder_folder(read_settings()))
    assert manifest is not None
    assert (manifest.query_prompt, manifest.passage_prompt) == ("query: ", "passage: ")
    assert (manifest.dimension, manifest.max_tokens) == (encoder.dimension, encoder.max_tokens)


def test_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="No prepared encoder"):
        OnnxEncoder(tmp_path, 1)


@pytest.mark.parametrize("damaged", ["model_int8.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"no model"], ids=["missing", "empty", "broken"])
@pytest.mark.usefixtures("encoder")
def test_damaged_folder_is_refused_in_words(tmp_path: Path, damaged: str, content: bytes | None) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(prepare.encoder_folder(read_settings()), folder, copy_function=os.symlink)
    (folder / damaged).unlink()
    if content is not None:
        (folder / damaged).write_bytes(content)
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        OnnxEncoder(folder, 1)


@pytest.mark.slow
def test_torch_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        TorchEncoder(tmp_path)


@pytest.mark.slow
def test_int8_vectors_are_close_to_those_of_the_reference(encoder: Encoder) -> None:
    reference = load_encoder(replace(read_settings(), encoder="torch"), 1)
    assert isinstance(reference, TorchEncoder)
    assert reference.fingerprint.endswith(":float32")
    assert (reference.dimension, reference.max_tokens) == (encoder.dimension, encoder.max_tokens)
    assert reference.count_tokens(TEXTS) == encoder.count_tokens(TEXTS)
    texts = [text for text in TEXTS if text]
    assert min(cosines(reference.encode_passages(texts), encoder.encode_passages(texts))) > 0.98
    assert min(cosines(reference.encode_questions(texts), encoder.encode_questions(texts))) > 0.98
    texts = [text for text in texts if len(text) > 10]
    spans = [[(0, min(len(text), 40))] for text in texts]
    expected, found = (one.encode_with_spans(texts, spans)[1] for one in (reference, encoder))
    assert min(cosines(np.concatenate(expected), np.concatenate(found))) > 0.98
