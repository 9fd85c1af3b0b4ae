"""JSON of Whisper and its kin, of Fireflies and of any tool that lists utterances."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.body import Header
from rag.read.recordings import RECORDINGS
from tests.read.records import damaged, format_of, lines_of, name_of, said_in
from tests.read.test_recognisers import SAMPLES as RENTED

SEGMENTS = [
    {"id": 0, "seek": 0, "start": 0.5, "end": 2.0, "text": " Добрый день.", "tokens": [1, 2], "no_speech_prob": 0.1},
    {"id": 1, "seek": 0, "start": 2.0, "end": 4.25, "text": " Начнём с резюме.", "tokens": [3], "temperature": 0.0},
]
SPOKEN = [(None, "Добрый день.", 0.5, 2.0), (None, "Начнём с резюме.", 2.0, 4.25)]
WHISPER = {"text": " Добрый день. Начнём с резюме.", "segments": SEGMENTS, "language": "ru"}
WHISPER_CPP: dict[str, Any] = {
    "systeminfo": "AVX = 1",
    "result": {"language": "ru"},
    "transcription": [
        {
            "timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"},
            "offsets": {"from": 500, "to": 2000},
            "text": " Добрый день.",
        },
        {"timestamps": {"from": "00:00:02,000", "to": "00:00:04,250"}, "text": " Начнём с резюме."},
    ],
}
WHISPERX: dict[str, Any] = {
    "segments": [
        {"start": 0.5, "end": 2.0, "text": " Добрый день.", "speaker": "SPEAKER_00", "words": []},
        {"start": 2.0, "end": 4.25, "text": " Начнём с резюме."},
        {"start": 5.0, "end": 6.0, "text": " Хорошо.", "speaker": "SPEAKER_01"},
    ],
    "word_segments": [],
    "language": "ru",
}
PIPELINE: dict[str, Any] = {
    "text": " Добрый день. Начнём с резюме.",
    "chunks": [
        {"timestamp": [0.5, 2.0], "text": " Добрый день."},
        {"timestamp": [2.0, 4.25], "text": " Начнём с резюме."},
    ],
}
SENTENCES: list[dict[str, Any]] = [
    {"index": 0, "speaker_name": "Анна", "speaker_id": 0, "text": "Добрый день.", "start_time": 0.5, "end_time": 2},
    {"index": 1, "speaker_name": None, "speaker_id": 1, "raw_text": "Начнём.", "start_time": 2.0, "end_time": 4.25},
]
FIREFLIES = {
    "title": "Третья сессия",
    "date": 1743445800000,
    "participants": ["anna@example.org"],
    "speakers": [{"id": 0, "name": "Анна"}, {"id": 1, "name": None}],
    "meeting_attendees": [{"displayName": "Борис", "email": "b@example.org"}, {"name": "c@example.org"}],
    "sentences": SENTENCES,
}
UTTERANCES: list[dict[str, Any]] = [
    {"speaker": "Анна", "text": "Добрый день, начнём с вашего резюме.", "start": 1.2},
    {"speaker": "Борис", "text": "Давайте.", "start": 4},
]
SAMPLES = [
    WHISPER, SEGMENTS, WHISPER_CPP, WHISPERX, WHISPERX["segments"], PIPELINE, FIREFLIES, SENTENCES, UTTERANCES,
    {"data": {"transcript": FIREFLIES}}, {"title": "Сессия", "date": "2025-03-31", "utterances": UTTERANCES},
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (WHISPER, "whisper-json"),
        (SEGMENTS, "whisper-json"),
        ({"segments": SEGMENTS}, "whisper-json"),
        ({"text": "", "segments": [], "language": "ru"}, "whisper-json"),
        ({"text": "Да.", "usage": {"type": "duration"}}, "whisper-json"),
        (WHISPER_CPP, "whisper-json"),
        (PIPELINE, "whisper-json"),
        (WHISPERX, "whisperx-json"),
        (WHISPERX["segments"], "whisperx-json"),
        ([*WHISPERX["segments"], {"start": 7, "end": 8, "text": "Да.", "speaker": "UNKNOWN"}], "whisperx-json"),
        ([{"start": 7, "end": 8, "text": "Да.", "speaker": "Анна"}], "utterances-json"),
        ([{"start": 7, "end": 8, "text": "Да."}], "whisper-json"),
        (FIREFLIES, "fireflies-json"),
        (SENTENCES, "fireflies-json"),
        ({"data": {"transcript": FIREFLIES}}, "fireflies-json"),
        (UTTERANCES, "utterances-json"),
        ({"transcript": UTTERANCES}, "utterances-json"),
        ({"data": {"utterances": UTTERANCES}}, "utterances-json"),
        ([{"name": "Анна", "content": "Да.", "time": "00:01:20"}], "utterances-json"),
        ([{"name": "Анна", "text": "Да.", "time": 1}, {"name": "Борис", "text": "Нет."}], "utterances-json"),
        ([{"Speaker Name": "Анна", "text": "Да."}], "utterances-json"),
        ([{"спикер": "Анна", "текст": "Да."}], "utterances-json"),
    ],
)
def test_format_of_a_record(value: Any, name: str) -> None:
    assert name_of(RECORDINGS, value) == name


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        math.nan,
        "text",
        [],
        {},
        [[]],
        ["Анна: да"],
        {"segments": []},
        {"segments": [{"text": "да"}]},
        {"segments": [{"start": 1, "end": 2}]},
        {"chunks": [{"text": "words of a document", "timestamp": "2025-03-31"}]},
        {"transcription": "text"},
        {"transcription": [{"text": "words"}]},
        {"sentences": [{"text": "words"}]},
        {"text": "words", "author": "Анна"},
        {"text": ["words"], "language": "ru"},
        [{"text": "Москва", "start": 10, "end": 16, "label": "LOC"}],
        [{"role": "user", "content": "Привет"}, {"role": "assistant", "content": "Здравствуйте"}],
        [{"name": "Чайник", "text": "Кипятит воду", "price": 5}],
        [{"name": "root", "message": "started", "timestamp": "2025-03-31T10:00:00Z"}],
        [{"name": "root", "message": "started", "timestamp": 1743445800}],
        {"title": "Article", "author": "Анна", "text": "words", "date": "2025-03-31"},
        {"items": [{"speaker": "Анна"}, {"speaker": "Борис", "text": "да"}, {"speaker": "Анна"}]},
    ],
)
def test_other_json_is_no_transcript(value: Any) -> None:
    assert name_of(RECORDINGS, value) is None


@pytest.mark.parametrize("value", [WHISPER, SEGMENTS, WHISPER_CPP, PIPELINE])
def test_segments_of_every_whisper_become_lines_with_seconds(value: Any) -> None:
    assert said_in(RECORDINGS, value) == SPOKEN


def test_answer_without_segments_gives_its_text_and_the_times_of_its_words() -> None:
    text = " ".join(["Слово."] * 60)
    words = [{"word": "Слово.", "start": n, "end": n + 0.5} for n in range(60)]
    assert said_in(RECORDINGS, {"text": "Да."}) == [(None, "Да.", None, None)]
    assert said_in(RECORDINGS, {"text": text, "words": words, "task": "transcribe"})[7] == (None, "Слово.", 7.0, 7.5)
    assert said_in(RECORDINGS, {"text": "Да.", "segments": [{"text": 5}]}) == [(None, "Да.", None, None)]
    assert said_in(RECORDINGS, {"text": "", "segments": [], "language": "ru"}) == []


def test_whisper_cpp_voices_are_numbered() -> None:
    voices = ["0", "?"]
    said = [{**entry, "speaker": voice} for entry, voice in zip(WHISPER_CPP["transcription"], voices, strict=True)]
    assert [line[0] for line in said_in(RECORDINGS, {"transcription": said})] == ["Speaker 0", None]


def test_diarised_chunks_are_preferred_to_plain_ones() -> None:
    speakers = [{**chunk, "speaker": "SPEAKER_00"} for chunk in PIPELINE["chunks"]]
    assert [line[0] for line in said_in(RECORDINGS, {**PIPELINE, "speakers": speakers})] == ["SPEAKER_00"] * 2


def test_whisperx_keeps_its_names_and_leaves_an_unknown_voice_unnamed() -> None:
    assert [line[0] for line in said_in(RECORDINGS, WHISPERX)] == ["SPEAKER_00", None, "SPEAKER_01"]


def test_long_segment_becomes_its_sentences_with_their_own_times() -> None:
    words: list[dict[str, Any]] = [{"word": f" Слово{n}.", "start": n, "end": n + 0.5} for n in range(40)]
    text = "".join(word["word"] for word in words)
    lines = said_in(RECORDINGS, {"segments": [{"start": 0, "end": 40, "text": text, "words": words}]})
    assert len(lines) == 40
    assert lines[7] == (None, "Слово7.", 7.0, 7.5)


@pytest.mark.parametrize(
    "text", ["", " ", "[Music]", " [BLANK_AUDIO]", "(аплодисменты)", "♪ ля-ля ♪", "♪♪", "*смех* [Музыка]", "..."]
)
def test_remarks_of_a_recogniser_are_no_speech(text: str) -> None:
    assert said_in(RECORDINGS, {"segments": [{"start": 0, "end": 1, "text": text}]}) == []
    assert said_in(RECORDINGS, {"transcription": [{"offsets": {"from": 0, "to": 1}, "text": text}]}) == []


@pytest.mark.parametrize("text", ["[смех] Да.", "(Это правда.)", "Да *очень* хорошо"])
def test_speech_beside_a_remark_stays_with_it(text: str) -> None:
    assert said_in(RECORDINGS, {"segments": [{"start": 0, "end": 1, "text": text}]}) == [(None, text, 0.0, 1.0)]


@pytest.mark.parametrize("time", [None, math.nan, math.inf, -1, 10**12, "скоро", [], True])
def test_impossible_time_is_unknown(time: Any) -> None:
    assert said_in(RECORDINGS, {"segments": [{"start": time, "end": 2, "text": "Да."}]}) == [(None, "Да.", None, 2.0)]


def test_damaged_entry_does_not_take_the_others_with_it() -> None:
    assert said_in(RECORDINGS, {"segments": [*SEGMENTS, None, {"start": 9, "end": 10, "text": 5}]}) == SPOKEN


@pytest.mark.parametrize(
    "value", [FIREFLIES, SENTENCES, {"data": {"transcript": FIREFLIES}}, {"transcript": FIREFLIES}]
)
def test_fireflies_sentences_have_names_or_numbered_voices(value: Any) -> None:
    assert said_in(RECORDINGS, value) == [
        ("Анна", "Добрый день.", 0.5, 2.0),
        ("Speaker 1", "Начнём.", 2.0, 4.25),
    ]


def test_fireflies_download_with_other_spellings_is_read() -> None:
    said = [{"sentence": "Да.", "speaker_name": "Анна", "startTime": "00:15", "endTime": "00:17"}]
    assert said_in(RECORDINGS, said) == [("Анна", "Да.", 15.0, 17.0)]


def test_fireflies_meeting_gives_title_day_and_people() -> None:
    header = Header("Третья сессия", "2025-03-31", ("Анна", "Борис"))
    for value in (FIREFLIES, {"data": {"transcript": FIREFLIES}}, {**FIREFLIES, "date": "2025-03-31T18:30:00.000Z"}):
        assert format_of(RECORDINGS, value).extract(value).body.header == header
    assert format_of(RECORDINGS, SENTENCES).extract(SENTENCES).body.header == Header()


def test_any_utterances_have_speaker_text_and_seconds() -> None:
    assert said_in(RECORDINGS, UTTERANCES) == [
        ("Анна", "Добрый день, начнём с вашего резюме.", 1.2, None),
        ("Борис", "Давайте.", 4.0, None),
    ]


def test_any_utterances_with_milliseconds_have_seconds() -> None:
    said = [{**entry, "start": entry["start"] * 1000} for entry in UTTERANCES]
    assert [line[2] for line in said_in(RECORDINGS, said)] == [1.2, 4.0]


def test_any_utterances_in_an_object_bring_its_title_and_day() -> None:
    value = {"meeting_title": "Сессия 3", "created_at": "2025-03-31T10:00:00Z", "lines": UTTERANCES}
    assert format_of(RECORDINGS, value).extract(value).body.header == Header("Сессия 3", "2025-03-31")


def test_rented_recognisers_are_among_the_formats() -> None:
    assert {name_of(RECORDINGS, value) for value in RENTED} == {
        "deepgram-json", "assemblyai-json", "aws-json", "rev-json",
    }  # fmt: skip
    assert format_of(RECORDINGS, RENTED[0]).extract(RENTED[0]).body.header.made == date(2025, 3, 31)


@given(value=st.deferred(lambda: damaged(SAMPLES)))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_damaged_records_give_what_is_left_of_them(value: Any) -> None:
    for known in RECORDINGS:
        if known.recognises(value):
            lines_of(known.extract(value))
