"""Measuring the search, worked out by hand."""

import json
from datetime import date
from pathlib import Path

import pytest

from rag.errors import EmptyQuestion, EvaluationSetBroken
from rag.learn.evaluation import (
    SCREEN_CHARACTERS,
    Evidence,
    Judgement,
    Question,
    by_category,
    evaluate,
    hits,
    judge,
    nothing_found,
    read_questions,
    summarise,
)
from rag.types import Found, Quote, Understanding


def quote(rank: int = 1, file: str = "a.txt", start: int = 0, end: int = 10, text: str = "текст") -> Quote:
    return Quote(
        rank, 1, file, "a", None, None, None, None, None, 1, 1, start, end, text, 1.0 / rank, start, end
    )  # fmt: skip


def found(*quotes: Quote, is_found: bool = True, seconds: float = 0.1) -> Found:
    return Found("?", quotes, is_found, Understanding(), seconds)


def question(*evidence: Evidence, answerable: bool = True, category: str = "") -> Question:
    return Question("1", "?", category, "", answerable, evidence)


def judgement(rank: int, *, answerable: bool = True, is_found: bool = True, seconds: float = 0.1) -> Judgement:
    return Judgement(question(answerable=answerable), rank, rank == 1, 0 < rank < 3, is_found, seconds)


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [
        (100, 200, True),
        (150, 250, True),
        (151, 251, False),
        (50, 150, True),
        (49, 149, False),
        (120, 130, True),
        (195, 205, True),
        (196, 206, False),
        (0, 1000, True),
        (150, 1000, True),
        (151, 1000, False),
        (200, 300, False),
        (0, 100, False),
        (300, 400, False),
    ],
)
def test_quote_hits_from_half_of_the_shorter_text_on(start: int, end: int, hit: bool) -> None:
    assert hits(quote(start=start, end=end), Evidence("a.txt", 100, 200)) is hit


def test_quote_of_another_file_never_hits() -> None:
    assert not hits(quote(file="b.txt", start=100, end=200), Evidence("a.txt", 100, 200))
    assert not hits(quote(file="b.txt", text="план"), Evidence("a.txt", quote="план"))


@pytest.mark.parametrize(
    ("shown", "wanted", "hit"),
    [
        ("Пришлю план к пятнице", "план к пятнице", True),
        ("план", "Пришлю план к пятнице", True),
        ("Пришлю\nплан", "Пришлю  план ", True),
        ("Пришлю план", "план пришлю", False),
        ("Пришлю план", "Пришлю План", False),
    ],
)
def test_quote_hits_when_one_text_holds_the_other(shown: str, wanted: str, hit: bool) -> None:
    assert hits(quote(text=shown), Evidence("a.txt", quote=wanted)) is hit


def test_words_of_the_evidence_win_over_its_place() -> None:
    assert not hits(quote(start=0, end=10, text="другое"), Evidence("a.txt", 0, 10, "план"))


def test_evidence_without_a_place_or_words_is_hit_by_nothing() -> None:
    assert not hits(quote(), Evidence("a.txt"))
    assert not hits(quote(), Evidence("a.txt", quote=""))
    assert not hits(quote(), Evidence("a.txt", quote=" \n"))


def test_judgement_takes_the_first_quote_that_hits() -> None:
    quotes = [quote(1, start=500, end=510), quote(2), quote(3, start=2)]
    judged = judge(question(Evidence("a.txt", 0, 10)), found(*quotes, seconds=0.25))
    assert (judged.hit_rank, judged.is_found, judged.seconds) == (2, True, 0.25)
    assert judge(question(Evidence("b.txt", 0, 10)), found(*quotes)).hit_rank == 0


def test_any_of_several_evidences_is_enough() -> None:
    judged = judge(question(Evidence("b.txt", 0, 10), Evidence("a.txt", 0, 10)), found(quote(1), quote(2, "b.txt")))
    assert judged.hit_rank == 1


def test_first_file_is_right_when_it_is_one_of_the_evidence() -> None:
    evidence = Evidence("a.txt", 900, 910)
    assert judge(question(evidence), found(quote(1), quote(2, "b.txt"))).is_first_file_right
    assert not judge(question(evidence), found(quote(1, "b.txt"), quote(2))).is_first_file_right
    assert not judge(question(evidence), found()).is_first_file_right


@pytest.mark.parametrize(("before", "on_screen"), [(SCREEN_CHARACTERS - 5, True), (SCREEN_CHARACTERS - 4, False)])
def test_screen_ends_after_2400_characters(before: int, on_screen: bool) -> None:
    quotes = [quote(1, "b.txt", text="я" * before), quote(2, text="текст")]
    assert judge(question(Evidence("a.txt", 0, 10)), found(*quotes)).is_found_on_screen is on_screen


def test_measures_are_those_worked_out_by_hand() -> None:
    judgements = [
        judgement(1, seconds=0.4),
        judgement(2, seconds=0.1),
        judgement(4, seconds=0.2),
        judgement(10, is_found=False, seconds=0.3),
        judgement(0, is_found=False, seconds=0.5),
        judgement(0, answerable=False, is_found=True, seconds=0.6),
        judgement(0, answerable=False, is_found=False, seconds=0.7),
        judgement(0, answerable=False, is_found=False, seconds=0.8),
    ]
    assert summarise(judgements) == {
        "questions": 8.0,
        "hit@1": 0.2,
        "hit@3": 0.4,
        "hit@5": 0.6,
        "MRR@10": round((1 + 1 / 2 + 1 / 4 + 1 / 10) / 5, 4),
        "found@2400": 0.2,
        "file@1": 0.4,
        "false_not_found": 0.4,
        "false_found": 0.3333,
        "seconds_p50": 0.5,
        "seconds_p95": 0.8,
    }


