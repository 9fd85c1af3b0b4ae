"""Bad files in a real library: each has its outcome, and their clean neighbours are ready and found."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from rag.errors import UnreadableFile
from rag.languages import LANGUAGES
from rag.library.intake import IncomingFile
from rag.library.originals import checksum_of
from rag.progress import FileOutcome, FileStatus, WorkerState
from rag.service import Service
from rag.web.texts import describe_problem, keys
from tests.conftest import text_file, wait_for, wait_until_idle
from tests.faults.collection import bad_files
from tests.faults.conversations import ENGLISH, plain
from tests.faults.mutations import mutants
from tests.faults.names import named_files
from tests.faults.seeds import seeds
from tests.faults.test_campaign import MUTANTS, SEED
from tests.read.document_samples import zipped

EVERY_MUTANT, EVERY_BAD_FILE, EVERY_NEIGHBOUR = 20, 12, 40
SUBJECTS = (
    "кларнет",
    "верблюд",
    "маяк",
    "ледокол",
    "черника",
    "барабан",
    "парашют",
    "кактус",
    "телескоп",
    "самовар",
    "дирижабль",
    "улитка",
    "акварель",
    "водопад",
    "скрипка",
    "подсолнух",
    "крокодил",
    "мельница",
    "фонарь",
    "якорь",
)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What lies outside the library: the working folder, the home and the temporary folder are in one that is empty."""
    outside = tmp_path / "outside" / "a" / "b"
    outside.mkdir(parents=True)
    monkeypatch.chdir(outside)
    monkeypatch.setenv("HOME", str(outside))
    monkeypatch.setenv("TMPDIR", str(outside))
    monkeypatch.setattr(tempfile, "tempdir", str(outside))
    library = tmp_path / "library"
    return lambda: [
        str(path) for path in tmp_path.rglob("*") if library not in (path, *path.parents) and path.is_file()
    ]


def _codes(kind: type[UnreadableFile]) -> set[str]:
    return {kind.code}.union(*(_codes(lesser) for lesser in kind.__subclasses__()))


CODES = _codes(UnreadableFile)


def add_all(service: Service, files: Iterable[IncomingFile]) -> list[tuple[str, list[FileOutcome]]]:
    """Add the files in one go and say what became of each."""
    outcomes: list[tuple[str, list[FileOutcome]]] = []
    jobs = []
    for file in files:
        of_file: list[FileOutcome] = []
        outcomes.append((file.name, of_file))
        jobs += service.add_files([file], of_file.append)
    wait_for(jobs)
    assert wait_until_idle(service).state is WorkerState.IDLE
    assert service.progress().problem is None
    return outcomes


def assert_told(outcomes: Iterable[tuple[str, list[FileOutcome]]]) -> None:
    """Every file is ready or rejected with a reason that can be put into words."""
    for name, of_file in outcomes:
        assert of_file, f"nothing became of {name!a}"
        for outcome in of_file:
            assert outcome.file
            assert outcome.file.isprintable()
            if outcome.status is not FileStatus.REJECTED:
                assert outcome.transcript_id
                assert outcome.segments > 0
                continue
            assert outcome.problem
            assert outcome.problem.code in CODES, (name, outcome)
            assert f"problem_{outcome.problem.code}" in keys()
            assert all(describe_problem(outcome.problem, language) for language in LANGUAGES)


def neighbour(subject: str) -> IncomingFile:
    """A clean file about something that no other speaks of."""
    return text_file(
        f"сосед {subject}.txt", f"Ольга: Расскажи, зачем нам {subject}?\nПавел: {subject.title()} я куплю в субботу.\n"
    )


