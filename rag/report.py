"""The JSON shapes of the command line, exactly as published in the design. Pure functions from values to dicts."""

from typing import Any

from rag.types import Answer, FileOutcome, Found, Quote, Statement


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


def found_row(question_id: str, found: Found) -> dict[str, Any]:
    """A line of `search --json`."""
    understood = found.understood
    return {
        "id": question_id,
        "question": found.question,
        "found": found.is_found,
        "understood": {
            "people": list(understood.people),
            "session": understood.session,
            "dates": list(understood.dates),
            "speaker": understood.speaker,
            "rewritten": understood.rewritten,
        },
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


def _statement_row(statement: Statement) -> dict[str, Any]:
    return {"text": statement.text, "citations": list(statement.citations), "backed": statement.is_backed}
