"""The clean files are clean, and the bad ones are the same in every run."""

from datetime import date

import pytest

from rag.read.reader import FORMATS, read_transcript
from tests.faults.campaign import assert_exact
from tests.faults.mutations import MAX_BYTES, mutants
from tests.faults.seeds import Seed, seeds

SINGLE_FILES = [seed for seed in seeds() if seed.format]


@pytest.mark.parametrize("seed", SINGLE_FILES, ids=lambda seed: seed.name)
def test_a_clean_file_is_read_as_what_it_is(seed: Seed) -> None:
    transcript = read_transcript(seed.data, seed.name, today=date(2025, 12, 1), max_bytes=2**20)
    assert transcript.format == seed.format
    assert_exact(transcript)
    assert len(transcript.segments) >= 4


def test_the_clean_files_are_of_every_format_in_three_languages() -> None:
    assert len(seeds()) >= 50
    rooms = (FORMATS.documents, FORMATS.records, FORMATS.tables, FORMATS.texts)
    rare = {"whisper-csv"}
    assert {known.name for room in rooms for known in room} - {seed.format for seed in seeds()} <= rare
    text = " ".join(seed.name for seed in seeds())
    assert all(f" {language}." in text for language in ("ru", "en", "zh"))


def test_mutants_are_the_same_every_time_and_differ_from_what_they_came_from() -> None:
    clean = seeds()
    chosen = range(0, 5000, 100)
    first, again = list(mutants(clean, chosen, 7)), list(mutants(clean, chosen, 7))
    assert first == again
    assert [mutant.data for mutant in first] != [mutant.data for mutant in mutants(clean, chosen, 8)]
    changed = sum(mutant.data != clean[number % len(clean)].data for number, mutant in zip(chosen, first, strict=True))
    assert changed >= len(first) * 0.9
    assert all(len(mutant.data) <= 3 * MAX_BYTES for mutant in first)
    assert len({step.removesuffix(" inside") for mutant in first for step in mutant.steps}) == 8
