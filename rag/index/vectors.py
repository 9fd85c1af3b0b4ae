"""The vector index in Chroma: ids, vectors and the transcript's number, no text. The only module that knows Chroma.

Measured with cosine distance on our own vectors; a second process must never open the same folder.
"""

import struct
import threading
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

_HEADER = struct.Struct("<i4Q")
"""The beginning of Chroma's header.bin: version, offset, room for elements, elements written, bytes of one."""
_HEADER_VERSION = 1
_FILES_OF_ELEMENTS = ("data_level0.bin", "length.bin")
_LENGTH_BYTES = 4


class VectorIndex:
    """The vectors of all passages, by passage id."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.RLock()
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
        with self._guarded():
            self._client.delete_collection(_COLLECTION)
            self._collection = self._open_collection(fingerprint)

    def add(self, ids: Sequence[int], vectors: Vectors, transcript_id: int) -> None:
        """Store the vectors of passages of one transcript."""
        for start in range(0, len(ids), _BATCH):
            batch = slice(start, start + _BATCH)
            with self._guarded():
                self._collection.add(
                    ids=[str(passage_id) for passage_id in ids[batch]],
                    embeddings=np.ascontiguousarray(vectors[batch]),
                    metadatas=[{"transcript": transcript_id}] * len(ids[batch]),
                )

    def delete(self, transcript_id: int) -> None:
        """Forget the vectors of a transcript, and what its words may have left in unused room of the files."""
        with self._guarded():
            self._collection.delete(where={"transcript": transcript_id})
            self._clear_unused_room()

    def count(self) -> int:
        """How many vectors are stored."""
        with self._guarded():
            return int(self._collection.count())

    def search(
        self, vector: Vectors, count: int, transcript_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ids of the nearest passages with their cosine similarities, the nearest first."""
        if transcript_ids is not None and not transcript_ids:
            return []
        where = None if transcript_ids is None else {"transcript": {"$in": list(transcript_ids)}}
        with self._guarded():
            result = self._collection.query(
                query_embeddings=[vector], n_results=count, where=where, include=["distances"]
            )
        pairs = zip(result["ids"][0], result["distances"][0], strict=True)
        return [(int(passage_id), 1.0 - float(distance)) for passage_id, distance in pairs]

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """The stored vectors of passages, by passage id; unknown ids are left out."""
        if not ids:
            return {}
        with self._guarded():
            result = self._collection.get(ids=[str(passage_id) for passage_id in ids], include=["embeddings"])
        return {
            int(passage_id): np.asarray(vector, dtype=np.float32)
            for passage_id, vector in zip(result["ids"], result["embeddings"], strict=True)
        }

    def close(self) -> None:
        """Let go of the folder."""
        with self._guarded():
            self._client.close()
            self._clear_unused_room()

    def _clear_unused_room(self) -> None:
        """Overwrite the room for elements that are not there.

        Chroma 1.5 writes a new index with room for a hundred elements and fills it with whatever the memory held,
        which may be the words of a transcript. No other thread may be inside Chroma meanwhile.
        """
        for header in self._folder.glob("*/header.bin"):
            fields = header.read_bytes()[: _HEADER.size]
            if len(fields) < _HEADER.size or _HEADER.unpack(fields)[0] != _HEADER_VERSION:
                continue
            _, _, _, count, element_bytes = _HEADER.unpack(fields)
            for name, width in zip(_FILES_OF_ELEMENTS, (element_bytes, _LENGTH_BYTES), strict=True):
                _overwrite_from(header.with_name(name), count * width)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        with self._lock, _translated_errors():
            yield

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


def _overwrite_from(path: Path, used: int) -> None:
    if path.exists() and path.stat().st_size > used:
        with path.open("r+b") as file:
            file.seek(used)
            file.write(bytes(path.stat().st_size - used))


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
