"""One transcript into both indexes: the same in both, repeatable, and gone when it is forgotten."""

import pytest

from rag.index.indexer import Indexer
from rag.index.lines import LineVectors
from rag.index.stems import find_stems
from rag.index.vectors import VectorIndex
from rag.index.words import WordIndex
from rag.library.catalogue import Catalogue
from rag.types import Encoder, Transcript, TranscriptState
from tests.index.examples import OTHER, SHORT, long_text, stored


def go_on(_done: int, _total: int, _words: int) -> bool:
    return True


def interrupt(_passages: object) -> None:
    raise KeyboardInterrupt


def stems(text: str) -> list[str]:
    return [stem.text for stem in find_stems(text)]


def states(catalogue: Catalogue) -> list[TranscriptState]:
    return [transcript.state for transcript in catalogue.transcripts()]


def passage_ids(catalogue: Catalogue, transcript: Transcript) -> list[int]:
    return [passage.id for passage in catalogue.passages_of(transcript.id)]


def test_indexed_transcript_is_ready_and_in_both_indexes(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, encoder: Encoder
) -> None:
    added = stored(catalogue, long_text(40))
    assert indexer.index(added, go_on)
    ready = catalogue.transcript(added.id)
    ids = passage_ids(catalogue, added)
    assert ready.state is TranscriptState.READY
    assert ready.passage_count == len(ids) == vectors.count() == words.count() > 3
    assert sorted(vectors.vectors(ids)) == ids
    question = encoder.encode_questions(["Что было в строке номер 39?"])[0]
    assert {passage for passage, _ in vectors.search(question, 100)} == set(ids)
    assert words.search(["39"], 5)[0][0] == ids[-1]


def test_header_of_the_transcript_is_indexed_with_every_passage(
    indexer: Indexer, catalogue: Catalogue, words: WordIndex
) -> None:
    added = stored(catalogue, "Дата: 1 апреля 2025\nТема: Календула\n\n" + long_text(40))
    indexer.index(added, go_on)
    for word in ("календула", "апреля", "2025"):
        assert {passage for passage, _ in words.search(stems(word), 50)} == set(passage_ids(catalogue, added))


def test_indexing_again_leaves_no_doubles(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex
) -> None:
    added, other = stored(catalogue, long_text(30)), stored(catalogue, OTHER, "b.txt")
    indexer.index(added, go_on)
    indexer.index(other, go_on)
    counts = (vectors.count(), words.count())
    for _ in range(3):
        assert indexer.index(catalogue.transcript(added.id), go_on)
    assert (vectors.count(), words.count()) == counts
    assert catalogue.passage_count() == counts[0]
    assert len(words.search(stems("landlord"), 10)) == 1


def test_forgotten_transcript_is_in_neither_index(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex
) -> None:
    added, other = stored(catalogue, SHORT), stored(catalogue, OTHER, "b.txt")
    indexer.index(added, go_on)
    indexer.index(other, go_on)
    indexer.forget(added.id)
    assert (vectors.count(), words.count()) == (1, 1)
    assert words.search(stems("пятница"), 10) == []
    assert vectors.vectors(passage_ids(catalogue, added)) == {}
    assert sorted(vectors.vectors(passage_ids(catalogue, other))) == passage_ids(catalogue, other)


def test_indexing_stops_when_told_to_and_leaves_nothing_to_find(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex
) -> None:
    added = stored(catalogue, long_text(30))
    assert not indexer.index(added, lambda *_: False)
    assert states(catalogue) == [TranscriptState.STORED]
    assert (vectors.count(), words.count()) == (0, 0)
    assert indexer.index(added, go_on)
    assert states(catalogue) == [TranscriptState.READY]


def test_progress_counts_up_to_all_passages(indexer: Indexer, catalogue: Catalogue) -> None:
    added = stored(catalogue, long_text(500))
    reports: list[tuple[int, int, int]] = []

    def note(done: int, total: int, words: int) -> bool:
        reports.append((done, total, words))
        return True

    indexer.index(added, note)
    passages = catalogue.transcript(added.id).passage_count
    assert passages > 64
    assert [done for done, _, _ in reports] == [*range(64, passages, 64), passages]
    assert {total for _, total, _ in reports} == {passages}
    assert sum(words for _, _, words in reports) >= added.words


def test_interrupted_between_the_indexes_is_repaired_by_the_same_call(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = stored(catalogue, SHORT)
    with monkeypatch.context() as patch:
        patch.setattr(words, "add", interrupt)
        with pytest.raises(KeyboardInterrupt):
            indexer.index(added, go_on)
    assert states(catalogue) == [TranscriptState.STORED]
    assert indexer.index(catalogue.transcript(added.id), go_on)
    assert (vectors.count(), words.count()) == (1, 1)


def test_same_recipe_keeps_the_indexes(
    indexer: Indexer,
    catalogue: Catalogue,
    vectors: VectorIndex,
    words: WordIndex,
    lines: LineVectors,
    encoder: Encoder,
) -> None:
    indexer.index(stored(catalogue, SHORT), go_on)
    again = Indexer(catalogue, vectors, words, lines, encoder)
    assert again.check_fingerprint()
    assert (vectors.count(), words.count()) == (1, 1)
    assert states(catalogue) == [TranscriptState.READY]
    assert vectors.fingerprint == again.fingerprint


def test_fingerprint_names_encoder_passages_and_stems(
    indexer: Indexer, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = indexer.fingerprint
    assert encoder.fingerprint in before
    for place in ("rag.index.passages.RECIPE", "rag.index.stems.RECIPE"):
        with monkeypatch.context() as patch:
            patch.setattr(place, "another recipe")
            assert indexer.fingerprint != before
    assert indexer.fingerprint == before


@pytest.mark.parametrize("damage", ["fingerprint", "vectors", "words"])
def test_other_recipe_or_missing_entries_empty_the_indexes_and_mark_all_stored(
    indexer: Indexer, catalogue: Catalogue, vectors: VectorIndex, words: WordIndex, damage: str
) -> None:
    added, other = stored(catalogue, SHORT), stored(catalogue, OTHER, "b.txt")
    indexer.index(added, go_on)
    indexer.index(other, go_on)
    if damage == "fingerprint":
        vectors.reset("an older recipe")
    elif damage == "vectors":
        vectors.delete(added.id)
    else:
        words.delete(passage_ids(catalogue, added))
    assert not indexer.check_fingerprint()
    assert (vectors.count(), words.count(), catalogue.passage_count()) == (0, 0, 0)
    assert states(catalogue) == [TranscriptState.STORED, TranscriptState.STORED]
    assert vectors.fingerprint == indexer.fingerprint
    assert indexer.check_fingerprint()


def test_lines_of_every_passage_are_kept_and_go_with_their_transcript(
    indexer: Indexer, catalogue: Catalogue, lines: LineVectors, encoder: Encoder
) -> None:
    added = stored(catalogue, SHORT)
    indexer.index(added, go_on)
    (passage,) = catalogue.passages_of(added.id)
    vector = encoder.encode_questions(["Что обещали?"])[0]
    assert list(lines.similarities(vector, [passage.id])) == [passage.id]
    indexer.forget(added.id)
    catalogue.delete(added.id)
    assert lines.similarities(vector, [passage.id]) == {}
