"""Transcripts, segments and passages in the catalogue: what goes in comes out, and what is deleted is gone."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rag.errors import LibraryError, TranscriptMissing
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.types import DateSource, Passage, StoredPassage, Transcript, TranscriptState
from tests.library.examples import BARE, PARSED

PASSAGES = (Passage(1, 1, 2, 12), Passage(2, 3, 3, 4))


def test_added_transcript_is_found_as_it_was_parsed(catalogue: Catalogue) -> None:
    before = datetime.now(UTC)
    added = catalogue.add("ab12", PARSED)
    assert before <= added.added_at <= datetime.now(UTC)
    assert added == Transcript(
        id=1,
        sha256="ab12",
        file_name="Настя 3.srt",
        format="srt",
        encoding="utf-8",
        title="Третья сессия",
        date=PARSED.date,
        date_source=PARSED.date_source,
        people=("Анна", "王芳", "Настя"),
        words=5,
        segment_count=3,
        passage_count=0,
        state=TranscriptState.STORED,
        added_at=added.added_at,
    )
    assert catalogue.find("ab12") == added
    assert catalogue.transcript(1) == added
    assert catalogue.source(1) == PARSED.source
    assert catalogue.segments(1) == list(PARSED.segments)


def test_transcript_without_date_and_people_is_found_without_them(catalogue: Catalogue) -> None:
    added = catalogue.add("cd34", BARE)
    assert (added.date, added.date_source, added.people) == (None, None, ())
    assert catalogue.segments(added.id) == list(BARE.segments)


def test_find_gives_none_for_other_bytes(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    assert catalogue.find("ab1") is None
    assert catalogue.find("") is None


def test_transcripts_come_in_the_order_they_were_added(catalogue: Catalogue) -> None:
    added = [catalogue.add(checksum, BARE) for checksum in ("zz", "aa", "mm")]
    assert catalogue.transcripts() == added
    assert [transcript.id for transcript in added] == [1, 2, 3]


def test_same_checksum_is_refused_the_second_time_and_is_no_damage(catalogue: Catalogue) -> None:
    added = catalogue.add("ab12", PARSED)
    with pytest.raises(LibraryError) as caught:
        catalogue.add("ab12", BARE)
    assert type(caught.value) is LibraryError
    assert catalogue.transcripts() == [added]
    assert catalogue.segments(added.id) == list(PARSED.segments)


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [(1, None, [1, 2, 3]), (2, None, [2, 3]), (1, 2, [1, 2]), (2, 2, [2]), (3, 9, [3]), (4, None, []), (3, 2, [])],
)
def test_segments_are_sliced_with_both_ends(
    catalogue: Catalogue, first: int, last: int | None, numbers: list[int]
) -> None:
    catalogue.add("ab12", PARSED)
    assert [segment.number for segment in catalogue.segments(1, first, last)] == numbers


def test_segments_of_no_transcript_are_empty(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    assert catalogue.segments(2) == []


def test_missing_transcript_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(TranscriptMissing, match=r"^There is no transcript 7\.$"):
        catalogue.transcript(7)
    with pytest.raises(TranscriptMissing, match=r"^There is no transcript 7\.$"):
        catalogue.source(7)


def test_passages_are_replaced_as_a_whole(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    catalogue.add("cd34", BARE)
    assert catalogue.replace_passages(1, PASSAGES) == [StoredPassage(1, 1, 1, 1, 2), StoredPassage(2, 1, 2, 3, 3)]
    other = catalogue.replace_passages(2, [Passage(1, 1, 1, 2)])
    replaced = catalogue.replace_passages(1, [Passage(1, 1, 3, 16)])
    assert [dataclasses.astuple(passage)[1:] for passage in replaced] == [(1, 1, 1, 3)]
    assert catalogue.passages_of(1) == replaced
    assert catalogue.passages_of(2) == other


def test_ids_of_passages_and_transcripts_are_never_used_again(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    old = {passage.id for passage in catalogue.replace_passages(1, PASSAGES)}
    new = {passage.id for passage in catalogue.replace_passages(1, PASSAGES)}
    assert old.isdisjoint(new)
    catalogue.delete(1)
    assert catalogue.add("ab12", PARSED).id == 2
    assert {passage.id for passage in catalogue.replace_passages(2, PASSAGES)}.isdisjoint(old | new)


def test_passages_are_found_by_id_and_unknown_ids_left_out(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    first, second = catalogue.replace_passages(1, PASSAGES)
    assert catalogue.passages([second.id, 99, first.id]) == {first.id: first, second.id: second}
    assert catalogue.passages([]) == {}


def test_passages_of_a_transcript_that_was_deleted_are_refused_and_it_is_no_damage(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    catalogue.delete(1)
    with pytest.raises(LibraryError) as caught:
        catalogue.replace_passages(1, PASSAGES)
    assert type(caught.value) in (LibraryError, TranscriptMissing)
    assert catalogue.passages_of(1) == []


def test_mark_ready_counts_the_passages_and_new_ones_fall_back_to_stored(catalogue: Catalogue) -> None:
    catalogue.add("ab12", PARSED)
    catalogue.add("cd34", BARE)
    catalogue.replace_passages(1, PASSAGES)
    assert catalogue.passage_count() == 0
    catalogue.mark_ready(1)
    assert (catalogue.transcript(1).state, catalogue.transcript(1).passage_count) == (TranscriptState.READY, 2)
    assert catalogue.transcript(2).state is TranscriptState.STORED
    assert catalogue.passage_count() == 2
    catalogue.replace_passages(1, PASSAGES[:1])
    assert (catalogue.transcript(1).state, catalogue.transcript(1).passage_count) == (TranscriptState.STORED, 0)
    assert catalogue.passage_count() == 0


def test_mark_all_stored_takes_every_transcript_back(catalogue: Catalogue) -> None:
    for transcript_id, checksum in enumerate(("ab12", "cd34"), start=1):
        catalogue.add(checksum, PARSED)
        catalogue.replace_passages(transcript_id, PASSAGES)
        catalogue.mark_ready(transcript_id)
    assert catalogue.passage_count() == 4
    catalogue.mark_all_stored()
    assert {transcript.state for transcript in catalogue.transcripts()} == {TranscriptState.STORED}
    assert {transcript.passage_count for transcript in catalogue.transcripts()} == {0}
    assert catalogue.passage_count() == 0


def test_delete_takes_segments_and_passages_along_and_nothing_else(catalogue: Catalogue, database: Database) -> None:
    catalogue.add("ab12", PARSED)
    kept = catalogue.add("cd34", BARE)
    catalogue.replace_passages(1, PASSAGES)
    passages = catalogue.replace_passages(kept.id, [Passage(1, 1, 1, 2)])
    catalogue.delete(1)
    assert catalogue.transcripts() == [kept]
    assert catalogue.find("ab12") is None
    assert [row[0] for row in database.rows("SELECT transcript_id FROM segments")] == [kept.id]
    assert [row[0] for row in database.rows("SELECT transcript_id FROM passages")] == [kept.id]
    assert catalogue.passages_of(kept.id) == passages
    with pytest.raises(TranscriptMissing):
        catalogue.source(1)
    catalogue.delete(1)


def test_deleted_words_are_gone_from_the_disk(catalogue: Catalogue, database: Database, tmp_path: Path) -> None:
    catalogue.add("ab12", PARSED)
    database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    assert PARSED.source.encode() in (tmp_path / "library.sqlite3").read_bytes()
    catalogue.delete(1)
    database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in tmp_path.iterdir():
        assert "Настя".encode() not in path.read_bytes()


def test_setting_is_kept_and_replaced(catalogue: Catalogue) -> None:
    assert catalogue.setting("язык") is None
    catalogue.set_setting("язык", "ru")
    catalogue.set_setting("тема", "тёмная")
    catalogue.set_setting("язык", "中文")
    assert catalogue.setting("язык") == "中文"
    assert catalogue.setting("тема") == "тёмная"


def test_lines_are_found_by_their_words_and_the_talk_is_shared_out(catalogue: Catalogue) -> None:
    added = catalogue.add("9" * 64, PARSED)
    assert catalogue.find_lines(added.id, "НАСТЯ") == [1]
    assert catalogue.find_lines(added.id, " ") == []
    shares = catalogue.talk([added.id])[added.id]
    assert shares == {"Анна": 14 / 16, "王芳": 2 / 16}


def test_newer_version_is_hidden_until_it_is_ready_and_then_stands_alone(catalogue: Catalogue) -> None:
    old = catalogue.add("1" * 64, PARSED)
    catalogue.mark_ready(old.id)
    new = catalogue.add("2" * 64, PARSED, replaces=old.id)
    assert [transcript.id for transcript in catalogue.transcripts()] == [old.id]
    assert [transcript.id for transcript in catalogue.unfinished()] == [new.id]
    assert catalogue.find_replaced(new) == catalogue.transcript(old.id)
    catalogue.mark_ready(new.id)
    assert [transcript.id for transcript in catalogue.transcripts()] == [new.id]
    assert catalogue.find_replaced(catalogue.transcript(new.id)) is None


def test_middle_date_counts_what_somebody_wrote(catalogue: Catalogue) -> None:
    assert catalogue.middle_date() is None
    for number, (day, source) in enumerate(
        [("2025-01-01", "header"), ("2025-03-01", "name"), ("2025-04-01", "user"), ("2019-01-01", "file")]
    ):
        parsed = dataclasses.replace(PARSED, date=date.fromisoformat(day), date_source=DateSource(source))
        catalogue.add(str(number) * 64, parsed)
    assert catalogue.middle_date() == date(2025, 3, 1)
