"""One file into the library: known or new, parsed under guard, stored, put right as the user once said.

Knows nothing of indexes.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.errors import FileTooLarge, UnreadableFile
from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.originals import Originals, checksum_of
from rag.library.places import Place, Places
from rag.read.archive import MAX_TOTAL_BYTES
from rag.read.guard import GuardedReader, Request
from rag.read.reader import clean_file_name
from rag.types import Transcript, TranscriptState


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file to add: its bytes, or the path to read them from.

    `encoding` is the user's word where the letters are in doubt, `replaces` the transcript whose newer version it is.
    """

    name: str
    content: bytes | Path
    file_date: date | None = None
    encoding: str | None = None
    replaces: int | None = None

    @property
    def path(self) -> Path | None:
        """Where the file lies, None for bytes."""
        return self.content if isinstance(self.content, Path) else None

    @property
    def size(self) -> int:
        """Bytes; 0 for a path that cannot be read, which `read` explains."""
        if isinstance(self.content, bytes):
            return len(self.content)
        try:
            return self.content.stat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """The bytes. Raises UnreadableFile, and FileTooLarge for more than an archive may hold."""
        if isinstance(self.content, bytes):
            return self.content
        if self.size > MAX_TOTAL_BYTES:
            raise FileTooLarge(f"{self.name} has {self.size} bytes.", limit=MAX_TOTAL_BYTES // 2**20)
        try:
            return self.content.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"{self.name} cannot be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript that a file became, and whether it was ready to be searched before."""

    transcript: Transcript
    is_known: bool


class Intake:
    """Takes files into one library."""

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        corrections: Corrections,
        places: Places,
        reader: GuardedReader,
        max_file_bytes: int,
    ) -> None:
        self._catalogue = catalogue
        self._originals = originals
        self._corrections = corrections
        self._places = places
        self._reader = reader
        self.max_file_bytes = max_file_bytes

    def find_unchanged(self, file: IncomingFile) -> Transcript | None:
        """The ready transcript of a file that has not changed since it was read, without reading it again."""
        state = _state_of(file)
        place = self._places.find(file.path) if file.path and state else None
        if place is None or place.transcript_id is None or (place.size, place.modified) != state:
            return None
        transcript = self._catalogue.transcript(place.transcript_id)
        return transcript if transcript.state is TranscriptState.READY else None

    def take(self, file: IncomingFile, data: bytes) -> Taken:
        """Store what the bytes of a file hold.

        Raises UnreadableFile and its kinds, DiskFull, LibraryError.
        """
        known = self._catalogue.find(checksum_of(data))
        if known:
            return Taken(known, known.state is TranscriptState.READY)
        parsed = self._reader.read(
            data,
            Request(
                file_name=clean_file_name(file.name),
                today=date.today(),
                file_date=file.file_date,
                near=self._catalogue.middle_date(),
                max_bytes=self.max_file_bytes,
                encoding=file.encoding,
            ),
        )
        replaced = self._replaced_by(file)
        added = self._catalogue.add(self._originals.store(data), parsed, replaced)
        self._corrections.apply_to_new(added.id, replaced)
        return Taken(self._catalogue.transcript(added.id), is_known=False)

    def remember_place(self, file: IncomingFile, state: tuple[int, int] | None, transcript_id: int) -> None:
        """Note that the file, as it was before it was read, is in the library."""
        if file.path and state:
            self._places.remember(file.path, *state, transcript_id)

    def state_of(self, file: IncomingFile) -> tuple[int, int] | None:
        """Size and time of the last change of a file on the disk; taken before reading it.

        What changes while it is read differs from this afterwards, and is read anew next time.
        """
        return _state_of(file)

    def was_seen(self, file: IncomingFile) -> bool:
        """Whether the file, as it is now, was in the library once, even if its transcript was deleted since."""
        place: Place | None = self._places.find(file.path) if file.path else None
        return place is not None and (place.size, place.modified) == _state_of(file)

    def discard_original(self, transcript: Transcript) -> None:
        """Remove the original of a transcript that is gone."""
        self._originals.delete(transcript.sha256)

    def _replaced_by(self, file: IncomingFile) -> int | None:
        """The transcript whose newer version a file is: the one named, else the one last read from its path."""
        if file.replaces is not None or file.path is None:
            return file.replaces
        place = self._places.find(file.path)
        if place is None or place.transcript_id is None or self._places.is_elsewhere(file.path, place.transcript_id):
            return None
        return place.transcript_id


def _state_of(file: IncomingFile) -> tuple[int, int] | None:
    if file.path is None:
        return None
    try:
        status = file.path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
