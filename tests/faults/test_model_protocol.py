"""The model servers of the fault runs speak the published protocol wherever they do not break it on purpose."""

import http.client
import json
from contextlib import closing, suppress
from itertools import islice

import pytest

from tests.faults.model_collection import model_faults
from tests.faults.model_faults import CHAT, ModelFault
from tests.stand_in import MODEL
from tests.test_stand_in import UNWRITTEN_EVENT_KEYS, check, needs_protocol

MOST_LINES = 40
ASKED = {"model": MODEL, "messages": [{"role": "user", "content": "?"}], "options": {"num_ctx": 4096}}
HELD = [fault for fault in model_faults() if fault.is_protocol]


def lines_of(fault: ModelFault) -> list[bytes]:
    """The first lines of the answer, without the one at which it broke off."""
    lines: list[bytes] = []
    with fault.serve() as address:
        link = http.client.HTTPConnection(address.removeprefix("http://"), timeout=0.3)
        with closing(link), suppress(OSError, http.client.HTTPException):
            link.request("POST", CHAT, json.dumps(ASKED))
            with link.getresponse() as response:
                lines.extend(islice((line for line in response if line.strip()), MOST_LINES))
    return [line for line in lines if line.endswith(b"\n")]


@needs_protocol
@pytest.mark.parametrize("fault", HELD, ids=lambda fault: fault.name)
def test_lines_of_the_answer_fit_the_protocol(fault: ModelFault) -> None:
    for line in lines_of(fault):
        if line.startswith(b"\x1f\x8b"):
            return
        entry = json.loads(line.decode("utf-8", "replace"))
        if "error" in entry:
            check("ErrorResponse", entry)
        else:
            check("ChatStreamEvent", entry, UNWRITTEN_EVENT_KEYS)


def test_most_of_the_answers_are_held_to_the_protocol() -> None:
    assert len(HELD) >= 60
    assert sum(len(lines_of(fault)) > 1 for fault in HELD) >= 30
