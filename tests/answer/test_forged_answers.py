"""Quotations that a model made up: none keeps its quotation marks; words that were said keep theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from rag.answer.citations import resolve_answer
from rag.answer.quotation_marks import CORNER_MARKS, DOUBLE_MARKS, SINGLE_MARKS
from rag.types import Answer, Line

LINES = (
    Line(1, (1,), "Ольга", "Я пришлю тебе список из 12 книг до четверга."),
    Line(2, (1,), "Денис", "Я не пойду на собеседование в банк, пока не готов рассказ о себе."),
    Line(3, (2,), "Ольга", "Попробуй записать рассказ на диктофон и послушать его вечером."),
    Line(4, (2,), "Денис", "За курс я заплатил 15 000 рублей, и это много для меня."),
    Line(5, (3,), "Ольга", "Ты уже написал Игорю из второго отдела?"),
    Line(6, (3,), "Денис", "Нет, я ничего не писал ему с июня — было страшно."),
    Line(7, (4,), "Ruth", "I will send you two sample letters before Friday."),
    Line(8, (4,), "Ken", "I did not call the clinic, because my knee hurts less."),
    Line(9, (5,), "Ruth", "Run no more than 5 kilometres until the end of October."),
    Line(10, (5,), "Ken", "My sister will count the money for the 21 club members."),
    Line(11, (6,), "Ruth", "Did you speak with the coach about Sunday?"),
    Line(12, (6,), "王芳", "我下周三给你发三份简历样本。"),
    Line(13, (7,), "李雷", "我没有参加上次的面试，因为发烧了。"),
    Line(14, (7,), "王芳", "每天练习20分钟口语，不要超过半小时。"),
    Line(15, (8,), "李雷", "我表姐答应帮我修改求职信。"),
)
BY_NUMBER = {line.number: line for line in LINES}
LANGUAGES: Mapping[str, Sequence[Line]] = {"ru": LINES[:6], "en": LINES[6:11], "zh": LINES[11:]}
SAID = {
    "ru": "В записи сказано {quote} [{number}].",
    "en": "It was said {quote} [{number}].",
    "zh": "记录里说{quote}[{number}]。",
}
KINDS = (
    ("«", "»"), ("„", "“"), ("„", "”"), ("“", "”"), ('"', '"'), ("＂", "＂"), ("'", "'"), ("‘", "’"), ("‚", "‘"),
    ("‹", "›"), ("»", "«"), ("「", "」"), ("『", "』"), ("《", "》"), ("〝", "〞"), ("<<", ">>"), ("``", "''"),
    (",,", "''"), ("« ", " »"), ("«“", "”»"), ("**«", "»**"), ("\n> ", "\n"),
)  # fmt: skip
NEVER_IN_CHINESE = {("»", "«"), ("« ", " »")}
"""Without spaces between words nothing tells which of them opens."""
MARKS = frozenset(DOUBLE_MARKS + SINGLE_MARKS + CORNER_MARKS + ">`")
RIGHT = {"Ольга": "Денис", "Денис": "Ольга", "Ruth": "Ken", "Ken": "Ruth", "王芳": "李雷", "李雷": "王芳"}
GENITIVE = {"Ольга": "Ольги", "Денис": "Дениса"}
INSTRUMENTAL = {"Ольга": "Ольгой", "Денис": "Денисом"}
DATIVE = {"Ольга": "Ольге", "Денис": "Денису"}


@dataclass(frozen=True)
class Written:
    """An answer of a model: its sentence, the words that it puts in quotation marks, and the line that it cites."""

    operator: str
    sentence: str
    words: str
    number: int

    def text(self, opening: str, closing: str) -> str:
        return self.sentence.format(quote=f"{opening}{self.words}{closing}", number=self.number)


def words_of(line: Line) -> list[str]:
    """The words with what separates them; in Chinese every character."""
    return list(line.text) if line.number >= 12 else [f"{word} " for word in line.text.split()]


def joined(words: Sequence[str]) -> str:
    return "".join(words).strip()


def one_word_changed(line: Line, other: Line) -> Iterator[str]:
    words = words_of(line)
    for place in range(1, len(words) - 1, 2):
        for offset in (1, 2):
            changed = words_of(other)[offset]
            if changed != words[place] and changed.strip().isalpha():
                yield joined([*words[:place], changed, *words[place + 1 :]])


def one_word_left_out(line: Line, _other: Line) -> Iterator[str]:
    words = words_of(line)
    for place in range(2, len(words) - 2, 2):
        yield joined(words[:place] + words[place + 1 :])


def words_swapped(line: Line, _other: Line) -> Iterator[str]:
    words = words_of(line)
    yield joined([words[1], words[0], *words[2:]])


def halves_of_two_lines(line: Line, other: Line) -> Iterator[str]:
    ours, theirs = words_of(line), words_of(other)
    for share in (2, 3):
        yield joined(ours[: len(ours) // share] + theirs[len(theirs) // share :])


def halves_with_an_ellipsis(line: Line, _other: Line) -> Iterator[str]:
    words = words_of(line)
    third = len(words) // 3
    for between in ("… ", "... ", "[…] ", "(...) ", "// "):
        yield joined([*words[:third], between, *words[2 * third :]])


def number_changed(line: Line, _other: Line) -> Iterator[str]:
    digits = [character for character in line.text if character.isdigit()]
    if digits:
        yield line.text.replace(digits[0], str(9 - int(digits[0])))
        yield line.text.replace(digits[0], f"{digits[0]}0", 1)


def words_cut(line: Line, _other: Line) -> Iterator[str]:
    if line.number < 12:
        places = [place for place in range(2, len(line.text) - 2) if line.text[place - 1 : place + 1].isalpha()]
        yield line.text[places[0] :]
        yield line.text[places[len(places) // 2] :]
        yield line.text[: places[-1]]


def with_the_name_of_the_speaker(line: Line, _other: Line) -> Iterator[str]:
    yield f"{line.speaker}: {line.text}"


def two_lines_in_a_row(line: Line, other: Line) -> Iterator[str]:
    yield f"{line.text} {other.text}"


CHANGES: tuple[Callable[[Line, Line], Iterator[str]], ...] = (
    one_word_changed, one_word_left_out, words_swapped, halves_of_two_lines, halves_with_an_ellipsis, number_changed,
    words_cut, with_the_name_of_the_speaker, two_lines_in_a_row,
)  # fmt: skip
MADE_UP = (
    ("negation dropped", 2, "Я пойду на собеседование в банк"),
    ("negation dropped", 6, "Нет, я писал ему с июня"),
    ("negation dropped", 8, "I did call the clinic"),
    ("negation dropped", 13, "我参加上次的面试"),
    ("negation dropped", 14, "每天练习20分钟口语，要超过半小时"),
    ("negation cut off", 2, "пойду на собеседование в банк"),
    ("negation cut off", 2, "готов рассказ о себе"),
    ("negation cut off", 8, "call the clinic, because my knee hurts less"),
    ("negation cut off", 9, "more than 5 kilometres"),
    ("negation added", 1, "Я не пришлю тебе список"),
    ("negation added", 4, "и это не много для меня"),
    ("negation added", 7, "I will not send you two sample letters"),
    ("negation added", 12, "我下周三不给你发三份简历样本"),
    ("number cut", 4, "За курс я заплатил 15"),
    ("number cut", 4, "000 рублей"),
    ("number cut", 10, "1 club members"),
    ("question told", 5, "Ты уже написал Игорю из второго отдела."),
    ("question told", 11, "Did you speak with the coach about Sunday."),
    ("question told", 5, "Ты уже написал Игорю из второго отдела!"),
    ("ending changed", 3, "Попробуйте записать рассказ"),
    ("ending changed", 7, "I will send you two sample letter before Friday"),
    ("case changed", 1, "Я Пришлю тебе список"),
    ("own words", 1, "Ольга отправит книги"),
    ("own words", 7, "two letters"),
    ("own words", 12, "三份样本"),
    ("own words", 3, "рефлексия"),
    ("own words", 15, "求职"  "辅导"),
    ("other language", 1, "I will send you a list of 12 books"),
)  # fmt: skip
ASCRIBED = {
    "ru": (
        "{name} обещает: {{quote}} [{{number}}].",
        "По словам {genitive}, {{quote}} [{{number}}].",
        "{{quote}} — сказано {instrumental} [{{number}}].",
        "{{quote}}, — уточняет {name} [{{number}}].",
        "{{quote}} {name} [{{number}}].",
        "Вот слова {genitive}: {{quote}} [{{number}}].",
        "Речь о встрече; тогда {name} {dative_other} говорит {{quote}} [{{number}}].",
    ),
    "en": (
        "{name} said {{quote}} [{{number}}].",
        "{{quote}}, said {name} [{{number}}].",
        "{{quote}} {name} said [{{number}}].",
        "According to {name}, {{quote}} [{{number}}].",
        "As {name} told {other}, {{quote}} [{{number}}].",
    ),
    "zh": (
        "{name}说：{{quote}}[{{number}}]。",
        "{{quote}}{name}说[{{number}}]。",
        "据{name}所说，{{quote}}[{{number}}]。",
        "{name}对{other}说{{quote}}[{{number}}]。",
    ),
}  # fmt: skip
BOTH_NAMED = {
    "ru": (
        "{other} слушает, а {name} говорит {{quote}} [{{number}}].",
        "{other} спросит, и {{quote}}, — ответит {name} [{{number}}].",
    ),
    "en": ("{other} listened and {name} said {{quote}} [{{number}}].",),
    "zh": ("{other}在听，{name}说{{quote}}[{{number}}]。",),
}


def ascribed(template: str, name: str) -> str:
    other = RIGHT[name]
    return template.format(
        name=name, other=other, genitive=GENITIVE.get(name), instrumental=INSTRUMENTAL.get(name),
        dative_other=DATIVE.get(other),
    )  # fmt: skip


def language_of(number: int) -> str:
    return next(language for language, lines in LANGUAGES.items() if BY_NUMBER[number] in lines)


def forged() -> Iterator[Written]:
    for language, lines in LANGUAGES.items():
        for place, line in enumerate(lines):
            other = lines[place - 1]
            for change in CHANGES:
                for words in change(line, other):
                    yield Written(change.__name__, SAID[language], words, line.number)
            yield Written("other line cited", SAID[language], line.text, other.number)
            wrong = RIGHT[str(line.speaker)]
            for template in (*ASCRIBED[language], *BOTH_NAMED[language]):
                yield Written("wrong speaker", ascribed(template, wrong), line.text, line.number)
    for operator, number, words in MADE_UP:
        yield Written(operator, SAID[language_of(number)], words, number)


def true() -> Iterator[Written]:
    for language, lines in LANGUAGES.items():
        for line in lines:
            words = words_of(line)
            ends_with_mark = line.text[-1] in "?？"
            for start, end in ((0, len(words)), (0, len(words) - 1), (1, 4), (1, len(words) - 1)):
                piece = joined(words[start:end])
                yield Written("slice", SAID[language], piece, line.number)
            whole = line.text if ends_with_mark else line.text.rstrip(".。")
            for template in (*ASCRIBED[language], *BOTH_NAMED[language]):
                yield Written("right speaker", ascribed(template, str(line.speaker)), whole, line.number)


FORGED, TRUE = list(forged()), list(true())


def resolve(text: str) -> Answer:
    return resolve_answer(text, LINES, 8, "модель", is_unfinished=False)


def test_there_are_at_least_300_forged_and_100_true_quotations() -> None:
    assert len({(written.sentence, written.words, written.number) for written in FORGED}) >= 300
    assert len({(written.sentence, written.words, written.number) for written in TRUE}) >= 100


@pytest.mark.parametrize(("opening", "closing"), KINDS)
def test_no_forged_quotation_keeps_its_marks(opening: str, closing: str) -> None:
    kept = [
        (written.operator, answer.text)
        for written in FORGED
        for answer in [resolve(written.text(opening, closing))]
        if set(answer.text) & MARKS
    ]
    assert kept == []


def test_every_forged_quotation_is_counted() -> None:
    assert [written for written in FORGED if resolve(written.text("«", "»")).counts.quotation_marks_removed != 1] == []


@pytest.mark.parametrize(("opening", "closing"), KINDS)
def test_every_true_quotation_keeps_its_marks(opening: str, closing: str) -> None:
    lost = [
        (written.operator, answer.text)
        for written in TRUE
        if written.number < 12 or (opening, closing) not in NEVER_IN_CHINESE
        for answer in [resolve(written.text(opening, closing))]
        if not set(answer.text) & MARKS or answer.counts.quotation_marks_removed
    ]
    assert lost == []


@pytest.mark.parametrize("written", FORGED[::7], ids=lambda written: written.operator)
def test_words_of_a_forged_quotation_stay_as_the_models_own(written: Written) -> None:
    shown = resolve(written.text("«", "»")).text
    assert "".join(written.words.split()).rstrip(".") in "".join(shown.split())
