"""Preparing the encoder: whole or not at all, in one place for all libraries, quiet unless it is needed."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.config import Settings, read_settings
from rag.errors import EncoderUnavailable
from rag.index import bundled, prepare
from rag.index.encoders import OnnxEncoder, load_encoder
from rag.types import Encoder

MANIFEST = prepare.PreparedEncoder("model", "folder", 384, 512, "query: ", "passage: ")


@pytest.fixture
def cached(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, cache=tmp_path / "cache")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that write a few bytes in place of a model."""

    def write_model(folder: Path) -> None:
        folder.mkdir()
        (folder / "tokenizer.json").write_text("tokens", encoding="utf-8")
        (folder / "modules.json").write_text("[]", encoding="utf-8")

    def export(model_folder: Path, target: Path) -> tuple[int, int]:
        target.write_text("full", encoding="utf-8")
        return 7, 9

    monkeypatch.setattr(prepare, "_write_sentence_transformer", write_model)
    monkeypatch.setattr(prepare, "_export", export)
    monkeypatch.setattr(prepare, "_quantize", lambda _, target: target.write_text("int8", encoding="utf-8"))


def test_folder_is_named_after_the_weights(cached: Settings) -> None:
    folder = prepare.encoder_folder(cached)
    origin = bundled.SHA256[:12] if bundled.find_data_file() else "hub"
    assert folder.parent == cached.cache
    assert folder.name == f"multilingual-e5-small-{origin}-v{prepare.RECIPE}"
    assert prepare.torch_folder(cached) == folder.with_name(folder.name + ".torch")


def test_folder_is_the_same_for_all_libraries(cached: Settings, tmp_path: Path) -> None:
    other = replace(cached, library=tmp_path / "another")
    assert prepare.encoder_folder(other) == prepare.encoder_folder(cached)


def test_cache_is_the_folder_of_the_user_when_none_is_named(cached: Settings) -> None:
    assert prepare.encoder_folder(replace(cached, cache=None)).parent.name == "verbatim"


def test_prepared_folder_holds_all_parts(small_parts: None, cached: Settings) -> None:
    folder = prepare.encoder_folder(cached)
    prepare.prepare_onnx(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "model_int8.onnx", "tokenizer.json"]
    assert prepare.onnx_file(folder).read_text(encoding="utf-8") == "int8"
    assert prepare.tokenizer_file(folder).read_text(encoding="utf-8") == "tokens"
    assert prepare.read_manifest(folder) == prepare.PreparedEncoder(
        prepare.HUB_MODEL, folder.name, 7, 9, "query: ", "passage: "
    )
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("step", ["_write_sentence_transformer", "_export", "_quantize", "_move_into_place"])
def test_nothing_is_left_when_a_step_fails(
    small_parts: None, cached: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*paths: Path) -> None:
        raise OSError("no space")

    monkeypatch.setattr(prepare, step, fail)
    folder = prepare.encoder_folder(cached)
    with pytest.raises(OSError, match="no space"):
        prepare.prepare_onnx(folder)
    assert list(folder.parent.iterdir()) == []
    assert prepare.read_manifest(folder) is None


def test_half_made_folder_is_replaced_by_a_whole_one(small_parts: None, cached: Settings) -> None:
    folder = prepare.encoder_folder(cached)
    folder.mkdir(parents=True)
    (folder / "model_int8.onnx").write_text("half", encoding="utf-8")
    (folder / "stray").touch()
    prepare.prepare_onnx(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "model_int8.onnx", "tokenizer.json"]


def test_torch_folder_appears_whole(small_parts: None, cached: Settings) -> None:
    folder = prepare.torch_folder(cached)
    prepare.prepare_torch(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["modules.json", "tokenizer.json"]
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("ensure", [prepare.ensure_encoder, prepare.ensure_torch_model])
def test_failure_of_the_child_process_is_told_in_words(cached: Settings, tmp_path: Path, ensure: object) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert callable(ensure)
    with pytest.raises(EncoderUnavailable, match=r"could not be prepared in .*cache.*Error"):
        ensure(cached)
    assert (tmp_path / "cache").read_text(encoding="utf-8") == "a file where the folder should be"
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_prepared_folder_is_used_without_a_child_process(
    small_parts: None, cached: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = prepare.encoder_folder(cached)
    prepare.prepare_onnx(folder)
    prepare.prepare_torch(prepare.torch_folder(cached))
    monkeypatch.setattr(prepare, "_run_child", None)
    assert prepare.ensure_encoder(cached) == folder
    assert prepare.ensure_torch_model(cached) == prepare.torch_folder(cached)


def test_missing_folder_is_no_prepared_encoder(tmp_path: Path) -> None:
    assert prepare.read_manifest(tmp_path / "nowhere") is None
    assert prepare.read_manifest(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "x"}', '{"unknown": 1}'])
def test_broken_manifest_is_no_prepared_encoder(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert prepare.read_manifest(tmp_path) is None


def test_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    fields = {name: getattr(MANIFEST, name) for name in MANIFEST.__slots__}
    (tmp_path / "manifest.json").write_text(json.dumps(fields), encoding="utf-8")
    assert prepare.read_manifest(tmp_path) == MANIFEST


@pytest.mark.parametrize(("origin", "offline"), [("1571fc982750", "1"), ("hub", "0")])
def test_child_process_may_reach_the_hub_only_where_no_package_carries_the_model(origin: str, offline: str) -> None:
    assert prepare._network(Path(f"/cache/multilingual-e5-small-{origin}-v1")) == {"HF_HUB_OFFLINE": offline}


@pytest.mark.slow
def test_encoder_prepared_anew_gives_the_same_vectors(cached: Settings, encoder: Encoder) -> None:
    made = load_encoder(cached, 1)
    assert isinstance(made, OnnxEncoder)
    assert made.fingerprint == encoder.fingerprint
    texts = ["Обещаю прислать чек-лист.", "I promise to send the list.", "我答应发清单。"]
    assert np.allclose(made.encode_passages(texts), encoder.encode_passages(texts), atol=1e-3)
    assert prepare.encoder_folder(read_settings()).name == prepare.encoder_folder(cached).name
