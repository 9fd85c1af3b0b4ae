"""The models on the settings page: those that are there, with what can be done to them, and those to download.

Draws and decides nothing.
"""

from collections.abc import Callable

import streamlit as st

from rag.errors import RagError
from rag.service import InstalledModel, ModelsState, Recommendation
from rag.web import markup
from rag.web.components import show_html
from rag.web.literal import code, literal
from rag.web.settings_problems import settings_problem
from rag.web.sizes import memory_in_words, number_in_words, size_in_words
from rag.web.state import language, service, words

_OFFER_COLUMNS = (0.74, 0.26)
"""They stand below each other on a phone."""
_SLOW_WORDS = 1.5
_STATUS_WIDTH = 260
_PROBLEM_KEY = "models_problem"
_GREEN, _BLUE, _GREY = "green", "blue", "gray"


def download_button(offer: Recommendation, state: ModelsState, key: str, *, is_named: bool = False) -> None:
    """The button that downloads a recommended model; without it, why it does not fit."""
    size = size_in_words(offer.download_bytes, language())
    if not state.has_room(offer.download_bytes):
        st.caption(words("model_no_room", size=size, room=size_in_words(state.room_bytes or 0, language())))
        return
    text = words("model_download_named" if is_named else "model_download", model=literal(offer.name), size=size)
    st.button(
        text, icon=":material/download:", key=key, type="primary" if is_named else "secondary",
        disabled=service().models.pulling.is_running, on_click=begin_pull, args=(offer.name,),
    )  # fmt: skip


def begin_pull(name: str) -> None:
    """Begin a download; what is in the way is shown by `last_problem`."""
    _keep_problem(lambda: service().models.pull(name))


def last_problem() -> None:
    """Why the last thing that was asked for was not done; shown once."""
    problem = st.session_state.pop(_PROBLEM_KEY, None)
    if problem:
        st.error(settings_problem(problem))


def installed_models(state: ModelsState) -> None:
    """Every model that is there: how large, which writes, what can be done."""
    if not state.models:
        return
    heading = words("models_here") if state.room_bytes is not None else words("models_there", host=code(state.host))
    st.markdown(f"**{heading}**")
    if state.is_model_given:
        st.caption(words("model_given"))
    for model in state.models:
        _show_model(model, state)


def offered_models(state: ModelsState) -> None:
    """The recommended models that are not there, and a model by its name; folded away once there is a model."""
    with st.expander(words("models_offered"), expanded=not state.models, icon=":material/download:", key="offers"):
        st.caption(words("models_memory", memory=memory_in_words(state.memory_bytes, language())))
        for offer in state.offers:
            _show_offer(offer, state)
        _other_model()


def unfinished_pull(name: str) -> None:
    """The way to go on with the download of a model that was stopped or broke off."""
    st.write(words("pull_stopped", model=literal(name)))
    with st.container(horizontal=True):
        st.button(
            words("pull_continue"), type="primary", icon=":material/download:", key="pull_continue",
            on_click=begin_pull, args=(name,),
        )  # fmt: skip
        st.button(words("pull_forget"), type="tertiary", key="pull_forget", on_click=service().models.forget_pull)


def _show_model(model: InstalledModel, state: ModelsState) -> None:
    models = service().models
    with st.container(border=True, key=f"model_{model.name}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{literal(model.name)}**", width="content")
            _badges(model, state)
        size = size_in_words(model.size, language()) if model.size else ""
        st.caption(literal(" · ".join(part for part in (size, model.parameters, model.quantization) if part)))
        with st.container(horizontal=True):
            if model.can_chat and model.name != state.chosen and not state.is_model_given:
                st.button(words("model_choose"), key=f"choose_{model.name}", on_click=models.choose, args=(model.name,))
            if model.can_chat:
                st.button(
                    words("model_try"), key=f"try_{model.name}", disabled=models.trial.is_running,
                    on_click=models.try_out, args=(model.name, words("trial_question")),
                )  # fmt: skip
            if st.button(words("model_delete"), key=f"delete_{model.name}", type="tertiary", icon=":material/delete:"):
                _delete_dialog(model)
        _show_trial(model)


def _badges(model: InstalledModel, state: ModelsState) -> None:
    if model.name == state.chosen:
        st.badge(words("model_chosen"), icon=":material/check:", color=_GREEN)
    if model.loaded_bytes:
        st.badge(words("model_loaded", size=size_in_words(model.loaded_bytes, language())), color=_BLUE)
    if not model.can_chat:
        st.badge(words("model_silent"), color=_GREY)


def _show_trial(model: InstalledModel) -> None:
    trial = service().models.trial
    if trial.subject != model.name:
        return
    if trial.is_running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.status(words("model_trying"), type="compact", width=_STATUS_WIDTH)
            st.button(
                words("stop"), icon=":material/stop_circle:", key="trial_stop", on_click=service().models.cancel_trial
            )
    elif trial.problem:
        st.error(settings_problem(trial.problem))
    elif trial.told and not trial.told.text:
        st.warning(words("trial_silent"))
    elif trial.told:
        show_html(markup.preview(trial.told.text))
        pace = trial.told.words_per_second
        notes = [words("trial_pace", pace=number_in_words(pace, language()))] if pace else []
        st.caption(" · ".join(notes + ([words("trial_slow")] if 0 < pace < _SLOW_WORDS else [])))


def _show_offer(offer: Recommendation, state: ModelsState) -> None:
    with st.container(border=True, key=f"offer_{offer.name}"):
        told, way = st.columns(_OFFER_COLUMNS, vertical_alignment="center", gap="small")
        with told, st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{literal(offer.name)}**", width="content")
                if offer == state.best:
                    st.badge(words("offer_best"), color=_GREEN)
            st.caption(words(f"offer_{offer.purpose}"))
        with way:
            download_button(offer, state, f"download_{offer.name}")


def _other_model() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            words("model_other"), placeholder=words("model_other_hint"), key="other_model", width="stretch"
        )
        name = typed.strip()
        is_cloud = bool(name) and service().models.is_cloud(name)
        st.button(
            words("model_other_download"), icon=":material/download:", key="other_download",
            disabled=not name or is_cloud or service().models.pulling.is_running, on_click=begin_pull, args=(name,),
        )  # fmt: skip
    if is_cloud:
        st.warning(words("model_cloud"))


def _delete_dialog(model: InstalledModel) -> None:
    @st.dialog(words("model_delete"))
    def ask() -> None:
        size = size_in_words(model.size, language())
        st.write(words("model_delete_question", model=literal(model.name), size=size))
        with st.container(horizontal=True):
            if st.button(
                words("model_delete"), type="primary", key="model_delete_yes", on_click=_delete, args=(model.name,)
            ):
                st.rerun()
            if st.button(words("cancel"), key="model_delete_no"):
                st.rerun()

    ask()


def _delete(name: str) -> None:
    _keep_problem(lambda: service().models.delete(name))


def _keep_problem(act: Callable[[], object]) -> None:
    try:
        act()
    except RagError as error:
        st.session_state[_PROBLEM_KEY] = error.problem
