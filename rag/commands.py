"""The commands that need the environment: index, search, ask, eval, doctor. Talks only to the service.

With --json standard output holds one JSON object a line and nothing else; messages for people go to standard error.
Exit codes: 0 done, 1 done with rejects or nothing found, 2 wrong use or cannot run.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from rag.config import Settings, read_settings, silence_the_network
from rag.doctor import diagnose
from rag.errors import QuestionError, RagError
from rag.evaluation_file import read_run, write_run
from rag.evaluation_run import files_of, index_set
from rag.evaluation_tables import comparison_text, evaluation_text
from rag.learn.comparison import compare
from rag.learn.evaluation import Question, evaluate, nothing_found, read_questions
from rag.progress import FileOutcome, FileStatus
from rag.questions import Wishes
from rag.report import answer_row, comparison_row, evaluation_row, found_row, outcome_row, rejected_files
from rag.service import DEFAULT_QUOTES, ENCODINGS, Service, files_in
from rag.types import Answer, Found, Problem, Quote
from rag.web.texts import describe_problem, text

DONE, PARTLY, FAILED = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code."""
    silence_the_network()
    options = make_parser().parse_args(arguments)
    settings = read_settings()
    if options.library:
        settings = replace(settings, library=Path(options.library).expanduser().absolute())
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    try:
        code = command(options, settings)
        sys.stdout.flush()
        return code
    except RagError as error:
        _say(f"{error} {error.hint}")
        return FAILED
    except BrokenPipeError:  # who reads standard output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PARTLY
    except KeyboardInterrupt:
        _say("Stopped.")
        return FAILED


