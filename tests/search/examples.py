"""A small library of its own: three sessions with Тимур, one each with Олеся, Grace and 林晓; and a larger roster."""

import time
from collections.abc import Callable
from datetime import date, datetime

from rag.library.series import find_sessions
from rag.search.roster import Roster, make_roster
from rag.types import Segment, Transcript, TranscriptState

TIMUR_1 = "Тимур, встреча 1.txt"
TIMUR_2 = "Тимур 2025-03-17.srt"
TIMUR_3 = "Тимур 2025-04-02.vtt"
OLESYA = "Олеся.md"
GRACE = "Grace.txt"
LIN = "林晓.txt"

LIBRARY = {
    TIMUR_3: """WEBVTT

00:00:01.000 --> 00:00:06.000
<v Вера Лукина>Тимур, поздравляю с оффером! Что предлагают?

00:00:06.500 --> 00:00:13.000
<v Тимур Ахметов>Компания «Маяк» предложила двести сорок тысяч и испытательный срок три месяца.

00:00:13.500 --> 00:00:19.000
<v Вера Лукина>Переезд обязателен или можно работать удалённо?

00:00:19.500 --> 00:00:26.000
<v Тимур Ахметов>Первый месяц надо провести в Казани, потом можно вернуться домой.

00:00:26.500 --> 00:00:33.000
<v Вера Лукина>Попроси прислать условия письмом, пока ничего не подписывай.

00:00:33.500 --> 00:00:40.000
<v Тимур Ахметов>Хорошо, напишу кадровику сегодня вечером.
""",
    TIMUR_1: """Дата: 3 марта 2025
Тема: Знакомство
Ментор: Вера Лукина
Ученик: Тимур Ахметов

Вера Лукина: Привет! Расскажи, чем занимаешься и куда хочешь прийти.
Тимур Ахметов: Я три года работаю в технической поддержке и хочу писать серверные программы на Go.
Вера Лукина: Почему именно Go, а не Python?
Тимур Ахметов: Мне понравилась простота языка, я уже написал на нём бота для заявок.
Вера Лукина: Отлично. Я обещаю прислать тебе чек-лист для резюме до пятницы.
Тимур Ахметов: Спасибо! А я опишу своего бота как отдельный проект.
Вера Лукина: Договорились, и через две недели проведём пробное собеседование.
Тимур Ахметов: Немного страшно, но я готов попробовать.
""",
    TIMUR_2: """1
00:00:02,000 --> 00:00:07,000
Вера Лукина: Как прошло собеседование в «Северном банке»?

2
00:00:07,500 --> 00:00:14,000
Тимур Ахметов: Отказали. Я запутался в вопросе про соединение таблиц.

3
00:00:14,500 --> 00:00:21,000
Вера Лукина: Тогда домашнее задание такое: двадцать задач по SQL к четвергу.

4
00:00:21,500 --> 00:00:27,000
Тимур Ахметов: Успею, буду решать по пять задач в день.

5
00:00:27,500 --> 00:00:34,000
Вера Лукина: И запиши на диктофон рассказ о себе на две минуты.

6
00:00:34,500 --> 00:00:40,000
Тимур Ахметов: Рассказ о себе даётся мне труднее всего.
""",
    OLESYA: """# Олеся Крот: портфолио
Дата: 20 марта 2025

**Вера Лукина:** Какие истории войдут в твоё портфолио?

**Олеся Крот:** Три: исследование аптечной сети, интервью с курьерами и опрос садоводов.

**Вера Лукина:** Какая из них самая слабая?

**Олеся Крот:** Опрос садоводов, там всего одиннадцать ответов.

**Вера Лукина:** Тогда замени его дневниковым исследованием до десятого апреля.

**Олеся Крот:** Хорошо, я позову участников из клуба пчеловодов.

**Вера Лукина:** Расскажи подробнее про аптечную сеть. Что нового вы узнали о покупателях?

**Олеся Крот:** Пожилые люди не доверяют приложению и звонят в аптеку, чтобы отложить лекарство.
Мы просидели две недели в торговом зале и записали сто сорок разговоров у кассы.

**Вера Лукина:** Это сильная деталь, с неё и начни рассказ.
Покажи фотографию тетради с заметками, она убеждает лучше графиков.

**Олеся Крот:** Тетрадь осталась у моей напарницы Жанны, я попрошу её сфотографировать развороты.

**Вера Лукина:** А что с курьерами? Ты говорила, что они неохотно соглашались на запись.

**Олеся Крот:** Мы разговаривали прямо на велосипедной стоянке и платили за беседу кофе.
Из двадцати человек согласились шестнадцать, и почти все жаловались на подъезды без номеров.

**Вера Лукина:** Добавь в конце каждой истории, что изменилось после твоей работы, хотя бы одной строкой.

**Олеся Крот:** У аптек появилась кнопка звонка на первом экране, а у курьеров пока ничего не изменилось.
""",
    GRACE: """Date: 6 May 2025
Topic: Becoming a team lead

Vera Lukina: Congratulations on the new role. What feels hardest so far?
Grace Hollis: Letting go of code review. I still read every change myself.
Vera Lukina: Pick two people and hand the reviews of the billing service to them.
Grace Hollis: Tom could do it, but he has never reviewed anyone before.
Vera Lukina: Sit beside him for the first three reviews, then stay away.
Grace Hollis: My own manager wants a quarterly plan by the end of June.
Vera Lukina: Write one page: three goals, one risk, one thing you will stop doing.
Grace Hollis: I will stop joining the daily incident call.
""",
    LIN: """日期：2025年5月12日
主题：转行

Вера Лукина：你为什么想离开市场部？
林晓：我更喜欢看数字，想转去做数据分析师。
Вера Лукина：每天能花多少时间学习？
林晓：下班以后每天一个小时，周末四个小时。
Вера Лукина：先学 Python，再做一个关于咖啡店销量的小项目。
林晓：好的，我表哥开咖啡店，可以给我数据。
Вера Лукина：简历控制在两页以内，下次见面之前发给我。
""",
}

