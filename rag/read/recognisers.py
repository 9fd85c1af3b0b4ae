"""JSON of the recognisers that are rented: Deepgram, AssemblyAI, AWS Transcribe, Rev. Knows nothing of files."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from rag.read.body import Header, Script, Utterance, write_script
from rag.read.fields import iso_day_of, line_of, number_of, record_of, records_of, seconds_of, speaker_of, text_of
from rag.read.formats import RecordFormat
from rag.read.spoken_words import Word, in_sentences, utterances

_ASSEMBLYAI_MARKS = frozenset({"audio_duration", "audio_url", "acoustic_model", "language_model", "speech_model"})
_ASSEMBLYAI_LISTS = ("utterances", "sentences", "paragraphs")

_Record = Mapping[str, Any]


def _said(entry: _Record, speaker: str | None, text: str = "text", units: int = 1) -> Utterance:
    start, end = seconds_of(entry.get("start"), units), seconds_of(entry.get("end"), units)
    return Utterance(text_of(entry.get(text)), speaker, start, end)


def _word(entry: _Record, speaker: str | None, names: Sequence[str] = ("text",), units: int = 1) -> Word:
    text = next((text for name in names if (text := text_of(entry.get(name)))), "")
    return Word(text, speaker, seconds_of(entry.get("start"), units), seconds_of(entry.get("end"), units))


def _by_time(channels: Iterable[Iterable[Utterance]]) -> list[Utterance]:
    """What several channels hold, as it was begun; without a time it stays behind what precedes it in its channel."""
    timed: list[tuple[float, Utterance]] = []
    for channel in channels:
        latest = 0.0
        for said in channel:
            latest = latest if said.start_time is None else said.start_time
            timed.append((latest, said))
    return [said for _, said in sorted(timed, key=itemgetter(0))]


def _is_deepgram(value: Any) -> bool:
    channels = records_of(record_of(record_of(value).get("results")).get("channels"))
    alternatives = [other for channel in channels for other in records_of(channel.get("alternatives"))]
    return any(isinstance(other.get("transcript"), str) for other in alternatives)


def _deepgram(value: Any) -> Script:
    results = record_of(value["results"])
    channels = records_of(results.get("channels"))
    name = _deepgram_name if len(channels) > 1 else _deepgram_voice
    listed = records_of(results.get("utterances"))
    if any(text_of(entry.get("transcript")).strip() for entry in listed):
        said: dict[float | None, list[Utterance]] = {}
        for entry in listed:
            channel = entry.get("channel")
            said.setdefault(number_of(channel), []).extend(_deepgram_utterance(entry, partial(name, channel)))
    else:
        said = {n: _deepgram_channel(channel, partial(name, n)) for n, channel in enumerate(channels)}
    return write_script(
        _by_time(said.values()), Header(made=iso_day_of(record_of(value.get("metadata")).get("created")))
    )


def _deepgram_voice(_: Any, entry: _Record) -> str | None:
    return speaker_of(entry.get("speaker"))


def _deepgram_name(channel: Any, entry: _Record) -> str | None:
    """Voices are counted anew in each channel, so the channel belongs to the name."""
    number = number_of(channel)
    parts = (None if number is None else f"Channel {number:.0f}", speaker_of(entry.get("speaker")))
    return ", ".join(filter(None, parts)) or None


def _deepgram_utterance(entry: _Record, name: Callable[[_Record], str | None]) -> Iterator[Utterance]:
    """Deepgram ends an utterance at a pause, so more than one may speak in it: the words know who."""
    words = [_word(word, name(word), ("punctuated_word", "word")) for word in records_of(entry.get("words"))]
    return in_sentences(_said(entry, name(entry), "transcript"), words)


def _deepgram_channel(channel: _Record, speaker: Callable[[_Record], str | None]) -> list[Utterance]:
    """The first alternative of a channel: its paragraphs' sentences, else its words, else its bare text."""
    best = next(iter(records_of(channel.get("alternatives"))), {})
    paragraphs = records_of(record_of(best.get("paragraphs")).get("paragraphs"))
    sentences = [
        _said(sentence, speaker(paragraph))
        for paragraph in paragraphs
        for sentence in records_of(paragraph.get("sentences"))
    ]
    if any(sentence.text.strip() for sentence in sentences):
        return sentences
    words = [_word(word, speaker(word), ("punctuated_word", "word")) for word in records_of(best.get("words"))]
    return list(utterances(words)) or [Utterance(text_of(best.get("transcript")), speaker({}))]


def _is_assemblyai(value: Any) -> bool:
    record = record_of(value)
    lists = [record.get(name) for name in (*_ASSEMBLYAI_LISTS, "words")]
    return bool(_ASSEMBLYAI_MARKS & record.keys()) and any(
        isinstance(entry.get("text"), str) and "start" in entry for listed in lists for entry in records_of(listed)
    )


def _assemblyai(value: Any) -> Script:
    lists = (records_of(value.get(name)) for name in _ASSEMBLYAI_LISTS)
    entries = next((listed for listed in lists if any(text_of(entry.get("text")).strip() for entry in listed)), [])
    if entries:
        return write_script(said for entry in entries for said in _assemblyai_entry(entry))
    spoken = list(utterances(_assemblyai_words(value)))
    return write_script(spoken or [Utterance(text_of(value.get("text")))])