def make_parser() -> argparse.ArgumentParser:
    """The parser of every command, also of those that the launcher handles itself."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--library", metavar="DIR", help="the folder of the library")
    common.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    asking = argparse.ArgumentParser(add_help=False, parents=[common])
    asking.add_argument("-k", type=_count, default=DEFAULT_QUOTES, metavar="N", help="how many quotes")
    asking.add_argument("--today", type=_day, metavar="DATE", help="what relative dates count from, as 2025-10-14")
    parser = argparse.ArgumentParser(prog="python3 -m rag", description="Exact quotes from your session transcripts.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = commands.add_parser("index", parents=[common], help="add files and folders to the library")
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    index.add_argument("--watch", action="store_true", help="stay, and add what is new or changed in the folders")
    index.add_argument("--encoding", choices=ENCODINGS, metavar="NAME", help="how the letters of the files are written")
    index.set_defaults(command=_index)

    for name, command, words in (
        ("search", _search, "show the quotes for a question"),
        ("ask", _ask, "show the quotes and let the local model answer"),
    ):
        sub = commands.add_parser(name, parents=[asking], help=words)
        sub.add_argument("question", nargs="?")
        sub.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="many questions, one JSON object a line")
        sub.add_argument("--me", metavar="NAME", help="who 'I' is")
        sub.set_defaults(command=command, refuse=sub.error)

    _add_eval(commands.add_parser("eval", parents=[asking], help="measure the search on a folder of questions"))

    doctor = commands.add_parser("doctor", parents=[common], help="check that everything needed is there")
    doctor.set_defaults(command=_doctor)
    return parser


def _add_eval(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="transcripts/ and questions.jsonl")
    what.add_argument(
        "--compare", nargs=2, type=Path, metavar=("OLD", "NEW"), help="two files of --details: what changed"
    )
    parser.add_argument("--details", type=_new_file, metavar="FILE.jsonl", help="write every question with its quotes")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="index into DIR and use it again the next time")
    parser.set_defaults(command=_eval, refuse=parser.error)


def _index(options: argparse.Namespace, settings: Settings) -> int:
    files = list(files_in(options.paths, options.encoding))
    missing = [path for path in options.paths if not path.exists()]
    for path in missing:
        _say(f"{path} does not exist.")
    if missing or not files:
        if not missing:
            _say("No file of a known kind was found there.")
        return FAILED
    rejected = 0

    def show(outcome: FileOutcome) -> None:
        nonlocal rejected
        rejected += outcome.status is FileStatus.REJECTED
        reason = describe_problem(outcome.problem, "en") if outcome.problem else None
        if options.json:
            _print_json(outcome_row(outcome, reason))
        else:
            print(f"{outcome.status:8} {outcome.file}" + (f": {reason}" if reason else f" ({outcome.words} words)"))

    with _open(settings) as service:
        for job in service.add_files(files, show):
            job.finished.wait()
        if options.watch:
            _watch(service, options.paths)
    return PARTLY if rejected else DONE


def _watch(service: Service, paths: Sequence[Path]) -> None:
    """Stay until the user ends it; the folders are looked after at later starts as well."""
    for path in paths:
        if path.is_dir():
            service.folders.watch(path)
    _say("Watching for new and changed files. Stop with Ctrl+C.")
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def _search(options: argparse.Namespace, settings: Settings) -> int:
    def reply(service: Service, question: Question) -> bool:
        found = _find(service, question, options.k)
        if options.json:
            _print_json(found_row(question.id, found))
        else:
            _print_found(found)
        return found.is_found

    return _reply_to_all(options, settings, reply, found_row)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    def reply(service: Service, question: Question) -> bool:
        found, answer, problem = _answer(service, question, options.k)
        if problem:
            _say(describe_problem(problem, "en"))
        if options.json:
            _print_json(answer_row(question.id, found, answer))
        else:
            if answer:
                print(answer.text, end="\n\n")
            _print_found(found)
        return found.is_found

    return _reply_to_all(options, settings, reply, lambda number, found: answer_row(number, found, None))


def _find(service: Service, question: Question, count: int) -> Found:
    return service.search(question.text, count, question.scope, _wishes(question))


def _answer(service: Service, question: Question, count: int) -> tuple[Found, Answer | None, Problem | None]:
    return service.answer(question.text, count, question.scope, _wishes(question))


def _wishes(question: Question) -> Wishes:
    return Wishes(history=question.history, asked=question.asked)


def _reply_to_all(
    options: argparse.Namespace,
    settings: Settings,
    reply: Callable[[Service, Question], bool],
    row_of: Callable[[str, Found], dict[str, Any]],
) -> int:
    """Reply to every question; one of a file that cannot be searched is told and does not end the others."""
    questions = _questions(options)
    is_all_found = True
    with _open(settings, options.me) as service:
        for question in questions:
            if options.questions and not options.json:
                print(f"\n== {question.id}: {question.text}", flush=True)
            try:
                is_found = reply(service, question)
            except QuestionError as error:
                if not options.questions:
                    raise
                is_found = False
                _say(f"{question.id}: {describe_problem(error.problem, 'en')}")
                if options.json:
                    _print_json({**row_of(question.id, nothing_found(question)), "problem": error.code})
            is_all_found = is_all_found and is_found
    return DONE if is_all_found else PARTLY


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    if options.compare:
        return _compare(options)
    questions = _dated(read_questions(options.folder / "questions.jsonl"), options.today)
    files = files_of(options.folder)
    with _library_for(options.keep) as library, _open(replace(settings, library=library)) as service:
        outcomes = index_set(service, files, lambda done, total: _say(f"\rindexed {done} of {total}", end=""))
        _say("")
        judgements = evaluate(questions, lambda question: _find(service, question, options.k))
    if options.details:
        write_run(options.details, judgements)
    name = options.folder.absolute().name
    if options.json:
        _print_json(evaluation_row(name, outcomes, judgements))
    else:
        print(evaluation_text(name, outcomes, judgements))
    return PARTLY if rejected_files(outcomes) else DONE


def _compare(options: argparse.Namespace) -> int:
    if options.details or options.keep:
        options.refuse("--details and --keep go with a FOLDER, not with --compare")
    comparison = compare(*map(read_run, options.compare))
    if options.json:
        _print_json(comparison_row(comparison))
    else:
        print(comparison_text(comparison))
    return DONE


@contextmanager
def _library_for(kept: Path | None) -> Iterator[Path]:
    """The folder of a library that stays, or of one that is gone afterwards."""
    if kept:
        yield kept.expanduser().absolute()
        return
    with tempfile.TemporaryDirectory(prefix="verbatim-eval-") as folder:
        yield Path(folder)


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    findings = diagnose(settings)
    for finding in findings:
        if options.json:
            _print_json({"check": finding.check, "ok": finding.is_fine, "found": finding.found, "hint": finding.hint})
        else:
            print(f"{'ok ' if finding.is_fine else 'NO '} {finding.check}: {finding.found} {finding.hint}".rstrip())
    return DONE if all(finding.is_fine for finding in findings if finding.is_needed) else PARTLY


@contextmanager
def _open(settings: Settings, owner: str | None = None) -> Iterator[Service]:
    service = Service(settings, owner)
    try:
        yield service
    finally:
        service.close()


def _questions(options: argparse.Namespace) -> list[Question]:
    if options.questions:
        return _dated(read_questions(options.questions), options.today)
    if options.question is None:
        options.refuse("a QUESTION or --questions FILE.jsonl is needed")
    return _dated([Question("1", options.question)], options.today)


def _dated(questions: Sequence[Question], today: date | None) -> list[Question]:
    """The questions with the day that relative dates count from; their own day wins."""
    return [replace(question, asked=question.asked or today) for question in questions]


def _count(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 on")
    return int(value)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no date such as 2025-10-14") from error


def _new_file(value: str) -> Path:
    path = Path(value)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"{value!r} is no file in a folder that exists")
    return path


def _print_found(found: Found) -> None:
    if not found.is_found:
        print(text("not_found", "en"))
    for quote in found.quotes:
        print(f"\n{quote.rank}. {_place(quote)}\n   " + quote.text.replace("\n", "\n   "))


def _place(quote: Quote) -> str:
    parts: list[object] = [quote.speaker, quote.title, quote.date, quote.file_name]
    if quote.person and quote.session:
        parts.insert(1, f"{quote.person}, session {quote.session}")
    if quote.time is not None:
        minutes, seconds = divmod(int(quote.time), 60)
        parts.insert(-1, f"{minutes // 60}:{minutes % 60:02}:{seconds:02}")
    return " · ".join(str(part) for part in parts if part)


def _print_json(row: Mapping[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _say(message: str, end: str = "\n") -> None:
    print(message, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