OWNER = "Вера Лукина"
PRESENT = (
    ("2025-03-03", "Вера Лукина", "Тимур Ахметов"),
    ("2025-03-17", "Вера Лукина", "Тимур Ахметов"),
    ("2025-04-02", "Вера Лукина", "Тимур Ахметов"),
    ("2025-03-20", "Вера Лукина", "Олеся Крот"),
    ("2025-05-06", "Vera Lukina", "Grace Hollis"),
    ("2025-05-12", "Вера Лукина", "林晓"),
    ("2025-02-01", "Вера Лукина", "Лена Кравцова"),
    ("2025-02-08", "Вера Лукина", "Лена Кравцова"),
    ("2025-02-15", "Вера Лукина", "Лена Орлова"),
    ("2025-05-20", "Вера Лукина", "Pavel Gromov"),
    ("2025-05-27", "Вера Лукина", "Павел Громов"),
    ("2025-05-28", "Вера Лукина", "Игорь Седов"),
    ("2025-05-29", "Вера Лукина", "Алия Нурланова"),
)
"""When each transcript was and who was there; the ids count from 1."""


def transcript(number: int, day: str | None, *people: str) -> Transcript:
    """A transcript of the catalogue with what a roster needs."""
    return Transcript(
        id=number,
        sha256=f"{number:064}",
        file_name=f"{number}.txt",
        format="txt",
        encoding="utf-8",
        title="Запись",
        date=date.fromisoformat(day) if day else None,
        date_source=None,
        people=people,
        words=10,
        segment_count=3,
        passage_count=1,
        state=TranscriptState.READY,
        added_at=datetime(2025, 6, 1),
    )


def roster_of(*present: tuple[str | None, ...], owner: str | None = OWNER) -> Roster:
    """The roster of transcripts given by day and people."""
    made = [transcript(number, row[0], *map(str, row[1:])) for number, row in enumerate(present, start=1)]
    return make_roster(made, find_sessions(made, owner), owner)


def is_fast(action: Callable[[], object], seconds: float = 0.1) -> bool:
    """Whether something takes less of the processor's time, at the best of three tries."""
    return min(_seconds(action) for _ in range(3)) < seconds


def _seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def segments(*texts: str, speaker: str | None = None) -> list[Segment]:
    """Neighbouring segments with these texts, each a line of one source."""
    made: list[Segment] = []
    position = 0
    for number, text in enumerate(texts, start=1):
        made.append(Segment(number, position, position + len(text), text, speaker))
        position += len(text) + 1
    return made
