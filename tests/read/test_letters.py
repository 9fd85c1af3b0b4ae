"""How surprising a text is: the true reading of the same bytes has to cost less than every false one."""

import pytest

from rag.read.letters import surprise

RUSSIAN = "Вчера мы ещё раз посмотрели резюме и решили, что начнём с достижений."


def rivals(text: str, encoding: str, *others: str) -> list[float]:
    return [surprise(text.encode(encoding).decode(other, errors="replace")) for other in others]


def test_nothing_is_no_surprise() -> None:
    assert surprise("") == 0


def test_the_cost_grows_with_the_text() -> None:
    assert surprise(RUSSIAN * 2) > 1.9 * surprise(RUSSIAN)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "mac_cyrillic"])
def test_russian_costs_far_less_than_its_false_readings(encoding: str) -> None:
    others = {"cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1252", "gb18030", "shift_jis"} - {encoding}
    assert min(rivals(RUSSIAN, encoding, *others)) > surprise(RUSSIAN) + 20


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("我们今天讨论一下简历的第二部分", "gb18030"),
        ("昨日は面接の練習をしました", "shift_jis"),
        ("Ça a été très agréable, à bientôt", "cp1252"),
        ("Schöne Grüße, wir hören später voneinander", "cp1252"),
    ],
)
def test_other_languages_cost_less_than_their_false_readings(text: str, encoding: str) -> None:
    others = {"cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1252", "gb18030", "shift_jis", "big5"} - {encoding}
    assert min(rivals(text, encoding, *others)) > surprise(text) + 10


@pytest.mark.parametrize(
    ("natural", "strange"),
    [
        ("ПРИВЕТ", "ОПХБЕР"),
        ("Привет", "пРИВЕТ"),
        ("привет", "приВет"),
        ("моя", "моЯ"),
        ("это я знаю", "это Я знаю"),
        ("Готово. Я начну", "Готово. я начну"),
        ("Она спросила Марину", "Она спросила мАРИНУ"),
        ("Эксперимент", "Ёксперимент"),
        ("письмо", "пiсьмо"),
        ("«да» и «нет»", "»да« и »нет«"),
        ("сказал — и ушёл", "сказал —и ушёл"),
        ("— Да, конечно", "—да, конечно"),
        ("let’s go", "let痴 go"),
        ("2001–02", "2001Ц02"),
        ("50 €", "да €"),
        ("café", "cafй"),
        ("été", "éé"),
        ("dix à vingt", "dix а vingt"),
        ("你好", "邃犲"),
        ("です", "ﾃﾞｽ"),
        ("пять", "пя\ufffdть"),
        ("пять", "пя\x84ть"),
        ("пять", "пя═ть"),
    ],
)
def test_what_people_write_costs_less(natural: str, strange: str) -> None:
    assert surprise(natural) < surprise(strange)


def test_letters_of_no_known_script_have_a_cost_too() -> None:
    assert 0 < surprise("สวัสดี") < surprise("\ue000" * 6)


def test_a_currency_beside_a_number_is_less_of_a_surprise() -> None:
    assert surprise("50 € ") + 5 < surprise("ab € ")


def test_an_apostrophe_between_latin_letters_is_less_of_a_surprise() -> None:
    assert surprise("it’s") + 1 < surprise("12’s")
