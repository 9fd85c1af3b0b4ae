"""The parts of the quality page: checking, what came out in numbers, each test question, adding one by hand."""

from collections.abc import Mapping, Sequence

import streamlit as st

from rag.errors import RagError
from rag.languages import date_in_words
from rag.service import Run, SavedQuestion, change
from rag.types import Quote
from rag.web import markup
from rag.web.components import READER_PAGE, is_busy, problem_text, quote_place, show_html
from rag.web.line_choice import choose_by_words
from rag.web.literal import literal
from rag.web.state import language, service, words

CHAT_PAGE = "pages/chat.py"
_REDRAW_SECONDS = 0.5
_ON_A_PAGE = 20
_BOX_WIDTH = 164
"""Four of them stand beside each other, and two on a phone."""
_NAMED_QUESTIONS = 5
_NAME_CHARACTERS = 100
_ADDED_KEY = "quality_added"
_GREEN, _ORANGE, _RED, _GREY = "green", "orange", "red", "gray"


def empty_quality() -> None:
    """How questions come here, while there is none."""
    with st.container(border=True):
        st.subheader(words("quality_empty"))
        st.write(words("quality_empty_hint"))
        st.page_link(CHAT_PAGE, label=words("quality_to_chat"), icon=":material/forum:")


def checking() -> None:
    """When was checked last, or how far the check is; one begins by itself after a change."""
    quality = service().quality
    if quality.is_due() and not is_busy():
        quality.start()
    is_running, is_waiting = quality.state().is_running, is_busy()
    seconds = _REDRAW_SECONDS if is_running or is_waiting else None
    st.fragment(_draw_checking, run_every=seconds)(is_running, is_waiting)


def _draw_checking(was_running: bool, was_waiting: bool) -> None:
    quality = service().quality
    state = quality.state()
    if (was_running and not state.is_running) or (was_waiting and not is_busy()):
        st.rerun()
    if state.problem:
        st.error(problem_text(state.problem))
    with st.container(horizontal=True, vertical_alignment="center"):
        if state.is_running:
            done = words("quality_running", done=state.done, total=state.total)
            st.progress(state.done / max(state.total, 1), text=done)
            st.button(words("stop"), icon=":material/stop_circle:", key="quality_stop", on_click=quality.stop)
            return
        last, _ = quality.runs()
        st.button(
            words("quality_run_again" if last else "quality_run"), icon=":material/refresh:", key="quality_run",
            disabled=is_busy(), on_click=quality.start,
        )  # fmt: skip
        st.caption(_when_checked(last), width="content")


def _when_checked(last: Run | None) -> str:
    if is_busy():
        return words("quality_wait")
    if last is None:
        return words("quality_unchecked")
    moment = last.finished_at.astimezone()
    parts = [words("quality_checked", day=date_in_words(moment.date(), language()), time=f"{moment:%H:%M}")]
    return " · ".join([*parts, words("quality_stale")] if service().quality.is_stale() else parts)


def comparison(questions: Sequence[SavedQuestion], last: Run, before: Run | None) -> None:
    """What became worse since the check before, by name, and how much became better."""
    changes = {question.id: change(question, last, before) for question in questions}
    worse = [question for question in questions if changes[question.id] < 0]
    better = sum(moved > 0 for moved in changes.values())
    if worse:
        named = "\n".join(f"- {literal(_short(question.text))}" for question in worse[:_NAMED_QUESTIONS])
        more = f"\n- {words('and_more', count=len(worse) - _NAMED_QUESTIONS)}" if len(worse) > _NAMED_QUESTIONS else ""
        st.warning(f"{words('quality_worse', count=len(worse))}\n{named}{more}", icon=":material/trending_down:")
    if better:
        st.success(words("quality_better", count=better), icon=":material/trending_up:")


def totals(run: Run) -> None:
    """The run in numbers that a person counts."""
    counted = service().quality.summary(run)
    boxes = [
        ("quality_first", counted.first, counted.answerable),
        ("quality_three", counted.among_three, counted.answerable),
        ("quality_refused", counted.wrongly_refused, counted.answerable),
        ("quality_absent", counted.rightly_refused, counted.unanswerable),
    ]
    lines = [(words(key), words("quality_of", count=count, total=total)) for key, count, total in boxes if total]
    with st.container(horizontal=True):
        for name, value in lines:
            with st.container(
                border=True, width=_BOX_WIDTH, height="stretch", gap="xsmall", vertical_alignment="distribute"
            ):
                st.caption(name)  # breaks its lines, as the label of a metric does not
                st.metric(name, value, label_visibility="collapsed")


