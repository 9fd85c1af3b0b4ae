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
    rf"(?<!\w){_LINES} [^.!?,:;]{{0,60}}?{_IS_NOT_TOLD}",
    rf"(?:\w+ ){{0,4}}?{_IS_NOT_TOLD}[^.!?]{{0,60}}? (?:в|из|среди) (?:\w+ ){{0,3}}?{_LINES}",
    rf"(?<!\w)(?:в|среди) (?:\w+ )?{_LINES} (?:(?:этого|такого|об этом|про это|прямого|точного|ответа|информации) )"
    r"{0,2}нет\b",
    rf"{_SOURCES} [^.!?]{{0,30}}?(?:(?:do|does|did)(?: not|n't) (?:\w+ )?{_TELL}|hold no|contain no"
    rf"|ha(?:ve|s) no {_TOLD}|(?:say|mention|contain)s? nothing)",
    rf"(?:\bno|\bnot|\bnothing|n't)\b[^.!?]{{0,20}}{_TOLD}[^.!?]{{0,40}} in (?:the |these |any |this |your )?(?:\w+ )?"
    rf"{_SOURCES}",
    r"(?:(?!(?:that|said|told|says)\b)[\w'-]+ ){0,8}?(?:is|are|was|were)(?: not|n't) (?:\w+ )?"
    rf"(?:mention|stat|specif|said|indicat|discuss|cover|address)\w* (?:\w+ )?(?:in|by) "
    rf"(?:the |these |any |this |your )?(?:\w+ )?{_SOURCES}",
    rf"(?:answer|information) (?:\w+ ){{0,3}}(?:is|are|was) (?:not|nowhere) in (?:the |these )?(?:\w+ )?{_SOURCES}",
    r"(?:行|记录|对话|原文|文本|资料|内容|上下文|会面)[^。！？，,]{0,2}[，,]?[^。！？，,]{0,16}"
    r"(?:(?:没有|未)(?:提到|提及|说明|包含|答案|相关|回答|信息|找到|涉及|明确|给出)|不包含|找不到|无法)",
)
"""What is said of the lines themselves."""
_BY_ITSELF = (
    r"(?:\w+ ){0,2}ответа? [^.!?]{0,60}?(?:\bнет\b|не (?:наш|найд|удалось|могу|содерж|да[ею]т)|невозмож|нельзя"
    r"|отсутству)",
    r"(?:\bнет|не (?:наш|найд|вижу|удалось|могу|смог|знаю)\w*)\b[^.!?]{0,40}?\bответ",
    r"(?<!\w )(?:я )?не (?:могу|смогу|смог|смогла) (?:\w+ )?(?:ответить|сказать|найти|определить)",
    r"(?:нельзя|невозможно) (?:\w+ )?(?:ответить|сказать|определить|установить)",
    r"недостаточно (?:информ|данных|сведен)\w+",
    r"(?<!\w )(?:я )?не (?:нашел|нашла|нашлось|обнаружил\w?|удалось найти|вижу)\b",
    r"(?:\w+ ){0,2}не (?:упомина(?:ется|ются|лось|лась|лся|лись)|упомянут\w*|указан\w*|указывается|сказано|говорится"
    r"|говорилось|обсуждал(?:ось|ся|ась|ись)|сообщается|назван\w*|уточняется|найден\w*)",
    r"(?:(?:никак\w+ )?(?:\w+ )?нет|отсутству\w+) (?:\w+ )?(?:информаци|данных|сведени|упоминани)\w*",
    r"(?:\w+ )?(?:информаци|данных|сведени|упоминани)\w* (?:\w+ ){0,3}(?:нет\b|отсутству|не (?:наш|найд))",
    r"ничего (?:\w+ ){0,2}(?:нет\b|не (?:сказан|говор|упом|указ|сообщ|наш|найд|обсужд))|неизвестно\b|неясно\b",
    rf"\bI {_CANNOT} (?:to )?(?:\w+ )?(?:find|see|answer|tell|know|have|determine|locate|say)",
    r"\bthere(?: is|'s| was| are) (?:nothing (?:about|on|in)\b|(?:no|not any)(?: \w+)? "
    r"(?:answer|information|mention|data|record|evidence|line))",
    r"\b(?:no answer|cannot be (?:answered|determined)|not enough information|insufficient information)",
    r"(?:\w+ ){0,4}?(?:is|was|are|were)(?: not|n't) (?:\w+ )?(?:mention|stated|specif|discussed|said)",
    r"(?:it |this |that |(?:the )?(?:answer|information) )?(?:(?:is|was|are|were)(?: not|n't) (?:\w+ )?"
    r"(?:provided|given|found|included|known)|(?:does|did)(?: not|n't) (?:\w+ )?(?:mention|specif|say|state))",
    r"no (?:\w+ )?(?:information|mention|data|details)\b|unknown\b|unclear\b",
    r"没有?(?:提到|提及|说明|讨论|指出|信息|相关|答案|找到)|未(?:提到|提及|说明|指出|讨论|找到)|不清楚|不知道|无答案",
    r"(?:我)?(?:无法|不能)(?:回答|确定|找到|判断)|找不到",
)
"""What says of itself that nothing was found."""
_WITHOUT_CITATION = (
    r"ничего (?:\w+ ){0,2}не ",
    r"\bthere(?: is|'s| was| are) (?:no|not any|nothing)\b",
    r"(?:is|was|are|were|does|do|did)(?: not|n't) (?:\w+ )?(?:mention|provided|given|found|included|known)",
)
"""Beside a citation these are answers: «Ничего нового Лена не обещала»."""
_OPENING = (
    r"(?:(?:к сожалению|увы|unfortunately|i'm sorry|sorry|很?抱歉|对不起|很?遗憾)[\s,，:—–-]{0,3}"
    r"|(?:ответ|нет|answer|no|回答)\s?[,，:：—–-]\s?)?"
    rf"(?:(?:судя по|исходя из|согласно|на основ\w+) (?:\w+ ){{0,2}}{_LINES},? "
    rf"|(?:based on|according to) (?:the |these )?(?:\w+ )?{_SOURCES}(?: \w+)?, )?"
    r"(?:(?:но|but|об этом|это|про это|that|about this|对此|关于这一?点)[\s,，]{1,2})?"
)
_LEADING = (
    r"(?:(?:в|во|из|на|среди|эт(?:их|ой|ом|и)|все|всех|данн\w{2,3}|предоставленн\w+|приведенн\w+|имеющ\w+|найденн\w+"
    r"|[вн]аш\w{1,3}|the|these|this|any|your|all|provided|given|available|cited|above|following) "
    r"|根据|在|从|这些|以上|所有|(?:提供|给出)的){0,3}"
)
"""May stand before the word for the lines where a sentence opens with it."""
_TELLS_MORE = re.compile(r"(?<!\w)(?:но|однако|зато|а вот|but|however)(?!\w)|但|不过|[:：] ?\S", re.IGNORECASE)
_QUOTED = re.compile(r"[«“„\"「『‘][^«»“”„\"「」『』‘’]{0,600}[»”“\"」』’]")
_LETTERS = str.maketrans({"ё": "е", "Ё": "Е", "’": "'"})
_REFUSES = re.compile("|".join((*_OF_THE_LINES, *_BY_ITSELF, *_WITHOUT_CITATION)), re.IGNORECASE)
_OPENS = re.compile(_OPENING, re.IGNORECASE)
_REFUSES_AT_ONCE = re.compile(rf"{_LEADING}(?:{'|'.join(_OF_THE_LINES)})|{'|'.join(_BY_ITSELF)}", re.IGNORECASE)
_LONGEST_REFUSAL = 400


def is_refusal(statement: str, *, is_backed: bool) -> bool:
    """Whether a statement says in its own words that the lines hold no answer.

    Beside a citation it has to open the sentence, and nothing else may follow it: «Лена сказала, что не указан срок»
    and «В записи нет даты, но Лена обещала план» are answers.
    """
    if len(statement) > _LONGEST_REFUSAL:
        return False
    words = " ".join(_QUOTED.sub(" ", statement).translate(_LETTERS).split())
    if not is_backed:
        return _REFUSES.search(words) is not None
    opening = _OPENS.match(words)
    start = opening.end() if opening else 0
    return _REFUSES_AT_ONCE.match(words, start) is not None and _TELLS_MORE.search(words, start) is None
