"""The shape of the code, held by reading it: rooms, adapters, sizes, and what may not occur anywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = sorted([PROJECT / "app.py", *(PROJECT / "pages").glob("*.py"), *(PROJECT / "rag").rglob("*.py")])

LAYERS = (
    ("rag.types", "rag.languages", "rag.questions", "rag.progress"),
    ("rag.errors", "rag.program_errors", "rag.model_errors"),
    ("rag.config",),
    ("rag.read",),
    ("rag.library",),
    ("rag.index",),
    ("rag.search",),
    ("rag.ollama",),
    ("rag.answer",),
    ("rag.learn", "rag.doctor"),
    ("rag.people", "rag.chat_export", "rag.promise_export"),
    ("rag.whole_session",),
    ("rag.model_choice", "rag.local_program"),
    ("rag.promise_reader",),
    ("rag.editor", "rag.folders", "rag.quality", "rag.chats", "rag.models", "rag.promises", "rag.summaries"),
    ("rag.service", "rag.report"),
    ("rag.evaluation_file", "rag.evaluation_tables", "rag.evaluation_run"),
    ("rag.web",),
    ("rag.commands", "pages", "app"),
)
ADAPTERS = {
    "chromadb": {"rag.index.vectors"},
    "httpx": {"rag.ollama.connection", "rag.ollama.download"},
    "zstandard": {"rag.ollama.unpacking"},
    "langchain_text_splitters": {"rag.read.text"},
    "docx": {"rag.read.word"},
    "lxml": {"rag.read.office_archive"},
    "pypdf": {"rag.read.pdf"},
    "striprtf": {"rag.read.rich_text"},
    "bs4": {"rag.read.web_page"},
    "psutil": {"rag.read.guard", "rag.ollama.memory"},
    "snowballstemmer": {"rag.index.stems"},
    "dateparser": {"rag.search.relative_dates"},
    "pymorphy3": {"rag.library.morphology"},
    "onnxruntime": {"rag.index.encoders", "rag.index.prepare"},
    "tokenizers": {"rag.index.encoders", "rag.index.bundled"},
    "torch": {"rag.index.bundled", "rag.index.prepare"},
    "transformers": {"rag.index.bundled"},
    "sentence_transformers": {"rag.index.bundled", "rag.index.prepare", "rag.index.encoders"},
    "sqlite3": {
        "rag.library.database",
        "rag.library.catalogue",
        "rag.library.conversations",
        "rag.library.kept_quotes",
        "rag.library.corrections",
        "rag.library.promises",
        "rag.library.saved_questions",
        "rag.library.summaries",
        "rag.library.quality_runs",
        "rag.doctor",
    },
    "filelock": {"rag.library.lock"},
    "platformdirs": {"rag.index.prepare"},
    "pydantic": {"rag.library.stored_values"},
    "altair": {"rag.web.pictures"},
}
HEAVY = {
    "chromadb", "httpx", "torch", "transformers", "sentence_transformers", "onnxruntime", "pymorphy3",
    "dateparser",
}  # fmt: skip
PURE = (
    "rag.answer.copied_lines", "rag.answer.exact_words", "rag.answer.instructions", "rag.ollama.budget",
    "rag.ollama.recommended", "rag.web.literal", "rag.web.wording", "rag.progress",
    "rag.answer.attribution", "rag.answer.leaks", "rag.answer.markers", "rag.answer.plain_text", "rag.answer.slices",
    "rag.answer.quotation_marks", "rag.answer.refusals", "rag.answer.source_list", "rag.answer.statements",
    "rag.search.fusion", "rag.answer.citations", "rag.answer.prompt", "rag.answer.completion",
    "rag.search.understanding", "rag.report", "rag.chat_export", "rag.index.chat_words", "rag.library.moved_text",
    "rag.promise_export",
    "rag.search.periods", "rag.search.acts", "rag.search.followups", "rag.search.marked", "rag.search.mentions",
    "rag.search.ordinals", "rag.search.promise_words", "rag.search.promising", "rag.search.quotes",
    "rag.search.quoting", "rag.search.roster", "rag.search.signals", "rag.search.verdict", "rag.search.wide",
    "rag.questions", "rag.learn.comparison", "rag.evaluation_tables",
)  # fmt: skip
MAX_MODULE_LINES = 350
MAX_PAGE_LINES = 150
MAX_FUNCTION_LINES = 45


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top_level_imports(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported_modules(ast.Module([node], []))


def layer_of(module: str) -> int | None:
    for number, layer in enumerate(LAYERS):
        if any(module == name or module.startswith(f"{name}.") for name in layer):
            return number
    return None


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_point_down(path: Path) -> None:
    own = layer_of(module_name(path))
    if own is None:
        assert module_name(path) in {"rag", "rag.__main__"}
        return
    for imported in imported_modules(tree_of(path)):
        other = layer_of(imported)
        assert other is None or other <= own, f"{module_name(path)} imports {imported}, which lies above it"


@pytest.mark.parametrize(("package", "allowed"), ADAPTERS.items(), ids=list(ADAPTERS))
def test_a_package_is_known_to_its_adapters_alone(package: str, allowed: set[str]) -> None:
    users = {
        module_name(path)
        for path in SOURCES
        if any(name.split(".")[0] == package for name in imported_modules(tree_of(path)))
    }
    assert users <= allowed
    assert users, f"nothing imports {package} any more: take it out of the requirements"


def test_streamlit_is_known_to_the_pages_and_their_parts_alone() -> None:
    users = {
        module_name(path)
        for path in SOURCES
        if any(name.split(".")[0] == "streamlit" for name in imported_modules(tree_of(path)))
    }
    assert all(user == "app" or user.startswith(("pages.", "rag.web.")) for user in users)


def test_pages_reach_the_rooms_through_the_web_parts_alone() -> None:
    for path in (PROJECT / "pages").glob("*.py"):
        for imported in imported_modules(tree_of(path)):
            assert not imported.startswith("rag.") or imported.startswith("rag.web."), f"{path.name}: {imported}"


def test_web_parts_reach_the_rooms_through_the_service_alone() -> None:
    allowed = (
        "rag.web", "rag.service", "rag.types", "rag.errors", "rag.config", "rag.languages", "rag.questions",
        "rag.progress",
    )  # fmt: skip
    for path in (PROJECT / "rag" / "web").glob("*.py"):
        for imported in imported_modules(tree_of(path)):
            assert not imported.startswith("rag.") or imported.startswith(allowed), f"{path.name}: {imported}"


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_heavy_packages_are_imported_only_when_needed(path: Path) -> None:
    loaded = {name.split(".")[0] for name in top_level_imports(tree_of(path))}
    assert not loaded & HEAVY


def test_the_launcher_needs_nothing_but_the_standard_library() -> None:
    import sys

    imported = {name.split(".")[0] for name in top_level_imports(tree_of(PROJECT / "rag" / "__main__.py"))}
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_do_no_input_and_no_output(module: str) -> None:
    path = PROJECT / (module.replace(".", "/") + ".py")
    forbidden = {"os", "pathlib", "sqlite3", "threading", "time", "socket", "subprocess"}
    assert not {name.split(".")[0] for name in imported_modules(tree_of(path))} & forbidden


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    is_page = path.parent.name == "pages" or path.name == "app.py"
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (MAX_PAGE_LINES if is_page else MAX_MODULE_LINES) or module_name(path) == "rag.__main__"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MAX_FUNCTION_LINES, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_nothing_dangerous_or_unfinished_occurs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in ("unsafe_allow_html", "trust_remote_code=True", "import pickle", "TO" + "DO"):
        assert forbidden not in text, forbidden
    called = {n.func.id for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not called & {"eval", "exec", "compile", "__import__"}
    if module_name(path) not in {"rag.web.components"}:
        assert "st.html(" not in text
    if module_name(path) not in {"rag.config", "rag.__main__", "rag.index.prepare"}:
        assert "os.environ" not in text
    if module_name(path) != "rag.web.state":
        assert "st.cache_" not in text


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_no_error_is_swallowed_by_a_bare_except(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            if isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}:
                ends = [n for n in ast.walk(node) if isinstance(n, ast.Raise | ast.Call)]
                assert ends, f"{path.name}:{node.lineno} swallows everything"


def test_every_module_says_what_it_does() -> None:
    for path in SOURCES:
        assert ast.get_docstring(tree_of(path)), module_name(path)


def test_every_module_has_its_test() -> None:
    tests = {path.name for path in (PROJECT / "tests").rglob("test_*.py")}
    grouped = {
        "__init__": "test_architecture.py", "__main__": "test_launcher.py", "chat": "test_pages.py",
        "components": "test_pages.py", "state": "test_pages.py", "app": "test_pages.py", "body": "test_invariant.py",
        "model_errors": "test_errors.py",
    }  # fmt: skip
    for path in SOURCES:
        wanted = f"test_{path.stem}.py"
        if path.parent.name in {"pages", "web"} and wanted not in tests:
            wanted = "test_pages.py"
        assert wanted in tests or grouped.get(path.stem, "") in tests, f"no test for {module_name(path)}"
