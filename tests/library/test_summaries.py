"""Summaries kept with the library: one for each language, gone with their transcript and with the names in them."""

import pytest

from rag.library.catalogue import Catalogue
from rag.library.corrections import Corrections
from rag.library.database import Database
from rag.library.summaries import KeptSummaries
from rag.types import Answer, AnswerCounts, Statement, Transcript
from tests.library.examples import PARSED


def answer(text: str) -> Answer:
    return Answer(text, "small:4b", (Statement(text, (), (1, 2)),), AnswerCounts(markers=2))


@pytest.fixture
def summaries(database: Database) -> KeptSummaries:
    return KeptSummaries(database)


@pytest.fixture
def transcript(catalogue: Catalogue) -> Transcript:
    return catalogue.add("ab12", PARSED)


def test_summary_is_kept_for_its_language_and_takes_the_place_of_the_one_before(
    summaries: KeptSummaries, transcript: Transcript
) -> None:
    assert summaries.find(transcript.id, "ru") is None
    assert summaries.keep(transcript, "ru", answer("Здоровались"))
    assert summaries.keep(transcript, "en", answer("They greeted"))
    assert summaries.keep(transcript, "ru", answer("Поздоровались"))
    kept = summaries.find(transcript.id, "ru")
    assert kept is not None
    assert kept.answer == answer("Поздоровались")
    other = summaries.find(transcript.id, "en")
    assert other is not None
    assert other.answer.text == "They greeted"
    assert other.written_at <= kept.written_at


def test_summary_goes_with_its_transcript(
    database: Database, catalogue: Catalogue, summaries: KeptSummaries, transcript: Transcript
) -> None:
    summaries.keep(transcript, "ru", answer("Поздоровались"))
    catalogue.delete(transcript.id)
    assert summaries.find(transcript.id, "ru") is None
    assert database.rows("SELECT * FROM summaries") == []
    assert not summaries.keep(transcript, "ru", answer("Поздоровались"))


def test_summary_goes_when_somebody_gets_another_name_and_cannot_come_back(
    database: Database, catalogue: Catalogue, summaries: KeptSummaries, transcript: Transcript
) -> None:
    summaries.keep(transcript, "ru", answer("Анна поздоровалась"))
    Corrections(database, catalogue).rename_speaker([transcript.id], "Анна", "Инна", everywhere=False)
    assert summaries.find(transcript.id, "ru") is None
    assert not summaries.keep(transcript, "ru", answer("Анна поздоровалась"))
    assert summaries.keep(catalogue.transcript(transcript.id), "ru", answer("Инна поздоровалась"))


def test_summary_stays_when_title_and_date_are_put_right(
    database: Database, catalogue: Catalogue, summaries: KeptSummaries, transcript: Transcript
) -> None:
    summaries.keep(transcript, "ru", answer("Поздоровались"))
    corrections = Corrections(database, catalogue)
    corrections.set_title(transcript.id, "Новое название")
    corrections.set_date(transcript.id, None)
    assert summaries.find(transcript.id, "ru") is not None
