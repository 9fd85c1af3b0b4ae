"""One transcript into both indexes. Knows nothing of files, threads or pages."""

from collections.abc import Callable, Sequence

import numpy as np

from rag.index import passages as passage_recipe
from rag.index import stems
from rag.index.lines import LineVectors
from rag.index.passages import PassageText, header_text, make_passages, passage_text
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.library.catalogue import Catalogue
from rag.types import Encoder, Segment, StoredPassage, Transcript

_ENCODE_BATCH = 64

Progress = Callable[[int, int, int], bool]
"""Called with passages done, passages in all and words done since the last call; False asks to stop."""


class Indexer:
    """Brings transcripts from the state `stored` to `ready`; the same call repeats what was interrupted."""

    def __init__(
        self, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, lines: LineVectors, encoder: Encoder
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._lines = lines
        self._encoder = encoder

    @property
    def fingerprint(self) -> str:
        """What the indexes are made with; another one means that they must be made again."""
        return f"{self._encoder.fingerprint}|{passage_recipe.RECIPE}|{stems.RECIPE}"

    def check_fingerprint(self) -> bool:
        """Whether the indexes were made with this recipe and hold what the catalogue says; empties them when not."""
        is_same = self._vectors.fingerprint == self.fingerprint
        count = self._catalogue.passage_count()
        if is_same and count <= self._vectors.count() and count <= self._words.count():
            self._words.sweep()
            return True
        self._vectors.reset(self.fingerprint)
        self._words.clear()
        self._catalogue.mark_all_stored()
        return False

    def index(self, transcript: Transcript, report: Progress) -> bool:
        """Make the passages, vectors and words of a transcript; False when `report` asked to stop on the way."""
        segments = self._catalogue.segments(transcript.id)
        self.forget(transcript.id)
        made = make_passages(segments, self._catalogue.source(transcript.id), self._encoder.count_tokens)
        stored = self._catalogue.replace_passages(transcript.id, made)
        texts = _texts(transcript, stored, segments)
        encoded, lines = [], []
        for start in range(0, len(texts), _ENCODE_BATCH):
            batch = texts[start : start + _ENCODE_BATCH]
            rows, inner = self._encoder.encode_with_spans([text.text for text in batch], [text.spans for text in batch])
            encoded.append(rows)
            lines += inner
            words = sum(len(text.text.split()) for text in batch)
            if not report(min(start + _ENCODE_BATCH, len(texts)), len(texts), words):
                return False
        ids = [passage.id for passage in stored]
        if ids:
            self._vectors.add(ids, np.concatenate(encoded), transcript.id)
            self._lines.add(ids, lines)
            self._words.add(zip(ids, (text.text for text in texts), strict=True))
        older = self._catalogue.passages_of(transcript.replaces or 0)
        self._catalogue.mark_ready(transcript.id)
        if transcript.replaces:
            self._words.delete([passage.id for passage in older])
            self._vectors.delete(transcript.replaces)
        return True

    def refresh_words(self, transcript: Transcript) -> None:
        """Index the words of a transcript again after a correction; its passages and vectors stay as they are."""
        segments = self._catalogue.segments(transcript.id)
        stored = self._catalogue.passages_of(transcript.id)
        self._words.delete([passage.id for passage in stored])
        texts = _texts(transcript, stored, segments)
        self._words.add((passage.id, text.text) for passage, text in zip(stored, texts, strict=True))

    def forget(self, transcript_id: int) -> None:
        """Take a transcript out of both indexes."""
        forget_transcript(self._catalogue, self._vectors, self._words, transcript_id)


def forget_transcript(catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, transcript_id: int) -> None:
    """Take a transcript out of both indexes; needs no encoder."""
    words.delete([passage.id for passage in catalogue.passages_of(transcript_id)])
    vectors.delete(transcript_id)


def _texts(transcript: Transcript, passages: Sequence[StoredPassage], segments: list[Segment]) -> list[PassageText]:
    header = header_text(transcript, " ".join(segment.text for segment in segments[:20]))
    return [passage_text(_segments_of(passage, segments), header) for passage in passages]


def _segments_of(passage: StoredPassage, segments: list[Segment]) -> list[Segment]:
    """Segments are numbered from 1 without gaps."""
    return segments[passage.first - 1 : passage.last]
