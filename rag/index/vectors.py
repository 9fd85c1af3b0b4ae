"""The vector index in Chroma: ids, vectors and the transcript's number, no text. The only module that knows Chroma.

Measured with cosine distance on our own vectors; a second process must never open the same folder.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import IndexBroken
from rag.types import Vectors

_COLLECTION = "passages"
_BATCH = 1000
_EF_SEARCH, _EF_CONSTRUCTION = 400, 200
"""Wide enough that the same library gives the same quotes however its vectors came in."""


class VectorIndex:
    """The vectors of all passages, by passage id."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._client = _open_client(folder)
        self._collection = self._open_collection(None)

    @property
    def fingerprint(self) -> str | None:
        """What made the vectors in here, as it was stored with them; None for a new index."""
        metadata = self._collection.metadata or {}
        value = metadata.get("fingerprint")
        return str(value) if value is not None else None

    def reset(self, fingerprint: str) -> None:
        """Forget all vectors; those that follow are made by what the fingerprint names."""
        with _translated_errors():
            self._client.delete_collection(_COLLECTION)
        self._collection = self._open_collection(fingerprint)

    def add(self, ids: Sequence[int], vectors: Vectors, transcript_id: int) -> None:
        """Store the vectors of passages of one transcript."""
        for start in range(0, len(ids), _BATCH):
            batch = slice(start, start + _BATCH)
            with _translated_errors():
                self._collection.add(
                    ids=[str(passage_id) for passage_id in ids[batch]],
                    embeddings=np.ascontiguousarray(vectors[batch]),
                    metadatas=[{"transcript": transcript_id}] * len(ids[batch]),
                )

    def delete(self, transcript_id: int) -> None:
        """Forget the vectors of a transcript."""
        with _translated_errors():
            self._collection.delete(where={"transcript": transcript_id})

    def count(self) -> int:
        """How many vectors are stored."""
        with _translated_errors():
            return int(self._collection.count())

    def search(
        self, vector: Vectors, count: int, transcript_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ids of the nearest passages with their cosine similarities, the nearest first."""
        if transcript_ids is not None and not transcript_ids:
            return []
        where = None if transcript_ids is None else {"transcript": {"$in": list(transcript_ids)}}
        with _translated_errors():
            result = self._collection.query(
                query_embeddings=[vector], n_results=count, where=where, include=["distances"]
            )
        pairs = zip(result["ids"][0], result["distances"][0], strict=True)
        return [(int(passage_id), 1.0 - float(distance)) for passage_id, distance in pairs]

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """The stored vectors of passages, by passage id; unknown ids are left out."""
        if not ids:
            return {}
        with _translated_errors():
            result = self._collection.get(ids=[str(passage_id) for passage_id in ids], include=["embeddings"])
        return {
            int(passage_id): np.asarray(vector, dtype=np.float32)
            for passage_id, vector in zip(result["ids"], result["embeddings"], strict=True)
        }

    def close(self) -> None:
        """Let go of the folder."""
        with _translated_errors():
            self._client.close()

    def _open_collection(self, fingerprint: str | None) -> Any:
        with _translated_errors():
            return self._client.get_or_create_collection(
                _COLLECTION,
                configuration={
                    "hnsw": {"space": "cosine", "ef_search": _EF_SEARCH, "ef_construction": _EF_CONSTRUCTION}
                },
                embedding_function=None,
                metadata={"fingerprint": fingerprint} if fingerprint else None,
            )


def _open_client(folder: Path) -> Any:
    import chromadb

    with _translated_errors():
        return chromadb.PersistentClient(
            str(folder), settings=chromadb.Settings(anonymized_telemetry=False, is_persistent=True)
        )


@contextmanager
def _translated_errors() -> Iterator[None]:
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, TypeError, RuntimeError, OSError) as error:
        raise IndexBroken(f"The vector index cannot be used: {error}") from error
