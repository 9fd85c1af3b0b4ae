"""The words by which promises are known in Russian, English and Chinese. Tables alone; knows no transcripts.

What is done for somebody or by a day (`пришлю до пятницы`, `I'll send you`) promises; what is only said, felt or
feared (`скажу`, `умру`, `не успею`) does not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_DEEDS = """
прислать скинуть кинуть переслать выслать отправить послать передать отдать вернуть принести привезти положить
выложить залить закинуть сбросить написать переписать дописать расписать набросать составить подготовить
приготовить сделать доделать переделать доработать собрать оформить заполнить обновить исправить поправить
починить настроить поставить установить завести создать посмотреть досмотреть просмотреть пересмотреть глянуть
проверить прочитать дочитать почитать разобрать изучить выучить перевести отредактировать смонтировать снять
записать перезаписать найти поискать подобрать узнать выяснить уточнить спросить поговорить позвонить перезвонить
связаться договориться попросить познакомить свести представить порекомендовать пригласить позвать добавить
включить подключить внести вынести перенести удалить убрать выкинуть поменять сменить закрыть задеплоить запустить
опубликовать распечатать купить заказать оплатить забронировать записаться зарегистрироваться подать откликнуться
прийти приехать подойти помочь напомнить ответить отчитаться показать провести прогнать отпроситься сходить
съездить сформулировать придумать выбрать посчитать рассчитать закончить сдать пересобрать нарисовать доснять
присылать писать проверять напоминать читать отправлять скидывать смотреть
"""
DEEDS = frozenset(_DEEDS.split())
"""What one does for another or as a task, in dictionary forms."""

_IDLE = """
сказать рассказать начать признаться покаяться помолчать повторить угадать умереть зареветь расплакаться потерпеть
забыть успеть смочь увидеть понять подождать выжить попробовать продышаться пойти подумать уйти объяснить заметить
стать захотеть выдержать догадаться поверить согласиться простить остаться привыкнуть оказаться испугаться получить
сесть покраснеть разориться пропасть дать взять спятить потерять упасть заплакать засмеяться уснуть заснуть
проснуться ошибиться быть думать знать жить рад бояться помнить надеяться молчать стараться постараться решить
пожалеть соврать наврать обидеться устать заболеть опоздать пройти побежать бежать поехать лечь встать убежать
рискнуть позволить суметь почувствовать вспомнить отойти открыть пояснить спеть прикинуть процитировать
"""
IDLE = frozenset(_IDLE.split())
"""What is said, felt, feared or done at once: no promise."""

_ORDINAL = (
    r"(?:двадцать |тридцать )?(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|\w+надцат|двадцат|тридцат)"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a language says promises with: each a pattern to be searched in one sentence.

    `plain` promises by itself, `time` says by when, `other` for whom; `hindrance` makes a sentence promise nothing;
    `assigned` gives a task to the other one, `asked` asks for something that `own` says is for the speaker;
    `agreed` begins a reply that takes it on.
    """

    plain: re.Pattern[str]
    time: re.Pattern[str]
    other: re.Pattern[str]
    hindrance: re.Pattern[str]
    assigned: re.Pattern[str]
    asked: re.Pattern[str]
    own: re.Pattern[str]
    agreed: re.Pattern[str]


def _signs(**patterns: str) -> Signs:
    return Signs(**{name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()})


_RUSSIAN_START = r"(?:^|[,.:;!?—–-]\s*|\b(?:а|и|но|так|тогда|итак|ладно|хорошо|тоже) )"

