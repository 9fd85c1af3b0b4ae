"""JSON of Deepgram, AssemblyAI, AWS Transcribe and Rev becomes what was said, by whom and when."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.recognisers import RECOGNISERS
from tests.read.records import damaged, format_of, lines_of, name_of, said_in


def deepgram_word(word: str, start: float, speaker: int | None = None) -> dict[str, Any]:
    bare = {"word": word.lower().strip(".,"), "start": start, "end": start + 0.4, "punctuated_word": word}
    return bare if speaker is None else {**bare, "speaker": speaker}


def deepgram(*channels: dict[str, Any], **results: Any) -> dict[str, Any]:
    return {
        "metadata": {"created": "2025-03-31T10:00:00.000Z", "duration": 9.5},
        "results": {"channels": [{"alternatives": [best]} for best in channels], **results},
    }


def aws_item(content: str, start: float | None = None, **more: Any) -> dict[str, Any]:
    kind = "punctuation" if start is None else "pronunciation"
    times = {} if start is None else {"start_time": f"{start:.2f}", "end_time": f"{start + 0.4:.2f}"}
    return {"type": kind, "alternatives": [{"confidence": "0.9", "content": content}], **times, **more}


def aws(**results: Any) -> dict[str, Any]:
    return {"jobName": "session", "status": "COMPLETED", "results": {"transcripts": [{"transcript": ""}], **results}}


ANNA = [deepgram_word("Добрый", 0.5, 0), deepgram_word("день,", 1.0, 0), deepgram_word("Борис.", 1.5, 0)]
BORIS = [deepgram_word("Здравствуйте.", 2.5, 1)]
DEEPGRAM_WORDS = deepgram({"transcript": "Добрый день, Борис. Здравствуйте.", "words": [*ANNA, *BORIS]})
DEEPGRAM_UTTERANCES = deepgram(
    {"transcript": "Добрый день, Борис. Здравствуйте.", "words": [*ANNA, *BORIS]},
    utterances=[
        {"transcript": "Добрый день, Борис.", "start": 0.5, "end": 1.9, "speaker": 0, "channel": 0, "words": ANNA},
        {"transcript": "Здравствуйте.", "start": 2.5, "end": 2.9, "speaker": 1, "channel": 0, "words": BORIS},
    ],
)
DEEPGRAM_PARAGRAPHS = deepgram(
    {
        "transcript": "Да, т.е. Нет. Готово.",
        "words": [deepgram_word("Да,", 0.5, 0)],
        "paragraphs": {
            "transcript": "Speaker 0: Да, т.е. Нет.",
            "paragraphs": [
                {"speaker": 0, "sentences": [{"text": "Да, т.е. Нет.", "start": 0.5, "end": 2.5}]},
                {"speaker": 1, "sentences": [{"text": "Готово.", "start": 3.0, "end": 3.5}]},
            ],
        },
    }
)
ASSEMBLYAI = {
    "id": "x",
    "status": "completed",
    "audio_url": "https://example.org/a.mp3",
    "text": "Добрый день. Здравствуйте.",
    "words": [
        {"text": "Добрый", "start": 500, "end": 900, "speaker": "A"},
        {"text": "день.", "start": 1000, "end": 1400, "speaker": "A"},
        {"text": "Здравствуйте.", "start": 2500, "end": 2900, "speaker": "B"},
    ],
    "utterances": [
        {"text": "Добрый день.", "start": 500, "end": 1400, "speaker": "A", "words": []},
        {"text": "Здравствуйте.", "start": 2500, "end": 2900, "speaker": "B", "words": []},
    ],
}
AWS = aws(
    speaker_labels={
        "speakers": 2,
        "segments": [
            {"start_time": "2.40", "end_time": "2.90", "speaker_label": "spk_1", "items": []},
            {"start_time": "0.50", "end_time": "1.40", "speaker_label": "spk_0", "items": []},
        ],
    },
    items=[
        aws_item("Добрый", 0.5),
        aws_item("день", 1.0),
        aws_item("."),
        aws_item("Здравствуйте", 2.5),
        aws_item("!"),
    ],
)
AWS_SEGMENTS = aws(
    items=[aws_item("Да", 0.5, id=0), aws_item(".", id=1)],
    audio_segments=[
        {
            "id": 0,
            "transcript": "Да.",
            "start_time": "0.5",
            "end_time": "0.9",
            "speaker_label": "spk_0",
            "items": [0, 1],
        },
        {"id": 1, "transcript": "Нет.", "start_time": "1.5", "end_time": "1.9", "speaker_label": "spk_1", "items": []},
    ],
)
AWS_CHANNELS = aws(
    channel_labels={
        "channels": [
            {"channel_label": "ch_0", "items": [aws_item(word, time, channel_label="ch_0") for word, time in said]}
            for said in [[("Да", 0.5), ("конечно", 3.0)]]
        ]
        + [{"channel_label": "ch_1", "items": [aws_item("Ясно", 1.5, channel_label="ch_1")]}]
    },
    items=[aws_item("Да", 0.5, channel_label="ch_0")],
)
REV = {
    "speakers": [{"id": 0, "name": "Анна"}],
    "monologues": [
        {
            "speaker": 0,
            "elements": [
                {"type": "text", "value": "Добрый", "ts": 0.5, "end_ts": 0.9},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "день", "ts": 1.0, "end_ts": 1.4},
                {"type": "punct", "value": ", "},
                {"type": "unknown", "value": "<unk>"},
                {"type": "tag", "name": "laugh"},
                {"type": "text", "value": "e", "ts": 1.5, "end_ts": 1.6},
                {"type": "punct", "value": "-"},
                {"type": "text", "value": "mail", "ts": 1.6, "end_ts": 1.9},
                {"type": "punct", "value": "."},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "Готово", "ts": 2.0, "end_ts": 2.4},
                {"type": "punct", "value": "!"},
            ],
        },
        {"speaker": 1, "elements": [{"type": "text", "value": "Ясно", "timestamp": "00:00:03,250"}]},
    ],
}
SAMPLES = [
    DEEPGRAM_WORDS,
    DEEPGRAM_UTTERANCES,
    DEEPGRAM_PARAGRAPHS,
    ASSEMBLYAI,
    AWS,
    AWS_SEGMENTS,
    AWS_CHANNELS,
    REV,
]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (DEEPGRAM_WORDS, "deepgram-json"),
        (DEEPGRAM_UTTERANCES, "deepgram-json"),
        (DEEPGRAM_PARAGRAPHS, "deepgram-json"),
        (ASSEMBLYAI, "assemblyai-json"),
        (AWS, "aws-json"),
        (AWS_SEGMENTS, "aws-json"),
        (AWS_CHANNELS, "aws-json"),
        (REV, "rev-json"),
    ],
)
def test_one_format_recognises_each_file(value: Any, name: str) -> None:
    assert [known.name for known in RECOGNISERS if known.recognises(value)] == [name]


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "text",
        [],
        {},
        {"results": []},
        {"results": {"channels": [1, {"name": "news"}]}},
        {"results": {"channels": [{"alternatives": [{"title": "x"}]}]}},
        {"results": {"items": [{"id": 1, "title": "x"}]}},
        {"results": {"transcripts": "x", "items": [{"alternatives": []}]}},
        {"utterances": [{"text": "да", "start": 1}]},
        {"audio_url": "https://example.org/a.mp3", "words": []},
        {"audio_url": "https://example.org/a.mp3", "utterances": [{"text": "да"}, {"start": 1}]},
        {"monologues": ["To be or not to be"]},
        {"monologues": [{"elements": [{"type": "text"}, {"value": "да"}]}]},
        {"monologues": [{"speaker": 0, "elements": ["H", "He"]}]},
    ],
)
def test_other_records_are_of_no_recogniser(value: Any) -> None:
    assert name_of(RECOGNISERS, value) is None


@pytest.mark.parametrize("value", [DEEPGRAM_WORDS, DEEPGRAM_UTTERANCES])
def test_deepgram_gives_lines_with_numbered_voices(value: Any) -> None:
    assert said_in(RECOGNISERS, value) == [
        ("Speaker 0", "Добрый день, Борис.", 0.5, 1.9),
        ("Speaker 1", "Здравствуйте.", 2.5, 2.9),
    ]


def test_deepgram_utterance_in_which_two_speak_is_divided_by_its_words() -> None:
    both = {"transcript": "Добрый день, Борис. Здравствуйте.", "start": 0.5, "end": 2.9, "speaker": 0}
    value = deepgram({"transcript": "…"}, utterances=[{**both, "words": [*ANNA, *BORIS]}])
    assert said_in(RECOGNISERS, value) == said_in(RECOGNISERS, DEEPGRAM_WORDS)


def test_deepgram_paragraphs_give_their_sentences() -> None:
    assert said_in(RECOGNISERS, DEEPGRAM_PARAGRAPHS) == [
        ("Speaker 0", "Да, т.е. Нет.", 0.5, 2.5),
        ("Speaker 1", "Готово.", 3.0, 3.5),
    ]


def test_deepgram_without_punctuation_and_voices_gives_bare_words() -> None:
    value = deepgram({"transcript": "да нет", "words": [{"word": "да", "start": 1}, {"word": "нет", "end": 2.5}]})
    assert said_in(RECOGNISERS, value) == [(None, "да нет", 1.0, 2.5)]


def test_deepgram_without_words_gives_its_bare_text() -> None:
    assert said_in(RECOGNISERS, deepgram({"transcript": "Да. Нет."})) == [(None, "Да. Нет.", None, None)]


def test_deepgram_channels_are_told_apart_and_stand_in_order_of_time() -> None:
    value = deepgram(
        {"transcript": "…", "words": [deepgram_word("Да.", 0.5), deepgram_word("Конечно.", 5.0)]},
        {"transcript": "…", "words": [deepgram_word("Ясно.", 2.0, 3)]},
    )
    assert said_in(RECOGNISERS, value) == [
        ("Channel 0", "Да.", 0.5, 0.9),
        ("Channel 1, Speaker 3", "Ясно.", 2.0, 2.4),
        ("Channel 0", "Конечно.", 5.0, 5.4),
    ]


def test_deepgram_utterances_of_channels_stand_in_order_of_time() -> None:
    said = [{"transcript": "Да.", "start": 5.0, "channel": 0}, {"transcript": "Нет.", "start": 1.0, "channel": 1}]
    value = deepgram({"transcript": "Да."}, {"transcript": "Нет."}, utterances=said)
    assert [line[:2] for line in said_in(RECOGNISERS, value)] == [("Channel 1", "Нет."), ("Channel 0", "Да.")]


def test_deepgram_utterance_without_a_time_keeps_its_place() -> None:
    said = [{"transcript": "Да.", "start": 5.0}, {"transcript": "Нет."}, {"transcript": "Ладно.", "start": 6.0}]
    lines = said_in(RECOGNISERS, deepgram({"transcript": "…"}, utterances=said))
    assert [line[1] for line in lines] == ["Да.", "Нет.", "Ладно."]


def test_deepgram_empty_utterances_and_sentences_give_way_to_words() -> None:
    best = {"transcript": "…", "words": ANNA, "paragraphs": {"paragraphs": [{"sentences": [{"text": " "}]}]}}
    value = deepgram(best, utterances=[{"transcript": " ", "start": 1.0}])
    assert said_in(RECOGNISERS, value) == [("Speaker 0", "Добрый день, Борис.", 0.5, 1.9)]


def test_deepgram_day_of_processing_is_kept() -> None:
    header = format_of(RECOGNISERS, DEEPGRAM_WORDS).extract(DEEPGRAM_WORDS).body.header
    assert header.made == date(2025, 3, 31)
    assert header.date_text is None


def test_deepgram_of_silence_says_nothing() -> None:
    assert said_in(RECOGNISERS, deepgram({"transcript": "", "words": []})) == []


@pytest.mark.parametrize("without", [{}, {"utterances": None}])
def test_assemblyai_gives_lines_with_lettered_voices_and_seconds(without: dict[str, Any]) -> None:
    assert said_in(RECOGNISERS, {**ASSEMBLYAI, **without}) == [
        ("Speaker A", "Добрый день.", 0.5, 1.4),
        ("Speaker B", "Здравствуйте.", 2.5, 2.9),
    ]


def test_assemblyai_names_that_the_user_gave_stay() -> None:
    said = [{"text": "Да.", "start": 0, "speaker": speaker} for speaker in ("Анна", "1", "JD", "Я", None)]
    lines = said_in(RECOGNISERS, {"audio_duration": 5, "utterances": said})
    assert [line[0] for line in lines] == ["Анна", "Speaker 1", "JD", "Я", None]


def test_assemblyai_empty_utterances_give_way_to_words() -> None:
    value = {**ASSEMBLYAI, "utterances": [{"text": " ", "start": 0}]}
    assert said_in(RECOGNISERS, value) == said_in(RECOGNISERS, ASSEMBLYAI)


def test_assemblyai_sentences_alone_are_read() -> None:
    value = {"audio_duration": 5, "confidence": 0.9, "sentences": [{"text": "Да.", "start": 100, "end": 400}]}
    assert said_in(RECOGNISERS, value) == [(None, "Да.", 0.1, 0.4)]


def test_assemblyai_long_utterance_becomes_its_sentences() -> None:
    words: list[dict[str, Any]] = [{"text": f"Слово{n}.", "start": n * 1000, "end": n * 1000 + 500} for n in range(40)]
    long = {"text": " ".join(word["text"] for word in words), "start": 0, "end": 39500, "speaker": "A", "words": words}
    lines = said_in(RECOGNISERS, {"audio_duration": 40, "utterances": [long]})
    assert len(lines) == 40
    assert lines[7] == ("Speaker A", "Слово7.", 7.0, 7.5)


def test_assemblyai_without_words_gives_its_text() -> None:
    value = {**ASSEMBLYAI, "utterances": None, "words": [{"text": "", "start": 0, "end": 0}]}
    assert said_in(RECOGNISERS, value) == [(None, "Добрый день. Здравствуйте.", None, None)]


def test_aws_items_take_the_speaker_of_the_segment_at_their_time() -> None:
    assert said_in(RECOGNISERS, AWS) == [
        ("spk_0", "Добрый день.", 0.5, 1.4),
        ("spk_1", "Здравствуйте!", 2.5, 2.9),
    ]


def test_aws_items_own_speaker_wins() -> None:
    value = aws(items=[aws_item("Да", 0.5, speaker_label="spk_3")], speaker_labels={"segments": []})
    assert said_in(RECOGNISERS, value) == [("spk_3", "Да", 0.5, 0.9)]


def test_aws_segments_are_taken_as_they_are() -> None:
    assert said_in(RECOGNISERS, AWS_SEGMENTS) == [("spk_0", "Да.", 0.5, 0.9), ("spk_1", "Нет.", 1.5, 1.9)]


def test_aws_long_segment_becomes_its_sentences() -> None:
    items = [item for n in range(40) for item in (aws_item(f"Слово{n}", n, id=2 * n), aws_item(".", id=2 * n + 1))]
    text = " ".join(f"Слово{n}." for n in range(40))
    whole = {"transcript": text, "start_time": "0", "end_time": "40", "speaker_label": "spk_0", "items": [*range(80)]}
    lines = said_in(RECOGNISERS, aws(items=items, audio_segments=[whole]))
    assert lines[7] == ("spk_0", "Слово7.", 7.0, 7.4)


def test_aws_channels_are_read_on_their_own_and_stand_in_order_of_time() -> None:
    assert said_in(RECOGNISERS, AWS_CHANNELS) == [
        ("ch_0", "Да", 0.5, 0.9),
        ("ch_1", "Ясно", 1.5, 1.9),
        ("ch_0", "конечно", 3.0, 3.4),
    ]


def test_aws_segments_win_over_channels() -> None:
    segments = AWS_SEGMENTS["results"]["audio_segments"]
    value = aws(**{**AWS_CHANNELS["results"], "audio_segments": [{"transcript": " "}, *segments]})
    assert said_in(RECOGNISERS, value) == said_in(RECOGNISERS, AWS_SEGMENTS)


@pytest.mark.parametrize("spoken", [{"items": [aws_item("Да", 0.5), {}]}, {"audio_segments": [{"transcript": "Да"}]}])
def test_aws_results_without_the_job_are_recognised(spoken: dict[str, Any]) -> None:
    assert name_of(RECOGNISERS, {"results": {"transcripts": [], **spoken}}) == "aws-json"


def test_aws_without_items_gives_its_text() -> None:
    value = aws(transcripts=[{"transcript": "Да. Нет."}], items=[])
    assert said_in(RECOGNISERS, value) == [(None, "Да. Нет.", None, None)]


def test_rev_joins_words_and_marks_as_they_stand() -> None:
    assert said_in(RECOGNISERS, REV) == [
        ("Анна", "Добрый день, e-mail.", 0.5, 1.9),
        ("Анна", "Готово!", 2.0, 2.4),
        ("Speaker 1", "Ясно", 3.25, None),
    ]


def test_rev_name_at_the_monologue_wins() -> None:
    said = {"speaker": 0, "speaker_info": {"display_name": "Борис"}, "elements": [{"type": "text", "value": "Да"}]}
    assert said_in(RECOGNISERS, {**REV, "monologues": [said]}) == [("Борис", "Да", None, None)]


@given(value=st.deferred(lambda: damaged(SAMPLES)))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_damaged_records_give_what_is_left_of_them(value: Any) -> None:
    for known in RECOGNISERS:
        if known.recognises(value):
            lines_of(known.extract(value))
