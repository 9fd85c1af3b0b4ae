"""The README is true: commands, tree, formats, settings and sizes named there exist, and nothing is left out."""

import re
from pathlib import Path

import pytest

from rag import __main__ as launcher
from rag.commands import make_parser
from rag.config import VARIABLES, Settings
from rag.service import ARCHIVE_SUFFIX, SUFFIXES

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
TREE = next(block for block in re.findall(r"```\n(.*?)```", README, re.DOTALL) if block.startswith("app.py"))
UNLISTED = {"__init__.py", "screenshot.png"}


def tree_paths() -> set[str]:
    paths: set[str] = set()
    folders: list[str] = []
    for line in TREE.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], name.rstrip("/")]
        paths.add("/".join(folders))
    return paths


@pytest.mark.parametrize("command", sorted(launcher.COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    assert f"`python3 -m rag {command}" in README


def test_every_documented_command_exists() -> None:
    documented = set(re.findall(r"python3 -m rag (\w+)", README))
    assert documented <= set(launcher.COMMANDS)


@pytest.mark.parametrize("variable", sorted(VARIABLES))
def test_every_setting_is_documented_as_it_is(variable: str) -> None:
    assert f"| `{variable}` | {VARIABLES[variable]} |" in README


def test_no_other_setting_is_named() -> None:
    assert set(re.findall(r"RAG_[A-Z_]+", README)) == set(VARIABLES)


def test_the_formats_are_those_that_are_read() -> None:
    listed = re.search(r"Файлы ((?:`\.\w+`(?:, )?)+)", README)
    assert listed
    assert re.findall(r"\.\w+", listed[1]) == list(SUFFIXES)
    assert f"`{ARCHIVE_SUFFIX}`" in README
    assert f"до {Settings().max_file_bytes // 2**20} МБ" in README


def test_every_path_of_the_tree_exists() -> None:
    assert {path for path in tree_paths() if not (PROJECT / path).exists()} == set()


def test_every_module_stands_in_the_tree() -> None:
    modules = {
        str(path.relative_to(PROJECT).as_posix())
        for folder in ("rag", "pages")
        for path in (PROJECT / folder).rglob("*.py")
        if path.name not in UNLISTED
    }
    assert modules <= tree_paths()


def test_the_screenshot_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (PROJECT / picture).stat().st_size > 10_000


def test_the_parser_knows_the_commands_that_the_launcher_passes_on() -> None:
    passed_on = set(launcher.COMMANDS) - {"start", "test"}
    help_text = make_parser().format_help()
    assert all(command in help_text for command in passed_on)


def test_the_repository_speaks_of_the_product_alone() -> None:
    forbidden = re.compile(r"/work/|\.\./shared|pypi\.org|pythonhosted|npmjs|debian\.org|claude|gpt-\d", re.IGNORECASE)
    for path in PROJECT.rglob("*"):
        parts = path.relative_to(PROJECT).parts
        if path.suffix in {".py", ".md", ".toml", ".txt"} and not {".venv", ".git", "data"} & set(parts):
            if path.name == "test_readme.py" or parts[0].startswith("."):
                continue
            found = forbidden.search(path.read_text(encoding="utf-8"))
            assert found is None or "tests" in parts, f"{path}: {found}"
