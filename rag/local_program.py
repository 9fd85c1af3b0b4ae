"""The program Ollama as the settings page shows it: starting it, stopping it, getting it. Knows nothing of models.

Starting and downloading go on beside the caller. It waits where it stops the program, seconds at most, and for an
offer as long as it likes.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock

from rag.config import Settings
from rag.errors import RagError
from rag.library.catalogue import Catalogue
from rag.ollama.errand import Errand, ErrandState, Report
from rag.ollama.installation import Installation, InstallationState, Offer
from rag.ollama.program import OllamaProgram, find_program, program_folder
from rag.types import Problem

_LOG = logging.getLogger(__name__)
_WANTED = "program_wanted"
_YES = "1"


class LocalProgram:
    """The Ollama of one library; everything may be called from any thread."""

    def __init__(
        self, settings: Settings, catalogue: Catalogue, on_change: Callable[[], None], on_start: Callable[[], None]
    ) -> None:
        """`on_change` is called when the server has come or gone, `on_start` when it was started on a wish."""
        self._catalogue = catalogue
        self._on_change = on_change
        self._on_start = on_start
        self._lock = Lock()
        self._is_closed = False
        self._starting: Errand[None] = Errand("program-start")
        self._asking: Errand[Offer] = Errand("program-offer")
        self._use(settings)

    @property
    def home(self) -> Path:
        """The folder that an Ollama of our own is put into, with its models."""
        return program_folder(self._settings.library)

    @property
    def is_there(self) -> bool:
        """Whether the program is on this computer."""
        return find_program(self._settings.library) is not None

    @property
    def is_ours(self) -> bool:
        """Whether it was started here, so that it ends with us."""
        return self._program.is_running

    @property
    def keeps_models_here(self) -> bool:
        """Whether it was downloaded and started here, so that its models lie in the library's folder."""
        program = find_program(self._settings.library)
        return self.is_ours and program is not None and program.is_relative_to(self.home)

    @property
    def is_starting(self) -> bool:
        """Whether it is being started."""
        return self._starting.state.is_running or self._program.is_starting

    @property
    def problem(self) -> Problem | None:
        """Why it did not start, or why it is gone."""
        if self.is_ours:
            return None
        return self._program.problem or self._starting.state.problem

    @property
    def installing(self) -> InstallationState:
        """How far the installation is."""
        return self._installation.state

    @property
    def offer(self) -> ErrandState[Offer]:
        """What would be downloaded, once that was asked for."""
        return self._asking.state

    def start(self) -> None:
        """Start the program of this computer as our child, now and whenever the library is opened."""
        program = self._program

        def work(_report: Report[None], stop: Event) -> None:
            program.start()
            self._on_change()
            if not stop.is_set():
                self._on_start()

        self._catalogue.set_setting(_WANTED, _YES)
        self._starting.start("", work)

    def start_if_wanted(self) -> None:
        """Start it and wait until it answers, if the user has once had it started here; silent where that fails."""
        if self._catalogue.setting(_WANTED) != _YES:
            return
        try:
            self._program.start()
        except RagError as error:
            _LOG.info("Ollama was not started: %s", error)
        self._on_change()

    def stop(self) -> None:
        """Stop what was started here, and do not start it unasked any more."""
        self._catalogue.set_setting(_WANTED, "")
        self._starting.stop()
        self._program.stop()
        self._forget_start()
        self._on_change()

    def ask_offer(self, seconds: float) -> None:
        """Ask the source what there is for this system, and wait so long for the answer."""

        def work(report: Report[Offer], _stop: Event) -> None:
            report(self._installation.offer())

        self._asking.start("", work)
        self._asking.wait(seconds)

    def install(self) -> None:
        """Begin to download the program into the library's folder, or go on where it broke off, and start it."""
        self._installation.start()

    def cancel_installation(self) -> None:
        """Stop it; what was downloaded is kept."""
        self._installation.cancel()

    def forget_installation(self) -> None:
        """Delete what was downloaded of an installation that is not at work."""
        self._installation.forget()
        if not self.is_there:
            self._catalogue.set_setting(_WANTED, "")

    def move(self, settings: Settings) -> None:
        """Stop what was started here; what is started from now on answers at another address."""
        with self._lock:
            self._end()
            if not self._is_closed:
                self._use(settings)

    def close(self) -> None:
        """End everything for good: nothing can be started any more."""
        with self._lock:
            self._is_closed = True
            self._end()

    def _end(self) -> None:
        self._installation.cancel()
        self._starting.stop()
        self._program.close()
        self._forget_start()

    def _forget_start(self) -> None:
        """An end that was wished for is no fault to tell of."""
        self._starting.wait()
        self._starting.forget()

    def _use(self, settings: Settings) -> None:
        self._settings = settings
        self._program = OllamaProgram(settings)
        self._installation = Installation(settings, self._program, on_done=self._installed)

    def _installed(self) -> None:
        self._catalogue.set_setting(_WANTED, _YES)
        self._on_change()
        self._on_start()
