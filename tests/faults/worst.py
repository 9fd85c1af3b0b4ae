"""The inputs that every family of expressions likes least: one piece repeated over megabytes."""

from collections.abc import Mapping

from tests.faults.bad import Bad, bad, heavy

LIGHT_BYTES, HEAVY_BYTES = 60_000, 8_000_000
_ANY = "ready heavy nothing broken empty encoding binary record archive format"

PIECES: Mapping[str, tuple[str, str]] = {
    "colons.txt": ("", ":"), "wide colons.txt": ("", "："), "brackets.txt": ("", "["), "pairs.txt": ("", "[]"), "round.txt": ("", "("),
    "braces.txt": ("", "{x"), "smaller.txt": ("a", "<"), "larger.txt": ("", ">"), "stars.txt": ("", "*"), "hashes.txt": ("", "# "), "dashes.txt": ("", "- "),
    "spaces.txt": ("a", " "), "tabs.txt": ("a", "\t"), "line ends.txt": ("a", "\n"), "returns.txt": ("a", "\r"), "mixed ends.txt": ("a", "\n\r"),
    "form feeds.txt": ("a", "\x0c\x1c\u2028"), "one line.txt": ("", "слово "), "one word.txt": ("", "д"), "one digit.txt": ("", "9"), "chinese.txt": ("", "你"),
    "points.txt": ("", ". "), "commas.txt": ("", ","), "quotation marks.txt": ("", '"'), "backslashes.txt": ("", "\\"), "underscores.txt": ("", "_"),
    "marks.txt": ("a", "\ufeff"), "no width.txt": ("a", "\u200b"), "capitals.txt": ("", "Аа "), "names.txt": ("", "Анна Б "), "labels.txt": ("", "Аа: "),
    "labels in lines.txt": ("", "Анна: да\n"), "empty labels.txt": ("", "Анна:\n"), "names in lines.txt": ("", "Анна Бунина\n"), "all others.txt": ("", "A" * 59 + ": b\n"),
    "times.txt": ("", "00:00 "), "times in lines.txt": ("", "00:00:01\n"), "bracketed times.txt": ("", "[00:01] "), "times and names.txt": ("", "00:01 Анна\nда\n\n"),
    "times in words.txt": ("", "1 minute "), "ranges.txt": ("", "00:01 - "), "arrows.srt": ("", "-->"), "arrows in lines.srt": ("", "00:00:01,000 --> 00:00:02,000\n"),
    "half arrows.srt": ("", "00:00:01,000 -->\n"), "digits and arrows.srt": ("", "1 --> "), "numbers.srt": ("1\n00:00:01,000 --> 00:00:02,000\n", "1\n"),
    "cues.srt": ("", "1\n00:00:01,000 --> 00:00:02,000\nАнна: да\n\n"), "rolling.vtt": ("WEBVTT\n\n", "00:01.000 --> 00:02.000\nда нет\nда нет\n\n"), "same cues.vtt": ("WEBVTT\n\n", "00:01.000 --> 00:02.000\nда\n\n"),
    "settings.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000", " align:start"), "voices.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v A>"), "open voices.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v "),
    "tags.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<b>a</b>"), "open tags.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<b"), "notes.vtt": ("WEBVTT\n\n", "NOTE\n\n"),
    "classes.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.", "a."), "lines of a cue.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "Анна: да\n"), "sounds.vtt": ("WEBVTT\n\n", "00:01.000 --> 00:02.000\n[♪ \n\n"),
    "notes of music.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "♪ "), "styles.vtt": ("WEBVTT\n\nSTYLE\n", "::cue {}\n"), "commas.sbv": ("", "0:00:01.000,"), "cues.sbv": ("", "0:00:01.000,0:00:02.000\nда\n\n"),
    "remarks.ass": ("", ";"), "remarks in lines.ass": ("", "; \n"), "overrides.ass": ("[Script Info]\n[Events]\nDialogue: 0,0,0,,,0,0,0,,", "{"), "drawings.ass": ("[Script Info]\n[Events]\nDialogue: 0,0,0,,,0,0,0,,", "{\\p1}a{\\p0}"),
    "fields.ass": ("[Script Info]\n[Events]\nFormat: ", "a,"), "dialogue.ass": ("[Script Info]\n[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,Default,Анна,0,0,0,,да\n"), "sections.ass": ("[Script Info]\n", "[Events]\n"),
    "zoom chat.txt": ("", "00:00:01\t From A to B:\tда\n"), "open zoom chat.txt": ("", "00:00:01 From "), "whatsapp.txt": ("", "14.10.25, 18:00 - А: да\n"), "open whatsapp.txt": ("", "14.10.25, 18:00 - "),
    "notices.txt": ("14.10.25, 18:00 - А: да\n", "14.10.25, 18:00 - " + "а" * 400 + "\n"), "telegram.txt": ("", "А, [14.10.2025 18:00]\nда\n\n"), "open telegram.txt": ("", "А, ["), "reactions.txt": ("00:00:01\t From A to B:\t", "Reacted to "),
    "marks of order.txt": ("", "\u200e\u202a"), "otter.txt": ("", "Анна Бунина  0:01\nда\n\n"), "pictures.txt": ("", "![a]("), "headings.md": ("", "## Анна\n\nда\n\n"), "rules.md": ("", "---\n"), "quotes.md": ("", "> > "),
    "dates.txt": ("Дата: ", "14.10.2025 "), "days.txt": ("", "14 октября "), "title.txt": ("# ", "Анна Бунина "), "fields.txt": ("", "Дата: 14.10.2025\n"), "people.txt": ("Участники: ", "Анна, "),
    "parts.txt": ("Участники: ", "(А "), "sentence ends.txt": ("Анна: ", "да! "), "clauses.txt": ("Анна: ", "да,"), "no ends.txt": ("Анна: ", "да"), "emoji.txt": ("Анна: ", "👩🏽‍💻"), "accents.txt": ("Анна: а", "\u0301"),
    "list.json": ("[", "["), "records.json": ("[", '{"speaker":"А","text":"да","start":1},'), "texts.json": ('["', "a"), "open.json": ("", '{"a":'), "cells.csv": ("speaker,text\n", '"А","да"\n'), "columns.csv": ("", "text,"),
    "open cells.csv": ('speaker,text\n"', '""'), "seconds.csv": ("", "да,0.1,0.2\n"), "tabs.tsv": ("start\tend\ttext\n", "1\t2\tда\n"), "page.html": ("<html><body>", "<p>"), "open.html": ("<html><body>", "<a "),
    "before.html": ("", "<!-- -->"), "instructions.html": ("", "<?a>"), "letters.rtf": ("{\\rtf1 ", "\\'e0"), "groups.rtf": ("{\\rtf1 ", "{}"), "fonts.rtf": ("{\\rtf1{\\fonttbl", "\\f0 a"), "hidden.rtf": ("{\\rtf1 ", "\\v "),
    "titles.rtf": ("{\\rtf1 ", "{\\title "), "titles of one.rtf": ("{\\rtf1 {\\title ", "a"), "kinds.pdf": ("%PDF-1.7\n", "1 0 obj "), "references.pdf": ("%PDF-1.7\n1 0 obj ", "1 0 R "),
}  # fmt: skip


def made(name: str, size: int) -> bytes:
    """The file of so many bytes."""
    head, piece = PIECES[name]
    return (head + piece * (size // len(piece.encode()))).encode()


def files() -> list[Bad]:
    """All of them, small and large."""
    light = bad("worst", _ANY, {name: made(name, LIGHT_BYTES) for name in PIECES})
    return [*light, *heavy("worst of megabytes", _ANY, {f"much of {name}": _later(name) for name in PIECES})]


def _later(name: str):  # type: ignore[no-untyped-def]
    return lambda: made(name, HEAVY_BYTES)
