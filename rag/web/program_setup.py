"""Getting and starting the program Ollama on the settings page. Draws and decides nothing."""

from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from rag.errors import RagError
from rag.types import Problem
from rag.web import markup
from rag.web.components import show_html
from rag.web.literal import literal
from rag.web.settings_problems import settings_problem
from rag.web.sizes import size_in_words
from rag.web.state import language, service, words

INSTALLER = "https://ollama.com/download"
_ASKING_SECONDS = 15.0
_OF_THE_START = "program_"
"""How the codes of problems begin that tell of the program itself, not of getting it."""


def missing_program() -> None:
    """The two ways to the program: have it put into the library's folder, or install it oneself."""
    _show_problem(service().models.program.installing.problem)
    with st.container(horizontal=True, vertical_alignment="center"):
        if service().models.program.installing.problem:
            _unfinished_buttons("primary")
        elif st.button(words("install"), type="primary", icon=":material/download:", key="install"):
            _ask_to_install()
        st.link_button(words("install_yourself"), INSTALLER, icon=":material/open_in_new:")
    st.caption(words("install_noticed"))


def stopped_program() -> None:
    """The way to start the program, and why it did not start or was not brought up to date before."""
    program = service().models.program
    _show_problem(program.problem or program.installing.problem)
    st.button(
        words("program_start"), type="primary", icon=":material/play_arrow:", key="program_start",
        on_click=program.start,
    )  # fmt: skip


def own_program() -> None:
    """The way to stop the program where it was started here, and to bring it up to date where it was put here."""
    program = service().models.program
    if not program.is_ours:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(words("program_ours"))
        st.button(
            words("program_stop"), type="tertiary", icon=":material/stop_circle:", key="program_stop",
            on_click=program.stop,
        )  # fmt: skip
    if program.keeps_models_here and not program.installing.is_running:
        _update()


def _update() -> None:
    problem = service().models.program.installing.problem
    if problem and problem.code.startswith(_OF_THE_START):  # it runs by now
        problem = None
    _show_problem(problem)
    with st.container(horizontal=True, vertical_alignment="center"):
        if problem:
            _unfinished_buttons("secondary")
        elif st.button(words("install_update"), type="tertiary", icon=":material/download:", key="install_update"):
            _ask_to_install()


def _unfinished_buttons(kind: Literal["primary", "secondary"]) -> None:
    """Go on with an installation that was stopped or broke off, or leave it."""
    st.button(
        words("install_continue"), type=kind, icon=":material/download:", key="install_continue",
        on_click=service().models.program.install,
    )  # fmt: skip
    st.button(words("install_forget"), type="tertiary", key="install_forget", on_click=_forget)


def _forget() -> None:
    try:
        service().models.program.forget_installation()
    except RagError as error:
        st.toast(settings_problem(error.problem))


def _ask_to_install() -> None:
    with st.spinner(words("install_asking_source")):
        service().models.program.ask_offer(_ASKING_SECONDS)
    _install_dialog()


def _install_dialog() -> None:
    @st.dialog(words("install_title"))
    def ask() -> None:
        program = service().models.program
        asked = program.offer
        offer = asked.told
        if offer is None:
            st.error(settings_problem(asked.problem or _silent_source()))
            return
        size = size_in_words(offer.size, language()) if offer.size else words("size_unknown")
        servers = " → ".join(literal(server) for server in offer.servers)
        st.write(words("install_question", file=literal(offer.file_name), size=size, host=servers))
        if offer.bytes_there:
            st.caption(words("install_there", size=size_in_words(offer.bytes_there, language())))
        st.caption(words("install_details"))
        show_html(markup.preview(str(program.home)))
        with st.container(horizontal=True):
            if st.button(words("install_yes"), type="primary", key="install_yes", on_click=program.install):
                st.rerun()
            if st.button(words("cancel"), key="install_no"):
                st.rerun()

    ask()


def _silent_source() -> Problem:
    source = service().settings.ollama_source
    return Problem("download", (("host", urlsplit(source).hostname or source),))


def _show_problem(problem: Problem | None) -> None:
    if problem:
        st.warning(settings_problem(problem))
