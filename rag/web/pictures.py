"""The pictures a mentor wants to see: when the sessions were, and who talks how much in them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from rag.types import Session, Transcript
from rag.web.state import service, words

_MOST_BARS = 60
_NAMED_SPEAKERS = 5


def pictures(transcripts: Sequence[Transcript]) -> None:
    """Both pictures, folded away; computed only when they are looked at."""
    shelf = st.expander(words("pictures"), icon=":material/monitoring:", key="pictures", on_change="rerun")
    if not shelf.open:
        return
    sessions = service().sessions()
    with shelf:
        _timeline(transcripts, sessions)
        _talk(transcripts, sessions)


def _timeline(transcripts: Sequence[Transcript], sessions: Mapping[int, Session]) -> None:
    points = [
        {
            words("column_date"): transcript.date,
            words("column_person"): sessions[transcript.id].person if transcript.id in sessions else "—",
            words("column_words"): transcript.words,
        }
        for transcript in transcripts
        if transcript.date
    ]
    st.subheader(words("picture_timeline"))
    if not points:
        st.caption(words("picture_no_dates"))
        return
    people = {str(point[words("column_person")]) for point in points}
    st.scatter_chart(
        points,
        x=words("column_date"),
        y=words("column_person"),
        size=words("column_words"),
        color=words("column_person"),
        height=120 + 34 * min(len(people), 20),
        alt=words("picture_timeline"),
    )


def _talk(transcripts: Sequence[Transcript], sessions: Mapping[int, Session]) -> None:
    st.subheader(words("picture_talk"))
    people = sorted({session.person for session in sessions.values()})
    if not people:
        st.caption(words("picture_no_people"))
        return
    person = st.selectbox(words("column_person"), people, key="talk_person")
    shown = sorted(
        (t for t in transcripts if t.id in sessions and sessions[t.id].person == person),
        key=lambda t: sessions[t.id].number,
    )[-_MOST_BARS:]
    shares = service().talk([transcript.id for transcript in shown])
    rows = [
        {
            words("column_session"): sessions[transcript.id].number,
            words("column_speaker"): speaker,
            words("picture_share"): round(share * 100, 1),
        }
        for transcript in shown
        for speaker, share in _main_speakers(shares.get(transcript.id, {})).items()
    ]
    if not rows:
        st.caption(words("picture_no_speakers"))
        return
    st.bar_chart(
        rows,
        x=words("column_session"),
        y=words("picture_share"),
        color=words("column_speaker"),
        horizontal=True,
        stack=True,
        height=90 + 30 * len(shown),
        alt=words("picture_talk"),
    )


def _main_speakers(shares: Mapping[str, float]) -> Mapping[str, float]:
    """The most talkative, everybody else together."""
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    rest = sum(share for _, share in ranked[_NAMED_SPEAKERS:])
    return dict(ranked[:_NAMED_SPEAKERS]) | ({words("picture_others"): rest} if rest else {})
