"""JSON of speech recognisers: Whisper and its kin, Fireflies, any list of utterances, and the rented recognisers.

Knows nothing of files. Each format is recognised by the fields of its entries, never by a file name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.read.body import Header, Script, Utterance, write_script
from rag.read.fields import (
    DATE_NAMES,
    END_NAMES,
    SPEAKER_NAMES,
    START_NAMES,
    TEXT_NAMES,
    TITLE_NAMES,
    day_of,
    field_of,
    folded_name,
    line_of,
    record_of,
    records_of,
    seconds_of,
    speaker_of,
    text_of,
    units_a_second,
)
from rag.read.formats import RecordFormat
from rag.read.recognisers import RECOGNISERS
from rag.read.spoken_words import Word, in_sentences

_Record = Mapping[str, Any]

_WHISPER_LISTS = ("speakers", "segments", "chunks")
_WHISPER_FIELDS = frozenset(
    {
        "id", "seek", "start", "end", "text", "timestamp", "tokens", "temperature", "avg_logprob", "confidence",
        "compression_ratio", "no_speech_prob", "words", "chars", "speaker", "language",
    }
)  # fmt: skip
_WHISPER_ANSWER = frozenset(
    {"text", "segments", "words", "language", "language_probs", "duration", "task", "usage", "logprobs"}
)
_WHISPERX_SPEAKER = re.compile(r"SPEAKER_\d{1,4}")
_NO_SPEECH = re.compile(r"\[[^\[\]]{0,60}\]|\([^.!?()]{0,60}\)|\*[^.!?*]{0,60}\*|♪[^♪]{0,400}♪")
_UTTERANCE_LISTS = (
    "utterances", "segments", "transcript", "transcripts", "transcription", "sentences", "dialogue", "dialog",
    "conversation", "lines", "entries", "items", "results", "data",
)  # fmt: skip
_SPEAKER_FIELDS = frozenset({"speaker", "speakername", "спикер", "发言人", "说话人"})
_FIREFLIES_TEXTS = ("sentence", "text", "raw_text")
_FIREFLIES_SPEAKERS = frozenset({"speaker_name", "speaker_id"})


def _are_mostly(entries: list[_Record], is_proper: Callable[[_Record], bool]) -> bool:
    """Whether more than half of the entries are proper: one damaged entry does not make another format of a file."""
    return sum(map(is_proper, entries)) * 2 > len(entries)


def _whisper_segments(value: Any) -> list[_Record]:
    """The segments of a dump; a bare list counts only without foreign fields, as labelled text has such spans too."""
    if isinstance(value, list):
        lists = (
            [records_of(value)] if _are_mostly(records_of(value), lambda entry: entry.keys() <= _WHISPER_FIELDS) else []
        )
    else:
        lists = [records_of(record_of(value).get(name)) for name in _WHISPER_LISTS]
    return next((segments for segments in lists if _are_mostly(segments, _is_whisper_segment)), [])


def _is_whisper_segment(entry: _Record) -> bool:
    has_time = {"start", "end"} <= entry.keys() or isinstance(entry.get("timestamp"), list)
    return isinstance(entry.get("text"), str) and has_time


def _is_whisper_cpp(value: Any) -> bool:
    return _are_mostly(
        records_of(record_of(value).get("transcription")),
        lambda entry: isinstance(entry.get("text"), str) and bool({"timestamps", "offsets"} & entry.keys()),
    )


def _whisper_speakers(value: Any) -> list[str]:
    return [speaker for entry in _whisper_segments(value) if (speaker := speaker_of(entry.get("speaker")))]


def _is_whisper(value: Any) -> bool:
    if _is_whisper_cpp(value) or _whisper_segments(value):
        return not _whisper_speakers(value)
    record = record_of(value)
    return isinstance(record.get("text"), str) and record.keys() <= _WHISPER_ANSWER


def _is_whisperx(value: Any) -> bool:
    """Segments with speakers; in a bare list their names must be WhisperX's own, as any tool may list utterances."""
    speakers = _whisper_speakers(value)
    return bool(speakers) and (isinstance(value, dict) or any(map(_WHISPERX_SPEAKER.fullmatch, speakers)))


def _whisper(value: Any) -> Script:
    if _is_whisper_cpp(value):
        return write_script(map(_whisper_cpp_said, records_of(value["transcription"])))
    entries = _whisper_segments(value) or [record_of(value)]
    spoken = [said for entry in entries for said in _whisper_said(entry)]
    return write_script(said for said in spoken if _is_speech(said.text))


def _whisper_said(entry: _Record) -> Iterator[Utterance]:
    span = entry.get("timestamp")
    first, last = span if isinstance(span, list) and len(span) == len("ab") else (None, None)
    start, end = seconds_of(entry.get("start", first)), seconds_of(entry.get("end", last))
    words = [_whisper_word(word) for word in records_of(entry.get("words"))]
    said = Utterance(text_of(entry.get("text")), speaker_of(entry.get("speaker")), start, end)
    return in_sentences(said, words)


