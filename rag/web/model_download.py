"""A download as it goes on, on the settings page and beside every page: of a model, or of the program Ollama.

Draws and decides nothing.
"""

import streamlit as st

from rag.service import InstallationState, PullProgress
from rag.web.literal import literal
from rag.web.settings_problems import settings_problem
from rag.web.sizes import size_in_words
from rag.web.state import language, service, words
from rag.web.texts import time_code

_REDRAW_SECONDS = 0.5
_SIDEBAR_SECONDS = 1.0


def is_loading() -> bool:
    """Whether anything is being downloaded."""
    models = service().models
    return models.pulling.is_running or models.program.installing.is_running


def sidebar_download() -> None:
    """One line beside every page, redrawn while something is downloaded; nothing otherwise."""
    st.fragment(_draw_line, run_every=_SIDEBAR_SECONDS if is_loading() else None)(is_loading())


def show_pull(*, is_closable: bool) -> None:
    """How far the download of a model is, with the way to stop it; why it failed, with the way to close that."""
    is_running = service().models.pulling.is_running
    st.fragment(_draw_pull, run_every=_REDRAW_SECONDS if is_running else None)(is_running, is_closable)


def show_installation() -> None:
    """How far the installation of Ollama is, with the way to stop it."""
    is_running = service().models.program.installing.is_running
    st.fragment(_draw_installation, run_every=_REDRAW_SECONDS if is_running else None)(is_running)


def _draw_line(was_loading: bool) -> None:
    pulling, installing = service().models.pulling, service().models.program.installing
    if pulling.is_running:
        progress = pulling.told or PullProgress()
        st.progress(progress.share_done, text=pull_text(pulling.subject, progress, is_short=True))
    elif installing.is_running:
        st.progress(_share(installing), text=words(f"install_stage_{installing.stage}"))
    elif was_loading:
        st.rerun()


def _draw_pull(was_running: bool, is_closable: bool) -> None:
    models = service().models
    pulling = models.pulling
    if pulling.is_running:
        progress = pulling.told or PullProgress()
        st.progress(progress.share_done, text=pull_text(pulling.subject, progress))
        st.button(words("stop"), icon=":material/stop_circle:", key="pull_stop", on_click=models.cancel_pull)
        return
    if was_running:
        st.rerun()
    if pulling.problem:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.error(settings_problem(pulling.problem))
            if is_closable:
                st.button(words("close"), type="tertiary", key="pull_close", on_click=models.forget_pull)


def _draw_installation(was_running: bool) -> None:
    program = service().models.program
    state = program.installing
    if not state.is_running:
        if was_running:
            st.rerun()
        return
    st.progress(_share(state), text=installation_text(state))
    st.button(words("stop"), icon=":material/stop_circle:", key="install_stop", on_click=program.cancel_installation)


def pull_text(name: str, progress: PullProgress, *, is_short: bool = False) -> str:
    """A download of a model in words: which, how much, how fast, how long."""
    parts = [words("pull_checking" if progress.is_checking else "pull_running", model=literal(name))]
    if is_short or progress.is_checking:
        return parts[0]
    if progress.total:
        sizes = (size_in_words(size, language()) for size in (progress.done, progress.total))
        parts.append(words("pull_bytes", **dict(zip(("done", "total"), sizes, strict=True))))
    if progress.bytes_per_second:
        parts.append(words("pull_pace", size=size_in_words(progress.bytes_per_second, language())))
    if progress.seconds_left is not None:
        parts.append(words("progress_left", time=time_code(progress.seconds_left)))
    return " · ".join(parts)


def installation_text(state: InstallationState) -> str:
    """The installation in words: the stage, how much, how long."""
    parts = [words(f"install_stage_{state.stage}")]
    if state.bytes_total:
        done, total = (size_in_words(size, language()) for size in (state.bytes_done, state.bytes_total))
        parts.append(words("pull_bytes", done=done, total=total))
    if state.seconds_left is not None:
        parts.append(words("progress_left", time=time_code(state.seconds_left)))
    return " · ".join(parts)


def _share(state: InstallationState) -> float:
    return min(1.0, state.bytes_done / state.bytes_total) if state.bytes_total else 0.0
