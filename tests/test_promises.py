"""The promises of a library: whose they are, in which session, and how they follow what becomes of the transcripts."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.errors import TranscriptMissing
from rag.promises import Promise, Promises, Side
from rag.service import IncomingFile, Service
from tests.conftest import text_file, wait_for, wait_until, wait_until_idle
from tests.stand_in import MODEL, Behaviour, serve

Open = Callable[[Settings], Service]

FIRST = "Дата: 3 февраля 2025\n\nОлег: Привет.\nЛена: Я прочитала главу.\nОлег: Пришлю тебе список до среды.\n"
SECOND = "Дата: 10 февраля 2025\n\nОлег: Пришли мне черновик к пятнице.\nЛена Кравцова: Хорошо.\nОлег: Спасибо.\n"
NOBODY = "Всем привет, начали запись.\nПришлю таблицу до понедельника.\nСпасибо, до встречи.\n"
LABELS = "SPEAKER_00: Начнём.\nSPEAKER_01: Скину вам раскадровку завтра.\n"


@pytest.fixture
def library(service: Service) -> Service:
    return filled(service)


def filled(service: Service) -> Service:
    files = {"Лена 1.txt": FIRST, "Лена 2.txt": SECOND, "без имён.txt": NOBODY, "метки.txt": LABELS}
    wait_for(service.add_files([text_file(name, text) for name, text in files.items()]))
    service.people.set_owner("Олег")
    return scanned(service)


def scanned(service: Service) -> Service:
    wait_until(lambda: service.promises.unscanned() == 0)
    return service


def told(service: Service, promises: list[Promise]) -> list[tuple[Side, str | None, str]]:
    return [(promise.side, promise.speaker, service.promises.quote(promise).text) for promise in promises]


def find(service: Service, words: str) -> Promise:
    return next(promise for promise in service.promises.all() if words in service.promises.quote(promise).text)


def number_of(service: Service, file_name: str) -> int:
    return next(item.id for item in service.transcripts() if item.file_name == file_name)


def test_promises_are_found_without_a_model_and_told_by_who_made_them(library: Service) -> None:
    assert told(library, library.promises.all("Лена Кравцова")) == [
        (Side.THEIRS, "Лена Кравцова", "Пришли мне черновик к пятнице.\nХорошо."),
        (Side.MINE, "Олег", "Пришлю тебе список до среды."),
    ]
    assert {(side, text) for side, _, text in told(library, library.promises.all()) if side is Side.UNKNOWN} == {
        (Side.UNKNOWN, "Пришлю таблицу до понедельника."), (Side.UNKNOWN, "Скину вам раскадровку завтра."),
    }  # fmt: skip


def test_promise_knows_its_session(library: Service) -> None:
    promise = find(library, "список до среды")
    assert (promise.person, promise.number, promise.wording) == ("Лена Кравцова", 1, None)
    quote = library.promises.quote(promise)
    assert (quote.first, quote.last, quote.session) == (promise.first, promise.last, 1)
    assert library.source(quote.transcript_id)[quote.start : quote.end] == quote.text
    assert library.promises.people() == ["Лена Кравцова"]


def test_another_owner_turns_the_sides_round(library: Service) -> None:
    library.people.set_owner("Лена Кравцова")
    assert [promise.side for promise in library.promises.all("Олег")] == [Side.MINE, Side.THEIRS]


def test_ticks_survive_a_restart(open_service: Open, settings: Settings) -> None:
    first = filled(open_service(settings))
    first.promises.set_done(find(first, "список").id, is_done=True)
    first.promises.set_dismissed(find(first, "таблицу").id, is_dismissed=True)
    first.close()
    second = scanned(open_service(settings))
    assert find(second, "список").done_at is not None
    assert find(second, "таблицу").is_dismissed


def test_promises_of_a_new_transcript_come_by_themselves(library: Service) -> None:
    wait_for(library.add_files([text_file("Лена 3.txt", "Олег: Что дальше?\nЛена: Сниму второй ролик к апрелю.\n")]))
    scanned(library)
    assert find(library, "второй ролик").speaker == "Лена Кравцова"


def test_promises_of_a_deleted_transcript_go(library: Service) -> None:
    library.delete_transcripts([number_of(library, "Лена 1.txt")])
    assert len(library.promises.all("Лена Кравцова")) == 1


def test_newer_version_keeps_the_ticks_of_its_words(library: Service) -> None:
    library.promises.set_done(find(library, "список").id, is_done=True)
    newer = FIRST.replace("Олег: Привет.", "Олег: Привет, Лена!\nОлег: Скину тебе адрес завтра.")
    old = number_of(library, "Лена 1.txt")
    wait_for(library.add_files([IncomingFile("Лена 1.txt", newer.encode(), replaces=old)]))
    wait_until_idle(library)
    scanned(library)
    assert find(library, "список").done_at is not None
    assert find(library, "адрес").done_at is None
    assert old not in {promise.transcript.id for promise in library.promises.all()}


def test_renamed_speaker_is_told_by_the_new_name(library: Service) -> None:
    number = number_of(library, "метки.txt")
    library.editor.rename_speaker(number, "SPEAKER_01", "Марк", everywhere=False)
    promise = find(library, "раскадровку")
    assert (promise.side, promise.speaker) == (Side.THEIRS, "Марк")


def test_model_puts_promises_into_words_and_finds_more(open_service: Open, settings: Settings) -> None:
    reply = "- Олег пришлёт список до среды [3]\n- Лена прочитает главу [2]\n"
    with serve(Behaviour(reply=reply)) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        assert service.promises.unread("Лена Кравцова") == 2
        service.promises.read("ru", "Лена Кравцова")
        wait_until(lambda: not service.promises.reading().is_running)
    assert service.promises.unread("Лена Кравцова") == 0
    assert service.promises.unread() == 2
    assert service.promises.models() == [MODEL]
    assert find(service, "список").wording == "Олег пришлёт список до среды"
    assert find(service, "главу").wording == "Лена прочитает главу"
    assert find(service, "черновик").wording == "Лена прочитает главу"  # it cites the line that agrees there
    assert find(service, "таблицу").wording is None


def test_sessions_that_were_read_are_read_anew_when_none_is_left(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour(reply="- Олег пришлёт список [3]\n")
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        for wording in ("Олег пришлёт список", "Список пришлёт Олег"):
            behaviour.reply = f"- {wording} [3]\n"
            service.promises.read("ru", "Лена Кравцова")
            wait_until(lambda: not service.promises.reading().is_running)
            assert find(service, "список").wording == wording


def test_model_is_not_asked_while_a_question_is_answered(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour(reply="слово [1] " * 300, seconds_between_words=0.02)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.chats.ask("Когда пришлют список?")
        wait_until(lambda: behaviour.words_sent > 2)
        service.promises.read("ru")
        wait_until(lambda: service.promises.reading().is_waiting)
        assert len([request for request in behaviour.requests if request["path"] == "/api/chat"]) == 1
        job.stop()
        assert job.wait(30)
        behaviour.reply, behaviour.seconds_between_words = "- Олег пришлёт список [3]\n", 0.0
        wait_until(lambda: not service.promises.reading().is_running)
    assert service.promises.unread() == 0


def test_without_a_model_server_the_reading_says_why_and_the_list_stays(library: Service) -> None:
    before = library.promises.all()
    library.promises.read("ru")
    wait_until(lambda: not library.promises.reading().is_running)
    problem = library.promises.reading().problem
    assert problem is not None
    assert problem.code == "model_down"
    assert library.promises.all() == before


def test_reading_by_itself_is_off_until_the_user_wants_it(library: Service) -> None:
    assert not library.promises.is_automatic
    library.promises.set_automatic("ru")
    assert library.promises.is_automatic
    library.promises.set_automatic(None)
    assert not library.promises.is_automatic


def test_closing_the_library_ends_the_reading(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour(reply="слово " * 500, seconds_between_words=0.02)
    with serve(behaviour) as address:
        others = set(threading.enumerate())
        service = filled(open_service(replace(settings, ollama_host=address)))
        service.promises.read("ru")
        wait_until(lambda: behaviour.words_sent > 2)
        service.close()
        assert not [thread for thread in threading.enumerate() if thread.name == "promises" and thread not in others]


def test_promise_whose_lines_are_gone_is_told_as_gone(library: Service) -> None:
    promise = find(library, "список")
    with library._database.transaction() as connection:
        connection.execute("DELETE FROM segments WHERE transcript_id = ?", (promise.transcript.id,))
    with pytest.raises(TranscriptMissing):
        library.promises.quote(promise)


def test_list_is_written_out_with_ticks_without_what_was_deleted_meanwhile(library: Service) -> None:
    library.promises.set_done(find(library, "список").id, is_done=True)
    listed = library.promises.all("Лена Кравцова")
    headings = {promise.transcript.id: f"Сессия {promise.number}" for promise in listed}

    def written() -> str:
        return library.promises.as_markdown(listed, "Обещания", "Все", headings, lambda quote: quote.file_name)

    first = "## Сессия 1\n\n- [x] Лена 1\\.txt\n  \n  > **Олег:** Пришлю тебе список до среды.\n"
    assert written().startswith("# Обещания\n\nВсе\n\n## Сессия 2\n\n- [ ] Лена 2\\.txt\n")
    assert written().endswith(first)
    library.delete_transcripts([number_of(library, "Лена 2.txt")])
    assert written() == f"# Обещания\n\nВсе\n\n{first}"


def test_promises_of_a_long_session_are_all_listed(service: Service) -> None:
    lines = ["Олег: Пришлю тебе список до среды.", "Лена: Я прочитала главу про свет и про звук."] * 5
    text = "\n".join(f"{line} Это строка {number}." for number, line in enumerate(lines * 100))
    wait_for(service.add_files([text_file("Лена 1.txt", text)]))
    scanned(service)
    promises: Promises = service.promises
    assert len(promises.all()) == 500
