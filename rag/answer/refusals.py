"""Sentences that say: the lines hold no answer. In three languages, told by patterns. Knows no lines. Pure."""

import re

_LINES = (
    r"(?:строк\w*|запис(?:и|ях|ей|ям)|фрагмент\w*|отрывк\w*|разговор\w*|сесси\w+|транскрипт\w*|источник\w*|данных|тексте"
    r"|контекст\w*|материал\w*)"
)
_IS_NOT_TOLD = (
    r"(?:не (?:упомина(?:ется|ются|лось|лась|лся|лись)|упомянут\w*|указан\w*|указывается|сказан\w*|говорится|говорилось"
    r"|содерж\w+|обсужда(?:ется|ются|лось|лась|лся|лись)|назван\w*|сообщается|уточняется|уточнен\w*|наш\w+сь|найден\w*"
    r"|отвечает|отвечают|да[ею]т ответа)|отсутству\w+"
    r"|нет (?:\w+ )?(?:ответ|информаци|данных|сведени|упоминани|ничего|такого|этого|об |про |о том)\w*|"
    r"ничего (?:\w+ ){0,2}не\b)"
)
_SOURCES = (
    r"(?:lines?|transcripts?|records?|recordings?|conversations?|context|excerpts?|passages?|fragments?|notes|sources?"
    r"|(?:provided|given|available) (?:text|information|data)|text|sessions?)"
)
_TELL = r"(?:mention|contain|say|state|specif|include|provide|answer|give|hold|indicate|discuss|tell|address|cover)"
_TOLD = (
    r"(?:mention|answer|information|state|said|found|find|specif|provide|indicate|include|discuss|detail|data|about)"
)
_CANNOT = (
    r"(?:could not|couldn't|cannot|can't|can not|was not able|was unable|am unable|am not able|did not|didn't|do not"
    r"|don't|have not|haven't)"
)
_OF_THE_LINES = (
    rf"(?<!\w){_LINES} [^.!?]{{0,60}}?{_IS_NOT_TOLD}",
    rf"{_IS_NOT_TOLD}[^.!?]{{0,60}}? (?:в|из|среди) (?:\w+ ){{0,3}}?{_LINES}",
    rf"(?<!\w)(?:в|среди) (?:\w+ )?{_LINES} (?:(?:этого|такого|об этом|про это|прямого|точного|ответа|информации) )"
    r"{0,2}нет\b",
    rf"{_SOURCES} [^.!?]{{0,30}}?(?:(?:do|does|did)(?: not|n't) (?:\w+ )?{_TELL}|hold no|contain no"
    rf"|ha(?:ve|s) no {_TOLD}|(?:say|mention|contain)s? nothing)",
    rf"(?:\bno|\bnot|\bnothing|n't)\b[^.!?]{{0,20}}{_TOLD}[^.!?]{{0,40}} in (?:the |these |any |this |your )?(?:\w+ )?"
    rf"{_SOURCES}",
    rf"(?:answer|information) (?:\w+ ){{0,3}}(?:is|are|was) (?:not|nowhere) in (?:the |these )?(?:\w+ )?{_SOURCES}",
    r"(?:行|记录|对话|原文|文本|资料|内容|上下文|会面)[^。！？]{0,20}"
    r"(?:(?:没有|未)(?:提到|提及|说明|包含|答案|相关|回答|信息|找到|涉及|明确|给出)|不包含|找不到|无法)",
)
"""These count beside a citation too, wherever they stand in a sentence."""
_BY_ITSELF = (
    r"(?:\w+ ){0,2}ответа? [^.!?]{0,60}?(?:\bнет\b|не (?:наш|найд|удалось|могу|содерж|да[ею]т)|невозмож|нельзя"
    r"|отсутству)",
    r"(?:\bнет|не (?:наш|найд|вижу|удалось|могу|смог|знаю)\w*)\b[^.!?]{0,40}?\bответ",
    r"(?<!\w )(?:я )?не (?:могу|смогу|смог|смогла) (?:\w+ )?(?:ответить|сказать|найти|определить)",
    r"недостаточно (?:информ|данных|сведен)\w+",
    r"(?<!\w )(?:я )?не (?:нашел|нашла|нашлось|обнаружил\w?|удалось найти|вижу)\b",
    r"(?:\w+ ){0,2}не (?:упомина(?:ется|ются|лось|лась|лся|лись)|упомянут\w*|указан\w*|указывается|сказано|говорится"
    r"|говорилось|обсуждал(?:ось|ся|ась|ись)|сообщается|назван\w*|уточняется|найден\w*)",
    r"(?:(?:никак\w+ )?(?:\w+ )?нет|отсутству\w+) (?:\w+ )?(?:информаци|данных|сведени|упоминани)\w*",
    r"(?:\w+ )?(?:информаци|данных|сведени|упоминани)\w* (?:\w+ ){0,3}(?:нет\b|отсутству|не (?:наш|найд))",
    r"ничего (?:\w+ ){0,2}(?:не |нет)|неизвестно\b|неясно\b",
    rf"\bI {_CANNOT} (?:to )?(?:\w+ )?(?:find|see|answer|tell|know|have|determine|locate|say)",
    r"\bthere(?: is|'s| was| are) (?:no|not any|nothing)(?: \w+)? ?"
    r"(?:answer|information|mention|data|record|evidence|line)?",
    r"\b(?:no answer|cannot be (?:answered|determined)|not enough information|insufficient information)",
    r"(?:the |this |that |it |\w+ ){0,4}?(?:is|was|are|were|does|do|did)(?: not|n't) (?:\w+ )?"
    r"(?:mention|stated|specif|discussed|said|provided|given|found|included|known)",
    r"no (?:\w+ )?(?:information|mention|data|details)\b|unknown\b|unclear\b",
    r"没有?(?:提到|提及|说明|讨论|指出|信息|相关|答案|找到)|未(?:提到|提及|说明|指出|讨论|找到)|不清楚|不知道|无答案",
    r"(?:我)?(?:无法|不能)(?:回答|确定|找到|判断)|找不到",
)
"""These may also be what somebody said: beside a citation they have to open the sentence."""
_OPENING = (
    r"(?:(?:к сожалению|увы|unfortunately|i'm sorry|sorry|很?抱歉|对不起|很?遗憾)[\s,，:—–-]{0,3})?"
    r"(?:(?:но|but|об этом|это|про это|that|about this|对此|关于这一?点)[\s,，]{1,2})?"
)
_QUOTED = re.compile(r"[«“„\"「『‘][^«»“”„\"「」『』‘’]{0,600}[»”“\"」』’]")
_LETTERS = str.maketrans({"ё": "е", "Ё": "Е", "’": "'"})
_SPEAKS_OF_LINES = re.compile("|".join(_OF_THE_LINES), re.IGNORECASE)
_SAYS_NOTHING = re.compile("|".join(_BY_ITSELF), re.IGNORECASE)
_OPENS_WITH_NOTHING = re.compile(rf"{_OPENING}(?:{'|'.join(_BY_ITSELF)})", re.IGNORECASE)
_LONGEST_REFUSAL = 400


def is_refusal(statement: str, *, is_backed: bool) -> bool:
    """Whether a statement says in its own words that the lines hold no answer.

    Beside a citation only what speaks of the lines, or opens with it, counts: «Лена сказала, что не указан срок» is an
    answer.
    """
    if len(statement) > _LONGEST_REFUSAL:
        return False
    words = " ".join(_QUOTED.sub(" ", statement).translate(_LETTERS).split())
    if _SPEAKS_OF_LINES.search(words):
        return True
    return bool(_OPENS_WITH_NOTHING.match(words) if is_backed else _SAYS_NOTHING.search(words))
