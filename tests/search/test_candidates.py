"""The passages that may answer, out of both real indexes."""

import pytest

from rag.search.candidates import Candidates, Indexes, find_candidates
from rag.search.searcher import content_stems
from rag.service import Service
from rag.types import Encoder
from tests.search.examples import TIMUR_1, TIMUR_2


def test_coverage_is_the_largest_share_of_the_words_that_one_passage_holds() -> None:
    found = Candidates(
        dense={1: 0.9, 2: 0.7},
        lines={},
        lexical={1: 3.0},
        held={1: frozenset({"план"}), 2: frozenset({"отчет", "чай"})},
        weights={"план": 3.0, "отчет": 1.0, "кофе": 4.0},
    )
    assert found.coverage == pytest.approx(3 / 8)
    assert found.nowhere == pytest.approx(4 / 8)
    assert found.best_similarity == 0.9
    assert found.mean_similarity == pytest.approx(0.8)


def test_nothing_found_speaks_for_nothing() -> None:
    found = Candidates({}, {}, {}, {}, {})
    assert (found.coverage, found.nowhere, found.best_similarity, found.mean_similarity) == (0.0, 0.0, 0.0, 0.0)
    assert Candidates({}, {}, {}, {}, {"план": 2.0}).nowhere == 1.0


def candidates(service: Service, encoder: Encoder, question: str, transcripts: list[int] | None = None) -> Candidates:
    indexes = Indexes(service._vectors, service._words, service._lines)
    return find_candidates(indexes, encoder.encode_questions([question])[0], content_stems(question), transcripts)


def test_every_candidate_has_a_similarity_and_one_of_its_nearest_line(
    filled_service: Service, encoder: Encoder
) -> None:
    found = candidates(filled_service, encoder, "двадцать задач по SQL к четвергу")
    assert found.lexical.keys() <= found.dense.keys() == found.lines.keys()
    assert all(0 < similarity <= 1 for similarity in (*found.dense.values(), *found.lines.values()))
    best = max(found.lexical, key=lambda passage: found.lexical[passage])
    assert {"sql", "четверг"} <= found.held[best]
    assert found.coverage == 1.0
    assert found.nowhere == 0.0


def test_candidates_keep_to_the_transcripts_asked_for(filled_service: Service, encoder: Encoder) -> None:
    wanted = [t.id for t in filled_service.transcripts() if t.file_name in (TIMUR_1, TIMUR_2)]
    found = candidates(filled_service, encoder, "резюме", wanted)
    passages = filled_service._catalogue.passages(list(found.dense))
    assert {passage.transcript_id for passage in passages.values()} == set(wanted)
    assert candidates(filled_service, encoder, "резюме", []).dense == {}


def test_words_that_no_passage_holds_are_nowhere(filled_service: Service, encoder: Encoder) -> None:
    found = candidates(filled_service, encoder, "борщ с пампушками")
    assert (found.coverage, found.nowhere) == (0.0, 1.0)
