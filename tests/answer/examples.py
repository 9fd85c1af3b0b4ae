"""Lines, quotes and segments for the tests of this folder."""

from collections.abc import Callable, Sequence
from datetime import date

from rag.answer.writer import Writer
from rag.config import Settings
from rag.questions import Understanding
from rag.types import Found, Line, Quote, Segment

LINES = (
    Line(1, (1,), "Вера", "Пришлю чек-лист для резюме до пятницы."),
    Line(2, (1,), "Тимур", "Спасибо, ещё опишу своего бота — он готов."),
    Line(3, (2,), "Вера", "Через две недели проведём пробное собеседование."),
    Line(4, (2,), "Тимур", "Немного страшно, но я готов попробовать."),
    Line(5, (3,), "Grace", "I will stop joining the daily incident call."),
    Line(6, (4,), None, "先学 Python，再做一个小项目。"),
    Line(7, (4,), "林晓", "好的，我表哥开咖啡店。"),
)
RANK = {line.number: line.ranks[0] for line in LINES}


def quote(
    rank: int, transcript: int = 1, first: int = 1, last: int = 1, day: date | None = None, person: str | None = "Тимур"
) -> Quote:
    return Quote(
        rank, transcript, f"{transcript}.txt", f"Сессия {transcript}", person, 1, day, "Вера", None, first, last,
        0, 10, "текст", 1.0, 0, 10,
    )  # fmt: skip


def found(*quotes: Quote, question: str = "Что я обещала?") -> Found:
    return Found(question, quotes, bool(quotes), Understanding(), 0.01)


def neighbours(
    texts: Callable[[int, int], str] = lambda transcript, number: f"Строка {number} записи {transcript}.",
    speaker: str | None = "Вера",
    reach: int = 2,
    total: int = 100,
) -> Callable[[Quote], Sequence[Segment]]:
    """The segments of a quote with its neighbours, as the catalogue gives them."""

    def around(quote: Quote) -> list[Segment]:
        numbers = range(max(1, quote.first - reach), min(total, quote.last + reach) + 1)
        return [Segment(n, n * 10, n * 10 + 9, texts(quote.transcript_id, n), speaker) for n in numbers]

    return around


class Factors(dict[str, float]):
    """What is known of the tokens of models, forgotten with the test."""

    def of(self, model: str) -> float:
        return self.get(model, 1.0)

    def keep(self, model: str, factor: float) -> None:
        self[model] = factor


def writer(settings: Settings, around: Callable[[Quote], Sequence[Segment]] | None = None) -> Writer:
    return Writer(settings, around or neighbours(), Factors())


def as_it_is(quote: Quote, _first: int, _last: int) -> Quote:
    return quote
