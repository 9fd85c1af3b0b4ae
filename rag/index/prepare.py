"""Prepare the bundled encoder once: rebuild it, export it to ONNX, make it int8.

Run as a module in a process of its own, so that torch and its memory are gone when the work is done. The result lies
in the user's cache folder, shared by all libraries and keyed by content, and is made again when it is missing.
Knows nothing of libraries or transcripts.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.config import PROJECT, QUIET_AND_OFFLINE, Settings
from rag.errors import EncoderUnavailable
from rag.index import bundled

HUB_MODEL = "intfloat/multilingual-e5-small"
RECIPE = 3
_MANIFEST = "manifest.json"
_ONNX_MODEL = "model_int8.onnx"
_TOKENIZER = "tokenizer.json"
_EXPORT_OPSET = 20
_FROM_HUB = "hub"
_PRECISE_LAYERS = (4,)
"""Layers whose second feed-forward product stays in float32: a few of its inputs are so large that int8 loses the rest
(Dettmers et al., "LLM.int8()", 2022). Cosine to float32 0.9982 instead of 0.9961, for 2 MB and no measurable time."""


@dataclass(frozen=True, slots=True)
class PreparedEncoder:
    """What lies in a prepared folder."""

    name: str
    origin: str
    dimension: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str


def encoder_folder(settings: Settings) -> Path:
    """Where the encoder of these settings lies, or will lie once it is prepared."""
    data_file = bundled.find_data_file()
    origin = bundled.SHA256[:12] if data_file else _FROM_HUB
    return _cache_folder(settings) / f"multilingual-e5-small-{origin}-v{RECIPE}"


def torch_folder(settings: Settings) -> Path:
    """Where the sentence-transformers folder of the same model lies, for the reference encoder and for learning."""
    return encoder_folder(settings).with_suffix(".torch")


def read_manifest(folder: Path) -> PreparedEncoder | None:
    """What was prepared there, or None while nothing whole is."""
    try:
        return PreparedEncoder(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def onnx_file(folder: Path) -> Path:
    """The int8 model of a prepared folder."""
    return folder / _ONNX_MODEL


def tokenizer_file(folder: Path) -> Path:
    """The tokenizer of a prepared folder."""
    return folder / _TOKENIZER


def ensure_encoder(settings: Settings) -> Path:
    """The folder of the prepared encoder; prepares it in a child process when it is not there yet (half a minute).

    Raises EncoderUnavailable when the child process fails.
    """
    folder = encoder_folder(settings)
    if read_manifest(folder) is None:
        _run_child(folder, "onnx")
    return folder


def ensure_torch_model(settings: Settings) -> Path:
    """The sentence-transformers folder of the same model, made in a child process when it is not there yet.

    Raises EncoderUnavailable when the child process fails.
    """
    folder = torch_folder(settings)
    if not (folder / "modules.json").is_file():
        _run_child(folder, "torch")
    return folder


def _cache_folder(settings: Settings) -> Path:
    if settings.cache:
        return settings.cache
    import platformdirs

    return Path(platformdirs.user_cache_dir("verbatim", appauthor=False))


def _run_child(folder: Path, kind: str) -> None:
    command = [sys.executable, "-m", "rag.index.prepare", kind, str(folder)]
    environment = os.environ | QUIET_AND_OFFLINE | {"PYTHONUTF8": "1"} | _network(folder)
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd=PROJECT,
        env=environment,
    )
    if done.returncode:
        last_words = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise EncoderUnavailable(f"The encoder could not be prepared in {folder}: {last_words[0]}")


def _network(folder: Path) -> dict[str, str]:
    """The hub is asked only where the package that carries the model does not exist."""
    return {"HF_HUB_OFFLINE": "0" if _is_from_hub(folder) else "1"}


def _is_from_hub(folder: Path) -> bool:
    return f"-{_FROM_HUB}-" in folder.name


def prepare_onnx(folder: Path) -> None:
    """Write the int8 model, its tokenizer and, last, the manifest; either all of it appears or nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="preparing-") as work_name:
        work = Path(work_name)
        _write_sentence_transformer(work / "model")
        result = work / "result"
        result.mkdir()
        dimension, max_tokens = _export(work / "model", work / "full.onnx")
        _quantize(work / "full.onnx", result / _ONNX_MODEL)
        shutil.copyfile(work / "model" / _TOKENIZER, result / _TOKENIZER)
        manifest = PreparedEncoder(
            name=HUB_MODEL,
            origin=folder.name,
            dimension=dimension,
            max_tokens=max_tokens,
            query_prompt=bundled.PROMPTS["query"],
            passage_prompt=bundled.PROMPTS["document"],
        )
        (result / _MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        _move_into_place(result, folder)


def prepare_torch(folder: Path) -> None:
    """Write the sentence-transformers folder; either all of it appears or nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="preparing-") as work_name:
        work = Path(work_name)
        _write_sentence_transformer(work / "model")
        _move_into_place(work / "model", folder)


def _move_into_place(made: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    made.rename(folder)


def _write_sentence_transformer(folder: Path) -> None:
    data_file = bundled.find_data_file()
    if data_file:
        bundled.write_model_folder(data_file, folder)
        return
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(HUB_MODEL, device="cpu", prompts=bundled.PROMPTS)
    model.save_pretrained(str(folder), create_model_card=False)


def _export(model_folder: Path, target: Path) -> tuple[int, int]:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True)
    bert = model[0].auto_model.eval()

    class MeanPooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(dim=1) / mask.sum(dim=1)
            return torch.nn.functional.normalize(mean, dim=1), states

    example = torch.ones((2, 16), dtype=torch.int64)
    sizes = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    with torch.inference_mode():
        torch.onnx.export(
            MeanPooled().eval(),
            (example, example.clone()),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors", "states"],
            dynamic_shapes=(sizes, sizes),
            dynamo=True,
            external_data=False,
            opset_version=_EXPORT_OPSET,
        )
    return int(model.get_embedding_dimension() or 0), int(model.max_seq_length or 0)


def _quantize(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(target),
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[_feed_forward_ends(source)[layer] for layer in _PRECISE_LAYERS],
        extra_options={"MatMulConstBOnly": True},
    )


def _feed_forward_ends(source: Path) -> list[str]:
    """The names of the products that lead from the wide layer back, one a layer of the model, in order."""
    import onnx

    graph = onnx.load(str(source)).graph
    narrowing = {
        weight.name for weight in graph.initializer if len(weight.dims) == 2 and weight.dims[0] > weight.dims[1]
    }
    return [node.name for node in graph.node if node.op_type == "MatMul" and narrowing.intersection(node.input)]


_KINDS = {"onnx": prepare_onnx, "torch": prepare_torch}

if __name__ == "__main__":
    _KINDS[sys.argv[1]](Path(sys.argv[2]))
