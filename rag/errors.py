"""The one tree of errors. Every error of another package is translated to one of these at its adapter.

RagError
├── UnreadableFile            a file that cannot become a transcript
│   ├── EmptyFile
│   ├── BinaryFile
│   ├── UnknownFormat
│   ├── FileTooLarge
│   ├── NothingSpoken
│   ├── DamagedFile
│   ├── PasswordProtected
│   ├── ScanWithoutText
│   ├── MediaFile
│   ├── OldDocument
│   ├── UnknownRecord
│   ├── UncertainEncoding
│   ├── ArchiveRefused
│   └── ReadingLimit
├── LibraryError
│   ├── LibraryBusy           another process holds the library
│   ├── LibraryDamaged
│   ├── DiskFull
│   ├── TranscriptMissing
│   └── FolderMissing
├── IndexBroken               the index cannot be written or read
├── EncoderUnavailable        the embedding model cannot be prepared or loaded
├── QuestionError
│   ├── EmptyQuestion
│   └── QuestionTooLong
├── EvaluationSetBroken       a set of questions that cannot be measured with
└── ModelError                the local language model (`rag.model_errors`)
"""

from typing import ClassVar

from rag.types import Problem


class RagError(Exception):
    """Something that the user can be told in one sentence.

    `code` names the interface text; `values` fill its gaps; `retryable` says whether the same call may work later.
    """

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = "Look into the terminal window for details."
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.values = values

    @property
    def problem(self) -> Problem:
        """The error as a value that can be stored and put into words of any language."""
        return Problem(self.code, tuple((key, str(value)) for key, value in self.values.items()))


class UnreadableFile(RagError):
    """A file that cannot become a transcript."""

    code = "unreadable"
    hint = "Open the file in a text editor and look whether it holds a conversation."


class EmptyFile(UnreadableFile):
    """A file of zero bytes or of white space alone."""

    code = "empty"
    hint = "Export the transcript again."


class BinaryFile(UnreadableFile):
    """Bytes that are not text."""

    code = "binary"
    hint = "Export the transcript as text or subtitles."


class UnknownFormat(UnreadableFile):
    """A suffix that no parser reads."""

    code = "format"
    hint = "Export the transcript as text or subtitles."


class FileTooLarge(UnreadableFile):
    """More bytes than one transcript may have."""

    code = "large"
    hint = "Cut the file into one file a session."


class NothingSpoken(UnreadableFile):
    """A readable file without a single line of speech."""

    code = "nothing"
    hint = "Look whether the export holds the text of the conversation."


class DamagedFile(UnreadableFile):
    """A document whose inside is not what its kind promises."""

    code = "broken"
    hint = "Open the file in its own program and save it again."


class PasswordProtected(UnreadableFile):
    """A document that opens only with a password."""

    code = "password"
    hint = "Save a copy without the password."


class ScanWithoutText(UnreadableFile):
    """A document of pictures of pages, in which there is no text."""

    code = "scan"
    hint = "Export the transcript as text, or recognise the scan first."


class MediaFile(UnreadableFile):
    """Sound, video or a picture instead of a transcript."""

    code = "media"
    hint = "Turn the recording into text first."


class OldDocument(UnreadableFile):
    """A document of a program from before 2007, which is not read."""

    code = "old"
    hint = "Save it as .docx."


class UnknownRecord(UnreadableFile):
    """A JSON file or a table of a shape that is no known transcript."""

    code = "record"
    hint = "Export the transcript as text or subtitles."


class UncertainEncoding(UnreadableFile):
    """Letters that read differently in several encodings, none of them surely right."""

    code = "encoding"
    hint = "Say in which encoding the file was saved."


class ArchiveRefused(UnreadableFile):
    """An archive that is too large inside, nested, locked or damaged."""

    code = "archive"
    hint = "Unpack it yourself and add the files."


class ReadingLimit(UnreadableFile):
    """A file that takes more time or memory to read than any transcript should."""

    code = "heavy"
    hint = "Cut the file into smaller ones, or export it as text."


class LibraryError(RagError):
    """The folder that holds everything of one user cannot be used as asked."""

    code = "library"
    hint = "Look whether the folder of the library exists and can be written."


class LibraryBusy(LibraryError):
    """Another process holds the library."""

    code = "busy"
    hint = "Close the other window of the program, or use the page that is open already."
    retryable = True


class LibraryDamaged(LibraryError):
    """The catalogue cannot be read as a database."""

    code = "damaged"
    hint = "Bring the folder of the library back from a backup copy."


class DiskFull(LibraryError):
    """There is no space left for what should be written."""

    code = "disk"
    hint = "Free some space on the disk and try again."
    retryable = True


class TranscriptMissing(LibraryError):
    """No transcript with this number, most often because it was deleted."""

    code = "missing"
    hint = "Choose another transcript."


class FolderMissing(LibraryError):
    """A path that is no folder of this computer."""

    code = "folder"
    hint = "Copy the path from the file manager."


class IndexBroken(RagError):
    """The index cannot be written or read; it can be rebuilt from the originals."""

    code = "index"
    hint = "Start the program again: the index is rebuilt from the stored files."
    retryable = True


class EncoderUnavailable(RagError):
    """The embedding model cannot be prepared or loaded."""

    code = "encoder"
    hint = "Install the requirements again with: python3 -m rag"


class QuestionError(RagError):
    """A question that cannot be searched."""

    code = "question"
    hint = "Ask in a sentence or two."


class EmptyQuestion(QuestionError):
    """A question without a letter or a digit."""

    code = "question_empty"


class QuestionTooLong(QuestionError):
    """A question of more characters than are searched."""

    code = "question_long"


class EvaluationSetBroken(RagError):
    """A folder of transcripts and questions that cannot be measured with."""

    code = "evaluation"
    hint = "What is needed is told by: python3 -m rag eval --help"
