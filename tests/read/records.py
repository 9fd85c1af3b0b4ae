"""What the tests of records and tables share: what a script says, the rule it is held to, and damaged JSON."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from rag.read.body import Script, to_segments
from rag.read.formats import RecordFormat
from tests.read.examples import assert_exact_places

MAX_SECONDS = 3_600_000

WRONG_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.sampled_from(["", " ", "?", "NaN", "-1", "1e9", "00:01:20,500", "\ud83d", "a\0b", "[Music]", "Анна", "x" * 700]),
    st.recursive(
        st.sampled_from([None, 1.5, "да"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "start", "id"]), inner),
        max_leaves=4,
    ),
)


def lines_of(script: Script) -> list[tuple[str | None, str, float | None, float | None]]:
    """Speaker, text and times of every segment, which stand where they say they stand."""
    segments = to_segments(script.source, script.body)
    assert_exact_places(script.source, segments, has_caption_markup=False)
    script.source.encode()
    for segment in segments:
        for time in (segment.start_time, segment.end_time):
            assert time is None or 0 <= time <= MAX_SECONDS
    return [(segment.speaker, segment.text, segment.start_time, segment.end_time) for segment in segments]


def said_in(formats: Sequence[RecordFormat], value: Any) -> list[tuple[str | None, str, float | None, float | None]]:
    return lines_of(format_of(formats, value).extract(value))


def format_of(formats: Sequence[RecordFormat], value: Any) -> RecordFormat:
    """The first format that recognises the value, as the reader chooses it."""
    return next(known for known in formats if known.recognises(value))


def name_of(formats: Sequence[RecordFormat], value: Any) -> str | None:
    return next((known.name for known in formats if known.recognises(value)), None)


@st.composite
def damaged(draw: st.DrawFn, samples: Sequence[Any]) -> Any:
    """One of the samples with a few of its values left out or replaced by wrong ones."""
    value: Any = {"": deepcopy(draw(st.sampled_from(samples)))}
    for _ in range(draw(st.integers(1, 6))):
        holder: Any = value
        key: Any = ""
        while isinstance(holder[key], dict | list) and holder[key] and draw(st.integers(0, 9)):
            holder = holder[key]
            key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if holder is not value and draw(st.booleans()):
            del holder[key]
        else:
            holder[key] = draw(WRONG_VALUES)
    return value[""]
