"""What a model's statements become: promises by line, each spoken as one can be; and when the model reads at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from rag.config import Settings
from rag.languages import Language
from rag.library.catalogue import Catalogue
from rag.library.database import Database
from rag.library.promises import FoundPromise, KeptPromises
from rag.people import People
from rag.promise_reader import PromiseReader, newest_first, promises_in
from rag.types import Segment, Statement, Transcript
from tests.answer.examples import writer
from tests.conftest import wait_until
from tests.library.examples import PARSED, transcript
from tests.stand_in import MODEL, Behaviour, Body, Wire, event, serve

SEGMENTS = (
    Segment(1, 0, 9, "Пришлёшь мне план до среды?", "Анна"),
    Segment(2, 0, 9, "Хорошо.", "Вера"),
    Segment(3, 0, 9, "И ссылку я тебе скину.", "Вера"),
    Segment(4, 0, 9, "Спасибо тебе.", "Анна"),
)
REPLY = "- Вера поздоровается [1]\n"


def said(text: str, *citations: int) -> Statement:
    return Statement(text, (), citations)


@pytest.mark.parametrize(
    ("statement", "known", "expected"),
    [
        (said("Скинет ссылку", 3), [], [FoundPromise(3, 3, "Скинет ссылку")]),
        (said("Скинет ссылку", 3), [(3, 3)], [FoundPromise(3, 3, "Скинет ссылку")]),
        (said("Пришлёт план", 1), [(1, 2)], [FoundPromise(1, 2, "Пришлёт план")]),
        (said("Пришлёт план", 1, 2), [], []),
        (said("Пришлёт план", 1, 3), [], [FoundPromise(3, 3, "Пришлёт план")]),
        (said("Спасибо", 4), [], []),
        (said("Выдумка", 70), [], []),
        (said("Без опоры"), [(3, 3)], []),
    ],
)
def test_statement_becomes_the_promise_of_a_line_that_can_promise(
    statement: Statement, known: list[tuple[int, int]], expected: list[FoundPromise]
) -> None:
    assert promises_in([statement], SEGMENTS, known) == expected


def test_statements_about_one_line_are_one_promise() -> None:
    statements = [said("Скинет ссылку", 3), said("Даст адрес", 3), said("Скинет ссылку", 3)]
    assert promises_in(statements, SEGMENTS, []) == [FoundPromise(3, 3, "Скинет ссылку; Даст адрес")]


def test_newest_session_comes_first_and_those_without_a_day_last() -> None:
    items = [transcript(1, day=date(2025, 1, 2)), transcript(2), transcript(3, day=date(2025, 3, 4))]
    assert [item.id for item in newest_first(items)] == [3, 1, 2]


class Library:
    """A catalogue with a reader that asks the model server at `address`, and a user who may be waiting."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.database = Database(folder / "library.sqlite3")
        self.catalogue = Catalogue(self.database)
        self.kept = KeptPromises(self.database)
        self.settings = settings
        self.is_busy = threading.Event()
        self.reader = PromiseReader(
            self.kept, self.catalogue, People(self.catalogue), lambda: writer(self.settings), self.is_busy.is_set
        )

    def add(self, name: str) -> Transcript:
        added = self.catalogue.add(name, replace(PARSED, title=name))
        self.catalogue.mark_ready(added.id)
        return added

    def read_by(self) -> dict[int, str]:
        return self.kept.readings(by_model=True)


@pytest.fixture
def library(tmp_path: Path, settings: Settings) -> Iterator[Library]:
    opened = Library(tmp_path, settings)
    opened.reader.start()
    yield opened
    opened.reader.stop()
    opened.database.close()


@pytest.fixture
def use(library: Library) -> Iterator[Callable[[Behaviour], Behaviour]]:
    """Lets a stand-in with a behaviour be the model server."""
    with ExitStack() as servers:

        def start(behaviour: Behaviour) -> Behaviour:
            library.settings = replace(library.settings, ollama_host=servers.enter_context(serve(behaviour)))
            return behaviour

        yield start


Use = Callable[[Behaviour], Behaviour]


def asked(behaviour: Behaviour) -> int:
    return sum(request["path"] == "/api/chat" for request in behaviour.requests)


def test_every_transcript_is_scanned_by_patterns_once(library: Library) -> None:
    first = library.add("первая")
    wait_until(lambda: library.reader.unscanned() == 0)
    recipe = library.kept.readings(by_model=False)[first.id]
    second = library.add("вторая")
    wait_until(lambda: library.reader.unscanned() == 0)
    assert library.kept.readings(by_model=False) == {first.id: recipe, second.id: recipe}


