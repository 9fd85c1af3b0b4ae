"""Text of transcripts, questions and models as HTML in which nothing of it is live: every character is escaped.

The only maker of HTML; knows no Streamlit.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from rag.languages import find_words
from rag.types import Answer, Quote, Segment
from rag.web.texts import time_code

STYLE = """<style>
.vb { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
.vb mark { background: rgba(244, 184, 64, .38); color: inherit; border-radius: .2em; padding: 0 .08em; }
.vb-preview { padding: .6em .8em; border-radius: .5em; font-size: .9rem; max-height: 12em; overflow: auto;
  background: color-mix(in srgb, currentColor 6%, transparent); }
.vb-question, .vb-place { scroll-margin-top: 6rem; }
.vb-place:target { background: rgba(244, 184, 64, .28); border-radius: .4em; padding: 0 .3em; }
a.vb-rank { color: inherit; text-decoration: none; }
a.vb-rank:hover { background: rgba(244, 184, 64, .5); }
.vb-who { font-weight: 600; opacity: .72; }
.vb-line { padding: .12em 0 .12em .8em; border-left: 3px solid color-mix(in srgb, currentColor 18%, transparent);
  color: color-mix(in srgb, currentColor 74%, transparent); }
.vb-line:has(mark), .vb-best { color: inherit; border-left-color: rgba(222, 150, 20, .85); }
.vb-place { font-size: .875rem; opacity: .78; overflow-wrap: anywhere; }
.vb-rank { display: inline-block; min-width: 1.5em; text-align: center; border-radius: 1em; font-size: .8em;
  font-weight: 600; padding: 0 .35em; background: color-mix(in srgb, currentColor 14%, transparent); }
.vb-unbacked { text-decoration: underline dotted; text-underline-offset: .2em; }
.vb-read { display: grid; grid-template-columns: 3em 1fr; gap: 0 .7em; padding: .28em .4em; border-radius: .4em; }
a.vb-time { color: inherit; text-decoration: none; text-align: right; }
a.vb-time:hover { text-decoration: underline; }
.vb-read time { font-variant-numeric: tabular-nums; font-size: .8rem; opacity: .6; text-align: right;
  padding-top: .2em; }
.vb-here { background: rgba(244, 184, 64, .12); border-radius: 0; box-shadow: inset 3px 0 0 rgba(222, 150, 20, .4); }
.vb-note { font-size: .875rem; opacity: .78; }
.vb-group { margin-top: .6rem; font-weight: 600; overflow-wrap: anywhere; }
.vb-group span { font-size: .875rem; font-weight: 400; opacity: .72; white-space: nowrap; margin-left: .35em; }
[class*="st-key-chip_"] button { min-height: 0; padding: .1rem .6rem .1rem .75rem; border-radius: 1rem; }
[class*="st-key-chip_"] button p, [class*="st-key-back_"] button p { font-size: .875rem; }
[class*="st-key-chip_"] button [data-testid="stIconMaterial"] { font-size: 1rem; opacity: .6; }
[class*="st-key-back_"] button { min-height: 0; padding: .1rem .3rem; opacity: .72; }
[class*="st-key-chips_"] { row-gap: .35rem; }
.vb-focus { background: rgba(244, 184, 64, .32); box-shadow: inset 4px 0 0 rgba(222, 150, 20, .95); }
.vb-copying { display: flex; align-items: center; gap: .3rem; }
.vb-copy { display: inline-flex; padding: .3rem; border: 0; border-radius: .4rem; cursor: pointer;
  background: none; color: inherit; opacity: .72; }
.vb-copy:hover, .vb-copy:focus-visible { opacity: 1; background: color-mix(in srgb, currentColor 10%, transparent); }
.vb-copy span { font-family: "Material Symbols Rounded"; font-size: 1.15rem; line-height: 1; }
.vb-copied { font-size: .8rem; line-height: 1; opacity: .78; }
[class*="st-key-actions_"] button [data-testid="stMarkdownContainer"] { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[class*="st-key-actions_"] button { opacity: .72; min-height: 0; padding: .3rem; }
[class*="st-key-actions_"] button [data-testid="stIconMaterial"] { font-size: 1.15rem; }
[class*="st-key-actions_"] button:hover { opacity: 1; }
@media (max-width: 640px) { [class*="st-key-rate_"] { display: none; } }
</style>"""

_CITATION = re.compile(r"\[(\d{1,3})\]")
_NOT_OF_STATEMENTS = re.compile(r"\[\d{1,3}\]|^> ", re.MULTILINE)


SCROLL_TO_LINE = """<script>
setTimeout(() => document.querySelector(".vb-focus")?.scrollIntoView({ block: "center" }), 150);
</script>"""
"""Brings the line that was looked for into the middle of the reader."""


COPY_SCRIPT = """<script>
if (!window.verbatimCopies) {
  window.verbatimCopies = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.vb-copy");
    if (!button) return;
    let told = button.dataset.done;
    try { await navigator.clipboard.writeText(JSON.parse(button.dataset.text)); }
    catch { told = button.dataset.failed; }
    const place = button.nextElementSibling;
    place.textContent = told;
    setTimeout(() => { place.textContent = ""; }, 2500);
  });
}
</script>"""
"""Lets every copy button of the page, also those that come later, copy the text that it carries as data."""


def copy_button(text: str, name: str, done: str, failed: str) -> str:
    """A button that carries a text for `COPY_SCRIPT` to copy, and tells beside itself what became of it.

    The text is JSON without angle brackets: what cleans HTML in the browser drops attributes that hold a closing tag.
    """
    data = json.dumps(text, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    told = "".join(f' {key}="{html.escape(words)}"' for key, words in (
        ("title", name), ("aria-label", name), ("data-text", data), ("data-done", done), ("data-failed", failed),
    ))  # fmt: skip
    return (
        f'<div class="vb-copying"><button type="button" class="vb-copy"{told}>'
        '<span aria-hidden="true">content_copy</span></button><span class="vb-copied" role="status"></span></div>'
    )


def plain(text: str) -> str:
    """The text as it is, line breaks kept."""
    return f'<div class="vb">{html.escape(text)}</div>'


def preview(text: str) -> str:
    """The beginning of a file in a frame, so that it can be judged whether it reads well."""
    return f'<div class="vb vb-preview">{html.escape(text)}</div>'


def question(text: str, exchange_id: int) -> str:
    """A question, which the page can scroll to."""
    return f'<div class="vb vb-question" id="question-{exchange_id}">{html.escape(text)}</div>'


def scroll_to_question(exchange_id: int, has_quotes: bool) -> str:
    """Brings a question into view; its quotes, once they are there, would otherwise push it out again."""
    moment = "with quotes" if has_quotes else "alone"  # the same script a second time would not be run
    return f"""<script>
