"""Given names: their spelling in Latin letters, and the short forms of Russian ones. Knows nothing of people."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

_LATIN: Mapping[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "y": "i", "j": "i", "'": "", "’": "",
}  # fmt: skip
_SPELLINGS = (
    ("shch", "sch"), ("ya", "ia"), ("yu", "iu"), ("yo", "e"), ("ye", "e"), ("x", "ks"), ("ph", "f"), ("ck", "k"),
)  # fmt: skip
_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"), ("ja", "я"), ("ju", "ю"), ("yo", "ё"), ("iya", "ия"), ("ia", "ия"), ("iu", "ью"), ("ph", "ф"),
    ("ck", "к"), ("c", "к"), ("x", "кс"), ("w", "в"), ("j", "й"),
    *zip("abvgdezijklmnoprstufyh", "абвгдезийклмнопрстуфйх", strict=True),
)  # fmt: skip
_C_AS_K = re.compile("c(?!h)")
_SHORT_FORMS = (
    "александр: саша саня шура алекс александер", "александра: саша шура аля алекс", "алексей: лёша лёха алёша алекс",
    "алина: аля лина", "анастасия: настя ася стася", "анатолий: толя толик", "ангелина: геля лина",
    "андрей: андрюша андрюха", "анна: аня нюра анюта", "антон: антоша тоша", "антонина: тоня", "аркадий: аркаша",
    "арсений: сеня", "артём: тёма", "борис: боря", "вадим: вадик", "валентин: валя", "валентина: валя",
    "валерий: валера", "валерия: лера", "варвара: варя", "василий: вася", "василиса: вася", "вениамин: веня",
    "вероника: ника", "виктор: витя", "виктория: вика", "виталий: виталик", "владимир: вова володя влад",
    "владислав: влад слава", "всеволод: сева", "вячеслав: слава", "галина: галя", "геннадий: гена",
    "георгий: гоша жора", "григорий: гриша", "даниил: даня данила", "дарья: даша", "денис: ден",
    "дмитрий: дима митя", "евгений: женя", "евгения: женя", "егор: гоша", "екатерина: катя катюша катерина",
    "елена: лена", "елизавета: лиза", "зинаида: зина", "иван: ваня", "игорь: гоша", "илья: илюша", "ирина: ира",
    "камилла: мила", "кирилл: кирюша", "клавдия: клава", "константин: костя", "кристина: кристи",
    "ксения: ксюша", "лариса: лара", "лев: лёва", "леонид: лёня", "лидия: лида", "любовь: люба",
    "людмила: люда мила люся", "максим: макс", "маргарита: рита марго", "мария: маша маруся маня", "милана: мила",
    "мирослав: слава", "михаил: миша", "надежда: надя", "наталья: наташа ната", "николай: коля", "оксана: ксюша",
    "ольга: оля", "павел: паша", "пётр: петя", "полина: поля", "раиса: рая", "роман: рома", "ростислав: слава",
    "светлана: света", "святослав: слава", "семён: сёма сеня", "сергей: серёжа серёга", "софья: соня",
    "станислав: стас слава", "степан: стёпа", "таисия: тая", "тамара: тома", "татьяна: таня", "тимофей: тима тимоша",
    "тимур: тима", "ульяна: уля", "фёдор: федя", "филипп: филя", "эдуард: эдик", "эльвира: эля", "эльмира: эля",
    "юлия: юля", "юрий: юра", "яков: яша", "ярослав: слава",
)  # fmt: skip


def to_latin(word: str) -> str:
    """A word in lower case as it is compared: one spelling for every way to write it in Latin letters."""
    for spelling, common in _SPELLINGS:
        word = word.replace(spelling, common)
    return _C_AS_K.sub("k", "".join(_LATIN.get(letter, letter) for letter in word)).replace("ii", "i")


def to_cyrillic(word: str) -> str:
    """A word in Latin letters and lower case as it is most likely written in Russian."""
    for latin, cyrillic in _CYRILLIC:
        word = word.replace(latin, cyrillic)
    return word


@cache
def full_names() -> Mapping[str, frozenset[str]]:
    """The full names of every short form, all in Latin letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _SHORT_FORMS:
        full, short_forms = row.split(": ")
        for short in short_forms.split():
            found[to_latin(short)].add(to_latin(full))
    return {short: frozenset(full) for short, full in found.items()}


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """For every full name its short forms, and for every short form the full names; as they are written in Russian.

    A form that is short for one name alone also has the other short forms of that name: Вова and Володя.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in _SHORT_FORMS:
        full, short_forms = row.split(": ")
        found[to_latin(full)] += short_forms.split()
        for short in short_forms.split():
            is_short_for_one = len(full_names()[to_latin(short)]) == 1
            found[to_latin(short)] += [full, *(short_forms.split() if is_short_for_one else ())]
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}