def test_hit_after_the_tenth_place_counts_nothing() -> None:
    measures = summarise([judgement(11)])
    assert (measures["MRR@10"], measures["hit@5"]) == (0.0, 0.0)


def test_nothing_to_measure_gives_zeros() -> None:
    assert set(summarise([]).values()) == {0.0}


def test_categories_are_measured_apart_in_order() -> None:
    judgements = [
        Judgement(question(category=category), rank, True, True, True, 0.1)
        for category, rank in (("срок", 1), ("деньги", 0), ("срок", 0), ("", 1))
    ]
    groups = by_category(judgements)
    assert list(groups) == ["деньги", "срок"]
    assert [judgement.hit_rank for judgement in groups["срок"]] == [1, 0]
    assert [judgement.hit_rank for judgement in groups["деньги"]] == [0]


def test_every_question_is_searched_and_judged() -> None:
    questions = [question(Evidence("a.txt", 0, 10)), question(Evidence("b.txt", 0, 10))]
    judged = evaluate(questions, lambda _: found(quote()))
    assert [judgement.hit_rank for judgement in judged] == [1, 0]
    assert [judgement.question for judgement in judged] == questions
    assert [judgement.found for judgement in judged] == [found(quote())] * 2


def test_question_that_cannot_be_searched_has_found_nothing_and_the_others_go_on() -> None:
    def search(asked: Question) -> Found:
        if asked.text == "":
            raise EmptyQuestion("The question holds no word.")
        return found(quote())

    questions = [Question("1", "", evidence=(Evidence("a.txt", 0, 10),)), question(Evidence("a.txt", 0, 10))]
    judged = evaluate(questions, search)
    assert [(judgement.hit_rank, judgement.is_found) for judgement in judged] == [(0, False), (1, True)]
    assert judged[0].found == nothing_found(questions[0])


@pytest.mark.parametrize(("rank", "value"), [(0, 0.0), (1, 1.0), (4, 0.25), (10, 0.1), (11, 0.0)])
def test_reciprocal_rank_ends_after_the_tenth_place(rank: int, value: float) -> None:
    assert judgement(rank).reciprocal_rank == value


def write(folder: Path, *lines: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_questions_are_read_with_all_their_fields(tmp_path: Path) -> None:
    row = {
        "id": "q7",
        "question": "Что я обещала?",
        "category": "обещания",
        "scope": "Тимур",
        "answerable": False,
        "evidence": [{"file": "a.txt", "start": 5, "end": "9"}, {"file": "b.txt", "quote": "план"}],
        "history": ["Кто это?", "Тимур"],
        "asked": "2025-06-30",
        "unknown": 1,
    }
    assert read_questions(write(tmp_path, json.dumps(row, ensure_ascii=False))) == [
        Question(
            "q7",
            "Что я обещала?",
            "обещания",
            "Тимур",
            False,
            (Evidence("a.txt", 5, 9), Evidence("b.txt", quote="план")),
            ("Кто это?", "Тимур"),
            date(2025, 6, 30),
        )
    ]


def test_questions_without_more_have_their_number_and_defaults(tmp_path: Path) -> None:
    file = write(tmp_path, '{"question": "Раз?"}', "", "  ", '{"question": "Два?", "evidence": null}')
    assert read_questions(file) == [Question("1", "Раз?"), Question("2", "Два?")]


def test_fields_that_hold_nothing_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    row = {"id": 5, "question": None, "category": None, "scope": None, "history": None, "asked": None}
    assert read_questions(write(tmp_path, json.dumps(row))) == [Question("5", "")]


def test_half_of_a_character_becomes_one_that_can_be_written(tmp_path: Path) -> None:
    (asked,) = read_questions(write(tmp_path, r'{"id": "\ud800", "question": "что \udc00?", "history": ["\ud800"]}'))
    assert (asked.id, asked.text, asked.history) == ("?", "что ??", ("?",))


def test_lines_end_where_json_ends_them_and_a_mark_of_the_encoding_is_no_part_of_them(tmp_path: Path) -> None:
    text = "Раз\u2028и\x85два"
    row = json.dumps({"question": text}, ensure_ascii=False)
    assert read_questions(write(tmp_path, "\ufeff" + row, row)) == [Question("1", text), Question("2", text)]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": 1}',
        "[]",
        "7",
        "null",
        '{"question": "?", "evidence": [{"start": 1, "end": 2}]}',
        '{"question": "?", "evidence": ["a.txt"]}',
        '{"question": "?", "asked": "30.06.2025"}',
        '{"question": "?", "asked": 20250630}',
        "[" * 100_000,
        '{"question": "?", "evidence": [{"file": "a.txt", "start": "x", "end": 2}]}',
    ],
)
def test_broken_questions_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvaluationSetBroken, match=r"Line 3 of .*questions\.jsonl"):
        read_questions(write(tmp_path, '{"question": "Раз?"}', "", line))


def test_missing_or_undecodable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationSetBroken):
        read_questions(tmp_path / "questions.jsonl")
    (tmp_path / "questions.jsonl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(EvaluationSetBroken):
        read_questions(tmp_path / "questions.jsonl")
