"""The branch of the tree of errors that tells of the program Ollama: having it, starting it, downloading it.

ProgramError                  the program on this computer
├── ProgramMissing
├── ProgramBroken
├── ProgramOutdated           too old for a model
├── SystemUnsupported
├── PythonTooOld              it cannot unpack an archive safely
├── DownloadFailed
├── DownloadMissing           something else is there
├── DownloadUnknown           there is no such model
├── DownloadRefused
├── DownloadChanged
├── DownloadUnverified
├── DownloadBroken
└── DownloadStopped
"""

from rag.errors import RagError


class ProgramError(RagError):
    """The program Ollama cannot be had or cannot be started on this computer; the search works without it."""

    code = "program"
    hint = "Install Ollama from https://ollama.com/download"


class ProgramMissing(ProgramError):
    """Ollama is at none of the places where it usually lies."""

    code = "program_missing"


class ProgramBroken(ProgramError):
    """The program is there, and does not start or does not stay."""

    code = "program_broken"
    hint = "Its last words are in the file ollama/ollama.log of the library."
    retryable = True


class ProgramOutdated(ProgramError):
    """The program that runs is older than the model needs."""

    code = "program_outdated"


class SystemUnsupported(ProgramError):
    """There is no archive of Ollama for this system."""

    code = "program_system"


class PythonTooOld(ProgramError):
    """The Python at work has no safe way to unpack an archive."""

    code = "program_python"
    hint = "Bring Python up to 3.11.4 or newer, or install Ollama from https://ollama.com/download"


class DownloadFailed(ProgramError):
    """The connection to the source could not be made or broke; what is there already is kept."""

    code = "download"
    hint = "Look whether the internet works and try again: it goes on where it broke off."
    retryable = True


class DownloadMissing(ProgramError):
    """The source answers, but with something else than the file."""

    code = "download_missing"


class DownloadUnknown(ProgramError):
    """The source knows no model of this name."""

    code = "download_unknown"
    hint = "The names of models are listed at https://ollama.com/library"


class DownloadRefused(ProgramError):
    """The way to the file leads over an address that is not encrypted."""

    code = "download_refused"


class DownloadChanged(ProgramError):
    """The file is not the one whose checksum is published; it was deleted."""

    code = "download_changed"
    hint = "Try again; if it happens again, install Ollama from https://ollama.com/download"
    retryable = True


class DownloadUnverified(ProgramError):
    """The source publishes no checksum for the file, so nothing of it was used."""

    code = "download_unverified"


class DownloadBroken(ProgramError):
    """The archive cannot be unpacked, or not without danger."""

    code = "download_broken"


class DownloadStopped(ProgramError):
    """The user stopped it; what is there already is kept."""

    code = "download_stopped"
    hint = "Start it again: it goes on where it was stopped."
    retryable = True
