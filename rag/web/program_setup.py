"""Getting and starting the program Ollama on the settings page. Draws and decides nothing."""

import streamlit as st

from rag.types import Problem
from rag.web import markup
from rag.web.components import problem_text, show_html
from rag.web.literal import literal
from rag.web.sizes import size_in_words
from rag.web.state import language, service, words

INSTALLER = "https://ollama.com/download"
_ASKING_SECONDS = 15.0


def missing_program() -> None:
    """The two ways to the program: have it put into the library's folder, or install it oneself."""
    program = service().models.program
    _show_problem(program.installing.problem)
    with st.container(horizontal=True, vertical_alignment="center"):
        if program.installing.problem:
            st.button(
                words("install_continue"), type="primary", icon=":material/download:", key="install_continue",
                on_click=program.install,
            )  # fmt: skip
        elif st.button(words("install"), type="primary", icon=":material/download:", key="install"):
            with st.spinner(words("install_asking_source")):
                program.ask_offer(_ASKING_SECONDS)
            _install_dialog()
        st.link_button(words("install_yourself"), INSTALLER, icon=":material/open_in_new:")
    st.caption(words("install_noticed"))


def stopped_program() -> None:
    """The way to start the program, and why it did not start before."""
    program = service().models.program
    _show_problem(program.problem)
    st.button(
        words("program_start"), type="primary", icon=":material/play_arrow:", key="program_start",
        on_click=program.start,
    )  # fmt: skip


def own_program() -> None:
    """The way to stop the program, where it was started here."""
    program = service().models.program
    if program.is_ours:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words("program_ours"))
            st.button(
                words("program_stop"), type="tertiary", icon=":material/stop_circle:", key="program_stop",
                on_click=program.stop,
            )  # fmt: skip


def _install_dialog() -> None:
    @st.dialog(words("install_title"))
    def ask() -> None:
        program = service().models.program
        offer = program.offer.told
        if offer is None:
            st.error(problem_text(program.offer.problem or Problem("model_slow")))
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


def _show_problem(problem: Problem | None) -> None:
    if problem:
        st.warning(problem_text(problem))
