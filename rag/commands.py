"""The commands that need the environment: index, search, ask, eval, doctor. Talks only to the service.

With --json standard output holds one JSON object a line and nothing else; messages for people go to standard error.
Exit codes: 0 done, 1 done with rejects or nothing found, 2 wrong use or cannot run.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.config import Settings, read_settings, silence_the_network
from rag.doctor import diagnose
from rag.errors import RagError
from rag.learn.evaluation import Question, by_category, evaluate, read_questions, summarise
from rag.report import answer_row, found_row, outcome_row
from rag.service import DEFAULT_QUOTES, ENCODINGS, Service, files_in
from rag.types import FileOutcome, FileStatus, Found, Quote
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
        return command(options, settings)
    except RagError as error:
        _say(f"{error} {error.hint}")
        return FAILED
    except KeyboardInterrupt:
        _say("Stopped.")
        return FAILED


def make_parser() -> argparse.ArgumentParser:
    """The parser of every command, also of those that the launcher handles itself."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--library", metavar="DIR", help="the folder of the library")
    common.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
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
        sub = commands.add_parser(name, parents=[common], help=words)
        sub.add_argument("question", nargs="?")
        sub.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="many questions, one JSON object a line")
        sub.add_argument("-k", type=int, default=DEFAULT_QUOTES, metavar="N", help="how many quotes")
        sub.add_argument("--me", metavar="NAME", help="who 'I' is")
        sub.add_argument("--today", metavar="DATE", help="what relative dates count from")
        sub.set_defaults(command=command)

    measure = commands.add_parser("eval", parents=[common], help="measure the search on a folder of questions")
    measure.add_argument("folder", type=Path, metavar="FOLDER")
    measure.add_argument("-k", type=int, default=DEFAULT_QUOTES, metavar="N", help="how many quotes")
    measure.set_defaults(command=_eval)

    doctor = commands.add_parser("doctor", parents=[common], help="check that everything needed is there")
    doctor.set_defaults(command=_doctor)
    return parser


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
    nothing = False
    with _open(settings, options.me) as service:
        for question in _questions(options):
            found = service.search(question.text, options.k, question.scope)
            nothing = nothing or not found.is_found
            if options.json:
                _print_json(found_row(question.id, found))
            else:
                _print_found(found)
    return PARTLY if nothing else DONE


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    nothing = False
    with _open(settings, options.me) as service:
        for question in _questions(options):
            found, answer, problem = service.answer(question.text, options.k, question.scope)
            nothing = nothing or not found.is_found
            if problem:
                _say(describe_problem(problem, "en"))
            if options.json:
                _print_json(answer_row(question.id, found, answer))
                continue
            if answer:
                print(answer.text, end="\n\n")
            _print_found(found)
    return PARTLY if nothing else DONE


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    questions = read_questions(options.folder / "questions.jsonl")
    files = list(files_in([options.folder / "transcripts"]))
    with tempfile.TemporaryDirectory(prefix="verbatim-eval-") as folder:
        outcomes: list[FileOutcome] = []
        with _open(replace(settings, library=Path(folder))) as service:
            jobs = service.add_files(files, outcomes.append)
            for number, job in enumerate(jobs, start=1):
                job.finished.wait()
                _say(f"indexed {number} of {len(jobs)}", end="\r")
            judgements = evaluate(questions, lambda question: service.search(question.text, options.k, question.scope))
    seconds = sum(outcome.seconds for outcome in outcomes)
    words = sum(outcome.words for outcome in outcomes)
    report: dict[str, Any] = {
        "set": options.folder.name,
        **summarise(judgements),
        "rejected_files": [outcome.file for outcome in outcomes if outcome.status is FileStatus.REJECTED],
        "words_per_second": round(words / seconds) if seconds else 0,
        "categories": by_category(judgements),
    }
    if options.json:
        _print_json(report)
    else:
        _print_measures(report)
    return PARTLY if report["rejected_files"] else DONE


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
        return read_questions(options.questions)
    if options.question is None:
        raise RagError("A question or --questions FILE.jsonl is needed.")
    return [Question("1", options.question)]


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


def _print_measures(report: Mapping[str, Any]) -> None:
    rows = {str(report["set"]): report, **report["categories"]}
    names = ["questions", "hit@1", "hit@3", "hit@5", "MRR@10", "found@2400", "file@1", "false_not_found", "false_found"]
    print(" " * 20 + "".join(f"{name:>16}" for name in names))
    for label, measures in rows.items():
        print(f"{label:20}" + "".join(f"{measures[name]:>16.3f}" for name in names))
    print(
        f"search {report['seconds_p50'] * 1000:.0f} ms p50, {report['seconds_p95'] * 1000:.0f} ms p95, "
        f"indexing {report['words_per_second']} words a second"
    )


def _print_json(row: Mapping[str, Any]) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _say(message: str, end: str = "\n") -> None:
    print(message, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
