"""The table of all transcripts: filters, corrections made in its cells, and which rows are chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from rag.types import Session, Transcript
from rag.web.state import TABLE_KEY, next_generation, service, words

_TALLEST_TABLE = 560
_ROW_HEIGHT = 35


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transcripts are shown: those that hold the words, are with the person, lack a date or a person."""

    sought: str = ""
    person: str | None = None
    is_incomplete: bool = False

    def keeps(self, transcript: Transcript, session: Session | None) -> bool:
        """Whether a transcript is shown."""
        if self.person and (session is None or session.person != self.person):
            return False
        if self.is_incomplete and transcript.date and session:
            return False
        held = " ".join((transcript.title, transcript.file_name, *transcript.people, str(transcript.date or "")))
        return self.sought.casefold() in held.casefold()


def table(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """The transcripts that the filters leave, the newest session first, and those among them that are chosen."""
    sessions = service().sessions()
    chosen = _filters(transcripts, sessions)
    kept = [t for t in transcripts if chosen.keeps(t, sessions.get(t.id))]
    ordered = sorted(kept, key=lambda t: (t.date is not None, str(t.date), t.id), reverse=True)
    if not ordered:
        st.info(words("filter_empty"))
        return []
    key = f"transcripts_{st.session_state[TABLE_KEY]}"
    edited = st.data_editor(
        [_row(transcript, sessions.get(transcript.id)) for transcript in ordered],
        hide_index=True,
        width="stretch",
        height=min(_TALLEST_TABLE, _ROW_HEIGHT * (len(ordered) + 1) + 3),
        key=key,
        column_config=_columns(),
        on_change=_apply,
        args=(key, [transcript.id for transcript in ordered]),
    )
    st.caption(words("table_hint"))
    return [transcript for transcript, row in zip(ordered, edited, strict=True) if row["chosen"]]


def _filters(transcripts: Sequence[Transcript], sessions: Mapping[int, Session]) -> Filter:
    people = sorted({session.person for session in sessions.values()})
    lacking = sum(1 for transcript in transcripts if not transcript.date or transcript.id not in sessions)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(words("filter_words"), key="filter_words", type="default")
        person = st.selectbox(
            words("filter_person"), people, index=None, placeholder=words("filter_everybody"), key="filter_person"
        )
    is_incomplete = bool(lacking) and st.checkbox(words("filter_incomplete", count=lacking), key="filter_incomplete")
    return Filter(sought.strip(), person, is_incomplete)


def _row(transcript: Transcript, session: Session | None) -> dict[str, Any]:
    return {
        "chosen": False,
        "title": transcript.title,
        "person": session.person if session else "",
        "number": session.number if session else None,
        "date": transcript.date,
        "words": transcript.words,
        "speakers": ", ".join(service().people.full_names(transcript)),
        "file": transcript.file_name,
        "state": words(f"state_{transcript.state}"),
    }


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        "chosen": config.CheckboxColumn("✓", width=40, pinned=True),
        "title": config.TextColumn(words("column_title"), max_chars=200, width="medium"),
        "person": config.TextColumn(words("column_person"), max_chars=80),
        "number": config.NumberColumn(words("column_session"), disabled=True, width="small"),
        "date": config.DateColumn(words("column_date"), format="DD.MM.YYYY"),
        "words": config.NumberColumn(words("column_words"), disabled=True, width="small"),
        "speakers": config.TextColumn(words("column_speakers"), disabled=True),
        "file": config.TextColumn(words("column_file"), disabled=True),
        "state": config.TextColumn(words("column_state"), disabled=True, width="small"),
    }


def _apply(key: str, transcript_ids: Sequence[int]) -> None:
    """Take over what was typed into cells; a tick in the first column is no correction."""
    is_changed = False
    for index, cells in st.session_state[key]["edited_rows"].items():
        transcript_id = transcript_ids[int(index)]
        editor = service().editor
        if "title" in cells:
            editor.set_title(transcript_id, cells["title"] or "")
        if "person" in cells:
            editor.set_person(transcript_id, cells["person"])
        if "date" in cells:
            editor.set_date(transcript_id, date.fromisoformat(cells["date"][:10]) if cells["date"] else None)
        is_changed = is_changed or bool(cells.keys() - {"chosen"})
    if is_changed:
        next_generation(TABLE_KEY)
