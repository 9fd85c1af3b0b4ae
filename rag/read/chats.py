"""Written chats: the chat of a Zoom meeting, an exported WhatsApp chat, messages copied out of Telegram.

A message goes on to the beginning of the next one. What the program wrote itself (reactions, `<Media omitted>`, who
joined) is nobody's words. Knows nothing of captions and recordings.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rag.read.body import Body, Header, RawLine
from rag.read.lines import LINE_START, SAMPLE_CHARACTERS, filled_lines
from rag.read.times import to_seconds

_GAP = r"[^\S\r\n]"
_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_END = r"(?![^\r\n])"

_ZOOM = re.compile(
    rf"{LINE_START}\ufeff?(?P<time>\d{{1,2}}:\d{{2}}:\d{{2}})(?:"
    rf"\t+{_GAP}?(?:From{_GAP}+)?(?P<name>[^\t\r\n]{{1,100}}?){_GAP}?:\t"
    rf"|{_GAP}+(?:From|От|Von|De|Da|从|來自|来自){_GAP}+(?P<sender>[^:\r\n]{{1,100}}?)"
    rf"(?:{_GAP}+(?:to|To|кому|an|à|a|到|至){_GAP}+[^:\r\n]{{1,100}}?)?{_GAP}*:(?!\S){_GAP}*)"
)
_BY_ZOOM = re.compile(
    r"Reacted to\s.{1,400}\swith\s.{1,40}|Removed an?\s.{1,40}\sreaction\b.{0,400}|Hat auf\s.{1,400}\sreagiert"
    r"|Отреагировал\S{0,5}\s.{1,400}|Удал\S{1,6}\sреакци.{0,400}"
    rf"|(?:Replying to|Antwort auf|Ответ на|В ответ на|回复){_GAP}?[\"“«„].{{0,400}}[\"”»“]:?"
)
_WHATSAPP = re.compile(
    rf"{LINE_START}[\ufeff{_MARKS}]*\[?(?P<date>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}),?{_GAP}{{1,3}}(?:klo{_GAP})?"
    rf"(?:[上下中凌早晚][午晨上])?(?P<clock>\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?)"
    rf"(?:{_GAP}?[AaPp]\.?{_GAP}?[Mm]\.?)?(?:\]{_GAP}*|{_GAP}[-–—]{_GAP})"
    rf"(?:(?P<name>[^\s:<>\[\]][^\r\n:<>]{{0,59}}):(?![^\s{_MARKS}]){_GAP}*)?"
)
_TELEGRAM = re.compile(
    rf"{LINE_START}\ufeff?(?P<name>[^\s\[\]][^\[\]\r\n]{{0,79}}),{_GAP}\[(?P<date>[^\[\]\r\n]{{4,30}}?),?{_GAP}"
    rf"(?:(?:at|в|um){_GAP})?(?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:{_GAP}?[AaPp][Mm])?)\]:?{_GAP}*{_LINE_END}"
)
_BY_WHATSAPP = re.compile(
    r"<[^<>]{0,40}(?:omitted|медиа|省略|忽略)[^<>]{0,20}>|null"
    r"|(?:image|video|audio|sticker|GIF|document|contact card|video note|Contact card) omitted"
    r"|[^\r\n]{1,200}\((?:file attached|файл добавлен)\)"
    r"|(?:This message was deleted|You deleted this message|This message was deleted by admin \S.{0,60}"
    r"|Это сообщение удалено|Данное сообщение удалено|Вы удалили (?:это|данное) сообщение|Сообщение удалено"
    r"|此消息已删除|你删除了此消息|Missed (?:voice|video) call|Пропущенный (?:аудио|видео)звонок"
    r"|Waiting for this message\..{0,80})\.?",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:[<‹](?:(?:This message was edited|Message edited|Сообщение изменено|Сообщение отредактировано|此消息已编辑"
    r"|此訊息已編輯)\.?|(?:attached|прикреплено|附件)[:：][^<>‹›\r\n]{1,200})[>›]"
    rf"[ \t\u00a0{_MARKS}]{{0,9}}){{1,3}}{_LINE_END}",
    re.IGNORECASE,
)
_BY_TELEGRAM = re.compile(
    rf"\[{_GAP}[^\[\]]{{1,100}}{_GAP}\]|\[(?:In reply to|Forwarded from|В ответ|Переслано|回复|转发)[^\[\]]{{0,100}}\]"
)
_DATE = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_QUOTES = re.compile(r"[«»“”\"]")
_MAX_NAME_WORDS = 8
_MAX_DAY, _MAX_MONTH = 31, 12
_MIN_SHARE = 0.1
_INVISIBLE = " \t\u00a0\u200e\u200f"


@dataclass(frozen=True, slots=True)
class _Program:
    """How a program writes down a chat: the beginning of a message, who sent it, and the lines of its own."""

    beginning: re.Pattern[str]
    sender: Callable[[re.Match[str]], str | None]
    wrote: Callable[[str], bool]


def is_zoom_chat(text: str) -> bool:
    """Whether lines such as `00:05:41 From Name to Everyone:` are as frequent as in a saved Zoom chat."""
    return _is_chat_of(_ZOOM_PROGRAM, text[:SAMPLE_CHARACTERS])


def is_whatsapp(text: str) -> bool:
    """Whether lines such as `12.10.25, 18:03 - Name: words` are as frequent as in an exported WhatsApp chat."""
    return _is_chat_of(_WHATSAPP_PROGRAM, text[:SAMPLE_CHARACTERS])


def is_telegram_text(text: str) -> bool:
    """Whether lines such as `Name, [12.10.2025 18:03]` are as frequent as in copied messages."""
    return _is_chat_of(_TELEGRAM_PROGRAM, text[:SAMPLE_CHARACTERS])


def parse_zoom_chat(source: str) -> Body:
    """The messages of a Zoom chat, each at the time that stands before it; reactions and quoted lines are left out."""
    return Body(tuple(_lines(source, _ZOOM_PROGRAM)))


def parse_whatsapp(source: str) -> Body:
    """The messages of a WhatsApp chat; the header names the day of the first one."""
    return Body(tuple(_lines(source, _WHATSAPP_PROGRAM)), Header(date_text=_first_day(source, _WHATSAPP)))


def parse_telegram_text(source: str) -> Body:
    """The messages copied out of Telegram; the header names the day of the first one."""
    return Body(tuple(_lines(source, _TELEGRAM_PROGRAM)), Header(date_text=_first_day(source, _TELEGRAM)))


def _is_chat_of(program: _Program, sample: str) -> bool:
    """Whether messages begin often enough, and more than once unless there is but one message."""
    found = list(program.beginning.finditer(sample))
    sent = sum(1 for match in found if program.sender(match))
    if not sent:
        return False
    lines = sum(1 for _ in filled_lines(sample))
    return (sent > 1 or lines <= 2 * len(found)) and len(found) >= lines * _MIN_SHARE


def _lines(source: str, program: _Program) -> Iterator[RawLine]:
    """The words of every message that somebody sent, after what stands before the first, which is nobody's."""
    found = list(program.beginning.finditer(source))
    ends = [match.start() for match in found] + [len(source)]
    yield from _words(source, RawLine(0, ends[0]), program)
    for match, end in zip(found, ends[1:], strict=True):
        name = _clean(program.sender(match) or "")
        if name:
            time = to_seconds(match["time"]) if "time" in match.groupdict() else None
            yield from _words(source, RawLine(match.end(), end, name, time), program)


