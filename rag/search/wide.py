"""Questions about everything that was said: `всё, что я обещал`, `о чём мы говорили с Мариной`. Pure functions.

They want every session heard, not the ten nearest lines of one.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from rag.types import StoredPassage

Scored = TypeVar("Scored", bound=tuple[StoredPassage, float])

_WIDE = re.compile(
    r"(?<![^\W\d_])(?:вс[её],?\s+(?:что|о\s+ч[её]м|обещ|про\b|договор)"
    r"|все\s+(?:мои\s+|наши\s+|твои\s+|его\s+|е[её]\s+|их\s+)?(?:обещ|договор|сесси|встреч|тем|цел|задач|задани|совет)"
    r"|обо?\s+вс[её]м\b|(?:на|во)\s+всех\s+(?:сесси|встреч|созвон)|о\s+ч[её]м\s+(?:мы|вообще|\w+\s+с\b|говорил|был[аи]?\s+реч)|что\s+(?:мы\s+)?обсуждал|перечисли|^\s*список\b"
    r"|(?:дай|покажи|составь|выведи|напиши|нужен)\s+(?:\w+\s+){0,2}список"
    r"|за\s+вс[её]\s+время|как\s+менял|каждой\s+(?:сессии|встрече)|everything|all\s+(?:the|my|our|of|that)|every\s+session"
    r"|^\s*list\b|(?:give|show|make)\s+(?:\w+\s+){0,2}list\b|what\s+(?:did|have)\s+we\s+(?:talk|discuss|cover)|over\s+time)|所有|全部|一切|每次|都(?:说|谈|聊|答应)|聊了?什么",
    re.IGNORECASE,
)


def is_wide(question: str) -> bool:
    """Whether a question asks for everything about something."""
    return _WIDE.search(question) is not None


def spread(best: Sequence[Scored]) -> list[Scored]:
    """The best passage of every transcript, then the second of every one, and so on; each round in the given order."""
    seen: dict[int, int] = defaultdict(int)
    rounds: list[tuple[int, int]] = []
    for place, item in enumerate(best):
        seen[item[0].transcript_id] += 1
        rounds.append((seen[item[0].transcript_id], place))
    return [best[place] for _, place in sorted(rounds)]
