"""Giving speakers their names, and saying who "I" is; used on several pages."""

import streamlit as st

from rag.types import Transcript
from rag.web.state import service, words


def rename_button(transcript: Transcript) -> None:
    """The way to rename a speaker of a transcript, where somebody speaks in it."""
    if transcript.people and st.button(words("speaker_rename"), icon=":material/badge:", key="speaker_rename"):
        _rename_dialog(transcript)


def owner_choice(transcripts: list[Transcript]) -> None:
    """Who "I" is: told once, or the guess to confirm."""
    known = service().people
    people = known.names_in(transcripts)
    if not people:
        return
    owner = known.owner
    options = people if owner is None or owner in people else [owner, *people]
    st.selectbox(
        words("owner") if known.is_owner_told else words("owner_guess"),
        options,
        index=options.index(owner) if owner in options else None,
        placeholder=words("owner_placeholder"),
        key="owner_choice",
        help=words("owner_hint"),
        on_change=lambda: known.set_owner(st.session_state["owner_choice"]),
    )


def _rename_dialog(transcript: Transcript) -> None:
    @st.dialog(words("speaker_rename"))
    def ask() -> None:
        name = st.selectbox(words("speaker_who"), transcript.people, key="speaker_who")
        others = [person for person in service().people.names_in(service().transcripts()) if person != name]
        new_name = st.selectbox(
            words("speaker_new_name"), others, index=None, accept_new_options=True, key="speaker_new_name",
            placeholder=words("speaker_new_name_hint"),
        )  # fmt: skip
        is_label = service().people.is_label(name)
        everywhere = st.checkbox(words("speaker_everywhere"), value=not is_label, key=f"speaker_everywhere_{name}")
        if st.button(words("save"), type="primary", key="speaker_save", disabled=not new_name):
            service().editor.rename_speaker(transcript.id, name, new_name or "", everywhere=everywhere)
            st.rerun()

    ask()
