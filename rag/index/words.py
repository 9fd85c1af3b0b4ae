"""The word index: BM25 over stems in SQLite FTS5. Knows nothing of vectors or transcripts.

BM25 is Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, as FTS5 computes it (k1 1.2, b 0.75).
"""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from rag.index.stems import stem_text
from rag.library.database import Database

_MAX_QUERY_STEMS = 64


class WordIndex:
    """The stems of all passages, by passage id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._database.rows(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_vocabulary USING fts5vocab(main, passage_words, row)"
        )

    def weights(self, stems: Iterable[str]) -> dict[str, float]:
        """How much each stem tells: the logarithm of the inverse share of passages that hold it, as BM25 has it."""
        asked = list(dict.fromkeys(stems))
        rows = self._database.rows(
            "SELECT term, doc FROM passage_vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(asked, ensure_ascii=False),),
        )
        held = {row["term"]: int(row["doc"]) for row in rows}
        count = self.count()
        return {stem: math.log(1 + (count - held.get(stem, 0) + 0.5) / (held.get(stem, 0) + 0.5)) for stem in asked}

    def stems_of(self, passage_ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The stems of passages, header line included, by passage id; unknown ids are left out."""
        rows = self._database.rows(
            "SELECT rowid, stems FROM passage_words WHERE rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        return {row["rowid"]: frozenset(row["stems"].split()) for row in rows}

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Index the texts of passages."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO passage_words (rowid, stems) VALUES (?, ?)",
                ((passage_id, stem_text(text)) for passage_id, text in passages),
            )

    def delete(self, passage_ids: Sequence[int]) -> None:
        """Forget passages; unknown ids are passed over."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM passage_words WHERE rowid IN (SELECT value FROM json_each(?))",
                (json.dumps(list(passage_ids)),),
            )

    def clear(self) -> None:
        """Forget everything."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM passage_words")

    def sweep(self) -> None:
        """Forget passages that the catalogue no longer has, as an interrupted deletion leaves them."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM passage_words WHERE rowid NOT IN (SELECT id FROM passages)")

    def count(self) -> int:
        """How many passages are indexed."""
        row = self._database.row("SELECT count(*) FROM passage_words")
        return int(row[0]) if row else 0

    def search(
        self, stems: Iterable[str], count: int, transcript_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ids of the best passages with their BM25 scores, the best first; higher is better."""
        asked = list(dict.fromkeys(stems))[:_MAX_QUERY_STEMS]
        if not asked:
            return []
        parameters: list[Any] = [" OR ".join('"' + stem.replace('"', '""') + '"' for stem in asked)]
        restriction = ""
        if transcript_ids is not None:
            # in this order: found by words first, then looked up; the other way round every passage is searched
            restriction = (
                "CROSS JOIN passages ON passages.id = found.rowid "
                "AND passages.transcript_id IN (SELECT value FROM json_each(?)) "
            )
            parameters.insert(0, json.dumps(list(transcript_ids)))
        rows = self._database.rows(
            f"SELECT found.rowid AS passage, -bm25(passage_words) AS score FROM passage_words AS found {restriction}"
            "WHERE passage_words MATCH ? ORDER BY score DESC, passage LIMIT ?",
            [*parameters, count],
        )
        return [(row["passage"], row["score"]) for row in rows]
