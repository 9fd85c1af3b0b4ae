"""The parts of the transcripts page: upload, what became of the files, the table, what can be done to one."""

from collections.abc import Sequence

import streamlit as st

from rag.languages import date_in_words
from rag.service import IncomingFile
from rag.types import FileOutcome, FileStatus, Transcript
from rag.web import markup
from rag.web.components import READER_PAGE, is_busy, kinds, problem_text, refresh_seconds, show_html
from rag.web.state import SELECTION_KEY, UPLOAD_KEY, language, next_generation, service, words


def upload() -> None:
    """The field to drop files into; what is dropped is queued at once and the field becomes empty again."""
    files = st.file_uploader(
        words("upload", kinds=kinds()),
        accept_multiple_files=True,
        key=f"upload_{st.session_state[UPLOAD_KEY]}",
        help=words("upload_hint"),
    )
    if files:
        service().add_files([IncomingFile(file.name, file.getvalue()) for file in files])
        next_generation(UPLOAD_KEY)
        st.rerun()


def outcomes() -> None:
    """What became of the last files, redrawn while they are worked on."""
    st.fragment(_draw_outcomes, run_every=refresh_seconds())()


def _draw_outcomes() -> None:
    listed = service().progress().outcomes
    if not listed:
        return
    needs_a_look = is_busy() or any(outcome.status is not FileStatus.READY for outcome in listed)
    with st.expander(f"{words('results')} ({len(listed)})", expanded=needs_a_look):
        st.dataframe(
            [_outcome_row(outcome) for outcome in reversed(listed)], hide_index=True, width="stretch", key="outcomes"
        )
        st.button(words("results_clear"), key="results_clear", on_click=service().forget_outcomes)


def _outcome_row(outcome: FileOutcome) -> dict[str, object]:
    reason = problem_text(outcome.problem) if outcome.problem else ""
    return {
        words("column_file"): outcome.file,
        words("column_result"): f"{words(f'status_{outcome.status}')}. {reason}".strip(". "),
        words("column_words"): outcome.words,
    }


def empty_library() -> None:
    """The way to the sample, while there is nothing else to show."""
    if is_busy():
        return
    st.info(words("library_empty_hint"))
    st.button(words("load_sample"), icon=":material/auto_awesome:", key="sample", on_click=service().add_sample)


def totals(transcripts: Sequence[Transcript]) -> None:
    """One line about the whole library."""
    people = {session.person for session in service().sessions().values()}
    total = f"{sum(transcript.words for transcript in transcripts):,}".replace(",", "\u202f")
    st.caption(words("totals", transcripts=len(transcripts), words=total, people=len(people)))


def table(transcripts: Sequence[Transcript]) -> Transcript | None:
    """All transcripts, the newest session first, and the one whose row is selected."""
    sessions = service().sessions()
    ordered = sorted(transcripts, key=lambda t: (t.date is not None, str(t.date), t.id), reverse=True)
    rows = []
    for transcript in ordered:
        session = sessions.get(transcript.id)
        rows.append(
            {
                words("column_title"): transcript.title,
                words("column_person"): session.person if session else "",
                words("column_session"): session.number if session else None,
                words("column_date"): transcript.date,
                words("column_words"): transcript.words,
                words("column_state"): words(f"state_{transcript.state}"),
                words("column_speakers"): ", ".join(service().people_of(transcript)),
                words("column_file"): transcript.file_name,
            }
        )
    st.caption(words("select_hint"))
    event = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"transcripts_{st.session_state[SELECTION_KEY]}",
        column_config={words("column_date"): st.column_config.DateColumn(format="DD.MM.YYYY")},
    )
    selected = [row for row in event.selection.rows if row < len(ordered)]
    return ordered[selected[0]] if selected else None


def actions(transcript: Transcript | None) -> None:
    """What can be done to the selected transcript."""
    if transcript is None:
        return
    with st.container(border=True):
        day = [date_in_words(transcript.date, language())] if transcript.date else []
        show_html(markup.plain(" · ".join([transcript.title, *day, transcript.file_name])))
        with st.container(horizontal=True):
            st.page_link(
                READER_PAGE,
                label=words("open"),
                icon=":material/menu_book:",
                query_params={"transcript": str(transcript.id)},
            )
            if st.button(words("index_again"), icon=":material/refresh:", key="index_again"):
                service().index_again(transcript.id)
                st.rerun()
            if st.button(words("delete"), icon=":material/delete:", key="delete"):
                _delete_dialog(transcript)


def _delete_dialog(transcript: Transcript) -> None:
    @st.dialog(words("delete"))
    def ask() -> None:
        st.write(words("delete_question"))
        show_html(markup.plain(transcript.title))
        with st.container(horizontal=True):
            if st.button(words("delete"), type="primary", key="delete_confirmed"):
                service().delete_transcript(transcript.id)
                next_generation(SELECTION_KEY)
                st.toast(words("deleted"))
                st.rerun()
            if st.button(words("cancel"), key="delete_cancelled"):
                st.rerun()

    ask()
