"""The files of an evaluation set into a library, and which library that may be. Talks only to the service."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import EvaluationSetBroken
from rag.progress import FileOutcome
from rag.service import IncomingFile, Service, files_in


def files_of(folder: Path) -> list[IncomingFile]:
    """The files of an evaluation set. Raises EvaluationSetBroken when there are none."""
    transcripts = folder / "transcripts"
    files = list(files_in([transcripts])) if transcripts.is_dir() else []
    if not files:
        raise EvaluationSetBroken(f"{transcripts} holds no file of a known kind.")
    return files


def index_set(
    service: Service, files: Sequence[IncomingFile], on_progress: Callable[[int, int], None]
) -> list[FileOutcome]:
    """What became of the files; those that the library knows are not indexed again.

    Raises EvaluationSetBroken when the library holds anything else, before it is touched.
    """
    _refuse_other_transcripts(service, files)
    outcomes: list[FileOutcome] = []
    jobs = service.add_files(files, outcomes.append)
    for number, job in enumerate(jobs, start=1):
        job.finished.wait()
        on_progress(number, len(jobs))
    return outcomes


def _refuse_other_transcripts(service: Service, files: Sequence[IncomingFile]) -> None:
    transcripts = service.transcripts()
    own = {hashlib.sha256(file.read()).hexdigest() for file in files} if transcripts else set()
    others = [transcript.file_name for transcript in transcripts if transcript.sha256 not in own]
    if others:
        raise EvaluationSetBroken(
            f"The library {service.settings.library} holds transcripts that are not of this set, such as {others[0]}."
        )