SIGNS: Mapping[str, Signs] = {
    "ru": _signs(
        plain=(
            rf"(?<!не )\b(?:обещаю|даю слово)\b|\b(?:беру|возьму) (?:\w+ )?на себя\b"
            rf"|{_RUSSIAN_START}с меня (?!(?:\w+ ){{0,3}}(?:хватит|довольно|достаточно|спро[сш]|взял|сняли|требу))\w"
            rf"|{_RUSSIAN_START}за мной (?!\w+(?:л|ла|ли|ло|ит|ет|ут|ют|ят)\b)\w"
        ),
        time=(
            rf"январ|феврал|\bмарт[ае]?\b|апрел|\bма[яе]\b|июн[яье]|июл[яье]|август|сентябр|октябр|ноябр|декабр"
            rf"|\b{_ORDINAL}(?:ого|ьего|ому|ьему)\b|понедельник|вторник|\bсред[ыуе]\b|четверг|пятниц|суббот|воскресен"
            rf"|\bзавтра|послезавтра|\bсегодня|\b(?:на|за|до|в|через) (?:\w+ ){{0,2}}недел|\bвыходны|праздник"
            rf"|\bвечер(?:ом|а|ам|у)?\b|\bутр(?:ом|а|у)\b|\bна днях\b|\bк (?:обеду|лету|осени|зиме|весне)\b"
            rf"|\bдо (?:обеда|лета|осени|зимы|весны|отпуска|майских|сессии|встречи|созвона)\b|\bв (?:начале|конце)\b"
            rf"|\b(?:сразу )?после (?:созвона|встречи|обеда|работы|смены|урока|занятия|отпуска|сессии|пар|разговора)\b"
            rf"|\bчерез (?:\w+ ){{0,2}}(?:час|дн|день|минут|месяц)|\bк следующе|\bдо следующе|\bв следующий раз\b"
            rf"|\b(?:до|к) \d|\d[./]\d"
        ),
        other=r"\b(?:тебе|вам|тебя|вас|с тобой|с вами)\b",
        hindrance=(
            r"\bесли\b|\bвдруг\b|\bбоюсь\b|\bвчера\b|\bкак будто\b|\bпрямо? сейчас\b|\bсейчас я\b|\bкогда я\b"
            r"|\bможно я\b|\bне факт\b|\bнаверное\b|\bбы\b|^сейчас\b|\bдай(?:те)?\b|\bхочешь\b|\bпопрошу (?:вас|не)\b"
        ),
        assigned=rf"{_RUSSIAN_START}с тебя (?!(?:\w+ ){{0,3}}(?:хватит|довольно|достаточно))\w",
        asked=(
            r"\b(?:пришли|скинь|кинь|вышли|отправь|напиши|сделай|подготовь|найди|прочитай|посмотри|запиши|спроси|позвони"
            r"|принеси|составь|выбери|допиши|доделай|переделай|положи|сними|смонтируй|заполни|проверь|узнай|договорись"
            r"|попроси|заведи|поставь|выложи|перенеси|собери|переведи|закрой|почини|исправь)(?:те)?\b"
            r"|\b(?:пришл|скин|кин|отправ|напиш|сдела|подготов|найд|прочита|посмотр|запиш|спрос|позвон|принес|состав|выбер"
            r"|допиш|додела|передела|полож|сним|провер|узна|договор)(?:ешь|ёшь|ишь|ете|ёте|ите)(?:ся)?\b"
        ),
        own=r"\b(?:мне|меня|нам|со мной)\b",
        agreed=(
            r"^(?:ну,? |да,? |ага,? |а,? |всё,? )*(?:да|ага|угу|ок|окей|хорошо|ладно|договорились|конечно|обязательно"
            r"|принято|идёт|есть|записала?|поняла?|сделаю|без проблем|не вопрос|по рукам|давай|давайте)(?=[\s,.!…]|$)"
        ),
    ),
    "en": _signs(
        plain=(
            r"\bI promise\b(?! you (?:it|that it)['’ ])|\bI owe you an?\b|\bleave (?:it|that|this) (?:to|with) me\b"
            r"|\bI['’]ll take care of\b|\bI['’]m on it\b|\bI['’]ll take (?:that|this) (?:on|action)\b"
        ),
        time=(
            r"\b(?:january|february|april|june|july|august|september|october|november|december)\b|\bmarch \d|\bmay \d"
            r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\btomorrow|\btonight|\btoday|\bnext (?:week|month|time)"
            r"|\bthis (?:week|weekend|evening|afternoon)|\bby (?:the )?(?:end|noon|then|\d)"
            r"|\bthe end of the (?:week|day|month)|\bin (?:a|an|two|three|\d+) (?:hours?|days?|weeks?|minutes?)"
            r"|\bafter (?:the|this|our) (?:call|meeting|session)"
            r"|\b(?:later|soon)\b|\bright after\b|\bin the (?:morning|evening|afternoon)"
        ),
        other=r"\b(?:you|ya|your)\b",
        hindrance=(
            r"\bif\b|\bnever\b|\balways\b|\bnot\b|\bwon['’]t\b|\bmy best\b|\bafraid\b|\bwhen I\b|\bmaybe\b|\bmight\b"
            r"|\bright now\b|\blet me\b|\byesterday\b|\bwould\b|\bsay\b"
        ),
        assigned=r"\byou(?:['’]ll| will) (?:send|write|prepare|finish|bring|email|share|do)\b",
        asked=(
            r"\b(?:can|could|will|would) you (?:please )?(?:send|write|prepare|finish|bring|email|share|check|ask|find"
            r"|read|make|do|review|call|update)\b"
            r"|\bplease (?:send|write|prepare|finish|bring|email|share|check|ask|find|read|make|review|call|update)\b"
            r"|^(?:send|email|bring|write|share) me\b"
        ),
        own=r"\b(?:me|us|my)\b",
        agreed=(
            r"^(?:yes|yeah|yep|sure|ok|okay|of course|will do|deal|agreed|absolutely|no problem|i will|certainly)"
            r"(?=[\s,.!]|$)"
        ),
    ),
    "zh": _signs(
        plain=r"我(?:向你)?保证|我答应你?|包在我身上|我来负责|交给我(?:吧|来)|我一定(?:会|给|把|帮)",
        time=(
            r"[一二三四五六七八九十\d][月号日]|周[一二三四五六日末天]|星期|礼拜|明[天早晚]|后天|今[天晚]|下周|下个?月|下次|月底|周末"
            r"|之前|以前|晚上|回头|待会儿?|一会儿|会后"
        ),
        other=r"给您?你|给您|帮[你您]|发[你您]|给你|告诉[你您]",
        hindrance=r"如果|要是|吗|[没不]会|不能|没有|昨天|了$|我会觉得|我会认为|我来(?:介绍|回应|分享|说|讲|补充|回答)|的时候|假如",
        assigned=r"你(?:来)?负责|就?交给你了?",
        asked=r"(?:请|麻烦|记得|能不能|可以|[你您]).{0,10}(?:发我|发给我|给我发|给我写|给我看|告诉我|寄给我|交给我)",
        own=r"我",
        agreed=r"^(?:好的?|行|可以|没问题|一定|明白|知道了|嗯|成)(?=[\s，。！,!吧的呀啊]|$)",
    ),
}  # fmt: skip

