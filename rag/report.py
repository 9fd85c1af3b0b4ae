"""The JSON shapes of the command line, exactly as published in the design. Pure functions from values to dicts."""

from collections.abc import Sequence
from typing import Any

from rag.learn.comparison import Comparison, Pair, differences
from rag.learn.evaluation import Judgement, by_category, summarise
from rag.progress import FileOutcome, FileStatus
from rag.questions import Understanding
from rag.types import Answer, Found, Quote, Statement


def outcome_row(outcome: FileOutcome, reason: str | None) -> dict[str, Any]:
    """A line of `index --json`."""
    return {
        "file": outcome.file,
        "status": str(outcome.status),
        "reason": reason,
        "transcript": outcome.transcript_id,
        "segments": outcome.segments,
        "passages": outcome.passages,
        "words": outcome.words,
        "seconds": outcome.seconds,
    }


def quote_row(quote: Quote) -> dict[str, Any]:
    """A quote as `search --json` and `ask --json` show it."""
    return {
        "rank": quote.rank,
        "file": quote.file_name,
        "title": quote.title,
        "person": quote.person,
        "session": quote.session,
        "date": quote.date.isoformat() if quote.date else None,
        "speaker": quote.speaker,
        "time": quote.time,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "score": quote.score,
        "context": {"start": quote.context_start, "end": quote.context_end},
    }


def understood_row(understood: Understanding) -> dict[str, Any]:
    """What was understood of a question."""
    return {
        "people": list(understood.people),
        "session": understood.session,
        "dates": list(understood.dates),
        "speaker": understood.speaker,
        "rewritten": understood.rewritten,
    }


def found_row(question_id: str, found: Found) -> dict[str, Any]:
    """A line of `search --json`."""
    return {
        "id": question_id,
        "question": found.question,
        "found": found.is_found,
        "understood": understood_row(found.understood),
        "seconds": round(found.seconds, 4),
        "quotes": [quote_row(quote) for quote in found.quotes],
    }


def answer_row(question_id: str, found: Found, answer: Answer | None) -> dict[str, Any]:
    """A line of `ask --json`."""
    counts = answer.counts if answer else None
    return {
        **found_row(question_id, found),
        "answer": answer.text if answer else None,
        "model": answer.model if answer else None,
        "statements": [_statement_row(statement) for statement in answer.statements] if answer else [],
        "counts": {
            "quotes_offered": counts.quotes_offered if counts else 0,
            "markers": counts.markers if counts else 0,
            "markers_unknown": counts.markers_unknown if counts else 0,
            "statements_unbacked": counts.statements_unbacked if counts else 0,
            "quotation_marks_removed": counts.quotation_marks_removed if counts else 0,
        },
        "unfinished": answer.is_unfinished if answer else False,
    }


def evaluation_row(name: str, outcomes: Sequence[FileOutcome], judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The object of `eval --json`."""
    return {
        "set": name,
        **summarise(judgements),
        "rejected_files": rejected_files(outcomes),
        "words_per_second": words_per_second(outcomes),
        "categories": {category: summarise(group) for category, group in by_category(judgements).items()},
    }


def rejected_files(outcomes: Sequence[FileOutcome]) -> list[str]:
    """The names of the files that were not read."""
    return [outcome.file for outcome in outcomes if outcome.status is FileStatus.REJECTED]


def words_per_second(outcomes: Sequence[FileOutcome]) -> int:
    """The pace of indexing; 0 when every file was known."""
    indexed = [outcome for outcome in outcomes if outcome.status is FileStatus.READY]
    seconds = sum(outcome.seconds for outcome in indexed)
    return round(sum(outcome.words for outcome in indexed) / seconds) if seconds else 0


def comparison_row(comparison: Comparison) -> dict[str, Any]:
    """The object of `eval --compare OLD NEW --json`."""
    return {
        "questions": len(comparison.pairs),
        "left_out_old": comparison.left_out_old,
        "left_out_new": comparison.left_out_new,
        **_both_runs(comparison),
        "sign_tests": {
            name: {"better": test.better, "worse": test.worse, "p": round(test.p, 4)}
            for name, test in comparison.sign_tests.items()
        },
        "categories": {category: _both_runs(part) for category, part in comparison.by_category().items()},
        "better": [_pair_row(pair) for pair in comparison.better],
        "worse": [_pair_row(pair) for pair in comparison.worse],
    }


def _both_runs(comparison: Comparison) -> dict[str, Any]:
    old, new = comparison.old, comparison.new
    return {"old": summarise(old), "new": summarise(new), "difference": differences(old, new)}


def _pair_row(pair: Pair) -> dict[str, Any]:
    question = pair.new.question
    return {
        "id": question.id,
        "category": question.category,
        "question": question.text,
        "answerable": question.is_answerable,
        "old_rank": pair.old.hit_rank,
        "new_rank": pair.new.hit_rank,
        "old_found": pair.old.is_found,
        "new_found": pair.new.is_found,
    }


def _statement_row(statement: Statement) -> dict[str, Any]:
    return {"text": statement.text, "citations": list(statement.citations), "backed": statement.is_backed}
