"""Given names in Latin letters, and what is short for what."""

import pytest

from rag.library.given_names import full_names, other_names, to_cyrillic, to_latin


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("лёша", "lesha"),
        ("lyosha", "lesha"),
        ("victoria", "viktoria"),
        ("виктория", "viktoria"),
        ("чижова", "chizhova"),
    ],
)
def test_spellings_of_a_name_become_one(word: str, latin: str) -> None:
    assert to_latin(word) == latin


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("lena", "лена"),
        ("nastya", "настя"),
        ("julia", "юлия"),
        ("victor", "виктор"),
        ("max", "макс"),
        ("sophia", "софия"),
    ],
)
def test_latin_letters_become_russian(latin: str, russian: str) -> None:
    assert to_cyrillic(latin) == russian


def test_short_forms_have_their_full_names() -> None:
    assert full_names()["lena"] == {"elena"}
    assert full_names()["sasha"] == {"aleksandr", "aleksandra"}
    assert full_names()["zhenia"] == {"evgeni", "evgenia"}
    assert "elena" not in full_names()


def test_no_short_form_is_the_full_name_of_somebody_else() -> None:
    listed = {name for full in full_names().values() for name in full}
    assert all(full == {short} for short, full in full_names().items() if short in listed)
    assert all(len(others) == len(set(others)) for others in other_names().values())


def test_other_names_go_both_ways_and_over_the_full_name_where_it_is_certain() -> None:
    assert "лена" in other_names()["elena"]
    assert "елена" in other_names()["lena"]
    assert {"володя", "владимир"} <= set(other_names()["vova"])
    assert set(other_names()["sasha"]) == {"александр", "александра"}
