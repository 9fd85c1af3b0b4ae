"""Five thousand mutants and every bad file, one after the other: the long run, with a ledger at its end."""

import math
import sys

import pytest

from tests.faults.bad import READY
from tests.faults.campaign import MAX_FILE_BYTES, Campaign, assert_exact
from tests.faults.collection import bad_files
from tests.faults.mutations import mutants
from tests.faults.seeds import seeds
from tests.faults.worst import PIECES, made
from tests.read.examples import TODAY

SEED = 20_251_014
MUTANTS = 5000
MAX_SECONDS = 60.0
MAX_CHILD_BYTES = 1_500_000_000
NEIGHBOUR_EVERY = 100
MAX_SLOPE = 1.75
"""How the time may grow with the size: 1 is in proportion, 2 is quadratic."""
_FIRST_SIZE, _LAST_SIZE = 125_000, 1_000_000
_FAST_SECONDS = 1.0


def _report(title: str, campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\n".join((f"\n{title}, seed {SEED}, {TODAY}", *campaign.ledger.lines(), "")))


@pytest.mark.slow
def test_five_thousand_mutants(capsys: pytest.CaptureFixture[str]) -> None:
    campaign, clean = Campaign(), seeds()
    try:
        for number, mutant in enumerate(mutants(clean, range(MUTANTS), SEED)):
            outcomes, seconds = campaign.read(mutant.name, mutant.data)
            assert seconds < MAX_SECONDS, mutant.name
            for outcome in outcomes:
                if outcome.transcript:
                    assert_exact(outcome.transcript)
            if number % NEIGHBOUR_EVERY == 0:
                neighbour = clean[number // NEIGHBOUR_EVERY % len(clean)]
                assert {outcome.code for outcome in campaign.read(neighbour.name, neighbour.data)[0]} == {READY}
    finally:
        _report("Mutants", campaign, capsys)
        campaign.close()
    assert not campaign.ledger.faults
    assert not campaign.ledger.gave_up
    assert campaign.ledger.child_peak < MAX_CHILD_BYTES


@pytest.mark.slow
def test_every_bad_file(capsys: pytest.CaptureFixture[str]) -> None:
    campaign = Campaign()
    clean = next(seed for seed in seeds() if seed.format)
    wrong: list[str] = []
    try:
        for file in bad_files():
            outcomes, seconds = campaign.read(file.name, file.data)
            assert seconds < MAX_SECONDS, file.name
            wrong += [f"{file.category}: {outcome}"[:300] for outcome in outcomes if outcome.code not in file.codes]
            wrong += [] if outcomes else [f"nothing became of {file.name}"]
            for outcome in outcomes:
                if outcome.transcript:
                    assert_exact(outcome.transcript)
            if file.is_heavy:
                assert campaign.read(clean.name, clean.data)[0][0].code == READY
    finally:
        _report("Bad files", campaign, capsys)
        campaign.close()
    assert not wrong
    assert not campaign.ledger.faults
    assert campaign.ledger.child_peak < MAX_CHILD_BYTES


@pytest.mark.slow
def test_no_input_takes_more_than_in_proportion_to_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    campaign = Campaign()
    campaign.read("warm.txt", b"a: b\n")
    slopes: list[tuple[float, float, str]] = []
    try:
        for name in PIECES:
            first, last = (campaign.read(name, made(name, size))[1] for size in (_FIRST_SIZE, _LAST_SIZE))
            if last > _FAST_SECONDS:
                slopes.append((math.log(last / first) / math.log(_LAST_SIZE / _FIRST_SIZE), last, name))
    finally:
        slopes.sort(reverse=True)
        _report(f"Steepest of {len(slopes)} slow ones: {slopes[:5]}", campaign, capsys)
        campaign.close()
    assert not [steep for steep in slopes if steep[0] > MAX_SLOPE]


@pytest.mark.slow
def test_a_file_at_the_limit_of_size_is_read_or_refused_in_time() -> None:
    campaign = Campaign()
    try:
        line = "Анна: Ну да, хорошо, тогда до пятницы, я всё пришлю. Павел, вы слышите меня?\n".encode()
        for name, data in {
            "long session.txt": line * (MAX_FILE_BYTES // len(line)),
            "one line.txt": line.replace(b"\n", b" ") * (MAX_FILE_BYTES // len(line)),
            "too long.txt": line * (MAX_FILE_BYTES // len(line) + 1),
        }.items():
            [outcome], seconds = campaign.read(name, data)
            assert outcome.code in {READY, "heavy", "large"}
            assert seconds < MAX_SECONDS
    finally:
        campaign.close()
