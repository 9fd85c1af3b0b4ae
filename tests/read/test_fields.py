"""Values of unknown types become texts, names, seconds and days, or nothing."""

import math
from datetime import date

import pytest
from hypothesis import given, settings

from rag.read.fields import (
    DATE_NAMES,
    END_NAMES,
    SPEAKER_NAMES,
    START_NAMES,
    TEXT_NAMES,
    TITLE_NAMES,
    day_of,
    field_of,
    folded_name,
    iso_day_of,
    line_of,
    number_of,
    record_of,
    records_of,
    seconds_of,
    speaker_of,
    text_of,
    units_a_second,
)
from tests.read.records import MAX_SECONDS, WRONG_VALUES


@pytest.mark.parametrize("name", ["start_time", "startTime", "Start Time", " START-TIME "])
def test_spellings_of_a_field_are_one(name: str) -> None:
    assert folded_name(name) == "starttime"
    assert field_of({name: 1.5}, START_NAMES) == 1.5


def test_every_known_name_is_written_as_it_is_compared_and_means_one_thing() -> None:
    known = [*TEXT_NAMES, *SPEAKER_NAMES, *START_NAMES, *END_NAMES, *TITLE_NAMES, *DATE_NAMES]
    assert [folded_name(name) for name in known] == known
    assert len(set(known)) == len(known)


def test_first_known_name_that_holds_something_wins() -> None:
    assert field_of({"name": "Анна", "speaker": "Борис"}, SPEAKER_NAMES) == "Борис"
    assert field_of({"name": "Анна", "speaker": None}, SPEAKER_NAMES) == "Анна"
    assert field_of({"other": 1}, SPEAKER_NAMES) is None


def test_objects_are_taken_and_everything_else_is_left() -> None:
    assert record_of({"a": 1}) == {"a": 1}
    assert record_of([{"a": 1}]) == {}
    assert records_of([{"a": 1}, None, "b", {"c": 2}]) == [{"a": 1}, {"c": 2}]
    assert records_of({"a": 1}) == []


def test_text_can_always_be_stored() -> None:
    assert text_of("да \U0001f642") == "да \U0001f642"
    assert text_of("да\ud83d нет\0!") == "да\ufffd нет !"
    assert text_of(5) == ""
    assert line_of(" две\n строки ") == "две строки"
    assert line_of(" \n") is None


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (0, "Speaker 0"),
        (12, "Speaker 12"),
        (1.0, "Speaker 1"),
        ("3", "Speaker 3"),
        ("SPEAKER_00", "SPEAKER_00"),
        (" Анна\nИванова ", "Анна Иванова"),
        ({"id": 4, "name": "王芳"}, "王芳"),
        ({"id": 4}, "Speaker 4"),
        ("x" * 500, "x" * 120),
    ],
)
def test_speaker_is_a_name_or_a_numbered_voice(value: object, name: str) -> None:
    assert speaker_of(value) == name


@pytest.mark.parametrize("value", [None, True, "", " ", "?", -1, 1.5, math.nan, math.inf, 10**400, [], ["Анна"], {}])
def test_other_values_are_no_speaker(value: object) -> None:
    assert speaker_of(value) is None


@pytest.mark.parametrize(
    ("value", "units", "seconds"),
    [
        (0, 1, 0.0),
        (1.25, 1, 1.25),
        (2760, 1000, 2.76),
        ("0.5", 1, 0.5),
        ("2,76", 1, 2.76),
        (" 380 ", 1000, 0.38),
        ("00:01:20", 1, 80.0),
        ("00:01:20,500", 1000, 80.5),
        (3_600_000, 1, 3_600_000.0),
        (3_600_000_000, 1000, 3_600_000.0),
    ],
)
def test_numbers_and_time_codes_are_seconds(value: object, units: int, seconds: float) -> None:
    assert seconds_of(value, units) == seconds


@pytest.mark.parametrize(
    "value",
    [None, True, "", "скоро", "1e5", "-1", -0.5, math.nan, math.inf, -math.inf, 10**400, 3_600_001, "9999999", [1], {}],
)
def test_other_values_are_no_time_in_a_recording(value: object) -> None:
    assert seconds_of(value) is None


@given(value=WRONG_VALUES)
@settings(derandomize=True, deadline=None)
def test_no_value_breaks_the_reading_of_it(value: object) -> None:
    seconds = seconds_of(value)
    assert seconds is None or 0 <= seconds <= MAX_SECONDS
    assert isinstance(text_of(value), str)
    text_of(value).encode()
    assert speaker_of(value) is None or speaker_of(value)
    assert day_of(value) is None or day_of(value)
    assert number_of(value) is None or math.isfinite(number_of(value) or 0)


def test_times_are_milliseconds_where_seconds_would_be_a_silent_recording() -> None:
    assert units_a_second([0, 3000, 3000, 6100], 80) == 1000
    assert units_a_second(["0", "3000"], 40) == 1000


def test_times_are_seconds_where_milliseconds_would_be_too_fast_to_speak() -> None:
    assert units_a_second([0, 3, 3, 6], 80) == 1
    assert units_a_second([0.0, 3600.0], 40_000) == 1
    assert units_a_second([], 40) == 1
    assert units_a_second([5], 40) == 1
    assert units_a_second([None, "скоро", True], 40) == 1


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-03-31T18:30:00.000Z", "2025-03-31"),
        ("2025-03-31", "2025-03-31"),
        (1743445800000, "2025-03-31"),
        (1743445800, "2025-03-31"),
        (1743445800.5, "2025-03-31"),
        ("1743445800000", "2025-03-31"),
        ("20250331", "2025-03-31"),
        ("31 марта 2025", "31 марта 2025"),
    ],
)
def test_day_of_dates_and_of_seconds_since_1970(value: object, day: str) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize("value", [None, True, 5, -1, math.nan, math.inf, 10**400, "", [], {}])
def test_other_values_are_no_day(value: object) -> None:
    assert day_of(value) is None


def test_day_of_processing_is_read_from_iso_text_alone() -> None:
    assert iso_day_of(" 2023-11-02T12:59:59.945Z") == date(2023, 11, 2)
    assert iso_day_of("вчера") is None
    assert iso_day_of(1743445800) is None
