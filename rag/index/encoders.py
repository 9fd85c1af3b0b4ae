"""Texts to vectors with the prepared encoder: int8 ONNX for serving, torch as the reference and the fallback.

A text longer than the model reads is embedded in windows whose vectors are averaged, so that nothing is ever cut.
Knows nothing of passages or stores.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from rag.config import Settings
from rag.errors import EncoderUnavailable
from rag.index import prepare
from rag.types import Encoder, Spans, Vectors

Item = TypeVar("Item")

_BATCH = 16
_MODEL_MARKS = 2
"""`<s>` and `</s>`."""


class OnnxEncoder:
    """The int8 model on onnxruntime; thread-safe."""

    def __init__(self, folder: Path, threads: int) -> None:
        manifest = prepare.read_manifest(folder)
        if manifest is None:
            raise EncoderUnavailable(f"No prepared encoder in {folder}")
        self._manifest = manifest
        self._tokenizer = _load_tokenizer(folder)
        self._session = _load_session(folder, threads)
        self._query_tokens = self._plain_tokens(manifest.query_prompt)
        self._passage_tokens = self._plain_tokens(manifest.passage_prompt)

    @property
    def fingerprint(self) -> str:
        """The prepared folder's name, which holds the checksum of the weights, and the kind of arithmetic."""
        return f"{self._manifest.origin}:int8"

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return self._manifest.dimension

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads at once, its own marks and the prompt included."""
        return self._manifest.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, the model's marks and the prompt not counted."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text."""
        return self._encode(texts, self._passage_tokens)

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """One row of unit length a passage, and for each passage one row a span of its characters.

        A span is read in the context of its text: late chunking (Günther et al., "Late Chunking", 2024).
        """
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        rows: list[Vectors] = []
        inner: list[Vectors] = []
        for encoding, wanted in zip(encodings, spans, strict=True):
            windows = list(_windows(encoding.ids, self._room(self._passage_tokens)))
            vectors, states = zip(*(self._read(window, self._passage_tokens) for window in windows), strict=True)
            rows.append(_average(np.stack(vectors), [0] * len(vectors), 1)[0])
            inner.append(_pool(np.concatenate(states), encoding.offsets, wanted, rows[-1]))
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32), inner

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text."""
        return self._encode(texts, self._query_tokens)

    def _plain_tokens(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text.strip(), add_special_tokens=False).ids)

    def _room(self, prompt: Sequence[int]) -> int:
        return self.max_tokens - _MODEL_MARKS - len(prompt)

    def _encode(self, texts: Sequence[str], prompt: list[int]) -> Vectors:
        rows: list[Vectors] = []
        owners: list[int] = []
        for owner, encoding in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            for window in _windows(encoding.ids, self._room(prompt)):
                rows.append(self._read(window, prompt)[0])
                owners.append(owner)
        vectors = np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)
        return _average(vectors, owners, len(texts))

    def _read(self, window: Sequence[int], prompt: Sequence[int]) -> tuple[Vectors, Vectors]:
        """The vector of a stretch of tokens and the states of its tokens.

        One text at a time: int8 scales are taken from all that is computed together, so that neighbours and padding
        would change the vector; on a CPU a batch is no faster (measured 1,768 words a second against 1,606).
        """
        ids = np.asarray([[0, *prompt, *window, 2]], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors, states = self._session.run(["vectors", "states"], inputs)
        return vectors[0], states[0, 1 + len(prompt) : -1]


class TorchEncoder:
    """The sentence-transformers model in float32; slower, and the reference for the int8 one."""

    def __init__(self, folder: Path) -> None:
        self._model = _load_sentence_transformer(folder)
        self._name = folder.name
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """The model folder's name, which holds the checksum of the weights, and the kind of arithmetic."""
        return f"{self._name}:float32"

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads at once, its own marks and the prompt included."""
        return int(self._model.max_seq_length)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, the model's marks and the prompt not counted."""
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text."""
        return self._encode(texts, self._model.encode_document)

    def encode_with_spans(self, texts: Sequence[str], spans: Sequence[Spans]) -> tuple[Vectors, list[Vectors]]:
        """One row of unit length a passage, and for each passage one row a span of its characters."""
        rows = self.encode_passages(texts)
        inner = [self._pool_text(text, wanted, row) for text, wanted, row in zip(texts, spans, rows, strict=True)]
        return rows, inner

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length a text."""
        return self._encode(texts, self._model.encode_query)

    def _encode(self, texts: Sequence[str], encode: Any) -> Vectors:
        room = self.max_tokens - _MODEL_MARKS - 8
        pieces: list[str] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            for piece in self._text_windows(text, room):
                pieces.append(piece)
                owners.append(owner)
        with self._lock:
            vectors = encode(pieces, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return _average(np.asarray(vectors, dtype=np.float32).reshape(len(pieces), self.dimension), owners, len(texts))

    def _pool_text(self, text: str, wanted: Spans, whole: Vectors) -> Vectors:
        prompt = str(self._model.prompts["document"])
        offsets = self._model.tokenizer(
            prompt + text, return_offsets_mapping=True, truncation=True, max_length=self.max_tokens, verbose=False
        )["offset_mapping"]
        with self._lock:
            states = self._model.encode_document([text], output_value="token_embeddings", show_progress_bar=False)[0]
        moved = [(start - len(prompt), end - len(prompt)) for start, end in offsets]
        return _pool(np.asarray(states.cpu(), dtype=np.float32), moved, wanted, whole)

    def _text_windows(self, text: str, room: int) -> Iterator[str]:
        spans = self._model.tokenizer(
            text, add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        for window in _windows(spans, room):
            yield text[window[0][0] : window[-1][1]] if window else text


def load_encoder(settings: Settings, threads: int) -> Encoder:
    """The encoder of these settings, prepared first if need be.

    Raises EncoderUnavailable when it cannot be prepared or loaded.
    """
    if settings.encoder == "torch":
        return TorchEncoder(prepare.ensure_torch_model(settings))
    return OnnxEncoder(prepare.ensure_encoder(settings), threads)


def _windows(items: Sequence[Item], room: int) -> Iterator[Sequence[Item]]:
    """Slices of at most `room` items of about equal length; one empty slice for no items."""
    if len(items) <= room:
        yield items
        return
    count = -(-len(items) // room)
    for index in range(count):
        yield items[len(items) * index // count : len(items) * (index + 1) // count]


def _average(vectors: Vectors, owners: list[int], count: int) -> Vectors:
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    result: Vectors = sums / np.maximum(lengths, 1e-12)
    return result


def _pool(states: Vectors, offsets: Sequence[tuple[int, int]], spans: Spans, whole: Vectors) -> Vectors:
    """The mean of the states of each span's tokens, of unit length; the whole text's vector for a span without any."""
    begins, ends = np.asarray(offsets, dtype=np.int64).reshape(-1, 2).T
    rows = []
    for start, end in spans:
        is_inside = (begins >= start) & (ends <= end) & (ends > begins)
        rows.append(states[is_inside].mean(axis=0) if is_inside.any() else whole)
    pooled = np.stack(rows) if rows else np.zeros((0, whole.shape[0]), np.float32)
    result: Vectors = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
    return result


def _load_tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(prepare.tokenizer_file(folder)))
    except Exception as error:  # the tokenizers package raises nothing more exact
        raise EncoderUnavailable(f"The tokenizer in {folder} cannot be loaded: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _load_session(folder: Path, threads: int) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            str(prepare.onnx_file(folder)), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime raises classes of its own that it does not export
        raise EncoderUnavailable(f"The encoder in {folder} cannot be loaded: {error}") from error


def _load_sentence_transformer(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(f"The encoder in {folder} cannot be loaded: {error}") from error
