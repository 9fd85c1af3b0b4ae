"""Whom, when, which session and whose words a question means: as a plan over a roster, with doubts and wishes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.questions import Doubt, Understanding, Wishes
from rag.search.acts import Act
from rag.search.roster import Roster
from rag.search.understanding import Plan, understand
from tests.search.examples import OWNER, PRESENT, is_fast, roster_of

TIMUR, OLESYA, GRACE, LIN, PAVEL, IGOR = (
    "Тимур Ахметов", "Олеся Крот", "Grace Hollis", "林晓", "Павел Громов", "Игорь Седов",
)  # fmt: skip
KRAVTSOVA, ORLOVA, ALIYA = "Лена Кравцова", "Лена Орлова", "Алия Нурланова"
ROSTER = roster_of(*PRESENT)
LONG_SERIES = roster_of(*((date(2024, 1, number).isoformat(), OWNER, TIMUR) for number in range(1, 26)))
TODAY = date(2025, 6, 1)
PROMISED = "Что я обещала Тимуру?"
PIECES = st.sampled_from(
    ["Тимур", "Тимурр", " Лене ", "林晓", "я ", "i ", "обещала ", "сказал ", "на третьей сессии ", "в марте",
     " до майских", "3 марта", "вчера", "а ", "он ", "那", "呢", "last session ", "?", " ", "\n", "\ud83d",
     "\U00017000", "12", "всё, что "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=60)


def plan(question: str, *history: str, roster: Roster = ROSTER, **wishes: object) -> Plan:
    return understand(question, roster, TODAY, Wishes(history=history, **wishes))  # type: ignore[arg-type]


def understood(question: str, *history: str, **wishes: object) -> Understanding:
    return plan(question, *history, **wishes).understanding


def people(question: str, *history: str) -> tuple[str, ...]:
    return understood(question, *history).people


def allowed(question: str, *history: str, **wishes: object) -> set[int] | None:
    found = plan(question, *history, **wishes).allowed
    return None if found is None else set(found)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Что говорил Тимур?", (TIMUR,)),
        (PROMISED, (TIMUR,)),
        ("О чём мы говорили с Тимуром?", (TIMUR,)),
        ("Что нового у ТИМУРА", (TIMUR,)),
        ("Что спрашивал Ахметов", (TIMUR,)),
        ("портфолио Олеси Крот", (OLESYA,)),
        ("Олесе и Тимуру задали одно и то же?", (OLESYA, TIMUR)),
        ("What did Grace promise?", (GRACE,)),
        ("What about Timur?", (TIMUR,)),
        ("Что сказала Олесина подруга?", (OLESYA,)),
        ("Что говорил 林晓?", (LIN,)),
        ("和林晓说了什么？", (LIN,)),
        ("我答应林晓什么？", (LIN,)),
        ("林晓和Timur都说了什么？", (TIMUR, LIN)),
        ("Что обещал Паша?", (PAVEL,)),
        ("с Алией", (ALIYA,)),
        ("Что обещал Николай?", ()),
        ("Что обещали?", ()),
        ("Что обещала Вера?", ()),
        ("", ()),
    ],
)
def test_people_are_named_in_any_case_and_alphabet(question: str, expected: tuple[str, ...]) -> None:
    assert people(question) == expected


def test_named_people_restrict_to_their_sessions() -> None:
    assert allowed(PROMISED) == {1, 2, 3}
    assert allowed("Олесе и Тимуру задали одно и то же?") == {1, 2, 3, 4}
    assert allowed("What did Pavel say?") == {10, 11}
    assert allowed("Что обещал Николай?") is None
    assert allowed("Что обещала Вера?") is None


def test_name_of_two_people_offers_both_and_searches_both() -> None:
    both = understood("Что обещала Лена?")
    assert both.people == both.choices == (KRAVTSOVA, ORLOVA)
    assert (both.speaker, allowed("Что обещала Лена?")) == (None, {7, 8, 9})
    assert understood("Что обещала Лена Кравцова?").choices == ()


def test_chosen_person_is_meant_by_a_name_of_two() -> None:
    chosen = understood("Что обещала Лена?", people=(ORLOVA,))
    assert (chosen.people, chosen.choices, chosen.speaker) == ((ORLOVA,), (), ORLOVA)
    assert allowed("Что обещала Лена?", people=(ORLOVA,)) == {9}
    assert understood("Что обещала Лена?", people=("Кто-то",)).choices == (KRAVTSOVA, ORLOVA)
    assert understood(PROMISED, people=(ORLOVA,)).people == (TIMUR,)


def test_misspelt_name_is_meant_with_a_doubt() -> None:
    found = understood("Что обещал Темур?")
    assert (found.people, found.speaker) == ((TIMUR,), TIMUR)
    assert found.doubts == (Doubt("misspelt", (("written", "Темур"), ("person", TIMUR))),)
    assert understood("Что обещал Тимур?").doubts == ()


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("первая сессия с Тимуром", 1),
        ("Во время второй встречи с Тимуром", 2),
        ("на третьей сессии с Тимуром", 3),
        ("встреча № 3 с Тимуром", 3),
        ("на 2-й сессии с Тимуром", 2),
        ("на последней встрече с Тимуром", 3),
        ("на предпоследней встрече с Тимуром", 2),
        ("на позапрошлой встрече с Тимуром", 2),
        ("на последней встрече с Олесей", 1),
        ("крайний созвон с Тимуром", 3),
        ("In the THIRD meeting with Timur", 3),
        ("our 3rd call with Timur", 3),
        ("the session before last with Timur", 2),
        ("the last session with Grace", 1),
        ("第三次和 Timur 见面", 3),
        ("上次和 Timur 说了什么", 3),
        ("上上次和 Timur 说了什么", 2),
    ],
)
def test_session_of_a_person_is_recognised_and_alone_allowed(question: str, number: int) -> None:
    found = plan(question)
    assert found.understanding.session == number
    assert found.allowed is not None
    assert {ROSTER.sessions[key].number for key in found.allowed} == {number}
    assert len(found.allowed) == 1


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("на пятнадцатой сессии с Тимуром", 15),
        ("двадцать вторая встреча с Тимуром", 22),
        ("предпоследняя встреча с Тимуром", 24),
        ("the twenty-first session with Timur", 21),
        ("第十二次和 Timur 见面", 12),
        ("сессия 12 с Тимуром", 12),
    ],
)
def test_number_above_ten_is_that_number(question: str, number: int) -> None:
    found = plan(question, roster=LONG_SERIES)
    assert (found.understanding.session, found.allowed) == (number, {number})


@pytest.mark.parametrize(
    "question",
    [
        "Что решили с Тимуром?",
        "первый оффер Тимура",
        "за 3 месяца Тимур успел",
        "десяток встреч с Тимуром",
        "перед встречей с Тимуром",
    ],
)
def test_no_session_is_named_by_other_words(question: str) -> None:
    found = plan(question, roster=LONG_SERIES)
    assert found.understanding == Understanding((TIMUR,), acts=found.understanding.acts)
    assert found.allowed == set(range(1, 26))


def test_session_that_is_not_there_is_a_doubt_and_restricts_nothing() -> None:
    question = "Что было на десятой сессии с Тимуром?"
    found = plan(question)
    assert found.understanding.session is None
    doubt = Doubt("no_such_session", (("number", "10"), ("person", TIMUR), ("count", "3")))
    assert (found.understanding.doubts, found.allowed) == ((doubt,), {1, 2, 3})
    assert "десятой сессии" in found.topic


def test_session_of_nobody_in_particular_is_that_of_everybody() -> None:
    assert allowed("Что было на второй сессии?") == {2, 8, 11}
    assert understood("Что было на второй сессии?").session == 2
    assert understood("Что было на сороковой сессии?").doubts[0].values == (
        ("number", "40"), ("person", ""), ("count", "3"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "question", ["Что решили на последней встрече?", "What was the last meeting about?", "上次说了什么？"]
)
def test_last_session_of_nobody_in_particular_is_the_last_of_all(question: str) -> None:
    assert allowed(question) == {13}


def test_place_that_means_sessions_of_several_numbers_is_told_and_leaves_the_topic() -> None:
    plan = understand("Что решили про бюджет на последней встрече с Тимуром, с Олесей?", ROSTER, TODAY)
    assert (plan.understanding.session, plan.understanding.place) == (None, -1)
    assert plan.topic.startswith("Что решили про бюджет")
    assert "последней" not in plan.topic
    assert understand("на второй встрече с Тимуром", ROSTER, TODAY).understanding.place is None


def test_one_before_last_of_nobody_in_particular_is_the_one_before() -> None:
    assert allowed("Что решили на предпоследней встрече?") == {12}
    assert allowed("Что решили на предпоследней встрече?", roster=roster_of(PRESENT[0])) is None


def test_dates_restrict_to_the_sessions_of_these_days() -> None:
    found = plan("Что сказал Тимур 3 марта?")
    assert (found.understanding.dates, found.allowed) == (("2025-03-03",), {1})
    assert understood("Что решили в марте?").dates == ("2025-03-01/2025-03-31",)
    assert allowed("Что решили в марте?") == {1, 2, 4}
    assert allowed("Что решили в марте с Тимуром?") == {1, 2}


def test_dates_without_a_session_are_a_doubt_and_restrict_nothing() -> None:
    found = plan("Что решили в январе?")
    assert found.understanding.dates == ()
    doubt = Doubt("no_session_then", (("dates", "2025-01-01/2025-01-31"),))
    assert (found.understanding.doubts, found.allowed) == ((doubt,), None)
    assert allowed("Что решили в январе с Тимуром?") == {1, 2, 3}
    assert allowed("Что было на третьей сессии в марте с Тимуром?") == {3}


def test_relative_days_count_from_the_day_of_the_question() -> None:
    assert understood("что было вчера", asked=date(2025, 3, 18)).dates == ("2025-03-17",)
    assert understood("что было вчера").doubts[0].code == "no_session_then"


def test_name_that_is_a_month_is_no_period() -> None:
    roster = roster_of(("2025-05-06", OWNER, "April Stone"), ("2025-04-06", OWNER, TIMUR))
    found = plan("What did April say?", roster=roster)
    assert (found.understanding.people, found.understanding.dates) == (("April Stone",), ())


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        (PROMISED, OWNER),
        ("Что обещала Вера Тимуру?", OWNER),
        ("Что обещала ВЕРА ЛУКИНА?", OWNER),
        ("Кому я обещала прислать чек-лист?", OWNER),
        ("За что я похвалила Игоря?", OWNER),
        ("Что с меня Тимуру, что я обещала?", OWNER),
        ("What did I promise Grace?", OWNER),
        ("I wonder what I said to Timur", OWNER),
        ("我答应林晓什么？", OWNER),
        ("Что мне обещал Тимур?", TIMUR),
        ("Что сказал Тимур Вере?", TIMUR),
        ("Что просил Тимур?", TIMUR),
        ("Что Игорь говорил Алие?", IGOR),
        ("Что сказала Алия про Игоря?", ALIYA),
        ("What did Grace tell me?", GRACE),
        ("林晓说了什么？", LIN),
        ("林晓答应我什么？", LIN),
        ("Что говорила Лена?", None),
        ("Что решили с Тимуром?", None),
        ("Что Тимура просили?", None),
        ("Где живёт Тимур?", None),
        ("Мой план", None),
        ("Что мы решили?", None),
        ("Кто сказал про SQL?", None),
        ("ясно ли сказано", None),
    ],
)
def test_speaker_is_the_one_who_says_it(question: str, speaker: str | None) -> None:
    assert understood(question).speaker == speaker


def test_without_an_owner_nobody_is_i() -> None:
    roster = roster_of(*PRESENT[:3], owner=None)
    assert plan("Что я обещала?", roster=roster).understanding.speaker is None


def test_acts_of_speech_are_told_and_numbers_only_used() -> None:
    found = plan("Сколько задач я обещала Тимуру?")
    assert found.understanding.acts == ("promise",)
    assert found.acts == {Act.PROMISE, Act.NUMBER}


QUESTION = "Что обещал Тимур на третьей сессии в апреле?"


@pytest.mark.parametrize(
    ("without", "expected", "transcripts"),
    [
        ((), Understanding((TIMUR,), 3, ("2025-04-01/2025-04-30",), TIMUR, acts=("promise",)), {3}),
        (("people",), Understanding((), 3, ("2025-04-01/2025-04-30",), None, acts=("promise",)), {3}),
        (("session",), Understanding((TIMUR,), None, ("2025-04-01/2025-04-30",), TIMUR, acts=("promise",)), {3}),
        (("dates",), Understanding((TIMUR,), 3, (), TIMUR, acts=("promise",)), {3}),
        (("speaker",), Understanding((TIMUR,), 3, ("2025-04-01/2025-04-30",), None, acts=("promise",)), {3}),
        (("acts",), Understanding((TIMUR,), 3, ("2025-04-01/2025-04-30",), TIMUR), {3}),
        (("session", "dates"), Understanding((TIMUR,), None, (), TIMUR, acts=("promise",)), {1, 2, 3}),
        (("people", "session", "dates", "speaker", "acts"), Understanding(), None),
    ],
)
def test_removed_chip_does_not_count(
    without: tuple[str, ...], expected: Understanding, transcripts: set[int] | None
) -> None:
    assert understood(QUESTION, without=without) == expected
    assert allowed(QUESTION, without=without) == transcripts


def test_removed_chip_takes_its_doubt_with_it() -> None:
    assert understood("на десятой сессии с Тимуром", without=("session",)).doubts == ()
    assert understood("Что решили в январе?", without=("dates",)).doubts == ()
    assert understood("Что обещал Темур?", without=("people",)).doubts == ()


@pytest.mark.parametrize(
    ("history", "question", "rewritten", "expected"),
    [
        ((PROMISED,), "а Игорю?", "Что я обещала Игорю?", ((IGOR,), OWNER)),
        ((PROMISED, "а Игорю?"), "а Олесе?", "Что я обещала Олесе?", ((OLESYA,), OWNER)),
        ((PROMISED,), "а Лене Орловой?", "Что я обещала Лене Орловой?", ((ORLOVA,), OWNER)),
        ((PROMISED,), "и что он ответил?", f"{PROMISED} и что он ответил?", ((TIMUR,), TIMUR)),
        ((PROMISED,), "и что я ответила?", f"{PROMISED} и что я ответила?", ((TIMUR,), OWNER)),
        ((PROMISED,), "когда?", f"{PROMISED} когда?", ((TIMUR,), OWNER)),
        (
            ("Что сказал Тимур?", "а Игорь?"), "Где он живёт?",
            "Что сказал Игорь? Где он живёт?", ((IGOR,), IGOR),
        ),
        (("What did I promise Timur?",), "what about Pavel?", "What did I promise Pavel?", ((PAVEL,), OWNER)),
        (("What did Timur say?",), "And Grace?", "What did Grace say?", ((GRACE,), GRACE)),
        (("林晓说了什么？",), "那他呢？", "林晓说了什么？ 那他呢？", ((LIN,), LIN)),
        (("我答应林晓什么？",), "那Timur呢？", "我答应Timur什么？", ((TIMUR,), OWNER)),
        (("Что обещали Тимур и Игорь?",), "а Павел?", "Что обещали Павел?", ((PAVEL,), PAVEL)),
    ],
)  # fmt: skip
def test_followup_is_completed_from_the_conversation(
    history: tuple[str, ...], question: str, rewritten: str, expected: tuple[tuple[str, ...], str | None]
) -> None:
    found = understood(question, *history)
    assert (found.rewritten, (found.people, found.speaker)) == (rewritten, expected)


@pytest.mark.parametrize(
    "question",
    [
        "Что решили с Олесей по портфолио?",
        "О чём говорили с Павлом на второй сессии?",
        "Какой размер зарплаты предложили?",
        "Это правда, что оффер подписан?",
        "Что решили по зарплате на этой неделе?",
        "Who said that SQL is hard to learn?",
        "谁开咖啡店卖咖啡？",
    ],
)
def test_whole_question_takes_nothing_from_the_conversation(question: str) -> None:
    assert plan(question, PROMISED) == plan(question)


@pytest.mark.parametrize("question", ["а Игорю?", "и что он ответил?", "а она?", "когда?"])
def test_followup_without_a_conversation_is_searched_as_it_stands(question: str) -> None:
    assert understood(question).rewritten is None
    assert plan(question).text == question


def test_own_session_and_dates_of_a_followup_come_before_the_earlier_ones() -> None:
    assert understood("а на второй сессии?", "Что сказал Тимур на третьей сессии?").session == 2
    assert understood("а в марте?", "Что сказал Тимур в апреле?").dates == ("2025-03-01/2025-03-31",)
    assert understood("а ему?", "Что я обещала Тимуру на третьей сессии?").session == 3


def test_what_became_of_it_is_not_sought_in_the_earlier_session() -> None:
    found = plan("и что в итоге вышло?", "Что Тимур обещал 3 марта?")
    assert (found.understanding.dates, found.allowed) == ((), {1, 2, 3})
    assert understood("How did that go later?", "What did Timur promise on the third session?").session is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        (PROMISED, "Что я обещала ?"),
        ("Что решили с Тимуром по зарплате на третьей сессии?", "Что решили по зарплате ?"),
        ("Что сказал Тимур 3 марта про бота?", "Что сказал про бота?"),
        ("Что я обещала Тимуру до пятницы?", "Что я обещала до пятницы?"),
        ("Что решили с Тимуром до апреля 2025 года?", "Что решили до апреля 2025 года?"),
        ("Тимур", ""),
        ("Тимур?", ""),
        ("Что обещал Николай?", "Что обещал Николай?"),
        ("Что обещала Вера?", "Что обещала Вера?"),
    ],
)
def test_topic_is_the_question_without_whom_and_when(question: str, topic: str) -> None:
    assert plan(question).topic == topic


def test_empty_library_understands_nothing() -> None:
    found = plan(QUESTION, roster=roster_of(owner=None))
    assert found.allowed is None
    assert found.understanding.people == ()
    assert found.understanding.session is None
    assert {doubt.code for doubt in found.understanding.doubts} == {"no_such_session", "no_session_then"}


@given(TEXTS, st.lists(TEXTS, max_size=4), st.sets(st.sampled_from(["people", "session", "dates", "speaker"])))
def test_any_text_and_history_can_be_understood(question: str, history: list[str], without: set[str]) -> None:
    found = plan(question, *history, without=tuple(without))
    assert found.allowed is None or found.allowed <= set(range(1, len(PRESENT) + 1))
    assert found.allowed is None or found.allowed
    assert set(found.understanding.people) <= {TIMUR, OLESYA, GRACE, LIN, PAVEL, IGOR, KRAVTSOVA, ORLOVA, ALIYA}
    assert question.strip() in found.text or found.understanding.rewritten == found.text


@pytest.mark.parametrize(
    "piece", ["Лена ", "с Леной с ", "1", "а он ", "林晓", "3 марта ", " ", "«", "первая с Леной "]
)
def test_longest_question_is_understood_at_once(piece: str) -> None:
    question = (piece * 4000)[:4000]
    assert is_fast(lambda: plan(question), 1.0)
    assert is_fast(lambda: plan("а он?", question, question, question), 3.0)
