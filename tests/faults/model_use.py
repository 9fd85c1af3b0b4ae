"""Lets an open library ask one model server after the other."""

from dataclasses import replace
from typing import Any

from rag.service import Service


class NothingLearnt:
    """Factors of models that no run hands to the next."""

    def of(self, _model: str) -> float:
        """One, whatever was seen."""
        return 1.0

    def keep(self, _model: str, _factor: float) -> None:
        """Nothing is kept."""


def use_server(service: Service, address: str, **settings: Any) -> None:
    """Let the questions of this library from now on be answered by this server."""
    writer = service.writer()
    changed = replace(writer.settings, ollama_host=address, ollama_model=None)
    told = replace(writer, settings=replace(changed, **settings), factors=NothingLearnt())
    service.chats._make_writer = lambda: told
