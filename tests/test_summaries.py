"""Summaries: written in the background from all lines, kept, stopped, written anew, never of what is gone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.config import Settings
from rag.progress import Stage
from rag.service import Service
from tests.conftest import text_file, wait_for, wait_until
from tests.stand_in import MODEL, Behaviour, serve

Open = Callable[[Settings], Service]

TALK = "Олег: Привет.\nЛена: Я прочитала главу.\nОлег: Пришлю тебе список до среды.\nЛена: Спасибо.\n"
REPLY = "- Лена прочитала главу [2]\n- Олег пришлёт список [3]\n"
SLOW = Behaviour(reply="слово " * 300, seconds_between_words=0.02)


def filled(service: Service) -> Service:
    wait_for(service.add_files([text_file("Лена 1.txt", TALK)]))
    return service


def test_statements_cite_lines_of_the_session(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply=REPLY)) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        assert job.wait(30)
    assert (job.is_running, job.problem) == (False, None)
    kept = service.summaries.find(1, "ru")
    assert kept is not None
    assert [(statement.text, statement.citations) for statement in kept.answer.statements] == [
        ("Лена прочитала главу", (2,)), ("Олег пришлёт список", (3,)),
    ]  # fmt: skip
    assert (kept.answer.model, kept.answer.is_unfinished) == (MODEL, False)
    assert service.summaries.find(1, "en") is None
    assert service.summaries.job(1) is job


def test_summary_is_there_after_a_restart(open_service: Open, settings: Settings) -> None:
    with serve(Behaviour(reply=REPLY)) as address:
        first = filled(open_service(replace(settings, ollama_host=address)))
        assert first.summaries.begin(1, "ru").wait(30)
        first.close()
    second = open_service(settings)
    assert second.summaries.find(1, "ru") is not None
    assert second.summaries.job(1) is None


def test_progress_is_told_and_the_work_can_be_stopped(open_service: Open, settings: Settings) -> None:
    behaviour = replace(SLOW)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        assert service.summaries.begin(1, "ru") is job
        assert service.summaries.is_at_work()
        wait_until(lambda: behaviour.words_sent > 2)
        assert job.progress is not None
        assert (job.progress.stage, job.progress.parts) == (Stage.READING, 4)
        job.stop()
        assert job.wait(5)
    assert job.problem is None
    assert not service.summaries.is_at_work()
    assert service.summaries.find(1, "ru") is None


def test_summary_written_anew_takes_the_place_of_the_one_before(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour(reply=REPLY)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        assert service.summaries.begin(1, "ru").wait(30)
        behaviour.reply = "- Олег поздоровался [1]\n"
        assert service.summaries.begin(1, "ru").wait(30)
        kept = service.summaries.find(1, "ru")
        assert kept is not None
        assert kept.answer.statements[0].text == "Олег поздоровался"


def test_part_of_a_summary_is_kept_but_not_in_place_of_a_whole_one(open_service: Open, settings: Settings) -> None:
    behaviour = Behaviour(reply=REPLY, error_after_words=6)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        assert job.wait(30)
        part = service.summaries.find(1, "ru")
        assert part is not None
        assert part.answer.is_unfinished
        assert job.problem is not None
        behaviour.error_after_words = None
        assert service.summaries.begin(1, "ru").wait(30)
        whole = service.summaries.find(1, "ru")
        behaviour.error_after_words = 6
        assert service.summaries.begin(1, "ru").wait(30)
        assert service.summaries.find(1, "ru") == whole
    assert whole is not None
    assert not whole.answer.is_unfinished


@pytest.mark.parametrize(("reply", "code"), [("", "model_silent"), ("Ответа в строках нет.", "model_silent")])
def test_model_that_has_nothing_to_say_is_told(open_service: Open, settings: Settings, reply: str, code: str) -> None:
    with serve(Behaviour(reply=reply)) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        assert job.wait(30)
    assert job.problem is not None
    assert job.problem.code == code


def test_without_a_model_server_the_job_says_why(service: Service) -> None:
    job = filled(service).summaries.begin(1, "ru")
    assert job.wait(30)
    assert job.problem is not None
    assert job.problem.code == "model_down"


def test_summary_of_a_transcript_that_is_gone_is_told(service: Service) -> None:
    job = service.summaries.begin(77, "ru")
    assert job.wait(30)
    assert job.problem is not None
    assert job.problem.code == "missing"


def test_nothing_is_kept_of_a_transcript_deleted_meanwhile(open_service: Open, settings: Settings) -> None:
    many = "".join(f"- Лена прочитала главу {number} о свете {number * number} [2]\n" for number in range(60))
    behaviour = Behaviour(reply=many, seconds_between_words=0.05)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        wait_until(lambda: behaviour.words_sent > 8)
        service.delete_transcripts([1])
        assert job.wait(5)
    assert service.summaries.find(1, "ru") is None


def test_closing_the_library_ends_the_work(open_service: Open, settings: Settings) -> None:
    behaviour = replace(SLOW)
    with serve(behaviour) as address:
        service = filled(open_service(replace(settings, ollama_host=address)))
        job = service.summaries.begin(1, "ru")
        wait_until(lambda: behaviour.words_sent > 2)
        service.close()
        assert not job.is_running
