"""Three short sessions and the shapes that programs write them in, as text. Knows nothing of encodings and files."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Said = tuple[str, str]

RUSSIAN: tuple[Said, ...] = (
    ("Ольга Дронова", "Привет, Павел! Как прошла неделя?"),
    ("Павел", "Нормально. Резюме переписал, отправил в три места."),
    ("Ольга Дронова", "Хорошо. К пятнице пришли мне сопроводительное письмо."),
    ("Павел", "Договорились, пришлю в четверг вечером, ещё раз проверю."),
)
ENGLISH: tuple[Said, ...] = (
    ("Alice Chen", "Good morning, Ben. Did you finish the portfolio?"),
    ("Ben Ode", "Almost. Two case studies are done, the third is naïve so far."),
    ("Alice Chen", "Send me the draft by Friday, and we will cut it in half."),
    ("Ben Ode", "Will do. I also want to talk about the salary — it’s low."),
)
CHINESE: tuple[Said, ...] = (
    ("王芳", "你好，李明！这一周过得怎么样？"),
    ("李明", "还可以，我把简历改好了，投了三家公司。"),
    ("王芳", "很好。星期五之前把求职信发给我看看。"),
    ("李明", "好的，星期四晚上我再检查一遍就发给您。"),
)
LANGUAGES: Mapping[str, Sequence[Said]] = {"ru": RUSSIAN, "en": ENGLISH, "zh": CHINESE}


def _clock(seconds: int, point: str = ".", digits: int = 3) -> str:
    whole = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{whole}{point}{'250'[:digits]}" if digits else whole


def _timed(talk: Sequence[Said]) -> list[tuple[int, int, str, str]]:
    return [(5 * number, 5 * number + 4, name, words) for number, (name, words) in enumerate(talk)]


def plain(talk: Sequence[Said]) -> str:
    return "Дата: 14.10.2025\n\n" + "".join(f"{name}: {words}\n" for name, words in talk)


def markdown(talk: Sequence[Said]) -> str:
    return "# Встреча 3\n\n" + "".join(f"**{name}:** {words}\n\n" for name, words in talk)


def prose(talk: Sequence[Said]) -> str:
    return "\n".join(words for _, words in talk) + "\n"


def srt(talk: Sequence[Said]) -> str:
    return "".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{name}: {words}\n\n"
        for number, (start, end, name, words) in enumerate(_timed(talk), start=1)
    )


def zoom_vtt(talk: Sequence[Said]) -> str:
    cues = (
        f"{number}\r\n{_clock(start)} --> {_clock(end)}\r\n{name}: {words}\r\n\r\n"
        for number, (start, end, name, words) in enumerate(_timed(talk), start=1)
    )
    return "WEBVTT\r\n\r\n" + "".join(cues)


def teams_vtt(talk: Sequence[Said]) -> str:
    cues = (
        f"8a1c/{number}-0\n{_clock(start)} --> {_clock(end)}\n<v {name}>{words}</v>\n\n"
        for number, (start, end, name, words) in enumerate(_timed(talk))
    )
    return "WEBVTT\n\n" + "".join(cues)


def sbv(talk: Sequence[Said]) -> str:
    return "".join(f"{_clock(s)[1:]},{_clock(e)[1:]}\n{name}: {words}\n\n" for s, e, name, words in _timed(talk))


def sub_station(talk: Sequence[Said]) -> str:
    times = ((_clock(start, digits=2)[1:], _clock(end, digits=2)[1:]) for start, end, _, _ in _timed(talk))
    lines = (
        f"Dialogue: 0,{start},{end},Default,{name},0,0,0,,{{\\i1}}{words}\\N"
        for (start, end), (name, words) in zip(times, talk, strict=True)
    )
    fields = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    return f"[Script Info]\nTitle: Session\n\n[Events]\n{fields}\n" + "\n".join(lines) + "\n"


def zoom_chat(talk: Sequence[Said]) -> str:
    return "".join(
        f"{_clock(start, digits=0)}\t From {name} to Everyone:\t{words}\n" for start, _, name, words in _timed(talk)
    )


def whatsapp(talk: Sequence[Said]) -> str:
    return "".join(f"14.10.25, 18:{number:02d} - {name}: {words}\n" for number, (name, words) in enumerate(talk))


def telegram_text(talk: Sequence[Said]) -> str:
    return "".join(f"{name}, [14.10.2025 18:{number:02d}]\n{words}\n\n" for number, (name, words) in enumerate(talk))


def otter(talk: Sequence[Said]) -> str:
    return "".join(f"{name}  0:{start:02d}\n{words}\n\n" for start, _, name, words in _timed(talk))


TEXT_SHAPES: Mapping[str, tuple[str, str, Callable[[Sequence[Said]], str]]] = {
    "plain": (".txt", "txt", plain),
    "markdown": (".md", "md", markdown),
    "prose": (".txt", "txt", prose),
    "srt": (".srt", "srt", srt),
    "zoom": (".vtt", "vtt", zoom_vtt),
    "teams": (".vtt", "vtt", teams_vtt),
    "sbv": (".sbv", "sbv", sbv),
    "ass": (".ass", "ass", sub_station),
    "zoom chat": (".txt", "zoom-chat", zoom_chat),
    "whatsapp": (".txt", "whatsapp", whatsapp),
    "telegram": (".txt", "telegram-text", telegram_text),
    "otter": (".txt", "blocks", otter),
}
"""Suffix, the name of the format that the reader must find, and what writes it."""


def table(talk: Sequence[Said], delimiter: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows(
        [("speaker", "start", "end", "text"), *((name, s, e, words) for s, e, name, words in _timed(talk))]
    )
    return stream.getvalue()


def whisper_table(talk: Sequence[Said]) -> str:
    return "start\tend\ttext\n" + "".join(f"{s}000\t{e}000\t{words}\n" for s, e, _, words in _timed(talk))


def _words(start: int, words: str, key: str) -> list[dict[str, Any]]:
    return [{key: word, "start": start + n / 10, "end": start + n / 10 + 0.1} for n, word in enumerate(words.split())]


def _whisper(talk: Sequence[Said]) -> Any:
    segments = [{"id": n, "start": s, "end": e, "text": f" {w}"} for n, (s, e, _, w) in enumerate(_timed(talk))]
    return {"text": "".join(w for _, w in talk), "segments": segments, "language": "ru"}


def _whisperx(talk: Sequence[Said]) -> Any:
    names = {name: f"SPEAKER_{number:02d}" for number, name in enumerate(dict(talk))}
    return {"segments": [{"start": s, "end": e, "text": w, "speaker": names[n]} for s, e, n, w in _timed(talk)]}


def _deepgram(talk: Sequence[Said]) -> Any:
    words = [word | {"speaker": n % 2} for n, (s, _, _, w) in enumerate(_timed(talk)) for word in _words(s, w, "word")]
    best = {"transcript": " ".join(w for _, w in talk), "confidence": 0.9, "words": words}
    return {"metadata": {"created": "2025-10-14T10:00:00Z"}, "results": {"channels": [{"alternatives": [best]}]}}


def _assemblyai(talk: Sequence[Said]) -> Any:
    said = [
        {"speaker": "AB"[n % 2], "start": s * 1000, "end": e * 1000, "text": w}
        for n, (s, e, _, w) in enumerate(_timed(talk))
    ]
    return {"audio_duration": 40, "text": " ".join(w for _, w in talk), "utterances": said}


def _aws(talk: Sequence[Said]) -> Any:
    items = [
        {
            "type": "pronunciation",
            "start_time": str(word["start"]),
            "end_time": str(word["end"]),
            "speaker_label": f"spk_{n % 2}",
            "alternatives": [{"confidence": "0.9", "content": word["word"]}],
        }
        for n, (s, _, _, w) in enumerate(_timed(talk))
        for word in _words(s, w, "word")
    ]
    return {"jobName": "a", "results": {"transcripts": [{"transcript": " ".join(w for _, w in talk)}], "items": items}}


def _rev(talk: Sequence[Said]) -> Any:
    return {
        "monologues": [
            {
                "speaker": n % 2,
                "elements": [{"type": "text", "value": w, "ts": s, "end_ts": e}, {"type": "punct", "value": "."}],
            }
            for n, (s, e, _, w) in enumerate(_timed(talk))
        ]
    }


def _telegram(talk: Sequence[Said]) -> Any:
    messages = [
        {"id": n, "type": "message", "date": f"2025-10-14T18:{n:02d}:00", "from": name, "text": words}
        for n, (name, words) in enumerate(talk)
    ]
    return {"name": talk[0][0], "type": "personal_chat", "id": 1, "messages": messages}


def _fireflies(talk: Sequence[Said]) -> Any:
    said = [
        {"index": n, "speaker_name": name, "sentence": w, "startTime": s, "endTime": e}
        for n, (s, e, name, w) in enumerate(_timed(talk))
    ]
    return {"title": "Session", "date": "2025-10-14", "sentences": said}


def _utterances(talk: Sequence[Said]) -> Any:
    return [{"speaker": name, "start": s, "end": e, "text": w} for s, e, name, w in _timed(talk)]


_RECORDS: Mapping[str, tuple[str, Callable[[Sequence[Said]], Any]]] = {
    "whisper": ("whisper-json", _whisper),
    "whisperx": ("whisperx-json", _whisperx),
    "deepgram": ("deepgram-json", _deepgram),
    "assemblyai": ("assemblyai-json", _assemblyai),
    "aws": ("aws-json", _aws),
    "rev": ("rev-json", _rev),
    "telegram": ("telegram-json", _telegram),
    "fireflies": ("fireflies-json", _fireflies),
    "utterances": ("utterances-json", _utterances),
}


def records(talk: Sequence[Said], *, is_ascii: bool) -> Mapping[str, tuple[str, str]]:
    """For every recogniser the name of its format and its JSON, letters escaped or not."""
    return {
        name: (form, json.dumps(write(talk), ensure_ascii=is_ascii, indent=1))
        for name, (form, write) in _RECORDS.items()
    }
