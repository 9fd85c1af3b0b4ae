"""The model that writes, loaded before it is needed, on a thread of its own. Knows nothing of how it was chosen."""

import logging
from collections.abc import Callable
from threading import Event

from rag.config import Settings
from rag.model_errors import ModelError
from rag.ollama.errand import Errand, Report
from rag.ollama.installed import ModelShelf
from rag.ollama.server import OllamaServer

_LOG = logging.getLogger(__name__)


class Warming:
    """Loads what the settings name at the time; everything may be called from any thread."""

    def __init__(
        self, settings: Callable[[], Settings], prepare: Callable[[], None], on_end: Callable[[], None]
    ) -> None:
        """`prepare` is called before a model is loaded, and `on_end` after it, also where that failed."""
        self._settings = settings
        self._prepare = prepare
        self._on_end = on_end
        self._errand: Errand[None] = Errand("model-warm-up")
        self._is_asked = Event()
        self._loading: Settings | None = None
        self._at_work: tuple[OllamaServer | ModelShelf, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether a model is being loaded."""
        return self._errand.state.is_running

    def begin(self) -> None:
        """Have the model loaded; silent where that fails. What is being loaded for other settings is given up."""
        self._is_asked.set()
        if not self._errand.start("", self._work, self._hang_up) and self._loading != self._settings():
            self._hang_up()

    def stop(self) -> None:
        """End it."""
        self._errand.stop()

    def wait(self) -> bool:
        """Whether it was over within some seconds."""
        return self._errand.wait()

    def _work(self, _report: Report[None], stop: Event) -> None:
        while self._is_asked.is_set() and not stop.is_set():
            self._is_asked.clear()
            self._prepare()
            try:
                self._load(stop)
            except ModelError as error:
                _LOG.info("No model was loaded beforehand: %s", error)
            self._on_end()

    def _load(self, stop: Event) -> None:
        settings = self._loading = self._settings()
        server, shelf = OllamaServer(settings), ModelShelf(settings)
        self._at_work = (server, shelf)
        if stop.is_set():
            return
        model = server.choose_model()
        if not stop.is_set() and settings == self._settings():
            shelf.load(model)

    def _hang_up(self) -> None:
        for link in self._at_work:
            link.hang_up()
