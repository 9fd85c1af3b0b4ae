"""Lines that a model writes in the form of its prompt, number, speaker and words, as if it copied them. Pure.

Small models invent such lines. They look like quotes, so they count only when the words are those of the line.
"""

import re
from collections.abc import Mapping, Sequence

from rag.answer.markers import TOKEN
from rag.answer.slices import lines_with, source_lines
from rag.types import Line

_COPIED = re.compile(
    r"\s*(?:[-*•>][ ]?)?(?:\x02\d+\x03[ ]?)+(?P<name>[^\W\d][^\n:：]{0,60}?)[ ]?[:：][ ]?(?P<words>[^\n]*)"
)


def is_invented(statement: str, numbers: Sequence[int], by_number: Mapping[int, Line]) -> bool:
    """Whether a statement gives words to a speaker as a copied line would, and no line that it cites has them.

    Statements have tokens for their markers; `numbers` are those of the offered lines that it cites.
    """
    copied = _COPIED.match(statement)
    if copied is None:
        return False
    name = copied["name"].casefold().strip()
    speakers = {line.speaker.casefold() for line in by_number.values() if line.speaker}
    if not any(_is_called(name, speaker) for speaker in speakers):
        return False
    words = TOKEN.sub("", copied["words"]).strip()
    said = [line for line in (by_number[n] for n in numbers) if line.speaker and _is_called(name, line.speaker)]
    return not lines_with(words, source_lines(said))


def _is_called(name: str, speaker: str) -> bool:
    return name in {speaker.casefold(), speaker.casefold().split(" ")[0]}
