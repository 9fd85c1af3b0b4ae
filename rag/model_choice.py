"""Which model writes on which server: what the environment says, else what the user chose, kept with the library.

Asks no server.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from rag.config import Settings
from rag.library.catalogue import Catalogue
from rag.model_errors import ModelAddressWrong
from rag.ollama.connection import Connection, is_on_this_computer

_MODEL, _HOST, _ALLOWED = "model", "model_host", "model_host_allowed"


class HostKind(StrEnum):
    """What an address as people write it is."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class _Kept:
    model: str | None = None
    host: str | None = None
    allowed_host: str | None = None


class ModelChoice:
    """The choice of one library; asking for it costs nothing."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._given = settings
        self._catalogue = catalogue
        self._kept = _Kept(*(catalogue.setting(key) or None for key in (_MODEL, _HOST, _ALLOWED)))

    @property
    def is_model_given(self) -> bool:
        """Whether the environment names the model, so that there is no choice."""
        return self._given.ollama_model is not None

    @property
    def is_host_given(self) -> bool:
        """Whether the environment names the address, so that there is no choice."""
        return self._given.is_host_given

    def settings(self) -> Settings:
        """The settings of the process with the model and the address that the user chose."""
        kept = self._kept
        return replace(
            self._given,
            ollama_model=self._given.ollama_model or kept.model,
            ollama_host=self._given.ollama_host if self.is_host_given else kept.host or self._given.ollama_host,
            allowed_host=self._given.allowed_host or kept.allowed_host,
        )

    def choose_model(self, name: str | None) -> None:
        """Keep which model shall write; None leaves it to what is installed."""
        self._catalogue.set_setting(_MODEL, name or "")
        self._kept = replace(self._kept, model=name or None)

    def choose_host(self, address: str, *, is_agreed: bool = False) -> None:
        """Keep the address of the server, an empty one for the usual; `is_agreed` once the user was warned.

        Raises ModelAddressWrong for what is no address, ModelServerNotLocal for one beyond this computer without an
        agreement.
        """
        told = address.strip()
        if told:
            Connection(told, self._given.connect_seconds, told if is_agreed else None)
        self._catalogue.set_setting(_HOST, told)
        self._kept = replace(self._kept, host=told or None)
        if is_agreed:
            self.allow(told)

    def allow(self, address: str) -> None:
        """Keep that the user agreed to send questions and quotes to this address."""
        self._catalogue.set_setting(_ALLOWED, address)
        self._kept = replace(self._kept, allowed_host=address)


def host_kind(address: str) -> HostKind:
    """What an address as people write it leads to."""
    told = address.strip()
    try:
        Connection(told, 1.0, told)
    except ModelAddressWrong:
        return HostKind.NO_ADDRESS
    return HostKind.HERE if is_on_this_computer(told) else HostKind.ELSEWHERE
