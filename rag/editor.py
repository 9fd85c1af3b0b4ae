"""What the user puts right: titles, dates, people, speakers. Talks to the library and the worker."""

from datetime import date

from rag.index.worker import IndexWorker
from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections


class Editor:
    """Corrections of one library; the words of what changes are indexed again, the vectors stay."""

    def __init__(self, catalogue: Catalogue, corrections: Corrections, worker: IndexWorker) -> None:
        self._catalogue = catalogue
        self._corrections = corrections
        self._worker = worker

    def set_title(self, transcript_id: int, title: str) -> None:
        """Give a transcript another title; an empty one changes nothing."""
        self._corrections.set_title(transcript_id, title)
        self._worker.refresh([transcript_id])

    def set_date(self, transcript_id: int, day: date | None) -> None:
        """Say when the session was, or that nobody knows."""
        self._corrections.set_date(transcript_id, day)
        self._worker.refresh([transcript_id])

    def set_person(self, transcript_id: int, person: str | None) -> None:
        """Say whom the session is with; None leaves it to the guess."""
        self._corrections.set_person(transcript_id, person)

    def rename_speaker(self, transcript_id: int, name: str, new_name: str, *, everywhere: bool) -> int:
        """Give a speaker another name here or everywhere, also in files to come; the number of changed transcripts."""
        transcripts = self._catalogue.transcripts() if everywhere else [self._catalogue.transcript(transcript_id)]
        changed = [transcript.id for transcript in transcripts if name in transcript.people]
        self._corrections.rename_speaker(changed, name, new_name, everywhere=everywhere)
        self._worker.refresh(changed)
        return len(changed)
