"""The lines of printed pages without what the page adds: running heads, page numbers, breaks inside a sentence.

Knows nothing of any program that writes pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_EDGE_LINES = 2
_MIN_PAGES_OF_A_RUNNING_HEAD = 3
_MIN_SHARE_OF_PAGES = 0.6
_PAGE_NUMBER = re.compile(
    r"[\s\-–—|]{0,5}(?:page|стр\.?|страница|с\.|第)?\s{0,3}#\s{0,3}(?:页|頁)?(?:\s{0,3}(?:/|of|из)\s{0,3}#)?[\s\-–—|]{0,5}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_MIN_SHARE_OF_WIDTH, _MIN_SHARE_OF_WIDTH_BEFORE_A_MARK = 0.7, 0.8
_MIN_SHARE_OF_WIDTH_WITHOUT_SPACES = 0.9
_LABELLED = re.compile(r"[^:：]{1,60}[:：](?:\s|[^\x00-\x7f]|$)")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_GOES_ON = re.compile(r"[–—]\s|https?://|www\.|\d(?!\d{0,2}[.):：]|\d{0,3}[./-]\d)")
_ENDS_INSIDE = re.compile(r"[\w,;)»”\"'–—%]$")
_ENDS_INSIDE_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff，、；：]$")


def lines_of_pages(pages: Sequence[str]) -> list[str]:
    """The lines of all pages in order; a line that goes on in the next one is joined with it."""
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    return list(_joined([line for page in _without_running_heads(split) for line in page]))


def _without_running_heads(pages: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    shapes = [{line: _shapes(line, number, len(pages)) for line in page} for number, page in enumerate(pages, start=1)]
    seen = Counter(
        shape
        for page, known in zip(pages, shapes, strict=True)
        for shape in {shape for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:]) for shape in known[line]}
    )
    enough = max(_MIN_PAGES_OF_A_RUNNING_HEAD, len(pages) * _MIN_SHARE_OF_PAGES)
    running = frozenset(shape for shape, count in seen.items() if count >= enough)
    for page, known in zip(pages, shapes, strict=True):
        belongs = [not running.isdisjoint(known[line]) or _is_page_number(known[line]) for line in page]
        start, end = 0, len(page)
        while start < min(end, _EDGE_LINES) and belongs[start]:
            start += 1
        while end > max(start, len(page) - _EDGE_LINES) and belongs[end - 1]:
            end -= 1
        yield page[start:end]


def _shapes(line: str, number: int, count: int) -> frozenset[str]:
    """The line as it is, and with `#` for its page's number and the count of pages, in which running heads differ."""
    own = {str(number), str(count)}
    return frozenset({line, _NUMBER.sub(lambda match: "#" if match[0] in own else match[0], line)})


def _is_page_number(shapes: frozenset[str]) -> bool:
    return any(_PAGE_NUMBER.fullmatch(shape) for shape in shapes)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, where one was broken because the page ended at its side joined with the next.

    That is sure only where the next begins with a small letter, where no word more fitted before a dash, a number or a
    link, or where neither side of the break has spaces.
    """
    widths = sorted(map(len, lines))
    width = widths[len(widths) * 19 // 20] if widths else 0
    written: list[str] = []
    for line, before in zip(lines, ("", *lines), strict=False):
        glue = _glue(before, line, width)
        if glue is None and written:
            yield "".join(written)
            written.clear()
        written.append(line if glue is None else glue + line)
    if written:
        yield "".join(written)


def _glue(before: str, line: str, width: int) -> str | None:
    """What to put between two halves of a line, None for two lines."""
    if not before or _LABELLED.match(line):
        return None
    share = _MIN_SHARE_OF_WIDTH if line[0].islower() else _MIN_SHARE_OF_WIDTH_BEFORE_A_MARK
    if (line[0].islower() or _GOES_ON.match(line)) and len(before) >= width * share and _ENDS_INSIDE.search(before):
        return " "
    is_full = len(before) >= width * _MIN_SHARE_OF_WIDTH_WITHOUT_SPACES
    goes_on = _IDEOGRAPH.match(line) and _ENDS_INSIDE_WITHOUT_SPACES.search(before)
    return "" if is_full and goes_on else None
