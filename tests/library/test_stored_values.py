"""Values as JSON texts, and back."""

from datetime import date

from rag.library.stored_values import from_json, to_json
from rag.questions import Wishes
from rag.types import Quote


def test_value_comes_back_equal() -> None:
    wishes = Wishes(("session",), ("Лена Смирнова",), ("Как дела?",), date(2025, 10, 14))
    assert from_json(Wishes, to_json(Wishes, wishes)) == wishes


def test_nothing_stays_nothing() -> None:
    assert to_json(Wishes, None) is None
    assert from_json(Wishes, None) is None


def test_fields_that_an_older_text_does_not_have_take_their_defaults() -> None:
    quote = Quote(2, 8, "a.txt", "a", None, None, None, None, None, 1, 1, 0, 2, "да", -0.5, 0, 2, is_changed=True)
    older = (to_json(Quote, quote) or "").replace(',"is_changed":true', "")
    assert "is_changed" not in older
    assert from_json(Quote, older).is_changed is False
