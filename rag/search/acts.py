"""What a question wants to hear: a promise, an advice, a number, a date; and which lines sound like it.

Promises are said without the word: `скину`, `пришлю до пятницы`, `I'll send`, `我会发`. Acts of speech after Searle,
"A Classification of Illocutionary Acts", 1976. Pure functions over texts; knows no index and no people.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache

from rag.library.morphology import is_first_person_future, is_imperative


class Act(StrEnum):
    """What is done with words, or named with them."""

    PROMISE = "promise"
    ADVICE = "advice"
    REQUEST = "request"
    AGREEMENT = "agreement"
    REFUSAL = "refusal"
    PRAISE = "praise"
    NUMBER = "number"
    DATE = "date"


SPOKEN = frozenset({Act.PROMISE, Act.ADVICE, Act.REQUEST, Act.AGREEMENT, Act.REFUSAL, Act.PRAISE})
"""The acts that somebody in particular does, other than naming a number or a date."""

_ASKED: Mapping[Act, re.Pattern[str]] = {
    act: re.compile(pattern, re.IGNORECASE)
    for act, pattern in {
        Act.PROMISE: (
            r"\b(?:по)?обеща|\bдолж(?:ен|на|ны)\b|\bсобирал|\bвзял[аи]?\b.{0,12}\bна себя|\bс меня\b|\bза мной\b"
            r"|\bпланировал|\bназначил|\bклялся|\bобязал|\bpromis|\bowe\b|\bsupposed to\b|\bgoing to\b|\bcommit"
            r"|\bagreed? to\b|\bplan(?:s|ned)? to\b|答应|承诺|保证|许诺|打算"
        ),
        Act.ADVICE: (
            r"\bсовет(?!ск)|\bпосовет|\bпорекоменд|\bрекоменд|\bпредл(?:ож|аг)|\badvi[sc]e|\brecommend|\bsuggest"
            r"|\bshould\b|建议|推荐|劝"
        ),
        Act.REQUEST: r"\b(?:по|с)?проси|\bпросьб|\bспрашива|\bзадал|\bask(?:ed)?\b|\brequest|要求|请求|请我|问了?",
        Act.AGREEMENT: (
            r"\bдоговор|\bреши(?:л|ть)|\bвыбра|\bсогласи|\bagree|\bdecid|\bchose|\bsettle|约定|决定|同意|商量"
        ),
        Act.REFUSAL: r"\bотказ|\bне захоте|\bне смог|\bпротив\b|\brefus|\bdecline|\breject|拒绝|不想|不愿",
        Act.PRAISE: (
            r"\b(?:по)?хвал(?!ын)|\bпонравил|\bгордил|\bprais|\bcompliment|\blike[ds]\b"
            r"|\b(?:do|does|did) .{1,30}(?<!look )(?<!sound )(?<!feel )\blike\b|表扬|夸|喜欢"
        ),
        Act.NUMBER: (
            r"\bсколько|\bскольк|\bсумм|\bпроцент|\bво сколько|\bна сколько"
            r"|\bкакую? (?:зарплат|цен|границ|лимит|объ[её]м|покрыти)"
            r"|\bкак(?:ой|ая|ое|им) (?:\w+ )?(?:лимит|объ[её]м|счет|покрытие|размер)"
            r"|\bhow (?:much|many|long|old|often)\b|\bwhat (?:number|percent|amount|price)|多少"
            r"|几[个次天元块条点本篇]|第几"
        ),
        Act.DATE: (
            r"\bкогда\b|\bк как\w+ (?:дню|числу|дате|времени|сроку)|\bдо как\w+ (?:дня|числа|даты|времени|срока)"
            r"|\bна как\w+ (?:день|число|дату|срок)|\bкак\w+ (?:числ|дат|срок|день|дня)|\bв какой день|\bсрок\w*\b"
            r"|\bна когда\b|\bwhen\b|\bwhat (?:date|day|time)|\bwhich (?:date|day)|\bby what|\bdeadline|什么时候"
            r"|何时|哪天|几号|几月|截止|期限"
        ),
    }.items()
}

_MONTHS = (
    r"январ|феврал|\bмарт(?:а|е|у)?\b|апрел|\bма[яйю]\b|\bмае\b|июн[яье]|июл[яье]|август|сентябр|октябр|ноябр|декабр|майски"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_RUSSIAN_ORDINAL = (
    r"\b(?:двадцать |тридцать )?"
    r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|\w+надцат|двадцат|тридцат)(?:ого|ьего|ое|ье)\b"
)
_WEEKDAYS = (
    r"понедельник|вторник|\bсред[ыуе]\b|четверг|пятниц|суббот|воскресен|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_DATE_WORDS = (
    rf"{_MONTHS}|{_RUSSIAN_ORDINAL}|{_WEEKDAYS}|\bзавтра|послезавтра|\bсегодня|\bвчера|недел|\bвыходн|праздник"
    r"|\bв конце\b|\bк концу\b|\btomorrow|\btoday|\byesterday|\bnext week|\blast week|\bmonths?\b|\byears?\b|\d[./]\d"
    r"|[一二三四五六七八九十\d][月号日]|周[一二三四五六日末天]|星期|明天|后天|昨天|今天|下周|上周|月底"
)
_NUMBER_WORDS = (
    r"\d|\b(?:дв[аеу]|дву[хм]|тр[иёе]|тр[её]х|четыр|пят[ьи]\b|шест[ьи]\b|сем[ьи]\b|восем|восьм|девят|десят|\w+надцат|двадцат"
    r"|тридцат|сорок|пятьдесят|шестьдесят|семьдесят|сто\b|двест|трист|\w+сот|тысяч|миллион|полтор|половин|процент|один\b"
    r"|одну\b|одна\b)|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|hundred|thousand|million|percent|half|dozen|couple|once|twice)\b|[一二两三四五六七八九十百千万][个次天元块条点本篇岁年]"
)
_SOUNDS: Mapping[Act, re.Pattern[str]] = {
    act: re.compile(pattern, re.IGNORECASE)
    for act, pattern in {
        Act.PROMISE: (
            r"\bс меня\b|\bза мной\b|\bберу на себя\b|\bобещаю|\bпообещал|\bобещал|\bдавай я\b|\b(?:i|we)['’]ll\b"
            r"|\bi will\b|\bi['’]m going to\b|\bi promise|\bi['’]m gonna|\blet me\b|\bwill do\b"
            r"|\bi can (?:send|share|ask|check|introduce)\b|我会|我来(?!自|过|到)|我给你|我明天|我后天|我一定"
            r"|我保证|我答应|我负责|我去(?!年|过)|发给?你"
        ),
        Act.ADVICE: (
            r"\bсовету|\bлучше\b|\bпопробу|\bнадо\b|\bнужно\b|\bдавай\b|\bне надо\b|\bя бы\b|\byou should|\btry\b"
            r"|\bwhy don['’]t you|\bi['’]d\b|\bhow about|\byou (?:could|can|need to)|建议|应该|最好|试试|不妨"
        ),
        Act.REQUEST: r"[?？]|\bпожалуйста|\bможешь|\bможете|\bpossible|\bplease|\bcould you|\bcan you|请|麻烦|能不能",
        Act.AGREEMENT: (
            r"\bдоговорились|\bдавай\b|\bрешено|\bтогда\b|\bзначит\b|\bок(?:ей)?\b|\bхорошо\b|\bсогласн|\bделай"
            r"|\bбери|\bdeal\b|\bagreed|\bok(?:ay)?\b|\blet['’]s\b|\bsounds good|好的|可以|同意|就这么|行[，。]"
            r"|那就"
        ),
        Act.REFUSAL: (
            r"\bне (?:буду|могу|хочу|стану|готов|получится|пойду)|\bнет\b|\bотказ|\bбросить|\bwon['’]t|\bcan['’]t"
            r"|\bdon['’]t want|\brefuse|\bno\b|不行|不想|不会|不要|拒绝"
        ),
        Act.PRAISE: (
            r"\bмолод(?:ец|цы)|\bумниц|\bотличн|\bздоров\w*\b|\bкрут|\bсупер|\bкласс|\bгорж|\bпрекрасн|\bхорош"
            r"|\bнрав|\bgreat|\bwell done|\bawesome|\bproud|\bgood job|\bamazing|\blove\b|很好|太棒|不错|厉害|真棒"
        ),
        Act.NUMBER: _NUMBER_WORDS,
        Act.DATE: _DATE_WORDS,
    }.items()
}
_FUTURE_ENDING = re.compile(r"\b[а-яё]+(?:у|ю|м)(?:сь|ся)?\b", re.IGNORECASE)
_IMPERATIVE_ENDING = re.compile(r"\b[а-яё]+(?:и|й|ь)(?:те)?(?:сь|ся)?\b", re.IGNORECASE)


_ASKING_WORD = re.compile(r"[а-яёa-z]*\0+[а-яёa-z]*", re.IGNORECASE)


def find_acts(question: str) -> frozenset[Act]:
    """What the question asks for."""
    return frozenset(act for act, pattern in _ASKED.items() if pattern.search(question))


def without_asking(question: str) -> str:
    """The question without the words by which acts, numbers and dates are asked for: lines that answer lack them."""
    for pattern in _ASKED.values():
        question = pattern.sub(lambda match: "\0" * len(match.group()), question)
    return _ASKING_WORD.sub(" ", question)


@lru_cache(maxsize=32768)
def sounds_like(act: Act, text: str) -> bool:
    """Whether a line may be such an act; many lines that are not, sound like one as well."""
    further = _FURTHER.get(act)
    return bool(_SOUNDS[act].search(text)) or bool(further and further(text))


def _holds_first_person_future(text: str) -> bool:
    return any(is_first_person_future(word.lower()) for word in _FUTURE_ENDING.findall(text))


def _holds_imperative(text: str) -> bool:
    return any(is_imperative(word.lower()) for word in _IMPERATIVE_ENDING.findall(text))


_FURTHER: Mapping[Act, Callable[[str], bool]] = {
    Act.PROMISE: _holds_first_person_future,
    Act.ADVICE: _holds_imperative,
    Act.AGREEMENT: _holds_imperative,
}
