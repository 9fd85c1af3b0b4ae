"""What was understood of a question and what was searched, in the words of the interface. Pure; knows no Streamlit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rag.languages import Language, period_in_words, plural_form
from rag.progress import Stage, WritingProgress
from rag.questions import Coverage, Doubt, Understanding
from rag.web.texts import keys, text


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood; `key` is what wishes call it."""

    key: str
    label: str


_LABELS: Mapping[str, Callable[[Understanding, Language], str]] = {
    "people": lambda understood, _: ", ".join(understood.people),
    "session": lambda understood, language: _session_in_words(understood, language),
    "dates": lambda understood, language: ", ".join(period_in_words(period, language) for period in understood.dates),
    "speaker": lambda understood, language: (
        text("chip_speaker", language, person=understood.speaker) if understood.speaker else ""
    ),
    "acts": lambda understood, language: ", ".join(text(f"act_{act}", language) for act in understood.acts),
}


_LONG_SECONDS = 5
_FROM_THE_END: Mapping[int, str] = {-1: "chip_last_session", -2: "chip_last_but_one"}


def chips_of(understood: Understanding, language: Language) -> list[Chip]:
    """What restricts or steers the search, as short labels."""
    labels = {key: make(understood, language) for key, make in _LABELS.items()}
    return [Chip(key, label) for key, label in labels.items() if label]


def stage_in_words(progress: WritingProgress | None, now: float, language: Language) -> str:
    """What the model is at, with the seconds of its silence when there are many; without progress it is being asked."""
    stage = progress.stage if progress else Stage.LOADING
    part, parts = (progress.part, progress.parts) if progress else (0, 0)
    told = text(f"stage_{stage}", language, part=part, parts=parts)
    silence = int(now - progress.since) if progress else 0
    return told if silence < _LONG_SECONDS else text("stage_silent", language, stage=told, seconds=silence)


def _session_in_words(understood: Understanding, language: Language) -> str:
    place = understood.place or 0
    if place < 0:
        return text(_FROM_THE_END.get(place, "chip_from_the_end"), language, number=-place)
    number = understood.session or place
    return text("chip_session", language, number=number) if number else ""


def doubt_in_words(doubt: Doubt, language: Language) -> str:
    """One sentence about what could not be followed, and what was searched instead; empty for an unknown doubt."""
    values = dict(doubt.values)
    if "dates" in values:
        values["dates"] = ", ".join(period_in_words(period, language) for period in values["dates"].split(", "))
    code = doubt.code
    if code == "no_such_session":
        code = "no_session_so_far_back" if values.get("number", "").startswith("-") else code
        code += "_with" if values.get("person") else ""
    key = f"doubt_{code}"
    return text(key, language, **values) if key in keys() else ""


def coverage_in_words(coverage: Coverage, language: Language) -> str:
    """How much was searched; empty where nothing was counted."""
    total = coverage.searched + coverage.left_out
    parts = []
    if coverage.left_out:
        parts.append(counted("coverage_part", coverage.searched, language, total=total))
    elif total:
        parts.append(text("coverage_only", language) if total == 1 else counted("coverage_all", total, language))
    if coverage.not_ready:
        parts.append(counted("coverage_waiting", coverage.not_ready, language))
    return " · ".join(parts)


def counted(key: str, count: int, language: Language, **values: object) -> str:
    """The text of a key in the form that goes with a number."""
    return text(f"{key}_{plural_form(count, language)}", language, count=count, **values)