def test_other_patterns_scan_everything_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add("первая")
    wait_until(lambda: library.reader.unscanned() == 0)
    monkeypatch.setattr("rag.promise_reader._recipe", lambda: "another")
    assert library.reader.unscanned() == 1
    library.add("вторая")
    wait_until(lambda: library.reader.unscanned() == 0)
    assert set(library.kept.readings(by_model=False).values()) == {"another"}


def test_nothing_is_read_by_the_model_unasked(library: Library, use: Use) -> None:
    behaviour = use(Behaviour(reply=REPLY))
    library.add("первая")
    wait_until(lambda: library.reader.unscanned() == 0)
    assert asked(behaviour) == 0
    assert library.reader.automatic is None


def test_sessions_are_read_one_after_the_other(library: Library, use: Use) -> None:
    use(Behaviour(reply=REPLY))
    transcripts = [library.add("первая"), library.add("вторая")]
    library.reader.read(transcripts, "ru")
    assert library.reader.state().is_running
    wait_until(lambda: not library.reader.state().is_running)
    assert library.read_by() == {transcript.id: MODEL for transcript in transcripts}
    assert library.reader.state().problem is None
    assert library.reader.unread(transcripts) == []


def test_new_sessions_are_read_by_themselves_once_the_user_wants_that(library: Library, use: Use) -> None:
    use(Behaviour(reply=REPLY))
    first = library.add("первая")
    library.reader.set_automatic("en")
    assert library.reader.automatic == "en"
    wait_until(lambda: first.id in library.read_by())
    second = library.add("вторая")
    wait_until(lambda: second.id in library.read_by())
    library.reader.set_automatic(None)
    assert library.reader.automatic is None


def test_model_is_left_alone_while_the_user_waits_for_it(library: Library, use: Use) -> None:
    behaviour = use(Behaviour(reply=REPLY))
    library.is_busy.set()
    transcript = library.add("первая")
    library.reader.read([transcript], "ru")
    wait_until(lambda: library.reader.state().is_waiting)
    assert asked(behaviour) == 0
    library.is_busy.clear()
    wait_until(lambda: transcript.id in library.read_by())


def test_reading_makes_way_for_a_question_and_is_done_again(library: Library, use: Use) -> None:
    behaviour = use(Behaviour(reply="слово " * 200, seconds_between_words=0.02))
    transcript = library.add("первая")
    library.reader.read([transcript], "ru")
    wait_until(lambda: behaviour.words_sent > 2)
    library.is_busy.set()
    wait_until(lambda: library.reader.state().is_waiting)
    assert library.read_by() == {}
    behaviour.reply, behaviour.seconds_between_words = REPLY, 0.0
    library.is_busy.clear()
    wait_until(lambda: transcript.id in library.read_by())


def test_reading_can_be_ended_and_does_not_go_on_by_itself(library: Library, use: Use) -> None:
    behaviour = use(Behaviour(reply="слово " * 200, seconds_between_words=0.02))
    library.add("первая")
    library.add("вторая")
    library.reader.set_automatic("ru")
    wait_until(lambda: behaviour.words_sent > 2)
    library.reader.end_reading()
    assert not library.reader.state().is_running
    wait_until(lambda: library.reader._wake.wait(0.01) or library.reader._queue.count == 0)
    before = asked(behaviour)
    threading.Event().wait(1.2)  # more than twice as long as the reader rests
    assert asked(behaviour) == before
    assert library.read_by() == {}


def test_fault_of_the_server_ends_the_reading_and_is_told_once(library: Library) -> None:
    transcripts = [library.add("первая"), library.add("вторая")]
    library.reader.read(transcripts, "ru")
    wait_until(lambda: not library.reader.state().is_running)
    problem = library.reader.state().problem
    assert problem is not None
    assert problem.code == "model_down"
    assert library.read_by() == {}


def test_fault_of_one_session_leaves_the_others(library: Library, use: Use) -> None:
    answers = ["", REPLY]

    def answer(wire: Wire, body: Body) -> None:
        wire.stream()
        wire.chunk(event(body["model"], answers.pop(0)))
        wire.chunk(event(body["model"], "", done=True, done_reason="stop"))
        wire.chunk(b"")

    use(Behaviour(scripts={"/api/chat": answer}))
    first, second = library.add("первая"), library.add("вторая")
    library.reader.read([first, second], "ru")
    wait_until(lambda: not library.reader.state().is_running)
    assert set(library.read_by()) == {second.id}
    problem = library.reader.state().problem
    assert problem is not None
    assert problem.code == "model_silent"


@pytest.fixture
def full_disk(library: Library) -> Callable[[str], None]:
    """Has the disk be full as soon as a reading of a kind, by the model or by patterns, is to be kept."""

    def fill(condition: str) -> None:
        with library.database.transaction() as connection:
            connection.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON promise_readings WHEN {condition} "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )

    return fill


