"""The table of formats: each entry once, and each with a name of its own."""

from rag.read.reader import FORMATS, SUFFIXES


def test_every_format_has_a_name_of_its_own() -> None:
    entries = (*FORMATS.documents, *FORMATS.records, *FORMATS.tables, *FORMATS.texts)
    names = [entry.name for entry in entries]
    assert len(names) == len(set(names))
    assert {"docx", "odt", "rtf", "pdf", "html", "whisper-json", "telegram-json", "whisper-tsv", "vtt", "srt"} <= set(
        names
    )


def test_suffixes_are_small_letters_and_named_once() -> None:
    assert len(SUFFIXES) == len(set(SUFFIXES))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)
