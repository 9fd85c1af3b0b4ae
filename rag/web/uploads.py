"""The ways into the library: dropped files, a folder through the browser, a folder of this computer; what became of it.

Draws and decides nothing.
"""

from pathlib import Path

import streamlit as st

from rag.errors import RagError
from rag.progress import FileOutcome, FileStatus, WorkerState
from rag.service import IncomingFile
from rag.web import markup
from rag.web.components import is_busy, kinds, problem_text, refresh_seconds, show_html
from rag.web.literal import literal
from rag.web.state import UPLOAD_KEY, next_generation, service, words

_SHOWN_DOUBTS = 5
_VARIANT_CHARACTERS = 70
_SHOWN_OUTCOMES = 200
_FEW_OUTCOMES, _OUTCOMES_HEIGHT = 6, 250
_DIRECTORY = "directory"


def ways_in() -> None:
    """The three ways, one tab each."""
    files, folder, here = st.tabs([words("way_files"), words("way_folder"), words("way_here")], key="ways")
    with files:
        _drop(words("upload"), accept=True, key="upload")
    with folder:
        _drop(words("upload_folder"), accept=_DIRECTORY, key="upload_folder")
    with here:
        _folder_of_this_computer()


def busy_line() -> None:
    """The way to stop, while files wait."""
    progress = service().progress()
    if progress.state is WorkerState.WORKING and progress.file_count > progress.file_number:
        waiting = progress.file_count - progress.file_number
        st.button(
            words("cancel_waiting", count=waiting),
            icon=":material/stop_circle:",
            key="cancel_waiting",
            on_click=service().cancel,
        )


def doubtful_files() -> None:
    """The files whose letters read differently in several encodings, with a preview of each reading."""
    doubts = service().doubtful()
    for number, file in list(doubts.items())[:_SHOWN_DOUBTS]:
        with st.container(border=True):
            st.warning(words("doubt"), icon=":material/help:")
            show_html(markup.plain(file.name))
            readings = service().readings(number)
            chosen = st.radio(
                words("doubt_choose"),
                list(readings),
                format_func=lambda encoding, readings=readings: literal(readings[encoding][:_VARIANT_CHARACTERS]),
                key=f"doubt_{number}",
            )
            show_html(markup.preview(readings[chosen]))
            with st.container(horizontal=True):
                st.button(
                    words("doubt_accept"), type="primary", key=f"doubt_accept_{number}",
                    on_click=service().read_as, args=(number, chosen),
                )  # fmt: skip
                st.button(
                    words("doubt_refuse"), key=f"doubt_refuse_{number}", on_click=service().read_as, args=(number, None)
                )


def outcomes() -> None:
    """What became of the last files, redrawn while they are worked on."""
    st.fragment(_draw_outcomes, run_every=refresh_seconds())()


def _drop(label: str, *, accept: bool | str, key: str) -> None:
    files = st.file_uploader(
        label,
        accept_multiple_files=accept,
        key=f"{key}_{st.session_state[UPLOAD_KEY]}",
        help=words("upload_hint", kinds=kinds()),
    )
    if files:
        service().add_files([IncomingFile(file.name, file.getvalue()) for file in files])
        next_generation(UPLOAD_KEY)
        st.rerun()


def _folder_of_this_computer() -> None:
    typed = st.text_input(words("folder_path"), placeholder=words("folder_example"), key="folder_path")
    is_watched = st.checkbox(words("folder_watch"), key="folder_watch")
    is_pressed = st.button(words("folder_add"), icon=":material/create_new_folder:", key="folder_add")
    if is_pressed and typed.strip():
        path = Path(typed.strip().strip("\"'")).expanduser()
        try:
            service().folders.add(path)
            if is_watched:
                service().folders.watch(path)
        except RagError as error:
            st.error(problem_text(error.problem))
            return
        st.rerun()
    for number, folder in enumerate(service().folders.watched()):
        with st.container(horizontal=True, vertical_alignment="center"):
            show_html(markup.plain(words("folder_watched", folder=folder)))
            st.button(
                words("folder_unwatch"), key=f"unwatch_{number}", type="tertiary",
                on_click=service().folders.unwatch, args=(folder,),
            )  # fmt: skip


def _draw_outcomes() -> None:
    listed = service().progress().outcomes
    if not listed:
        return
    needs_a_look = is_busy() or any(outcome.status is not FileStatus.READY for outcome in listed)
    with st.expander(f"{words('results')} ({len(listed)})", expanded=needs_a_look):
        busy_line()
        newest = listed[::-1]
        rejected = [outcome for outcome in newest if outcome.status is FileStatus.REJECTED]
        others = [outcome for outcome in newest if outcome.status is not FileStatus.REJECTED]
        rows = [_outcome_row(outcome) for outcome in (*rejected, *others)[:_SHOWN_OUTCOMES]]
        height = _OUTCOMES_HEIGHT if len(rows) > _FEW_OUTCOMES else "auto"
        st.dataframe(rows, hide_index=True, width="stretch", height=height, key="outcomes")
        st.button(words("results_clear"), key="results_clear", on_click=service().forget_outcomes)


def _outcome_row(outcome: FileOutcome) -> dict[str, object]:
    reason = problem_text(outcome.problem) if outcome.problem else ""
    return {
        words("column_file"): outcome.file,
        words("column_result"): f"{words(f'status_{outcome.status}')}. {reason}".strip(". "),
        words("column_words"): outcome.words,
    }