def _words(source: str, message: RawLine, program: _Program) -> Iterator[RawLine]:
    """The message without what the program put around the words; nothing where that is all."""
    added = list(_ADDED.finditer(source, message.start, message.end))
    starts = [message.start, *(match.end() for match in added)]
    ends = [*(match.start() for match in added), message.end]
    for part_start, part_end in zip(starts, ends, strict=True):
        lines = list(filled_lines(source, part_start, part_end))
        own = [program.wrote(line.text) for line in lines]
        if False in own:
            start, last = lines[own.index(False)].start, lines[len(own) - 1 - own[::-1].index(False)]
            yield replace(message, start=start, end=start + len(source[start : last.end].rstrip(_INVISIBLE)))


def _zoom_sender(match: re.Match[str]) -> str | None:
    return match["name"] or match["sender"]


def _zoom_wrote(line: str) -> bool:
    return _BY_ZOOM.fullmatch(line.strip()) is not None


def _whatsapp_sender(match: re.Match[str]) -> str | None:
    """The sender; None for a notice, which has no colon, or has one only inside a quoted name."""
    name = match["name"]
    if not name or len(_QUOTES.findall(name)) % 2 or len(name.split()) > _MAX_NAME_WORDS:
        return None
    return str(name)


def _whatsapp_wrote(line: str) -> bool:
    """Whether WhatsApp wrote the line: on a telephone of Apple it marks its own lines with an invisible character."""
    return line.startswith("\u200e") or _BY_WHATSAPP.fullmatch(line.strip().strip("\u200e\u200f")) is not None


def _telegram_sender(match: re.Match[str]) -> str | None:
    return str(match["name"])


def _telegram_wrote(line: str) -> bool:
    return _BY_TELEGRAM.fullmatch(line.strip()) is not None


_ZOOM_PROGRAM = _Program(_ZOOM, _zoom_sender, _zoom_wrote)
_WHATSAPP_PROGRAM = _Program(_WHATSAPP, _whatsapp_sender, _whatsapp_wrote)
_TELEGRAM_PROGRAM = _Program(_TELEGRAM, _telegram_sender, _telegram_wrote)


def _clean(name: str) -> str:
    """A name without invisible marks and the wave that stands before people who are not in the address book."""
    return " ".join(re.sub(f"[\ufeff{_MARKS}]", "", name).removeprefix("~").split())


def _first_day(source: str, beginning: re.Pattern[str]) -> str | None:
    """The day of the first message; the day comes before the month unless the dates of the chat rule it out."""
    texts = [match["date"] for match in beginning.finditer(source)]
    numbers = [tuple(map(int, date.groups())) for text in texts if (date := _DATE.fullmatch(text))]
    if not numbers or len(numbers) < len(texts):
        return texts[0] if texts else None
    first, second, third = numbers[0]
    if first > _MAX_DAY:
        return f"{first:04d}-{second:02d}-{third:02d}"
    is_month_first = any(date[1] > _MAX_MONTH for date in numbers) and all(date[0] <= _MAX_MONTH for date in numbers)
    day, month = (second, first) if is_month_first else (first, second)
    return f"{third + 2000 if third < 100 else third:04d}-{month:02d}-{day:02d}"
