"""Questions that lean on the one before: `а Игорю?`, `и что он ответил?`, `what about Pavel?`. Pure functions.

By rule only: what the question leaves open is taken from the conversation, and what was searched is shown.
"""

import re
from collections.abc import Sequence

from rag.index.stems import find_stems
from rag.search.mentions import Mention
from rag.search.stopwords import STOP_STEMS

_LEANING = re.compile(
    r"^\s*(?:а|и|но|ну|тогда|and|but|so|then|what about|how about|那么?|然后|还有)(?![^\W\d_])"
    r"|(?:\b(?:он|она|оно|они|его|него|ему|нему|ей|ней|неё|нее|им|ими|их|него|этот|этого|этом|эту|это|туда|там|тогда"
    r"|he|she|they|him|her|them|his|their|it|that|there|those)\b|[他她它]们?|那个|这个|那次)",
    re.IGNORECASE,
)
_FEW_STEMS = 2
_CONTINUES = re.compile(r"^\s*(?:а|и|но|ну|and|but|so|what about|how about|那么?)(?![^\W\d_])[\s,]*", re.IGNORECASE)
_MOST_EARLIER = 3
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


def complete(question: str, history: Sequence[str]) -> str:
    """The question after those it leans on: as far back as they lean themselves, at most three."""
    earlier: list[str] = []
    for past in reversed(history[-_MOST_EARLIER:]):
        earlier.insert(0, past.strip())
        if not leans_on_earlier(past, ()):
            break
    return " ".join([*earlier, question.strip()])


def put_another(previous: str, old: Sequence[Mention], question: str, new: Sequence[Mention]) -> str:
    """The previous question with the name that it holds replaced by the one asked about now."""
    words = question[new[0].start : new[-1].end]
    if len(old) != 1:
        return f"{previous.strip()} {words}"
    return previous[: old[0].start] + words + previous[old[0].end :]


def _content(question: str, mentions: Sequence[Mention]) -> list[str]:
    rest = "".join(
        " " if any(mention.start <= index < mention.end for mention in mentions) else character
        for index, character in enumerate(question)
    )
    return [stem.text for stem in find_stems(rest) if stem.text not in STOP_STEMS]
