"""Two runs of the same questions side by side: what changed, and whether it is more than noise. Knows no files.

Noise is told from change by an exact sign test on the questions that changed: when a change helps as often as it
hurts, how often chance alone would part them at least as unevenly.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.errors import EvaluationSetBroken
from rag.learn.evaluation import Judgement, Question, summarise

_TESTED: Mapping[str, Callable[[Judgement], float]] = {
    "hit@3": lambda judgement: float(0 < judgement.hit_rank <= 3),
    "MRR@10": lambda judgement: judgement.reciprocal_rank,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in both runs."""

    old: Judgement
    new: Judgement

    @property
    def gain(self) -> tuple[float, int]:
        """How much better the new run is: by the place of the first hit, then by whether "found" was said rightly."""
        return (_merit(self.new) - _merit(self.old), _is_decided_rightly(self.new) - _is_decided_rightly(self.old))


@dataclass(frozen=True, slots=True)
class SignTest:
    """How many questions became better and worse by one measure."""

    better: int
    worse: int

    @property
    def p(self) -> float:
        """How likely chance alone parts so many changed questions at least as unevenly, from 0 to 1."""
        changed = self.better + self.worse
        fewer = sum(math.comb(changed, count) for count in range(min(self.better, self.worse) + 1))
        return min(1.0, 2 * fewer / (1 << changed))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The questions that both runs asked, and how many of each run the other did not ask."""

    pairs: tuple[Pair, ...]
    left_out_old: int
    left_out_new: int

    @property
    def old(self) -> list[Judgement]:
        """The old run of the questions in common."""
        return [pair.old for pair in self.pairs]

    @property
    def new(self) -> list[Judgement]:
        """The new run of the questions in common."""
        return [pair.new for pair in self.pairs]

    @property
    def better(self) -> list[Pair]:
        """The questions that became better, the greatest gain first."""
        return sorted((pair for pair in self.pairs if pair.gain > (0, 0)), key=lambda pair: pair.gain, reverse=True)

    @property
    def worse(self) -> list[Pair]:
        """The questions that became worse, the greatest loss first."""
        return sorted((pair for pair in self.pairs if pair.gain < (0, 0)), key=lambda pair: pair.gain)

    @property
    def sign_tests(self) -> dict[str, SignTest]:
        """The sign test of each measure that has one, over the answerable questions."""
        answerable = [pair for pair in self.pairs if pair.new.question.is_answerable]
        return {name: _sign_test(answerable, value) for name, value in _TESTED.items()}

    def by_category(self) -> "dict[str, Comparison]":
        """The questions of each category that the new run names, in alphabetical order."""
        groups: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            if pair.new.question.category:
                groups[pair.new.question.category].append(pair)
        return {category: Comparison(tuple(pairs), 0, 0) for category, pairs in sorted(groups.items())}


def compare(old: Sequence[Judgement], new: Sequence[Judgement]) -> Comparison:
    """The questions that both runs asked, in the order of the new run.

    Raises EvaluationSetBroken when there are none.
    """
    old_ones, new_ones = _by_question(old), _by_question(new)
    pairs = tuple(Pair(old_ones[key], judgement) for key, judgement in new_ones.items() if key in old_ones)
    if not pairs:
        raise EvaluationSetBroken("The two runs have no question in common.")
    return Comparison(pairs, len(old) - len(pairs), len(new) - len(pairs))


def differences(old: Sequence[Judgement], new: Sequence[Judgement]) -> dict[str, float]:
    """How much more each measure is in the new run than in the old one."""
    before, after = summarise(old), summarise(new)
    return {name: round(after[name] - value, 4) for name, value in before.items() if name != "questions"}


def _by_question(judgements: Sequence[Judgement]) -> dict[tuple[Question, int], Judgement]:
    """The judgements by what was asked and what would answer it; the category is a label that may change."""
    seen: Counter[Question] = Counter()
    found: dict[tuple[Question, int], Judgement] = {}
    for judgement in judgements:
        question = replace(judgement.question, category="")
        seen[question] += 1
        found[question, seen[question]] = judgement
    return found


def _merit(judgement: Judgement) -> float:
    return judgement.reciprocal_rank if judgement.question.is_answerable else 0.0


def _is_decided_rightly(judgement: Judgement) -> bool:
    return judgement.is_found is judgement.question.is_answerable


def _sign_test(pairs: Sequence[Pair], value: Callable[[Judgement], float]) -> SignTest:
    changes = [value(pair.new) - value(pair.old) for pair in pairs]
    return SignTest(sum(change > 0 for change in changes), sum(change < 0 for change in changes))
