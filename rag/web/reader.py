"""The parts of the reader page: the place that the address names, the lines around it, finding inside, moving on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from rag.errors import RagError
from rag.languages import date_in_words
from rag.service import Extract
from rag.types import Transcript
from rag.web import markup
from rag.web.components import problem_text, scroll_once, show_html
from rag.web.speakers import rename_button
from rag.web.state import HIT_KEY, language, service, words
from rag.web.summary import show_summary
from rag.web.texts import time_code

CHAT_PAGE = "pages/chat.py"
READER_PAGE = "pages/reader.py"
_LINES_BEFORE = 6
_LINES_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Place:
    """The lines that stand out, the one among them that was looked for, and the first line that is shown."""

    transcript_id: int
    first: int
    last: int
    line: int
    shown_from: int
    sought: str = ""


def choose_place() -> Place | None:
    """The place that the address names, or None when it names none."""
    transcript_id = _number("transcript")
    if not transcript_id:
        return None
    first, last = _number("first"), _number("last")
    line = _number("line") or first
    shown_from = _number("from") or max(line - _LINES_BEFORE, 1)
    return Place(transcript_id, first, max(first, last), line, shown_from)


def choose_transcript(transcripts: Sequence[Transcript]) -> None:
    """The list of transcripts to open one from."""
    if not transcripts:
        st.info(words("library_empty"))
        return
    ordered = sorted(transcripts, key=lambda t: (t.date is not None, str(t.date), t.id), reverse=True)
    chosen = st.selectbox(
        words("reader_choose"),
        ordered,
        index=None,
        format_func=_transcript_label,
        key="reader_transcript",
        placeholder=words("reader_placeholder"),
    )
    if chosen:
        st.query_params["transcript"] = str(chosen.id)
        st.rerun()


def show_extract(place: Place) -> None:
    """The lines around the place, with the ways on."""
    try:
        place = _find_inside(place)
        extract = service().extract(place.transcript_id, place.shown_from, place.shown_from + _LINES_SHOWN - 1)
    except RagError as error:
        st.warning(problem_text(error.problem))
        st.page_link(CHAT_PAGE, label=words("back_to_chat"), icon=":material/arrow_back:")
        return
    transcript = extract.transcript
    st.page_link(CHAT_PAGE, label=words("back_to_chat"), icon=":material/arrow_back:")
    show_html(f"<h2>{markup.plain(transcript.title)}</h2>")
    show_html(markup.plain(" · ".join(_origin(extract))))
    with st.container(horizontal=True, vertical_alignment="center"):
        _neighbours(transcript)
        rename_button(transcript)
        _copy(extract, place)
    show_summary(transcript)
    _search_field()
    _hits(place)
    last_shown = extract.segments[-1].number if extract.segments else 0
    _ways(place, extract.total, last_shown, "top")
    show_html(
        markup.reading_lines(extract.segments, place.first, place.last, place.line, place.transcript_id, place.sought)
    )
    _ways(place, extract.total, last_shown, "bottom")
    if place.line:
        scroll_once(f"line {place.line} of {place.transcript_id}, {place.sought}", markup.SCROLL_TO_LINE)


def _origin(extract: Extract) -> list[str]:
    transcript, session = extract.transcript, extract.session
    parts = [words("session_of", person=session.person, number=session.number)] if session else []
    parts += [date_in_words(transcript.date, language())] if transcript.date else []
    return [*parts, transcript.file_name]


def _neighbours(transcript: Transcript) -> None:
    before, after = service().people.neighbours(transcript.id)
    for other, key, icon in ((before, "session_before", "arrow_back"), (after, "session_after", "arrow_forward")):
        if other:
            st.page_link(
                READER_PAGE,
                label=words(key),
                icon=f":material/{icon}:",
                query_params={"transcript": str(other.id)},
            )


def _copy(extract: Extract, place: Place) -> None:
    """The lines that stand out, with their source, ready to be copied."""
    lines = [segment for segment in extract.segments if place.first <= segment.number <= place.last]
    if not lines:
        return
    with st.popover(words("copy_quote"), icon=":material/content_copy:"):
        quoted = "\n".join(f"{line.speaker}: {line.text}" if line.speaker else line.text for line in lines)
        time = [time_code(lines[0].start_time)] if lines[0].start_time is not None else []
        st.code(f"«{quoted}»\n— {' · '.join([*_origin(extract), *time])}", language=None, wrap_lines=True)


def _search_field() -> None:
    st.text_input(
        words("find_inside"), key="reader_find", icon=":material/search:", on_change=_first_hit, type="default"
    )


def _first_hit() -> None:
    st.session_state[HIT_KEY] = 0
    st.query_params.pop("from", None)


def _find_inside(place: Place) -> Place:
    """The place of the chosen hit while something is sought, else the place of the address."""
    sought = str(st.session_state.get("reader_find") or "").strip()
    hits = service().find_lines(place.transcript_id, sought) if sought else []
    if not hits:
        return replace(place, sought=sought)
    line = hits[st.session_state[HIT_KEY] % len(hits)]
    shown_from = _number("from") or max(line - _LINES_BEFORE, 1)
    return Place(place.transcript_id, line, line, line, shown_from, sought)


def _hits(place: Place) -> None:
    if not place.sought:
        return
    hits = service().find_lines(place.transcript_id, place.sought)
    with st.container(horizontal=True, vertical_alignment="center"):
        if not hits:
            st.caption(words("find_nothing"))
            return
        number = st.session_state[HIT_KEY] % len(hits)
        st.caption(words("find_hits", number=number + 1, count=len(hits)))
        for key, icon, step in (("find_before", "keyboard_arrow_up", -1), ("find_after", "keyboard_arrow_down", 1)):
            st.button(words(key), icon=f":material/{icon}:", key=key, on_click=_to_hit, args=(number + step,))


def _to_hit(number: int) -> None:
    st.session_state[HIT_KEY] = number
    st.query_params.pop("from", None)


def _ways(place: Place, total: int, last_shown: int, position: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        earlier = max(place.shown_from - _LINES_SHOWN, 1)
        _way("reader_earlier", "arrow_upward", earlier, place.shown_from == 1, position)
        _way("reader_later", "arrow_downward", last_shown + 1, last_shown >= total, position)
        if place.line and not place.shown_from <= place.line <= last_shown:
            _way("reader_quote", "format_quote", max(place.line - _LINES_BEFORE, 1), False, position)
        st.caption(words("reader_lines", first=place.shown_from, last=last_shown, total=total))


def _way(key: str, icon: str, shown_from: int, is_off: bool, position: str) -> None:
    st.button(
        words(key),
        icon=f":material/{icon}:",
        key=f"{key}_{position}",
        disabled=is_off,
        on_click=_show_from,
        args=(shown_from,),
    )


def _show_from(line: int) -> None:
    st.query_params["from"] = str(line)


def _transcript_label(transcript: Transcript) -> str:
    day = f"{date_in_words(transcript.date, language())} · " if transcript.date else ""
    return f"{day}{transcript.title}"


def _number(parameter: str) -> int:
    value = st.query_params.get(parameter, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0