def exact_measures(last: Run, before: Run | None) -> None:
    """The measures with their exact names, beside those of the run before."""
    with st.expander(words("quality_exact"), icon=":material/functions:"):
        now = service().quality.summary(last).measures
        then: Mapping[str, float] = service().quality.summary(before).measures if before else {}
        st.dataframe(
            [
                {
                    words("quality_measure"): name,
                    words("quality_now"): value,
                    **({words("quality_before"): then[name]} if before else {}),
                }
                for name, value in now.items()
            ],
            hide_index=True,
            width="stretch",
            height="content",
            key="quality_measures",
        )
        st.caption(words("quality_exact_hint"))


def question_list(questions: Sequence[SavedQuestion], last: Run | None, before: Run | None) -> None:
    """Every test question with what it expects and what became of it; those that became worse come first."""
    st.subheader(words("quality_questions", count=len(questions)))
    changes = {question.id: change(question, last, before) if last else 0 for question in questions}
    ordered = sorted(questions, key=lambda question: changes[question.id] >= 0)
    pages = -(-len(ordered) // _ON_A_PAGE)
    page = st.pagination(pages, key="quality_page") if pages > 1 else 1
    for question in ordered[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]:
        _show_question(question, last, changes[question.id])


def download() -> None:
    """The test questions as a file."""
    st.download_button(
        words("quality_download"), service().quality.as_jsonl, file_name="questions.jsonl",
        mime="application/jsonl", icon=":material/download:", key="quality_download", on_click="ignore",
        help=words("quality_download_hint"),
    )  # fmt: skip


def add_by_hand() -> None:
    """A question typed in, with the line that it should lead to."""
    generation = st.session_state.setdefault(_ADDED_KEY, 0)
    ways = {way: words(f"way_{way}") for way in ("words", "absent")}
    with st.expander(words("quality_add"), icon=":material/add:", key="quality_add"):
        asked = st.text_input(words("quality_question"), key=f"quality_question_{generation}")
        way = st.radio(
            words("quality_expected"), list(ways), format_func=ways.__getitem__, key=f"quality_way_{generation}"
        )
        expected = choose_by_words(f"quality_{generation}") if way == "words" else []
        is_question = any(character.isalnum() for character in asked)
        if st.button(words("save"), type="primary", key="quality_save", disabled=expected is None or not is_question):
            try:
                service().quality.save(asked, expected or [])
            except RagError as error:
                st.error(problem_text(error.problem))
                return
            st.session_state[_ADDED_KEY] += 1
            st.toast(words("quality_added"))
            st.rerun()


def _show_question(question: SavedQuestion, last: Run | None, moved: int) -> None:
    with st.container(border=True, key=f"saved_question_{question.id}"):
        show_html(f"<strong>{markup.plain(question.text)}</strong>")
        if question.history:
            st.caption(literal(words("quality_after", question=_short(question.history[-1]))))
        quotes = _quotes_of(question)
        for quote in quotes:
            show_html(markup.quote_body(quote))
            st.caption(literal(" · ".join(quote_place(quote))))
        if not question.is_answerable:
            st.caption(words("quality_expects_nothing"))
        with st.container(horizontal=True, vertical_alignment="center"):
            _verdict(question, last, moved)
            _ways_on(question, quotes)


def _quotes_of(question: SavedQuestion) -> list[Quote]:
    try:
        return service().quality.quotes_of(question)
    except RagError as error:
        st.caption(problem_text(error.problem))
        return []


def _verdict(question: SavedQuestion, last: Run | None, moved: int) -> None:
    text, colour = verdict(question, last)
    st.badge(text, color=colour)
    if moved:
        st.badge(words("change_better" if moved > 0 else "change_worse"), color=_GREEN if moved > 0 else _RED)


def verdict(question: SavedQuestion, last: Run | None) -> tuple[str, str]:
    """What became of a question in a few words, and their colour."""
    result = last.results.get(question.id) if last else None
    if question.is_lost:
        return words("verdict_lost"), _GREY
    if result is None:
        return words("verdict_none"), _GREY
    if not question.is_answerable:
        return (words("verdict_claimed"), _RED) if result.is_found else (words("verdict_absent"), _GREEN)
    if not result.is_found:
        return words("verdict_refused"), _RED
    if result.hit_rank == 0:
        return words("verdict_beyond"), _RED
    if result.hit_rank == 1:
        return words("verdict_first"), _GREEN
    return words("verdict_place", rank=result.hit_rank), _GREEN if result.hit_rank <= 3 else _ORANGE


def _ways_on(question: SavedQuestion, quotes: Sequence[Quote]) -> None:
    for quote in quotes[:1]:
        st.page_link(
            READER_PAGE,
            label=words("open_line"),
            icon=":material/menu_book:",
            query_params={
                "transcript": str(quote.transcript_id), "first": str(quote.first), "last": str(quote.last),
            },
        )  # fmt: skip
    st.button(
        words("quality_remove"), icon=":material/delete:", type="tertiary", key=f"quality_remove_{question.id}",
        on_click=service().quality.remove, args=(question.id,),
    )  # fmt: skip


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _NAME_CHARACTERS else f"{folded[:_NAME_CHARACTERS].rstrip()}…"
