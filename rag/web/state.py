"""What lives longer than a run of a page: the open library and the session state. The only place of both."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from rag.config import read_settings, silence_the_network
from rag.errors import RagError
from rag.languages import LANGUAGES, Language
from rag.questions import Wishes
from rag.service import Service
from rag.web.texts import describe_problem, language_of, text

LANGUAGE_KEY = "language"
CHAT_KEY = "chat"
UPLOAD_KEY = "upload_generation"
TABLE_KEY = "table_generation"
EXAMPLE_KEY = "example"
HIT_KEY = "hit"
SCROLLED_KEY = "scrolled"
MODE_KEY = "mode"
ASK, SEARCH = "ask", "search"
"""What the chat page does: it asks, or searches while the user types."""
SEARCH_WISHES_KEY = "search_wishes"

_LANGUAGE_SETTING = "language"


@dataclass(slots=True)
class _Opened:
    service: Service | None = None


_OPENED = _Opened()


@st.cache_resource(show_spinner=False)
def _open_service() -> Service:
    silence_the_network()
    _OPENED.service = Service(read_settings())
    return _OPENED.service


def use_the_frame() -> None:
    """Keep Streamlit from its older way of finding pages, which it takes up for any folder named `pages`.

    It would run the page of the first address opened after a start without the frame.
    """
    PagesManager.uses_pages_directory = False


def warm_up() -> None:
    """Open the library, number its sessions and have the model loaded before a page asks; a failure shows there."""
    try:
        _open_service().models.warm_up()
        _open_service().sessions()
    except RagError:
        return


def close_service() -> None:
    """Close the library at the end of the server."""
    if _OPENED.service:
        _OPENED.service.close()
        _OPENED.service = None
        _open_service.clear()


def service() -> Service:
    """The open library. On failure the page shows one sentence and ends."""
    try:
        return _open_service()
    except RagError as error:
        st.error(describe_problem(error.problem, browser_language()))
        st.stop()
        raise


def start_session() -> None:
    """Give every key its first value."""
    opened = service()
    stored = opened.setting(_LANGUAGE_SETTING)
    st.session_state.setdefault(LANGUAGE_KEY, stored if stored in LANGUAGES else browser_language())
    st.session_state.setdefault(CHAT_KEY, None)
    st.session_state.setdefault(UPLOAD_KEY, 0)
    st.session_state.setdefault(TABLE_KEY, 0)
    st.session_state.setdefault(EXAMPLE_KEY, None)
    st.session_state.setdefault(HIT_KEY, 0)
    st.session_state.setdefault(SCROLLED_KEY, None)
    st.session_state.setdefault(SEARCH_WISHES_KEY, Wishes())


def browser_language() -> Language:
    """The language that the browser asks for."""
    return language_of(st.context.locale)


def language() -> Language:
    """The language of the interface.

    A page that runs before the frame has runs again inside it.
    """
    if LANGUAGE_KEY not in st.session_state:
        start_session()
        use_the_frame()
        st.rerun()
    chosen: Language = st.session_state[LANGUAGE_KEY]
    return chosen


def remember_language() -> None:
    """Keep the chosen language for the next start."""
    service().set_setting(_LANGUAGE_SETTING, language())


def words(key: str, **values: object) -> str:
    """An interface text in the chosen language."""
    return text(key, language(), **values)


def next_generation(key: str) -> None:
    """Make a widget new, so that it forgets what it holds."""
    st.session_state[key] += 1
