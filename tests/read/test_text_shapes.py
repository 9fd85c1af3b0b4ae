"""Which shape a text is taken for, whatever the file is called, and that the quick looks are quick."""

import time

import pytest

from rag.read.body import to_segments
from rag.read.text_shapes import TEXT_SHAPES
from tests.read.examples import read

SAMPLES = {
    "vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Анна>да</v>\n",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\nАнна: да\n",
    "sbv": "0:00:01.000,0:00:02.000\nАнна: да\n",
    "ass": "[Script Info]\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Анна,0,0,0,,да\n",
    "zoom-chat": "00:00:01\tАнна:\tда\n",
    "whatsapp": "12.10.24, 18:03 - Анна: да\n",
    "telegram-text": "Анна, [12.10.2024 18:03]\nда\n",
    "blocks": "Анна  0:01\nда\n\nБорис  0:05\nнет\n",
}
DIALOGUES = (
    "Анна: да\nБорис: нет\n",
    "[00:01:20] Анна: да\n[00:01:25] Борис: нет\n",
    "# Разбор\n\nДата: 12.10.2024\n\n**Анна:** да\n\n**Борис:** 12.10.24, 18:03 - это время\n",
    "Встретились 12.10.2024, в 18:03, и говорили о WEBVTT.\n",
    "[00:00 --> 00:05] да\n[00:05 --> 00:07] нет\n",
)
LONG = 200_000
PARTS = (
    "a", "1", ":", "1:", " ", "\t", "\n", "\r", "[", "<", "<v ", "{", "{\\p1", "00:00:01", "00:00:01 From a to ",
    "Анна ", "Анна 0:01 ", "12.10.24, 18:03 - ", "A, [", "1 -->", "Dialogue: ", "♪", "> ", "\ufeff", "\u200e",
    "1 minute ", "- Transcript",
)  # fmt: skip


def test_names_of_the_shapes_stand_in_their_order() -> None:
    assert [shape.name for shape in TEXT_SHAPES] == list(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("file_name", ["a.txt", "a.md", "a.srt", "a.vtt", "a.ass"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_shape_is_known_by_its_content(name: str, file_name: str, mark: str) -> None:
    transcript = read(mark + SAMPLES[name], file_name)
    assert (transcript.format, transcript.segments[0].text, transcript.segments[0].speaker) == (name, "да", "Анна")


@pytest.mark.parametrize("text", ["", *DIALOGUES])
def test_dialogue_and_prose_are_of_no_shape(text: str) -> None:
    assert [shape.name for shape in TEXT_SHAPES if shape.recognises(text)] == []


@pytest.mark.parametrize("file_name", ["a.txt", "a.srt", "a.vtt", "a.ass"])
def test_dialogue_is_read_as_one_whatever_the_file_is_called(file_name: str) -> None:
    transcript = read(DIALOGUES[0], file_name)
    assert (transcript.format, transcript.people) == ("txt", ("Борис", "Анна"))


@pytest.mark.parametrize("part", PARTS)
def test_no_text_takes_long(part: str) -> None:
    text = part * (LONG // len(part))
    for shape in TEXT_SHAPES:
        began = time.perf_counter()
        shape.recognises(text)
        shape.parse(text)
        assert time.perf_counter() - began < 30, shape.name


@pytest.mark.parametrize("shape", TEXT_SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("text", ["", " \n", "Анна: да\n", *SAMPLES.values()])
def test_every_parser_reads_every_text(shape: object, text: str) -> None:
    found = next(one for one in TEXT_SHAPES if one is shape)
    for segment in to_segments(text, found.parse(text)):
        assert segment.text
