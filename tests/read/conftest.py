"""Shows below the tests what became of every real file, where those tests ran."""

import pytest

from tests.read.real_files import FOLDER, ROW


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each file: format, segments, speakers and the first words, or why it is refused."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    rows = {row for report in reports for name, row in report.user_properties if name == ROW}
    if not rows:
        return
    terminalreporter.section(f"files of {FOLDER.name}: format, segments, speakers, first words")
    for row in sorted(map(str, rows)):
        terminalreporter.line(row)
