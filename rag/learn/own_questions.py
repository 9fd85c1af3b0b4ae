"""The user's own test questions as the measures know them: judging, summing up, comparing two runs, writing a file.

Pure functions; knows nothing of databases or of searching.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.languages import language_of_text
from rag.learn.evaluation import Evidence, Judgement, Question, judge, summarise
from rag.library.quality_runs import Result, Run
from rag.library.saved_questions import SavedQuestion
from rag.types import Found


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in numbers that a person counts, and the measures with their exact names."""

    answerable: int
    first: int
    among_three: int
    wrongly_refused: int
    unanswerable: int
    rightly_refused: int
    measures: Mapping[str, float]


def summary(questions: Sequence[SavedQuestion], run: Run) -> Summary:
    """A run over those of the questions that it has asked and that can still be told right or wrong."""
    asked = [(q, run.results[q.id]) for q in questions if q.id in run.results and not q.is_lost]
    answerable = [result for question, result in asked if question.is_answerable]
    unanswerable = [result for question, result in asked if not question.is_answerable]
    return Summary(
        answerable=len(answerable),
        first=sum(result.hit_rank == 1 for result in answerable),
        among_three=sum(0 < result.hit_rank <= 3 for result in answerable),
        wrongly_refused=sum(not result.is_found for result in answerable),
        unanswerable=len(unanswerable),
        rightly_refused=sum(not result.is_found for result in unanswerable),
        measures=summarise([_judgement(question, result) for question, result in asked]),
    )


def change(question: SavedQuestion, last: Run, before: Run | None) -> int:
    """1 when a question came out better than in the run before, -1 when worse, 0 when equal or not asked in both."""
    if before is None or question.is_lost or not {question.id} <= last.results.keys() & before.results.keys():
        return 0
    now, then = _worth(question, last.results[question.id]), _worth(question, before.results[question.id])
    return (now > then) - (now < then)


def _worth(question: SavedQuestion, result: Result) -> tuple[float, float]:
    if not question.is_answerable:
        return float(not result.is_found), 0.0
    closeness = 1 / result.hit_rank if result.hit_rank else 0.0
    return closeness if result.is_found else 0.0, closeness


def as_evaluation(question: SavedQuestion) -> Question:
    """A test question as the measures know it; its files are numbers, because two transcripts may have one name."""
    return Question(
        id=str(question.id),
        text=question.text,
        is_answerable=question.is_answerable,
        evidence=tuple(
            Evidence(str(line.span.transcript_id), line.start, line.end) for line in question.lines if not line.is_lost
        ),
        history=question.history,
        asked=question.saved_at.date(),
    )


def result_of(question: SavedQuestion, found: Found) -> Result:
    """What became of a test question."""
    numbered = tuple(replace(quote, file_name=str(quote.transcript_id)) for quote in found.quotes)
    judged = judge(as_evaluation(question), replace(found, quotes=numbered))
    return Result(
        question_id=question.id,
        hit_rank=judged.hit_rank,
        is_found=judged.is_found,
        is_found_on_screen=judged.is_found_on_screen,
        is_first_file_right=judged.is_first_file_right,
        seconds=judged.seconds,
    )


def _judgement(question: SavedQuestion, result: Result) -> Judgement:
    return Judgement(
        question=as_evaluation(question),
        hit_rank=result.hit_rank,
        is_found_on_screen=result.is_found_on_screen,
        is_first_file_right=result.is_first_file_right,
        is_found=result.is_found,
        seconds=result.seconds,
    )


def as_jsonl(questions: Sequence[SavedQuestion]) -> str:
    """Test questions as a file that `eval` reads; those whose source has changed are left out."""
    return "".join(
        f"{json.dumps(_row(question), ensure_ascii=False)}\n" for question in questions if not question.is_lost
    )


def _row(question: SavedQuestion) -> dict[str, object]:
    return {
        "id": str(question.id),
        "question": question.text,
        "lang": language_of_text(question.text),
        "answerable": question.is_answerable,
        "history": list(question.history),
        "asked": question.saved_at.date().isoformat(),
        "evidence": [{"file": line.file_name, "quote": line.text} for line in question.lines if not line.is_lost],
    }