def rest_of_the_reader() -> None:
    """More than twice as long as the reader rests between two looks at what there is to do."""
    threading.Event().wait(1.2)


def ended_with(library: Library, code: str) -> bool:
    reading = library.reader.state()
    return not reading.is_running and reading.problem is not None and reading.problem.code == code


def test_full_disk_ends_the_reading_and_is_told(library: Library, use: Use, full_disk: Callable[[str], None]) -> None:
    behaviour = use(Behaviour(reply=REPLY))
    full_disk("NEW.is_by_model")
    library.reader.read([library.add("первая"), library.add("вторая")], "ru")
    wait_until(lambda: ended_with(library, "disk"), 10)
    rest_of_the_reader()
    assert asked(behaviour) == 1


def test_reading_by_itself_rests_after_a_full_disk(
    library: Library, use: Use, full_disk: Callable[[str], None]
) -> None:
    behaviour = use(Behaviour(reply=REPLY))
    full_disk("NEW.is_by_model")
    library.add("первая")
    library.reader.set_automatic("ru")
    wait_until(lambda: ended_with(library, "disk"), 10)
    rest_of_the_reader()
    assert asked(behaviour) == 1


def test_reading_by_itself_rests_after_a_fault_that_nobody_thought_of(
    library: Library, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviour = use(Behaviour(reply=REPLY))
    monkeypatch.setattr("rag.promise_reader.promises_in", lambda *_: 1 / 0)
    library.add("первая")
    library.reader.set_automatic("ru")
    wait_until(lambda: ended_with(library, "error"), 10)
    rest_of_the_reader()
    assert asked(behaviour) == 1


def test_wanted_reading_is_told_of_a_disk_too_full_for_the_patterns(
    library: Library, use: Use, full_disk: Callable[[str], None]
) -> None:
    use(Behaviour(reply=REPLY))
    full_disk("NOT NEW.is_by_model")
    library.reader.read([library.add("первая")], "ru")
    wait_until(lambda: ended_with(library, "disk"), 10)


def test_fault_does_not_begin_again_what_the_user_has_ended(
    library: Library, use: Use, full_disk: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.promise_reader._RETRY_SECONDS", 0.0)
    behaviour = use(Behaviour(reply=REPLY))
    full_disk("NOT NEW.is_by_model")
    library.add("первая")
    library.reader.set_automatic("ru")
    library.reader.end_reading()
    rest_of_the_reader()
    with library.database.transaction() as connection:
        connection.execute("DROP TRIGGER full_disk")
    wait_until(lambda: library.reader.unscanned() == 0)
    rest_of_the_reader()
    assert asked(behaviour) == 0


@pytest.mark.parametrize("automatic", ["ru", None])
def test_idle_library_is_not_looked_into_again_and_again(
    library: Library, use: Use, automatic: Language | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Behaviour(reply=REPLY))
    first = library.add("первая")
    library.reader.set_automatic("ru")
    wait_until(lambda: first.id in library.read_by() and not library.reader.state().is_running)
    library.reader.set_automatic(automatic)
    rest_of_the_reader()
    with monkeypatch.context() as blind:
        look = Mock(side_effect=AssertionError)
        blind.setattr(library.database, "rows", look)
        blind.setattr(library.database, "row", look)
        rest_of_the_reader()
    look.assert_not_called()


def test_wish_is_followed_at_once_in_an_idle_library(library: Library, use: Use) -> None:
    use(Behaviour(reply=REPLY))
    first = library.add("первая")
    rest_of_the_reader()
    library.reader.set_automatic("ru")
    wait_until(lambda: first.id in library.read_by(), 10)


def test_session_that_could_not_be_read_is_tried_again_once_the_user_has_something_read(
    library: Library, use: Use
) -> None:
    behaviour = use(Behaviour(reply=""))
    first, second = library.add("первая"), library.add("вторая")
    library.reader.set_automatic("ru")
    wait_until(lambda: ended_with(library, "model_silent"))
    rest_of_the_reader()
    behaviour.reply = REPLY
    library.reader.read([first], "ru")
    wait_until(lambda: second.id in library.read_by(), 10)


def test_reader_ends_in_the_middle_of_a_session(library: Library, use: Use) -> None:
    behaviour = use(Behaviour(reply="слово " * 500, seconds_between_words=0.02))
    library.reader.read([library.add("первая")], "ru")
    wait_until(lambda: behaviour.words_sent > 2)
    library.reader.stop()
    assert not library.reader._thread.is_alive()
    assert library.read_by() == {}
