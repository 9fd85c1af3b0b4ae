"""The pictures a mentor wants to see: when the sessions were, and who talks how much in them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from rag.types import Session, Transcript
from rag.web.state import service, words

_MOST_BARS = 60
_NAMED_SPEAKERS = 5
_MANY_PEOPLE = 30


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
    import altair

    points = [
        {
            "date": transcript.date.isoformat(),
            "person": sessions[transcript.id].person if transcript.id in sessions else words("picture_nobody"),
            "title": transcript.title,
        }
        for transcript in transcripts
        if transcript.date
    ]
    st.subheader(words("picture_timeline"))
    if not points:
        st.caption(words("picture_no_dates"))
        return
    people = len({point["person"] for point in points})
    chart = altair.Chart(altair.InlineData(values=points)).mark_circle(size=140, opacity=0.75, clip=False)
    chart = chart.encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%d.%m.%y", labelOverlap=True)),
        y=altair.Y("person:N", title=None, sort="-x" if people > _MANY_PEOPLE else "ascending"),
        color=altair.Color("person:N", legend=None),
        tooltip=[
            altair.Tooltip("title:N", title=words("column_title")),
            altair.Tooltip("date:T", title=words("column_date"), format="%d.%m.%Y"),
            altair.Tooltip("person:N", title=words("column_person")),
        ],
    )
    st.altair_chart(chart.properties(height=60 + 34 * people, padding={"left": 5, "right": 16, "top": 8, "bottom": 5}))


def _talk(transcripts: Sequence[Transcript], sessions: Mapping[int, Session]) -> None:
    import altair

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
    shares = service().people.talk([transcript.id for transcript in shown])
    bars = [
        {"session": sessions[transcript.id].number, "speaker": speaker, "share": share}
        for transcript in shown
        for speaker, share in _main_speakers(shares.get(transcript.id, {})).items()
    ]
    if not bars:
        st.caption(words("picture_no_speakers"))
        return
    chart = (
        altair.Chart(altair.InlineData(values=bars))
        .mark_bar()
        .encode(
            x=altair.X("share:Q", title=words("picture_share"), axis=altair.Axis(format="%"), stack="zero"),
            y=altair.Y("session:O", title=words("column_session")),
            color=altair.Color("speaker:N", title=None, legend=altair.Legend(orient="bottom", columns=2)),
            tooltip=[
                altair.Tooltip("speaker:N", title=words("column_speaker")),
                altair.Tooltip("share:Q", title=words("picture_share"), format=".0%"),
            ],
        )
    )
    st.altair_chart(chart.properties(height=110 + 30 * len(shown)))


def _main_speakers(shares: Mapping[str, float]) -> Mapping[str, float]:
    """The most talkative, everybody else together."""
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    rest = sum(share for _, share in ranked[_NAMED_SPEAKERS:])
    return dict(ranked[:_NAMED_SPEAKERS]) | ({words("picture_others"): rest} if rest else {})
