"""Transcripts for the tests of this folder, added to a catalogue as the worker does it."""

import hashlib
from datetime import date

from rag.library.catalogue import Catalogue
from rag.read.reader import read_transcript
from rag.types import Transcript

TODAY = date(2025, 6, 1)
SHORT = "Вера: Пришлю чек-лист к пятнице.\nТимур: Спасибо, буду ждать.\n"
OTHER = "Vera: Please call the landlord tomorrow.\nGrace: I will do it before noon.\n"


def long_text(lines: int, topic: str = "отчёт") -> str:
    """A conversation of two people with lines that differ."""
    return "".join(
        f"{('Вера', 'Тимур')[number % 2]}: Строка номер {number}, обсуждаем {topic} и план на неделю {number + 1}.\n"
        for number in range(lines)
    )


def stored(catalogue: Catalogue, text: str, file_name: str = "a.txt") -> Transcript:
    data = text.encode()
    parsed = read_transcript(data, file_name, today=TODAY, max_bytes=2**20)
    return catalogue.add(hashlib.sha256(data).hexdigest(), parsed)
