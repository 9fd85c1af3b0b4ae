"""Every hand-made bad file ends with the error it should, and the parsers never fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import ArchiveRefused
from rag.read.archive import unpack
from tests.faults.archives import packed_zeros
from tests.faults.bad import READY
from tests.faults.campaign import Campaign, assert_exact
from tests.faults.collection import bad_files
from tests.read.document_samples import open_document, word_document, zipped

LIGHT = [file for file in bad_files() if not file.is_heavy]
CATEGORIES = sorted({file.category for file in LIGHT})
EVERY_OF_WORST = 10


@pytest.fixture(scope="module")
def campaign() -> Iterator[Campaign]:
    running = Campaign()
    yield running
    running.close()


def test_there_are_three_hundred_of_them_in_every_category() -> None:
    assert len(bad_files()) >= 300
    assert len(CATEGORIES) >= 20
    assert all(file.codes for file in bad_files())


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_bad_file_ends_with_the_error_it_should(campaign: Campaign, category: str) -> None:
    chosen = [file for file in LIGHT if file.category == category]
    for file in chosen[:: EVERY_OF_WORST if category == "worst" else 1]:
        outcomes, _ = campaign.read(file.name, file.data)
        assert outcomes, f"nothing became of {file.name}"
        for outcome in outcomes:
            assert outcome.code in file.codes, (file.name, outcome)
            if outcome.transcript:
                assert_exact(outcome.transcript)
    assert not campaign.ledger.faults


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_no_file_of_this_computer_gets_into_a_document(campaign: Campaign, tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Анна: канарейка 7431\n", encoding="utf-8")
    before = f'<!DOCTYPE a [<!ENTITY l SYSTEM "{secret.as_uri()}">]>'
    content = "<w:document><w:body><w:p><w:r><w:t>&l;</w:t></w:r></w:p></w:body></w:document>"
    plain = word_document("a") if kind == "docx" else open_document("<text:p>a</text:p>")
    part = {"docx": "word/document.xml", "odt": "content.xml"}[kind]
    data = zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text"} | {part: before + content}
        if kind == "odt"
        else {"[Content_Types].xml": "<Types/>", part: before + content}
    )
    assert campaign.read(f"clean.{kind}", plain)[0][0].code == READY
    [outcome], _ = campaign.read(f"reads a file.{kind}", data)
    assert outcome.code == "broken"
    assert "7431" not in outcome.message


@pytest.mark.parametrize("method", [12, 14], ids=["bzip2", "lzma"])
def test_archives_that_unpack_all_at_once_are_not_opened(method: int) -> None:
    with pytest.raises(ArchiveRefused, match="packed in a way"):
        list(unpack(packed_zeros(2, method), 2**20))