/* {moment} */
setTimeout(() => document.getElementById("question-{exchange_id}")?.scrollIntoView({{ block: "start" }}), 150);
</script>"""


def quote_body(quote: Quote) -> str:
    """The lines of a quote, each after its speaker, with the marked words; the line that answers best stands out."""
    lines: list[str] = []
    position = 0
    previous: str | None = None
    for index, line in enumerate(quote.text.split("\n")):
        speaker = quote.speakers[index] if index < len(quote.speakers) else None
        name = f'<span class="vb-who">{html.escape(speaker)}:</span> ' if speaker and speaker != previous else ""
        marks = [(start - position, end - position) for start, end in quote.marks]
        look = "vb-line vb-best" if quote.first + index == quote.focus else "vb-line"
        lines.append(f'<div class="{look}">{name}{_marked(line, marks)}</div>')
        position += len(line) + 1
        previous = speaker
    return f'<div class="vb">{"".join(lines)}</div>'


def note(text: str) -> str:
    """A quiet line about a question."""
    return f'<div class="vb vb-note">{html.escape(text)}</div>'


def group_heading(session: str, count: str) -> str:
    """The line above the quotes of one session: which, and how many."""
    return f'<div class="vb-group">{html.escape(session)} <span>{html.escape(count)}</span></div>'


def quote_place(rank: int, parts: Sequence[str], exchange_id: int | None) -> str:
    """The line above a quote: its number and where it stands; the citations of the same exchange lead here."""
    return (
        f'<div class="vb-place" id="{_anchor(exchange_id, rank)}"><span class="vb-rank">{rank}</span> '
        f"{html.escape(' · '.join(parts))}</div>"
    )


def answer_body(answer: Answer, exchange_id: int) -> str:
    """The answer with its citation numbers, which lead to the quotes; statements without one are underlined."""
    parts: list[str] = []
    position = 0
    for start, end in [] if answer.is_unfinished else _unbacked(answer):
        words = html.escape(answer.text[start:end])
        parts += [html.escape(answer.text[position:start]), f'<span class="vb-unbacked">{words}</span>']
        position = end
    text = "".join([*parts, html.escape(answer.text[position:])])
    text = _CITATION.sub(
        lambda match: f'<a class="vb-rank" href="#{_anchor(exchange_id, int(match[1]))}">{match[1]}</a>', text
    )
    return f'<div class="vb">{text}</div>'


def reading_lines(
    segments: Iterable[Segment], first: int, last: int, line: int, transcript_id: int, sought: str = ""
) -> str:
    """Lines of a transcript; those numbered `first` to `last` stand out, and `line` most of all.

    The time or number of a line is a link to it; words that are sought inside are marked.
    """
    rows: list[str] = []
    previous: str | None = None
    for segment in segments:
        here = " vb-here" if first <= segment.number <= last else ""
        here += " vb-focus" if segment.number == line else ""
        time = time_code(segment.start_time) if segment.start_time is not None else str(segment.number)
        name = ""
        if segment.speaker and segment.speaker != previous:
            name = f'<span class="vb-who">{html.escape(segment.speaker)}</span><br>'
        previous = segment.speaker
        address = f"?transcript={transcript_id}&first={segment.number}&last={segment.number}"
        rows.append(
            f'<div class="vb-read{here}" data-line="{segment.number}">'
            f'<a class="vb-time" href="{html.escape(address)}"><time>{time}</time></a>'
            f"<div>{name}{_marked(segment.text, find_words(segment.text, sought))}</div></div>"
        )
    return f'<div class="vb" style="white-space: normal">{"".join(rows)}</div>'


def _unbacked(answer: Answer) -> Iterator[tuple[int, int]]:
    """Where in the text the statements without a citation stand, each looked for behind the one before it."""
    text = _NOT_OF_STATEMENTS.sub(lambda found: " " * len(found[0]), answer.text)
    places = [place for place, character in enumerate(text) if not character.isspace()]
    letters = "".join(text[place] for place in places)
    position = 0
    for statement in answer.statements:
        words = "".join(statement.text.split())
        found = letters.find(words, position)
        if not words or found < 0:
            continue
        position = found + len(words)
        if not statement.is_backed:
            yield places[found], places[position - 1] + 1


def _anchor(exchange_id: int | None, rank: int) -> str:
    return f"quote-{exchange_id or 'search'}-{rank}"


def _marked(line: str, marks: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end in sorted(marks):
        if position <= start < end <= len(line):
            parts.append(html.escape(line[position:start]))
            parts.append(f"<mark>{html.escape(line[start:end])}</mark>")
            position = end
    parts.append(html.escape(line[position:]))
    return "".join(parts)
