"""Whether what was found answers the question. Pure functions over scores; knows no index and no text.

A logistic regression over the questions of the development sets asked of their own transcripts and of those of the
other sets (Platt, "Probabilistic Outputs for Support Vector Machines", 1999, for reading a score as a probability).
"""

import math
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

_INTERCEPT = -58.5
_BEST_SIMILARITY, _MEAN_SIMILARITY, _COVERED, _NOWHERE, _LOG_PASSAGES = 38.4, 43.8, 4.7, -3.3, -1.04
_FEW_PASSAGES = 200
"""The smallest library measured; below, the number tells nothing more."""
_THRESHOLD = -1.4
"""Where about three of a hundred answerable questions are told as not found."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: cosine similarities of the best passage and of all, and the words of the question.

    `covered` is the share of the question's words, by their weight, that one of the first quotes' passages holds;
    `nowhere` the share that no passage searched holds; `passages` how many were searched, as the best of many is
    nearer by chance.
    """

    best_similarity: float
    mean_similarity: float
    covered: float
    nowhere: float
    passages: int


def is_answered(evidence: Evidence) -> bool:
    """Whether the evidence is that of a question whose answer is there."""
    score = (
        _INTERCEPT
        + _BEST_SIMILARITY * evidence.best_similarity
        + _MEAN_SIMILARITY * evidence.mean_similarity
        + _COVERED * evidence.covered
        + _NOWHERE * evidence.nowhere
        + _LOG_PASSAGES * math.log(max(evidence.passages, _FEW_PASSAGES))
    )
    return score >= _THRESHOLD


def covered_share(stems: Collection[str], held: Set[str], weights: Mapping[str, float]) -> float:
    """The share of the stems, by weight, that are held; 0 for no stems."""
    total = sum(weights[stem] for stem in stems)
    return sum(weights[stem] for stem in stems if stem in held) / total if total else 0.0


def largest_share(stems: Collection[str], held: Sequence[Set[str]], weights: Mapping[str, float]) -> float:
    """The largest share of the stems that one of several texts holds."""
    return max((covered_share(stems, words, weights) for words in held), default=0.0)