def _assemblyai_entry(entry: _Record) -> Iterator[Utterance]:
    said = _said(entry, _assemblyai_speaker(entry), units=1000)
    return in_sentences(said, list(_assemblyai_words(entry)))


def _assemblyai_words(entry: _Record) -> Iterator[Word]:
    for word in records_of(entry.get("words")):
        yield _word(word, _assemblyai_speaker(word), units=1000)


def _assemblyai_speaker(entry: _Record) -> str | None:
    """The voices A, B, C are `Speaker A` and so on; a longer label is a name that the user gave."""
    name = speaker_of(entry.get("speaker"))
    is_letter = name is not None and len(name) == 1 and name.isascii() and name.isupper()
    return f"Speaker {name}" if is_letter else name


def _is_aws(value: Any) -> bool:
    results = record_of(record_of(value).get("results"))
    spoken = [*records_of(results.get("items")), *records_of(results.get("audio_segments"))]
    return isinstance(results.get("transcripts"), list) and (
        any("alternatives" in entry or "transcript" in entry for entry in spoken) or "jobName" in value
    )


def _aws(value: Any) -> Script:
    """The segments that AWS cut itself, else its items in groups; with channels, each channel's items on their own."""
    results = value["results"]
    find_speaker = _aws_speakers(record_of(results.get("speaker_labels")))
    items = records_of(results.get("items"))
    channels = records_of(record_of(results.get("channel_labels")).get("channels"))
    spoken = list(_aws_segments(results, items, find_speaker))
    if not spoken:
        spoken = _by_time(
            utterances(_aws_words(records_of(channel.get("items")), find_speaker)) for channel in channels
        )
    spoken = spoken or list(utterances(_aws_words(items, find_speaker)))
    texts = (text_of(entry.get("transcript")) for entry in records_of(results["transcripts"]))
    return write_script(spoken or (Utterance(text) for text in texts))


def _aws_segments(
    results: _Record, items: list[_Record], find_speaker: Callable[[_Record], str | None]
) -> Iterator[Utterance]:
    numbered = {number: item for item in items if (number := number_of(item.get("id"))) is not None}
    for segment in records_of(results.get("audio_segments")):
        start, end = seconds_of(segment.get("start_time")), seconds_of(segment.get("end_time"))
        said = Utterance(text_of(segment.get("transcript")), find_speaker(segment), start, end)
        numbers = segment.get("items")
        wanted = map(number_of, numbers) if isinstance(numbers, list) else ()
        own = [numbered[number] for number in wanted if number in numbered]
        if said.text.strip():
            yield from in_sentences(said, _aws_words(own, find_speaker))


def _aws_words(items: list[_Record], find_speaker: Callable[[_Record], str | None]) -> list[Word]:
    words = []
    for item in items:
        text = text_of(next(iter(records_of(item.get("alternatives"))), {}).get("content"))
        start, end = seconds_of(item.get("start_time")), seconds_of(item.get("end_time"))
        words.append(Word(text, find_speaker(item), start, end, joins=item.get("type") == "punctuation"))
    return words


def _aws_speakers(labels: _Record) -> Callable[[_Record], str | None]:
    """Who says an item: its own label, else the label of the segment that had begun at its time."""
    segments = [
        (start, speaker_of(segment.get("speaker_label")))
        for segment in records_of(labels.get("segments"))
        if (start := seconds_of(segment.get("start_time"))) is not None
    ]
    segments.sort(key=itemgetter(0))
    starts = [start for start, _ in segments]

    def find(item: _Record) -> str | None:
        own = speaker_of(item.get("speaker_label")) or speaker_of(item.get("channel_label"))
        start = seconds_of(item.get("start_time"))
        index = bisect_right(starts, start) if start is not None else 0
        return own or (segments[index - 1][1] if index else None)

    return find


def _is_rev(value: Any) -> bool:
    return any(
        isinstance(element.get("value"), str) and isinstance(element.get("type"), str)
        for monologue in records_of(record_of(value).get("monologues"))
        for element in records_of(monologue.get("elements"))
    )


def _rev(value: Any) -> Script:
    names = {speaker_of(entry.get("id")): line_of(entry.get("name")) for entry in records_of(value.get("speakers"))}
    spoken: list[Utterance] = []
    for monologue in records_of(value["monologues"]):
        number = speaker_of(monologue.get("speaker"))
        own = line_of(record_of(monologue.get("speaker_info")).get("display_name"))
        spoken += utterances(_rev_words(monologue, own or names.get(number) or number))
    return write_script(spoken)


def _rev_words(monologue: _Record, speaker: str | None) -> Iterator[Word]:
    """The elements, whose white space stands in marks of its own; tags and unknown sounds are no words."""
    follows_space = True
    for element in records_of(monologue.get("elements")):
        if element.get("type") not in ("text", "punct"):
            continue
        value = text_of(element.get("value"))
        start = seconds_of(element.get("ts", element.get("timestamp")))
        end = seconds_of(element.get("end_ts", element.get("end_timestamp")))
        if value.strip():
            yield Word(value, speaker, start, end, joins=not follows_space and not value[0].isspace())
            follows_space = False
        follows_space = follows_space or value[-1:].isspace()


RECOGNISERS: tuple[RecordFormat, ...] = (
    RecordFormat("deepgram-json", _is_deepgram, _deepgram),
    RecordFormat("assemblyai-json", _is_assemblyai, _assemblyai),
    RecordFormat("aws-json", _is_aws, _aws),
    RecordFormat("rev-json", _is_rev, _rev),
)
