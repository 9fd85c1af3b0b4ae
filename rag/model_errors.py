"""What can go wrong with the local language model: a branch of the tree in `rag.errors`.

ModelError
├── ModelServerDown
├── ModelServerNotLocal
├── ModelAddressWrong
├── NotOllama             another program answers at the address
├── NoModelInstalled
├── ModelMissing
├── ModelTooLarge
├── ModelUnsuited
├── ModelOfCloud
├── ModelDamaged
├── ModelStorageBroken        the server cannot write where its models lie
├── ModelBusy
├── ModelFailed
├── ModelTimeout
├── ModelStalled
├── ModelSilent           it ended without a word
├── ModelRepeats
├── PromptTooLong
└── AnswerBroken
"""

from rag.errors import RagError


class ModelError(RagError):
    """The local language model cannot write an answer; the quotes stand without it."""

    code = "model"
    hint = "The quotes are shown without a written answer."
    retryable = True


class ModelServerDown(ModelError):
    """Nothing answers at the address of the model server."""

    code = "model_down"
    hint = "Start Ollama."


class ModelServerNotLocal(ModelError):
    """The address of the model server is not on this computer."""

    code = "model_remote"
    hint = "Set RAG_OLLAMA_HOST to an address on this computer, such as http://127.0.0.1:11434"
    retryable = False


class ModelAddressWrong(ModelError):
    """What was given as the address of the model server is no address."""

    code = "model_address"
    hint = "Set RAG_OLLAMA_HOST to an address such as http://127.0.0.1:11434"
    retryable = False


class NotOllama(ModelError):
    """Something answers at the address of the model server, and it is not Ollama."""

    code = "model_foreign"
    hint = "Another program uses the address of Ollama: close it, or set another address."


class NoModelInstalled(ModelError):
    """The model server runs and has no model that can chat on this computer."""

    code = "model_none"
    hint = "Download a model on the settings page, or with: ollama pull qwen3:4b-instruct"


class ModelMissing(ModelError):
    """The chosen model is not on the model server."""

    code = "model_missing"
    hint = "Install the model with: ollama pull NAME"


class ModelTooLarge(ModelError):
    """The model needs more memory than there is."""

    code = "model_memory"
    hint = "Choose a smaller model."


class ModelUnsuited(ModelError):
    """The chosen model cannot hold a conversation."""

    code = "model_unsuited"
    hint = "Choose a model that can chat."
    retryable = False


class ModelOfCloud(ModelError):
    """The model would run on other people's computers."""

    code = "model_cloud"
    hint = "Choose a model that runs on this computer."
    retryable = False


class ModelDamaged(ModelError):
    """The model server cannot load the file of the model."""

    code = "model_damaged"
    hint = "Delete the model and download it again, or bring Ollama up to date."
    retryable = False


class ModelStorageBroken(ModelError):
    """The model server cannot read or write the folder of its models."""

    code = "model_storage"
    hint = "See that Ollama may write to the folder of its models, and that the disk is sound."


class ModelBusy(ModelError):
    """The model server has too much to do."""

    code = "model_busy"
    hint = "Wait a little and ask again."


class ModelFailed(ModelError):
    """The model server reports an error of its own."""

    code = "model_failed"
    hint = "Start Ollama again."


class ModelStalled(ModelError):
    """The model fell silent in the middle of its answer."""

    code = "model_stalled"
    hint = "Ask again; if it happens often, choose a smaller model."


class ModelSilent(ModelError):
    """The model ended without writing a word of an answer."""

    code = "model_silent"
    hint = "Ask again, or choose another model."


class ModelRepeats(ModelError):
    """The model wrote the same words over and over and was stopped."""

    code = "model_repeats"
    hint = "Ask again, or choose another model."


class ModelTimeout(ModelError):
    """The model server did not answer in time."""

    code = "model_slow"
    hint = "Try again; if it happens often, start Ollama again or choose a smaller model."


class PromptTooLong(ModelError):
    """The model server refused the prompt as too long for its window."""

    code = "model_window"
    hint = "Ask a narrower question."


class AnswerBroken(ModelError):
    """The stream of the answer broke off or made no sense."""

    code = "model_broken"
    hint = "Ask again."
