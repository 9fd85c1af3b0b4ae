"""The models that write answers, as the settings page shows them: what there is, what is chosen, what is being done.

Work with the server goes on beside the caller. It waits where it deletes a model, for a moment where it asks how
everything stands, and for seconds at most where a program must end first.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from threading import Event

from rag.config import Settings, environment_with
from rag.errors import DiskFull, LibraryError
from rag.library.catalogue import Catalogue
from rag.local_program import LocalProgram
from rag.model_choice import HostKind, ModelChoice, host_kind
from rag.model_errors import ModelError, ModelOfCloud, ModelServerDown, ModelServerNotLocal
from rag.ollama.connection import is_on_this_computer
from rag.ollama.errand import Errand, ErrandState, Report
from rag.ollama.installation import InstallationState
from rag.ollama.installed import InstalledModel, ModelShelf, PullStep, Trial
from rag.ollama.lookout import Lookout
from rag.ollama.memory import total_memory
from rag.ollama.pulling import PullMeter, PullProgress
from rag.ollama.recommended import Recommendation, best_for, find, fitting
from rag.ollama.server import OllamaServer, local_entries
from rag.ollama.storage import models_folder, room_in
from rag.ollama.warming import Warming
from rag.types import Problem

_LOG = logging.getLogger(__name__)
_UNFINISHED = "model_unfinished"


class Readiness(StrEnum):
    """How far the computer is from written answers."""

    LOOKING = "looking"
    UNAGREED = "unagreed"
    """The address leads beyond this computer, and the user was not asked yet."""
    MISSING = "missing"
    INSTALLING = "installing"
    STOPPED = "stopped"
    STARTING = "starting"
    UNREACHABLE = "unreachable"
    TROUBLE = "trouble"
    EMPTY = "empty"
    UNCHOSEN = "unchosen"
    """The chosen model is not installed."""
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of the server; `problem` says why nothing was."""

    was_looked: bool = False
    models: tuple[InstalledModel, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ModelsState:
    """A moment of everything; `room_bytes` is None where the models lie on another computer.

    `chosen` is the model that writes, `wanted` the one that the user or the environment names, installed or not;
    `unfinished` is one whose download can go on, `best` the one to begin with on this computer, and `offers` are the
    recommended ones that are not installed.
    """

    readiness: Readiness
    problem: Problem | None
    models: tuple[InstalledModel, ...]
    chosen: str | None
    wanted: str | None
    unfinished: str | None
    best: Recommendation
    offers: tuple[Recommendation, ...]
    memory_bytes: int
    room_bytes: int | None
    host: str
    is_host_given: bool
    is_model_given: bool

    def has_room(self, download_bytes: int) -> bool:
        """Whether a download fits on the disk, as far as is known."""
        return self.room_bytes is None or download_bytes <= self.room_bytes


class Models:
    """The models of one library; everything may be called from any thread."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._choice = ModelChoice(settings, catalogue)
        self._lookout: Lookout[Sighting] = Lookout(self._look, Sighting())
        self._pull: Errand[PullProgress] = Errand("model-pull")
        self._trial: Errand[Trial] = Errand("model-trial")
        self._can_chat: dict[tuple[str, int], bool] = {}
        self.program = LocalProgram(self.settings(), catalogue, self._lookout.expire, self.warm_up)
        self._warming = Warming(self.settings, self.program.start_if_wanted, self._lookout.expire)

    def settings(self) -> Settings:
        """The settings of the process with the model and the address that the user chose."""
        return self._choice.settings()

    def state(self) -> ModelsState:
        """How everything stands; what the server says is at most some seconds old."""
        seen, settings = self._lookout.seen(), self.settings()
        names = {model.name for model in seen.models}
        memory = total_memory()
        return ModelsState(
            self._readiness(seen, settings),
            seen.problem,
            seen.models,
            _chosen(seen.models, settings.ollama_model),
            settings.ollama_model,
            self._catalogue.setting(_UNFINISHED) or None,
            best_for(memory),
            tuple(offer for offer in fitting(memory) if offer.name not in names),
            memory,
            self._room(settings),
            settings.ollama_host,
            self._choice.is_host_given,
            self._choice.is_model_given,
        )

    def refresh(self) -> None:
        """Look at the server anew, however short ago it was seen."""
        self._lookout.expire()

    def choose(self, name: str) -> None:
        """Let this model write from now on, and have it loaded."""
        self._choice.choose_model(name)
        self.warm_up()

    def host_kind(self, address: str) -> HostKind:
        """What an address that the user typed leads to."""
        return host_kind(address)

    def choose_host(self, address: str, *, is_agreed: bool = False) -> None:
        """Use the server at this address, the usual one for an empty address; `is_agreed` once the user was warned.

        Raises ModelAddressWrong for what is no address, ModelServerNotLocal for one beyond this computer without an
        agreement.
        """
        self._choice.choose_host(address, is_agreed=is_agreed)
        self._use_host()

    def allow_host(self) -> None:
        """Keep that the user agreed to the address at hand, which the environment names."""
        self._choice.allow(self.settings().ollama_host)
        self._use_host()

    # Models

    @property
    def pulling(self) -> ErrandState[PullProgress]:
        """The download at work, or the last one."""
        return self._pull.state

    def is_cloud(self, name: str) -> bool:
        """Whether a model of this name would run on other people's computers."""
        return not local_entries({"models": [{"name": name}]}, "")

    def pull(self, name: str) -> bool:
        """Begin to download a model, or go on where it broke off; False while another one is downloaded.

        Raises ModelOfCloud and DiskFull.
        """
        if self.is_cloud(name):
            raise ModelOfCloud(f"{name} does not run on this computer.", model=name)
        wanted, room = find(name), self._room(self.settings())
        is_begun = name == self._catalogue.setting(_UNFINISHED)
        if wanted and room is not None and not is_begun and wanted.download_bytes > room:
            raise DiskFull(f"{name} does not fit on the disk.")
        shelf = ModelShelf(self.settings())
        return self._pull.start(name, partial(self._download, shelf, name), shelf.hang_up)

    def cancel_pull(self) -> None:
        """Stop the download; what is there is kept, and it can go on from there."""
        self._pull.stop()

    def forget_pull(self) -> None:
        """Do not offer to go on with the download any more."""
        self._catalogue.set_setting(_UNFINISHED, "")
        self._pull.forget()

    def delete(self, name: str) -> None:
        """Remove a model from the server's disk. Raises ModelError and its kinds."""
        ModelShelf(self.settings()).delete(name)
        if self.settings().ollama_model == name and not self._choice.is_model_given:
            self._choice.choose_model(None)
        self._lookout.expire()

    @property
    def trial(self) -> ErrandState[Trial]:
        """The try-out at work, or the last one."""
        return self._trial.state

    def try_out(self, name: str, question: str) -> bool:
        """Have a model write a line; False while another one is tried."""
        settings = replace(self.settings(), ollama_model=name)
        server, shelf = OllamaServer(settings), ModelShelf(settings)

        def work(report: Report[Trial], stop: Event) -> None:
            model = server.choose_model()
            if not stop.is_set():
                report(shelf.try_out(model, question))
            self._lookout.expire()

        def end() -> None:
            server.hang_up()
            shelf.hang_up()

        return self._trial.start(name, work, end)

    def cancel_trial(self) -> None:
        """Stop the try-out."""
        self._trial.stop()

    def warm_up(self) -> None:
        """Have our own Ollama started and the chosen model loaded before they are needed; silent where that fails."""
        self._warming.begin()

    def stop(self) -> None:
        """End all work and the Ollama that was started here."""
        work = (self._pull, self._trial, self._warming)
        for errand in work:
            errand.stop()
        self.program.close()
        for errand in work:
            errand.wait()

    def _look(self) -> Sighting:
        try:
            shelf = ModelShelf(self.settings())
            models = [self._with_skill(shelf, model) for model in shelf.installed()]
        except ModelError as error:
            return Sighting(was_looked=True, problem=error.problem)
        return Sighting(was_looked=True, models=tuple(models))

    def _with_skill(self, shelf: ModelShelf, model: InstalledModel) -> InstalledModel:
        key = (model.name, model.size)
        if key not in self._can_chat:
            try:
                self._can_chat[key] = shelf.can_chat(model.name)
            except ModelError as error:
                _LOG.info("What %s can do is unknown: %s", model.name, error)
                return model
        return replace(model, can_chat=self._can_chat[key])

    def _readiness(self, seen: Sighting, settings: Settings) -> Readiness:
        if self.program.installing.is_running:
            return Readiness.INSTALLING
        if not seen.was_looked:
            return Readiness.LOOKING
        if seen.problem:
            return Readiness.STARTING if self.program.is_starting else self._unready(seen.problem, settings)
        if not any(model.can_chat for model in seen.models):
            return Readiness.EMPTY
        return Readiness.READY if _chosen(seen.models, settings.ollama_model) else Readiness.UNCHOSEN

    def _unready(self, problem: Problem, settings: Settings) -> Readiness:
        if problem.code == ModelServerNotLocal.code:
            return Readiness.UNAGREED
        if problem.code != ModelServerDown.code:
            return Readiness.TROUBLE
        if not is_on_this_computer(settings.ollama_host):
            return Readiness.UNREACHABLE
        return Readiness.STOPPED if self.program.is_there else Readiness.MISSING

    def _room(self, settings: Settings) -> int | None:
        if not is_on_this_computer(settings.ollama_host):
            return None
        usual = models_folder(environment_with({}), Path.home())
        try:
            return room_in(self.program.home / "models" if self.program.keeps_models_here else usual)
        except LibraryError as error:
            _LOG.info("The room for models is unknown: %s", error)
            return None

    def _use_host(self) -> None:
        for errand in (self._pull, self._trial):
            errand.stop()
        self.program.move(self.settings())
        self._can_chat.clear()
        self._lookout.expire()
        self.warm_up()

    def _download(self, shelf: ModelShelf, name: str, report: Report[PullProgress], stop: Event) -> None:
        wanted = find(name)
        meter = PullMeter(wanted.download_bytes if wanted else 0)
        known_bytes = 0
        for step in shelf.pull(name):
            if stop.is_set():
                return
            if step.done and step.total > known_bytes:
                known_bytes = step.total
                self._note_begun(name, step)
            report(meter.progress(step, time.monotonic()))
        self._catalogue.set_setting(_UNFINISHED, "")
        self._choose_if_none(shelf, name)
        self._lookout.expire()

    def _note_begun(self, name: str, step: PullStep) -> None:
        """Remember what can go on; raises DiskFull where the rest does not fit."""
        self._catalogue.set_setting(_UNFINISHED, name)
        room = self._room(self.settings())
        if room is not None and step.total - step.done > room:
            raise DiskFull(f"{name} does not fit on the disk.")

    def _choose_if_none(self, shelf: ModelShelf, name: str) -> None:
        wanted = self.settings().ollama_model
        has_one = wanted is not None and _chosen(shelf.installed(), wanted) is not None
        if not has_one and not self._choice.is_model_given and shelf.can_chat(name):
            self._choice.choose_model(name)


def _chosen(models: Sequence[InstalledModel], wanted: str | None) -> str | None:
    """The model that writes: the wanted one if it is installed, else the first that can; None where there is none."""
    names = [model.name for model in models]
    if wanted:
        return next((name for name in (wanted, f"{wanted}:latest") if name in names), None)
    return next((model.name for model in models if model.can_chat), None)


__all__ = [
    "HostKind", "InstallationState", "InstalledModel", "Models", "ModelsState", "PullProgress", "Readiness",
    "Recommendation", "Trial",
]  # fmt: skip
