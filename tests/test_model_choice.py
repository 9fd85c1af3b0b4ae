"""Which model writes where: the environment wins, the choice of the user is kept, nothing leaves without agreement."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.config import Settings
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.model_choice import HostKind, ModelChoice, host_kind
from rag.model_errors import ModelAddressWrong, ModelServerNotLocal

DEFAULTS = Settings()
REMOTE = "http://10.0.0.5:11434"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    database = Database(tmp_path / "library.sqlite3")
    yield Catalogue(database)
    database.close()


def test_without_a_choice_the_settings_stay_as_given(catalogue: Catalogue) -> None:
    choice = ModelChoice(DEFAULTS, catalogue)
    assert choice.settings() == DEFAULTS
    assert (choice.is_host_given, choice.is_model_given) == (False, False)


def test_choice_is_kept_for_the_next_start(catalogue: Catalogue) -> None:
    choice = ModelChoice(DEFAULTS, catalogue)
    choice.choose_model("a:4b")
    choice.choose_host(" http://127.0.0.1:4000 ")
    expected = replace(DEFAULTS, ollama_model="a:4b", ollama_host="http://127.0.0.1:4000")
    assert choice.settings() == ModelChoice(DEFAULTS, catalogue).settings() == expected
    choice.choose_model(None)
    choice.choose_host("")
    assert choice.settings() == ModelChoice(DEFAULTS, catalogue).settings() == DEFAULTS


@pytest.mark.parametrize("address", ["http://127.0.0.1:5000", DEFAULTS.ollama_host])
def test_environment_wins_over_the_choice(catalogue: Catalogue, address: str) -> None:
    ModelChoice(DEFAULTS, catalogue).choose_model("a:4b")
    ModelChoice(DEFAULTS, catalogue).choose_host("http://127.0.0.1:4000")
    given = replace(DEFAULTS, ollama_model="given:1b", ollama_host=address, is_host_given=True)
    choice = ModelChoice(given, catalogue)
    assert choice.settings() == given
    assert (choice.is_host_given, choice.is_model_given) == (True, True)


def test_address_beyond_this_computer_needs_an_agreement(catalogue: Catalogue) -> None:
    choice = ModelChoice(DEFAULTS, catalogue)
    with pytest.raises(ModelServerNotLocal):
        choice.choose_host(REMOTE)
    assert choice.settings() == DEFAULTS
    choice.choose_host(REMOTE, is_agreed=True)
    expected = replace(DEFAULTS, ollama_host=REMOTE, allowed_host=REMOTE)
    assert choice.settings() == ModelChoice(DEFAULTS, catalogue).settings() == expected


def test_agreement_to_one_address_is_none_to_another(catalogue: Catalogue) -> None:
    choice = ModelChoice(replace(DEFAULTS, ollama_host=REMOTE), catalogue)
    assert choice.settings().allowed_host is None
    choice.allow(REMOTE)
    assert choice.settings().allowed_host == REMOTE
    with pytest.raises(ModelServerNotLocal):
        choice.choose_host("http://10.0.0.6:11434")


def test_what_is_no_address_is_refused_though_agreed(catalogue: Catalogue) -> None:
    with pytest.raises(ModelAddressWrong):
        ModelChoice(DEFAULTS, catalogue).choose_host("ftp://example", is_agreed=True)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://127.0.0.1:11434", HostKind.HERE),
        (" localhost ", HostKind.HERE),
        ("[::1]:11434", HostKind.HERE),
        (REMOTE, HostKind.ELSEWHERE),
        ("ollama.example", HostKind.ELSEWHERE),
        ("https://127.0.0.1.example:443", HostKind.ELSEWHERE),
        ("ftp://127.0.0.1", HostKind.NO_ADDRESS),
        ("http://127.0.0.1:port", HostKind.NO_ADDRESS),
        ("http://", HostKind.NO_ADDRESS),
        ("http://127.0.0.1:", HostKind.HERE),
        ("http://пример..рф", HostKind.NO_ADDRESS),
        (f"http://{'a' * 70}", HostKind.NO_ADDRESS),
        ("http://xn--/", HostKind.NO_ADDRESS),
    ],
)
def test_address_is_told_for_what_it_is(address: str, kind: HostKind) -> None:
    assert host_kind(address) is kind
