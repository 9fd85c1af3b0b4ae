"""Questions that lean on the one before: `а Игорю?`, `и что он ответил?`, `what about Pavel?`. Pure functions.

By rule only: what the question leaves open is taken from the conversation, and what was searched is shown.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.index.stems import find_stems
from rag.search.mentions import Mention
from rag.search.stopwords import STOP_STEMS

_OPENING = r"^\s*(?:(?:а|и|но|ну|тогда|and|but|so|then|what about|how about)(?![^\W\d_])|那么?|然后|还有)"
_TIME = r"год|месяц|недел|квартал|семестр|раз\b|сред|пятниц|суббот|лет|зим|весн|осен|правда"
_PRONOUN = (
    r"\b(?:он|она|оно|они|его|него|ему|нему|ей|ней|неё|нее|им|ими|их|туда|тогда|he|she|they|him|her|them|his|their|it)\b"
    rf"|\b(?:этот|этого|этом|эту|это)\b(?!\s+(?:{_TIME}))|\bтам\b(?!\s+(?:с|со|у|по)\s)"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b|\bthose\b"
    r"|\bthat(?=\s*(?:[?.!,;]|$)|\s+(?:one|time|go|work|out|end|happen|turn)\b)|[他她它]们?|那个|这个|那次"
)
_LEANING = re.compile(rf"{_OPENING}|{_PRONOUN}", re.IGNORECASE)
_CONTINUES = re.compile(_OPENING, re.IGNORECASE)
_FILLERS = re.compile(r"那么?|还有|呢|吗|怎么样")
_FEW_STEMS = 2
_JOINED = re.compile(r"[\s,、]*(?:и|and|和)?\s*", re.IGNORECASE)
MOST_EARLIER = 3
"""How many questions a question may lean on."""
_LATER = re.compile(
    r"\b(?:потом|позже|после этого|в итоге|на самом деле|в конце концов|в результате|затем|later|afterwards?|in the end"
    r"|actually|finally|eventually)\b|后来|最后|结果|其实",
    re.IGNORECASE,
)


def leans_on_earlier(question: str, mentions: Sequence[Mention]) -> bool:
    """Whether a question cannot stand alone: it begins as a continuation, holds a pronoun, or says next to nothing."""
    own = _content(question, mentions)
    if mentions:
        return len(own) < _FEW_STEMS and bool(_CONTINUES.match(question))
    return len(own) < _FEW_STEMS or bool(_LEANING.search(question))


def is_about_later(question: str) -> bool:
    """Whether a question asks what became of it, so that the time of the earlier question does not hold."""
    return _LATER.search(question) is not None


def is_same_about_another(question: str, mentions: Sequence[Mention]) -> bool:
    """Whether a question asks the last one again about somebody else: `а Игорю?`."""
    return bool(mentions) and not _content(question, mentions)


def complete(question: str, history: Sequence[tuple[str, Sequence[Mention]]]) -> str:
    """The question after those it leans on: as far back as they lean themselves, at most three."""
    earlier: list[str] = []
    for past, mentions in reversed(history[-MOST_EARLIER:]):
        earlier.insert(0, past.strip())
        if not leans_on_earlier(past, mentions):
            break
    return " ".join([*earlier, question.strip()])


def put_another(previous: str, old: Sequence[Mention], question: str, new: Sequence[Mention]) -> str:
    """The previous question with the name that it holds replaced by the one asked about now.

    Of several names the one in the same role, who acts or who does not, gives way; else all that stand together.
    """
    words = question[new[0].start : new[-1].end]
    alike = [mention for mention in old if mention.is_acting == new[0].is_acting]
    giving_way = alike if len(alike) == 1 else list(old)
    between = [previous[a.end : b.start] for a, b in pairwise(giving_way)]
    if not giving_way or not all(_JOINED.fullmatch(text) for text in between):
        return f"{previous.strip()} {words}"
    return previous[: giving_way[0].start] + words + previous[giving_way[-1].end :]


def _content(question: str, mentions: Sequence[Mention]) -> list[str]:
    rest = question
    for mention in mentions:
        rest = f"{rest[: mention.start]}{' ' * (mention.end - mention.start)}{rest[mention.end :]}"
    return [stem.text for stem in find_stems(_FILLERS.sub(" ", rest)) if stem.text not in STOP_STEMS]
