"""The passages that may answer, from both indexes, with how they were found. Knows nothing of questions' meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from rag.index.lines import LineVectors
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.search.fusion import missing
from rag.search.verdict import largest_share
from rag.types import Vectors

CANDIDATES = 200
"""How many passages each ranking offers."""
_READ_FOR_COVERAGE = 30


@dataclass(frozen=True, slots=True)
class Indexes:
    """What is made from the transcripts for searching them."""

    vectors: VectorIndex
    words: WordIndex
    lines: LineVectors


@dataclass(frozen=True, slots=True)
class Candidates:
    """Similarities of passages and of their nearest lines, and word scores, by passage id.

    `held` are the stems of the best by words, `weights` those of the question's stems.
    """

    dense: Mapping[int, float]
    lines: Mapping[int, float]
    lexical: Mapping[int, float]
    held: Mapping[int, frozenset[str]]
    weights: Mapping[str, float]

    @property
    def coverage(self) -> float:
        """The largest share of the question's words that a passage holds."""
        return largest_share(self.weights, list(self.held.values()), self.weights)

    @property
    def nowhere(self) -> float:
        """The share of the question's words, by weight, that none of the best passages by words holds."""
        total = sum(self.weights.values())
        found = frozenset().union(*self.held.values())
        return sum(weight for stem, weight in self.weights.items() if stem not in found) / total if total else 0.0

    @property
    def best_similarity(self) -> float:
        """The cosine similarity of the nearest passage."""
        return max(self.dense.values(), default=0.0)

    @property
    def mean_similarity(self) -> float:
        """The mean cosine similarity of the candidates."""
        return fmean(self.dense.values()) if self.dense else 0.0


def find_candidates(
    indexes: Indexes, vector: Vectors, stems: Sequence[str], transcripts: Sequence[int] | None
) -> Candidates:
    """The passages near the vector or with the stems, in these transcripts or, for None, in all."""
    lexical = dict(indexes.words.search(stems, CANDIDATES, transcripts))
    dense = dict(indexes.vectors.search(vector, CANDIDATES, transcripts))
    stored = indexes.vectors.vectors(missing(dense, lexical))
    dense |= {passage: float(np.dot(vector, other)) for passage, other in stored.items()}
    lines = indexes.lines.similarities(vector, list(dense))
    best = sorted(lexical, key=lambda passage: (-lexical[passage], passage))[:_READ_FOR_COVERAGE]
    return Candidates(dense, lines, lexical, indexes.words.stems_of(best), indexes.words.weights(stems))
