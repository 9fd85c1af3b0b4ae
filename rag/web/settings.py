"""The parts of the settings page: how far it is to written answers with the one next step, the address, who, where.

Draws and decides nothing.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from rag.errors import RagError
from rag.service import HostKind, ModelsState, Readiness
from rag.web import markup
from rag.web.components import show_html
from rag.web.literal import code, literal
from rag.web.model_download import show_installation, show_pull
from rag.web.model_table import (
    begin_pull,
    download_button,
    installed_models,
    last_problem,
    offered_models,
    unfinished_pull,
)
from rag.web.program_setup import missing_program, own_program, stopped_program
from rag.web.settings_problems import settings_problem
from rag.web.speakers import owner_choice
from rag.web.state import service, words

_WAITING_SECONDS, _QUIET_SECONDS, _BUSY_SECONDS = 2.0, 10.0, 0.5
_ADDRESS_KEY = "address"
_WITH_MODELS = (Readiness.EMPTY, Readiness.UNCHOSEN, Readiness.READY)


def written_answers() -> None:
    """How far it is to written answers, the one next step, the models; notices by itself what changes outside."""
    st.subheader(words("settings_answers"))
    st.caption(words("settings_answers_hint"))
    state = service().models.state()
    _watch(state)
    with st.container(border=state.readiness is not Readiness.READY, key="readiness"):
        _show_readiness(state)
        last_problem()
        _next_step(state)
    if state.readiness in _WITH_MODELS:
        installed_models(state)
        offered_models(state)
    own_program()


def address() -> None:
    """Where Ollama answers; an address beyond this computer only after a warning."""
    models = service().models
    state = models.state()
    with st.expander(words("address"), icon=":material/dns:", key="address_fold"):
        st.caption(words("address_given" if state.is_host_given else "address_hint"))
        st.session_state.setdefault(_ADDRESS_KEY, state.host)
        typed = st.text_input(words("address"), key=_ADDRESS_KEY, disabled=state.is_host_given).strip()
        kind = models.host_kind(typed) if typed else HostKind.HERE
        if kind is HostKind.NO_ADDRESS:
            st.error(words("address_wrong"))
        elif kind is HostKind.ELSEWHERE and typed != state.host:
            _agreement(lambda: _use(typed, is_agreed=True))
        elif typed != state.host:
            st.button(words("save"), type="primary", key="address_save", on_click=_use, args=(typed,))


def who_you_are() -> None:
    """Who "I" is in questions."""
    st.subheader(words("settings_you"))
    transcripts = service().transcripts()
    if transcripts:
        owner_choice(transcripts)
    else:
        st.caption(words("settings_you_empty"))


def places() -> None:
    """Where everything is kept."""
    st.subheader(words("settings_places"))
    st.caption(words("settings_places_hint"))
    show_html(markup.preview(str(service().settings.library)))


def _watch(state: ModelsState) -> None:
    """Draw the page anew as soon as something is otherwise than it was drawn."""
    drawn = _seen(state)
    is_busy = service().models.trial.is_running or state.readiness is Readiness.STARTING
    seconds = _QUIET_SECONDS if state.readiness is Readiness.READY else _WAITING_SECONDS

    def look() -> None:
        if _seen(service().models.state()) != drawn:
            st.rerun()

    st.fragment(look, run_every=_BUSY_SECONDS if is_busy else seconds)()


def _seen(state: ModelsState) -> object:
    models = service().models
    return state.readiness, state.problem, state.models, state.chosen, models.trial, models.program.installing.stage


def _show_readiness(state: ModelsState) -> None:
    if state.readiness is Readiness.TROUBLE and state.problem:
        st.warning(settings_problem(state.problem))
        return
    model = state.chosen if state.readiness is Readiness.READY else state.wanted
    told = words(f"models_{state.readiness}", host=code(state.host), model=literal(model or ""))
    if state.readiness is Readiness.READY:
        st.success(told, icon=":material/check_circle:")
    else:
        st.write(told)


def _next_step(state: ModelsState) -> None:
    """A download at work or left unfinished is the next step, but only where the server can take it up."""
    pulling = service().models.pulling
    left = state.unfinished if state.readiness in _WITH_MODELS and not pulling.is_running else None
    if pulling.is_running or pulling.problem:
        show_pull(is_closable=left is None)
    if left:
        unfinished_pull(left)
    elif not pulling.is_running:
        _NEXT_STEPS.get(state.readiness, _no_step)(state)


def _look_again(_state: ModelsState) -> None:
    st.button(words("check_again"), icon=":material/refresh:", key="check_again", on_click=service().models.refresh)


def _unagreed(_state: ModelsState) -> None:
    _agreement(service().models.allow_host)


def _empty(state: ModelsState) -> None:
    download_button(state.best, state, "download_best", is_named=True)


def _unchosen(state: ModelsState) -> None:
    other = next((model.name for model in state.models if model.can_chat), None)
    with st.container(horizontal=True):
        if other and not state.is_model_given:
            st.button(
                words("model_choose_named", model=literal(other)), type="primary", key="choose_other",
                on_click=service().models.choose, args=(other,),
            )  # fmt: skip
        if state.wanted:
            st.button(
                words("model_download_wanted", model=literal(state.wanted)), icon=":material/download:",
                key="download_wanted", type="primary" if state.is_model_given or not other else "secondary",
                on_click=begin_pull, args=(state.wanted,),
            )  # fmt: skip


def _installing(_state: ModelsState) -> None:
    show_installation()


def _no_step(_state: ModelsState) -> None:
    return


_NEXT_STEPS: Mapping[Readiness, Callable[[ModelsState], None]] = {
    Readiness.MISSING: lambda _state: missing_program(),
    Readiness.INSTALLING: _installing,
    Readiness.STOPPED: lambda _state: stopped_program(),
    Readiness.UNAGREED: _unagreed,
    Readiness.UNREACHABLE: _look_again,
    Readiness.TROUBLE: _look_again,
    Readiness.EMPTY: _empty,
    Readiness.UNCHOSEN: _unchosen,
}


def _agreement(on_yes: Callable[[], None]) -> None:
    st.warning(words("address_warning"), icon=":material/warning:")
    st.button(words("address_agree"), key="address_agree", on_click=on_yes)


def _use(typed: str, *, is_agreed: bool = False) -> None:
    try:
        service().models.choose_host(typed, is_agreed=is_agreed)
    except RagError as error:
        st.toast(settings_problem(error.problem))
    st.session_state[_ADDRESS_KEY] = service().models.settings().ollama_host
