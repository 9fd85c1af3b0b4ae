"""The settings of one process. The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how much of them is allowed.

    Sizes are bytes, lengths characters, times seconds.
    """

    library: Path = PROJECT / "data"
    cache: Path | None = None
    """The folder for the prepared encoder, shared by all libraries; None means the user's cache folder."""
    ollama_host: str = "http://127.0.0.1:11434"
    is_host_given: bool = False
    """Whether the environment names that address, so that the user has no choice."""
    ollama_model: str | None = None
    """The model that writes answers; None means the first suitable one installed."""
    ollama_source: str = "https://ollama.com/download"
    """Where the program Ollama is downloaded from, once the user has said yes to it."""
    encoder: str = "onnx"
    """`onnx` (int8, fast) or `torch` (the reference)."""
    max_file_bytes: int = 50 * 1024 * 1024
    max_question_characters: int = 4000
    allowed_host: str | None = None
    """An address of the model server beyond this computer that the user has agreed to after a warning."""
    context_tokens: int | None = None
    """The window asked of the language model; None fits it to the model and to the memory of this computer."""
    answer_tokens: int = 900
    connect_seconds: float = 2.0
    first_token_seconds: float = 300.0
    """How long the first word may take: it waits for the model to load, minutes on a slow computer."""
    next_token_seconds: float = 60.0
    """How long the model may be silent between two words."""


VARIABLES: Mapping[str, str] = {
    "RAG_LIBRARY": "the folder of the library (default: data beside app.py)",
    "RAG_CACHE": "the folder of the prepared encoder (default: the user's cache folder)",
    "RAG_OLLAMA_HOST": "the address of Ollama on this computer (default: http://127.0.0.1:11434)",
    "RAG_OLLAMA_MODEL": "the model that writes answers (default: the first suitable one installed)",
    "RAG_OLLAMA_SOURCE": "where Ollama is downloaded from if you ask for it (default: https://ollama.com/download)",
    "RAG_ENCODER": "onnx (default) or torch",
}

QUIET_AND_OFFLINE: Mapping[str, str] = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""onnxruntime reports its use to its maker over the network unless the first of these is set before its import."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment asks for; what it does not name keeps its default."""
    values = os.environ if environment is None else environment
    defaults = Settings()
    library = values.get("RAG_LIBRARY")
    cache = values.get("RAG_CACHE")
    return Settings(
        library=Path(library).expanduser().absolute() if library else defaults.library,
        cache=Path(cache).expanduser().absolute() if cache else None,
        ollama_host=values.get("RAG_OLLAMA_HOST") or defaults.ollama_host,
        is_host_given=bool(values.get("RAG_OLLAMA_HOST")),
        ollama_model=values.get("RAG_OLLAMA_MODEL") or None,
        ollama_source=values.get("RAG_OLLAMA_SOURCE") or defaults.ollama_source,
        encoder=values.get("RAG_ENCODER") or defaults.encoder,
    )


def environment_with(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with other values for some variables, for a process that is started."""
    return {**os.environ, **changes}


def silence_the_network() -> None:
    """Tell every library before its import that it must not call out; the user's own settings do not override it."""
    os.environ.update(QUIET_AND_OFFLINE)