def _whisper_word(word: _Record) -> Word:
    text = text_of(field_of(word, ("word", "text")))
    return Word(text, None, seconds_of(word.get("start")), seconds_of(word.get("end")))


def _whisper_cpp_said(entry: _Record) -> Utterance:
    """A segment with its offsets in milliseconds, else its time codes."""
    offsets, codes = record_of(entry.get("offsets")), record_of(entry.get("timestamps"))
    times = [
        seconds_of(codes.get(side)) if (offset := seconds_of(offsets.get(side), 1000)) is None else offset
        for side in ("from", "to")
    ]
    text = text_of(entry.get("text"))
    return Utterance(text if _is_speech(text) else "", speaker_of(entry.get("speaker")), *times)


def _is_speech(text: str) -> bool:
    """Whether anything is said beside remarks such as `[Music]`, `(applause)`, `♪ la la ♪`."""
    return any(character.isalnum() for character in _NO_SPEECH.sub("", text))


def _fireflies_meeting(value: Any) -> Any:
    """The meeting inside an answer of the web interface, else the value."""
    inner = record_of(record_of(record_of(value).get("data", value)).get("transcript"))
    return inner or value


def _fireflies_sentences(value: Any) -> list[_Record]:
    meeting = _fireflies_meeting(value)
    return records_of(meeting if isinstance(meeting, list) else record_of(meeting).get("sentences"))


def _is_fireflies(value: Any) -> bool:
    return _are_mostly(
        _fireflies_sentences(value),
        lambda entry: (
            bool(_FIREFLIES_SPEAKERS & entry.keys())
            and any(isinstance(entry.get(name), str) for name in _FIREFLIES_TEXTS)
        ),
    )


def _fireflies(value: Any) -> Script:
    spoken = []
    for entry in _fireflies_sentences(value):
        text = next((text for name in _FIREFLIES_TEXTS if (text := text_of(entry.get(name)))), "")
        speaker = speaker_of(entry.get("speaker_name")) or speaker_of(entry.get("speaker_id"))
        spoken.append(Utterance(text, speaker, _time(entry, START_NAMES), _time(entry, END_NAMES)))
    return write_script(spoken, _header(_fireflies_meeting(value)))


def _time(entry: _Record, names: tuple[str, ...], units: int = 1) -> float | None:
    return seconds_of(field_of(entry, names), units)


def _header(value: Any) -> Header:
    """Title, date and the named speakers of a meeting; addresses of e-mail are no names."""
    record = record_of(value)
    listed = [entry for name in ("speakers", "meeting_attendees") for entry in records_of(record.get(name))]
    names = [line_of(field_of(entry, ("name", "displayname"))) for entry in listed]
    people = tuple(dict.fromkeys(name for name in names if name and "@" not in name))
    return Header(line_of(field_of(record, TITLE_NAMES)), day_of(field_of(record, DATE_NAMES)), people)


def _utterances(value: Any) -> list[_Record]:
    """The list of utterances, bare or under one of the usual names, also in an object within the object."""
    if isinstance(value, list):
        return records_of(value)
    record = record_of(value)
    for outer in (record, *(record_of(record.get(name)) for name in _UTTERANCE_LISTS)):
        for name in _UTTERANCE_LISTS:
            entries = records_of(outer.get(name))
            if _are_mostly(entries, _is_utterance):
                return entries
    return []


def _is_utterance(entry: _Record) -> bool:
    return isinstance(field_of(entry, TEXT_NAMES), str) and bool(speaker_of(field_of(entry, SPEAKER_NAMES)))


def _is_any_utterances(value: Any) -> bool:
    """Text and speaker in most entries, and a time or a field that is surely a speaker's, as articles have names."""
    entries = _utterances(value)
    return _are_mostly(entries, _is_utterance) and any(
        seconds_of(field_of(entry, START_NAMES)) is not None
        or any(folded_name(key) in _SPEAKER_FIELDS for key in entry)
        for entry in entries
    )


def _any_utterances(value: Any) -> Script:
    entries = _utterances(value)
    texts = [text_of(field_of(entry, TEXT_NAMES)) for entry in entries]
    times = [field_of(entry, names) for entry in entries for names in (START_NAMES, END_NAMES)]
    units = units_a_second(times, sum(map(len, texts)))
    spoken = (
        Utterance(
            text,
            speaker_of(field_of(entry, SPEAKER_NAMES)),
            _time(entry, START_NAMES, units),
            _time(entry, END_NAMES, units),
        )
        for entry, text in zip(entries, texts, strict=True)
    )
    return write_script(spoken, _header(value))


RECORDINGS: tuple[RecordFormat, ...] = (
    *RECOGNISERS,
    RecordFormat("fireflies-json", _is_fireflies, _fireflies),
    RecordFormat("whisperx-json", _is_whisperx, _whisper),
    RecordFormat("whisper-json", _is_whisper, _whisper),
    RecordFormat("utterances-json", _is_any_utterances, _any_utterances),
)
"""The most particular shapes first: a file is of the first one that recognises it."""
