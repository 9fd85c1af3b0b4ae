"""Deleted means gone: a planted word is in no file of the library afterwards, however the bytes are written."""

import gzip
import zlib
from pathlib import Path

import pytest

from rag.config import Settings
from rag.service import IncomingFile, Reason, Service, Span
from tests.conftest import text_file, wait_for, wait_until_idle

CANARY = "Птеродактилёнок"
OTHER = "Анна: Обсудили таблицу с вопросами.\nБорис: Записал.\n"
WITH_CANARY = f"Дата: 01.02.2025\n\nАнна: Наш пароль {CANARY}, запомни.\nБорис: {CANARY}? Да, записал.\n"


def forms(word: str) -> list[bytes]:
    """The word as texts, names and stems could hold it."""
    words = {word, word.lower(), word.upper(), word.lower().replace("ё", "е"), word.lower().replace("ё", "е")[:-3]}
    return [form.encode(encoding) for form in words for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251")]


def holders(folder: Path, word: str) -> list[str]:
    """The files that hold the word in any form, also inside what gzip or zlib wrote."""
    held = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for unpack in (gzip.decompress, zlib.decompress):
                try:
                    data += unpack(data)
                except (OSError, EOFError, zlib.error):
                    continue
            if any(form in data for form in forms(word)):
                held.append(path.name)
    return held


@pytest.fixture
def library(service: Service) -> Service:
    noise = [text_file(f"{number}.txt", OTHER.replace("таблицу", f"таблицу {number}")) for number in range(20)]
    wait_for(service.add_files([*noise, text_file(f"{CANARY}.txt", WITH_CANARY)]))
    return service


def canary_id(service: Service) -> int:
    return next(t.id for t in service.transcripts() if CANARY in t.file_name)


def test_the_search_for_a_planted_word_finds_it_where_it_is(library: Service, settings: Settings) -> None:
    assert {"library.sqlite3"} <= {name.removesuffix("-wal") for name in holders(settings.library, CANARY)}


def test_deleted_word_is_in_no_file_while_the_library_is_open(library: Service, settings: Settings) -> None:
    library.delete_transcripts([canary_id(library)])
    assert holders(settings.library, CANARY) == []


def test_deleted_word_is_in_no_file_after_the_library_is_closed(library: Service, settings: Settings) -> None:
    library.delete_transcripts([canary_id(library)])
    library.close()
    assert holders(settings.library, CANARY) == []


def test_quotes_of_a_deleted_transcript_leave_the_chats_and_others_stay(library: Service, settings: Settings) -> None:
    job = library.chats.ask("Какой пароль надо запомнить, и что с таблицей?")
    assert job.wait(60)
    chat = job.exchange.conversation_id
    gone = canary_id(library)
    before = job.exchange.found
    assert before is not None
    assert gone in {quote.transcript_id for quote in before.quotes}
    library.delete_transcripts([gone])
    (after,) = library.chats.exchanges(chat)
    assert after.found is not None
    assert after.found.quotes == tuple(quote for quote in before.quotes if quote.transcript_id != gone)
    assert (after.answer, after.problem.code if after.problem else "") == (None, "deleted")
    assert holders(settings.library, CANARY) == []


def test_renamed_speakers_and_corrected_titles_go_as_well(library: Service, settings: Settings) -> None:
    gone = canary_id(library)
    library.editor.rename_speaker(gone, "Борис", "Археоптерикс", everywhere=False)
    library.editor.set_title(gone, "Археоптерикс")
    wait_until_idle(library)
    library.delete_transcripts([gone])
    assert holders(settings.library, "Археоптерикс") == []


def test_old_words_of_a_replaced_file_go_once_the_new_ones_are_ready(library: Service, settings: Settings) -> None:
    old = canary_id(library)
    newer = WITH_CANARY.replace(CANARY, "ключ").encode()
    wait_for(library.add_files([IncomingFile("пароль.txt", newer, replaces=old)]))
    wait_until_idle(library)
    assert old not in {transcript.id for transcript in library.transcripts()}
    assert "ключ" in library.search("какой пароль?").quotes[0].text
    library.close()
    assert holders(settings.library, CANARY) == []


def test_names_that_only_the_deleted_transcript_holds_leave_what_was_understood(
    library: Service, settings: Settings
) -> None:
    talk = f"Анна: {CANARY}, что с планом?\n{CANARY} Зимородкова: План готов, пришлю завтра.\n"
    wait_for(library.add_files([text_file("План.txt", talk)]))
    (gone,) = [t.id for t in library.transcripts() if t.file_name == "План.txt"]
    job = library.chats.ask("Что обещала Зимородкова?")
    assert job.wait(60)
    assert job.exchange.found
    assert job.exchange.found.understood.people == (f"{CANARY} Зимородкова",)
    library.delete_transcripts([gone, canary_id(library)])
    assert holders(settings.library, CANARY) == []


def keep_the_canary_as_a_test_question(library: Service) -> int:
    """The transcript whose line is expected by a test question that was checked."""
    job = library.chats.ask("Что надо запомнить?")
    assert job.wait(60)
    line = next(quote for quote in library.quality.find_lines("пароль запомни") if CANARY in quote.text)
    span = Span(line.transcript_id, line.first, line.last)
    library.quality.save_as_wrong(job.exchange.id, [span], Reason.LINE)
    library.quality.run()
    return line.transcript_id


def test_expected_lines_of_a_deleted_transcript_go_with_their_questions(library: Service, settings: Settings) -> None:
    gone = keep_the_canary_as_a_test_question(library)
    library.delete_transcripts([gone])
    assert library.quality.questions() == []
    assert holders(settings.library, CANARY) == []


def test_expected_lines_that_a_newer_version_lacks_go_as_well(library: Service, settings: Settings) -> None:
    old = keep_the_canary_as_a_test_question(library)
    newer = WITH_CANARY.replace(CANARY, "ключ").encode()
    wait_for(library.add_files([IncomingFile("пароль.txt", newer, replaces=old)]))
    (question,) = library.quality.questions()
    assert question.is_lost
    (chat,) = library.chats.all()
    library.chats.delete(chat.id)  # the quotes shown there are of the old version
    library.close()
    assert holders(settings.library, CANARY) == []
