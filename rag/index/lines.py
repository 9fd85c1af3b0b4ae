"""The vectors of the lines of every passage, kept beside the catalogue. Knows no texts and no Chroma.

They only order what both indexes have found, so that they need no index of their own: half precision, read by passage.
"""

import json
from collections.abc import Sequence

import numpy as np

from rag.library.database import Database
from rag.types import Vectors


class LineVectors:
    """The vectors of lines by passage id; they go with their passage."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, passage_ids: Sequence[int], vectors: Sequence[Vectors]) -> None:
        """Store the vectors of the lines of passages, in place of older ones."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO passage_lines (passage_id, vectors) VALUES (?, ?)",
                (
                    (passage_id, rows.astype(np.float16).tobytes())
                    for passage_id, rows in zip(passage_ids, vectors, strict=True)
                ),
            )

    def similarities(self, vector: Vectors, passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine similarity of the nearest line of each passage; passages without lines are left out."""
        rows = self._database.rows(
            "SELECT passage_id, vectors FROM passage_lines WHERE passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        stored = [row for row in rows if row["vectors"]]
        if not stored:
            return {}
        lines = np.frombuffer(b"".join(row["vectors"] for row in stored), dtype=np.float16)
        scores = lines.reshape(-1, vector.shape[0]).astype(np.float32) @ vector
        counts = [len(row["vectors"]) // (2 * vector.shape[0]) for row in stored]
        begins = np.cumsum([0, *counts[:-1]])
        return {
            row["passage_id"]: float(best)
            for row, best in zip(stored, np.maximum.reduceat(scores, begins), strict=True)
        }
