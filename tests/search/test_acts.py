"""Acts of speech: what questions ask for, and which lines are promises, advice, refusals without the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.search.acts import SPOKEN, Act, find_acts, sounds_like, without_asking
from tests.search.examples import is_fast

PROMISE, ADVICE, REQUEST, AGREEMENT = Act.PROMISE, Act.ADVICE, Act.REQUEST, Act.AGREEMENT
REFUSAL, PRAISE, NUMBER, DATE = Act.REFUSAL, Act.PRAISE, Act.NUMBER, Act.DATE
LONG = (
    "а", "пришлю ", "на как", "к как ", "1", "一", "十", "взял ", "what ", "i’", "w", "как", " ", "сот", "первого ",
    "do ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что я обещала Тимуру?", {PROMISE}),
        ("Что Лена пообещала?", {PROMISE}),
        ("какие обещания дал Тимур", {PROMISE}),
        ("Кому я должна позвонить?", {PROMISE}),
        ("Что взял на себя Тимур?", {PROMISE}),
        ("What did I promise?", {PROMISE}),
        ("What am I supposed to send?", {PROMISE}),
        ("我答应了什么", {PROMISE}),
        ("她打算做什么", {PROMISE}),
        ("Что советовала?", {ADVICE}),
        ("Какой совет я дала?", {ADVICE}),
        ("рекомендации", {ADVICE}),
        ("What was my advice?", {ADVICE}),
        ("What should Timur do?", {ADVICE}),
        ("你建议什么", {ADVICE}),
        ("Что просил Тимур?", {REQUEST}),
        ("просьба Тимура", {REQUEST}),
        ("Что попросили у Тимура?", {REQUEST}),
        ("What did he ask for?", {REQUEST}),
        ("他问了什么", {REQUEST}),
        ("О чём договорились?", {AGREEMENT}),
        ("Что мы решили?", {AGREEMENT}),
        ("What did we decide?", {AGREEMENT}),
        ("我们决定了什么", {AGREEMENT}),
        ("Почему отказали?", {REFUSAL}),
        ("кто против?", {REFUSAL}),
        ("What did she refuse?", {REFUSAL}),
        ("他拒绝了什么", {REFUSAL}),
        ("за что я его похвалила?", {PRAISE}),
        ("What did I like?", {PRAISE}),
        ("What does she like?", {PRAISE}),
        ("She liked what?", {PRAISE}),
        ("她夸了什么", {PRAISE}),
        ("Сколько задач?", {NUMBER}),
        ("How many tasks?", {NUMBER}),
        ("多少钱", {NUMBER}),
        ("Когда дедлайн?", {DATE}),
        ("К какому числу?", {DATE}),
        ("when is it", {DATE}),
        ("什么时候", {DATE}),
        ("Сколько предложили?", {ADVICE, NUMBER}),
    ],
)
def test_question_asks_for_these_acts(question: str, expected: set[Act]) -> None:
    assert find_acts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Кто хранит тетрадь?",
        "Как дела у Олеси?",
        "решительный шаг",
        "совещание с начальником",
        "Что сказали про советский завод?",
        "дорога в Хвалынск",
        "срочно ли это",
        "про продолжение курса",
        "I'd like to know who came",
        "What did the task look like?",
        "Where is the notebook?",
        "谁开咖啡店",
    ],
)
def test_plain_question_asks_for_no_act(question: str) -> None:
    assert find_acts(question) == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "Скину завтра ссылку.",
        "Пришлю до пятницы.",
        "Ок, сделаю",
        "Я тебе напишу вечером",
        "Давай я найду контакт",
        "С меня презентация",
        "Беру на себя вёрстку",
        "Постараюсь успеть",
        "Мы с тобой разберём это в четверг",
        "Я буду решать по пять задач",
        "скинем",
        "I'll send it on Monday",
        "I’ll do it",
        "I will check",
        "Let me ask him",
        "I can send you the link",
        "Will do!",
        "我会发给你",
        "明天发你",
        "我来写",
    ],
)
def test_line_promises_without_the_word(line: str) -> None:
    assert sounds_like(PROMISE, line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Он пришлёт письмо",
        "Я прислала вчера",
        "Скинь ссылку",
        "Ты пришлёшь?",
        "Пришлите, пожалуйста",
        "Я работаю в поддержке",
        "Думаю, да",
        "Тому человеку",
        "Могу",
        "По-моему, всему своё время",
        "Я ему говорила",
        "I sent it",
        "She will send it",
        "他会发邮件",
        "我去年在北京",
        "我来自上海",
    ],
)
def test_line_promises_nothing(line: str) -> None:
    assert not sounds_like(PROMISE, line)


@pytest.mark.parametrize(
    ("act", "line", "other"),
    [
        (ADVICE, "Лучше начни с тестов", "Я живу в Казани"),
        (ADVICE, "Попробуй писать утром", "Утром было холодно"),
        (ADVICE, "You should call her", "She called me"),
        (ADVICE, "你应该多练习", "他住在北京"),
        (REQUEST, "Пришли, пожалуйста, отчёт", "Отчёт готов"),
        (REQUEST, "Could you send it", "It was sent"),
        (REQUEST, "请发给我", "他发了"),
        (AGREEMENT, "Договорились, в четверг", "В четверг был дождь"),
        (AGREEMENT, "Deal, Monday then", "Monday was cold"),
        (AGREEMENT, "好的，就这么办", "他住在北京"),
        (REFUSAL, "Я не буду подписывать", "Я подписала"),
        (REFUSAL, "I won't sign", "I signed"),
        (REFUSAL, "我不想去", "我去了"),
        (PRAISE, "Ты молодец!", "Ты пришла"),
        (PRAISE, "Well done!", "It is done"),
        (PRAISE, "太棒了", "他来了"),
        (NUMBER, "двести сорок тысяч", "много денег"),
        (NUMBER, "costs 40", "costs a lot"),
        (NUMBER, "三个目标", "很多目标"),
        (DATE, "пришлю в пятницу", "пришлю письмом"),
        (DATE, "до десятого апреля", "до угла"),
        (DATE, "on Monday", "on paper"),
        (DATE, "5月12日", "十二"),
    ],
)
def test_line_sounds_like_the_act(act: Act, line: str, other: str) -> None:
    assert sounds_like(act, line)
    assert not sounds_like(act, other)


def test_numbers_and_dates_are_named_by_nobody_in_particular() -> None:
    assert frozenset(Act) - SPOKEN == {NUMBER, DATE}


@given(st.text(max_size=200))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert find_acts(text) <= frozenset(Act)
    assert all(sounds_like(act, text) in (True, False) for act in Act)


@pytest.mark.parametrize("piece", LONG)
def test_long_text_is_read_at_once(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert is_fast(lambda: find_acts(text), 0.2)
    for act in Act:
        assert is_fast(lambda act=act: sounds_like.__wrapped__(act, text)), act  # type: ignore[misc]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("всё, что я пообещала Алие", "всё, что я Алие"),
        ("Что посоветовала Вера?", "Что Вера?"),
        ("What did I promise to Grace?", "What did I to Grace?"),
        ("Что с меня по портфолио?", "Что по портфолио?"),
        ("Сколько глав прочитано?", "глав прочитано?"),
        ("На какое число договорились?", "?"),
    ],
)
def test_words_by_which_an_act_is_asked_for_are_taken_out(question: str, left: str) -> None:
    assert " ".join(without_asking(question).split()) == left
