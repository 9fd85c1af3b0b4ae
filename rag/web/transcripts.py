"""The parts of the transcripts page below the table: totals, what can be done to the chosen transcripts."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from rag.languages import date_in_words
from rag.service import IncomingFile
from rag.types import Transcript
from rag.web import markup
from rag.web.components import READER_PAGE, is_busy, show_html
from rag.web.speakers import rename_button
from rag.web.state import TABLE_KEY, UPLOAD_KEY, language, next_generation, service, words

_LISTED_TITLES = 10


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


def actions(chosen: Sequence[Transcript]) -> None:
    """What can be done to the chosen transcripts."""
    if not chosen:
        return
    with st.container(border=True):
        if len(chosen) == 1:
            _actions_for_one(chosen[0])
        with st.container(horizontal=True):
            if st.button(words("index_again"), icon=":material/refresh:", key="index_again"):
                for transcript in chosen:
                    service().index_again(transcript.id)
                next_generation(TABLE_KEY)
                st.rerun()
            if st.button(words("delete_count", count=len(chosen)), icon=":material/delete:", key="delete"):
                _delete_dialog(chosen)


def _actions_for_one(transcript: Transcript) -> None:
    day = [date_in_words(transcript.date, language())] if transcript.date else []
    show_html(markup.plain(" · ".join([transcript.title, *day, transcript.file_name])))
    with st.container(horizontal=True):
        st.page_link(
            READER_PAGE,
            label=words("open"),
            icon=":material/menu_book:",
            query_params={"transcript": str(transcript.id)},
        )
        st.download_button(
            words("download"),
            partial(service().original, transcript.id),
            file_name=transcript.file_name,
            icon=":material/download:",
            key="download",
            on_click="ignore",
        )
        rename_button(transcript)
        if st.button(words("replace"), icon=":material/swap_horiz:", key="replace"):
            _replace_dialog(transcript)


def _replace_dialog(transcript: Transcript) -> None:
    @st.dialog(words("replace"))
    def ask() -> None:
        st.write(words("replace_hint"))
        file = st.file_uploader(words("replace_file"), key=f"replace_{st.session_state[UPLOAD_KEY]}")
        if file:
            service().add_files([IncomingFile(file.name, file.getvalue(), replaces=transcript.id)])
            next_generation(UPLOAD_KEY)
            next_generation(TABLE_KEY)
            st.rerun()

    ask()


def _delete_dialog(chosen: Sequence[Transcript]) -> None:
    @st.dialog(words("delete"))
    def ask() -> None:
        st.write(words("delete_question", count=len(chosen)))
        for transcript in chosen[:_LISTED_TITLES]:
            show_html(markup.plain(transcript.title))
        if len(chosen) > _LISTED_TITLES:
            st.caption(words("and_more", count=len(chosen) - _LISTED_TITLES))
        with st.container(horizontal=True):
            if st.button(words("delete"), type="primary", key="delete_confirmed"):
                with st.spinner(words("deleting")):
                    service().delete_transcripts([transcript.id for transcript in chosen])
                next_generation(TABLE_KEY)
                st.toast(words("deleted"))
                st.rerun()
            if st.button(words("cancel"), key="delete_cancelled"):
                st.rerun()

    ask()