ENGLISH_DEED = re.compile(
    r"\b(?:I['’]ll|I will|I['’]m (?:going to|gonna)|I am going to|I can(?= (?:send|share|forward|email|introduce)))"
    r" (?:(?:also|just|definitely|certainly|then|try to|go ahead and|be sure to|make sure to) )*"
    r"(?:send|share|email|mail|write|forward|call|ring|text|check|ask|find|look into|prepare|bring|finish|fix|follow up"
    r"|make (?:you|an?|sure)|introduce|put|set up|post|upload|update|draft|review|schedule|book|order|buy|talk to|read"
    r"|let you know|keep you posted|get (?:you|back|the|that|it|in touch)|show|give you|do (?:it|that|this)|add|help"
    r"|connect|remind|pick|watch|reach out|practi[cs]e|record|spread)\b",
    re.IGNORECASE,
)
CHINESE_DEED = re.compile(
    r"(?:^|[，、：:\s])[那就]*我(?:会|来|再|就|把|先|去|也|回头|待会儿?|一会儿|晚上|今[天晚]|明[天早晚]|后天|下周.?|周.)*[^，。？！、我]{0,8}?"
    r"(?:发给[你您]|发[你您]|给[你您]发|寄给[你您]|传给[你您]|给[你您][^，。我]{0,4}?(?:写|做|准备|整理|找|问|看|改|打电话|带|介绍)|帮[你您]"
    r"|告诉[你您]|联系|准备好|整理好|写完|写好|做完|做好|改好|改完|提交|交给[你您]|查一下|问一下|问问|看完|读完|预约|安排)"
)