def test_bad_files_take_nothing_with_them(service: Service, elsewhere: Callable[[], list[str]]) -> None:
    files = [IncomingFile(m.name, m.data) for m in mutants(seeds(), range(0, MUTANTS, EVERY_MUTANT), SEED)]
    light = [file for file in bad_files() if not file.is_heavy and len(file.data) < 30_000]
    files += [IncomingFile(file.name, file.data) for file in light[::EVERY_BAD_FILE]]
    files.sort(key=lambda file: checksum_of(file.read()))
    subjects = SUBJECTS[: len(files) // EVERY_NEIGHBOUR + 2]
    for number, subject in enumerate(subjects[:-1]):
        files.insert(number * (EVERY_NEIGHBOUR + 1), neighbour(subject))
    files.append(neighbour(subjects[-1]))
    outcomes = add_all(service, files)
    assert len(outcomes) == len(files)
    assert_told(outcomes)
    assert elsewhere() == []
    for subject in subjects:
        found = service.search(f"Зачем нужен {subject}?")
        assert found.quotes[0].file_name == f"сосед {subject}.txt"
        assert subject in found.quotes[0].text.lower()
    ready = {outcome.transcript_id for _, of_file in outcomes for outcome in of_file if outcome.transcript_id}
    assert {transcript.id for transcript in service.transcripts()} == ready
    assert all(transcript.state == "ready" for transcript in service.transcripts())


def test_any_file_name_is_taken_shown_and_never_used_as_a_path(
    service: Service, elsewhere: Callable[[], list[str]]
) -> None:
    named = named_files()
    outcomes = add_all(service, [IncomingFile(name, data) for name, data in named.items()])
    assert_told(outcomes)
    assert elsewhere() == []
    assert all(len(of_file) == 1 and of_file[0].status is FileStatus.READY for _, of_file in outcomes)
    shown = {transcript.id: transcript.file_name for transcript in service.transcripts()}
    assert len(shown) == len(named)
    for name in shown.values():
        assert 0 < len(name) <= 200
        assert "/" not in name
        assert "\\" not in name
        name.encode()
    for name, [outcome] in outcomes:
        assert service.original(outcome.transcript_id or 0) == named[name]
    for letters in (
        "Лена — вторая сессия.txt",
        "Алексеи\u0306.txt",
        "Алексей.txt",
        "王芳 第三次.txt",
        "e\u0301.txt",
        "\u00e9.txt",
    ):
        assert letters in shown.values()


def test_paths_of_an_archive_lead_nowhere(service: Service, elsewhere: Callable[[], list[str]], tmp_path: Path) -> None:
    targets = [
        f"{tmp_path}/escape.txt",
        "../../escape.txt",
        "..\\..\\escape.txt",
        "../library/originals/escape.txt",
        "\n../escape.txt",
    ]
    members: Mapping[str, str | bytes] = {name: f"{plain(ENGLISH)}Ben Ode: {n}\n" for n, name in enumerate(targets)}
    [(_, outcomes)] = add_all(service, [IncomingFile("../archive.zip", zipped(members))])
    assert [outcome.status for outcome in outcomes] == [FileStatus.READY] * len(targets)
    assert elsewhere() == []
    assert not list(tmp_path.rglob("*escape*"))


def test_two_files_of_one_name_are_two_transcripts(service: Service) -> None:
    outcomes = add_all(
        service, [text_file("сессия.txt", "Анна: Первая.\n"), text_file("сессия.txt", "Анна: Вторая.\n")]
    )
    assert [of_file[0].status for _, of_file in outcomes] == [FileStatus.READY] * 2
    assert sorted(service.source(transcript.id) for transcript in service.transcripts()) == [
        "Анна: Вторая.\n",
        "Анна: Первая.\n",
    ]


def test_one_file_under_two_names_is_one_transcript(service: Service) -> None:
    outcomes = add_all(service, [text_file("одна.txt", "Анна: Да.\n"), text_file("другая.srt", "Анна: Да.\n")])
    assert [of_file[0].status for _, of_file in outcomes] == [FileStatus.READY, FileStatus.KNOWN]
    assert outcomes[0][1][0].transcript_id == outcomes[1][1][0].transcript_id


def test_a_file_that_changes_while_it_is_read_is_read_again(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "пишется.txt"
    path.write_text("Анна: Начало разговора.\n", encoding="utf-8")
    read = IncomingFile.read

    def read_and_change(file: IncomingFile) -> bytes:
        data = read(file)
        path.write_text("Анна: Начало разговора.\nПавел: И его конец.\n", encoding="utf-8")
        return data

    monkeypatch.setattr(IncomingFile, "read", read_and_change)
    [(_, [first])] = add_all(service, [IncomingFile(path.name, path)])
    monkeypatch.setattr(IncomingFile, "read", read)
    [(_, [second])] = add_all(service, [IncomingFile(path.name, path)])
    assert [first.status, second.status] == [FileStatus.READY] * 2
    [transcript] = service.transcripts()
    assert transcript.id == second.transcript_id
    assert "И его конец" in service.source(transcript.id)


def test_a_file_that_vanishes_or_is_none_is_told(service: Service, tmp_path: Path) -> None:
    gone, folder, large = tmp_path / "была.txt", tmp_path / "папка.txt", tmp_path / "велика.txt"
    folder.mkdir()
    with large.open("wb") as file:
        file.truncate(service.settings.max_file_bytes + 1)
    outcomes = add_all(service, [IncomingFile(path.name, path) for path in (gone, folder, large)])
    assert_told(outcomes)
    codes = [of_file[0].problem.code for _, of_file in outcomes if of_file[0].problem]
    assert codes == ["unreadable", "unreadable", "large"]


@pytest.mark.parametrize(
    "members", [{}, {"folder/": b""}, {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x"}], ids=["none", "folder", "hidden"]
)
def test_an_archive_without_files_is_told(service: Service, members: Mapping[str, str | bytes]) -> None:
    assert_told(add_all(service, [IncomingFile("пустой.zip", zipped(members))]))
