"""SubStation captions: the order of the fields, the actor as the speaker, override tags, drawings, comments."""

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.body import to_segments
from rag.read.sub_station import is_sub_station, parse_sub_station
from rag.read.text import MAX_SEGMENT_CHARACTERS, readable
from tests.read.examples import read, spoken

HEAD = (
    "[Script Info]\n; сделано программой\nTitle: Разбор резюме\nScriptType: v4.00+\n\n"
    "[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Default,Arial,20\n\n[Events]\n"
)
FORMAT = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"


def _line(text: str, actor: str = "", kind: str = "Dialogue") -> str:
    return f"{kind}: 0,0:00:01.50,0:00:03.00,Default,{actor},0,0,0,,{text}\n"


def _texts(*lines: str) -> list[str]:
    return [segment.text for segment in read(HEAD + FORMAT + "".join(lines), "session.ass").segments]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_dialogue_gives_actor_words_and_times(newline: str) -> None:
    source = HEAD + FORMAT + _line("Привет, как дела?", "Анна  Белова") + _line("Хорошо.", "Борис")
    transcript = read("\ufeff" + source.replace("\n", newline), "session.ass")
    assert (transcript.format, transcript.title) == ("ass", "Разбор резюме")
    assert [(s.speaker, s.text, s.start_time, s.end_time) for s in transcript.segments] == [
        ("Анна Белова", "Привет, как дела?", 1.5, 3.0),
        ("Борис", "Хорошо.", 1.5, 3.0),
    ]


def test_fields_stand_in_the_order_that_the_format_line_gives() -> None:
    source = HEAD + "Format: Start, Actor, End, Text\nDialogue: 0:00:01.00,Анна,1:00:02.25,да, конечно\n"
    (segment,) = read(source, "session.ass").segments
    assert (segment.speaker, segment.text, segment.start_time, segment.end_time) == (
        "Анна",
        "да, конечно",
        1.0,
        3602.25,
    )


def test_fields_without_a_format_line_are_the_usual_ones() -> None:
    assert spoken(read(HEAD + _line("да, нет", "Анна"), "session.ssa")) == [("Анна", "да, нет")]


def test_label_before_the_words_names_the_speaker_where_no_actor_does() -> None:
    source = HEAD + FORMAT + _line("{\\i1}Анна: Как дела?{\\i0}") + _line("Всё ли в силе?")
    source += _line("{\\p1}m 0 0 l 1 1{\\p0}Борис: Да.")
    assert spoken(read(source, "session.ass")) == [
        ("Анна", "Как дела?"),
        ("Анна", "Всё ли в силе?"),
        ("Борис", "Да."),
    ]


def test_marks_of_the_script_are_white_space_and_tags_are_nothing() -> None:
    line = _line("{\\an8\\pos(1,2)}раз\\Nдва\\nтри\\hчетыре {\\k20}при{\\k30}вет {заметка} x < y <i>z</i>")
    assert _texts(line) == ["раз два три четыре привет x < y <i>z</i>"]


def test_comments_and_drawings_are_no_speech() -> None:
    drawing = "{\\an7\\p1}m 0 0 l 100 0 100 100{\\p0}"
    lines = [_line("нет", kind="Comment"), _line(drawing), _line(f"до {drawing}после"), _line("{\\p4}m 0 0 l 1 1")]
    assert _texts(*lines) == ["до", "после"]


def test_line_with_too_few_fields_keeps_its_words() -> None:
    (segment,) = read(HEAD + FORMAT + "Dialogue: одни слова, без полей\n", "session.ass").segments
    assert (segment.text, segment.start_time, segment.speaker) == ("одни слова, без полей", None, None)


@pytest.mark.parametrize("title", ["", "Untitled", "Default Aegisub file"])
def test_title_that_says_nothing_is_none(title: str) -> None:
    source = HEAD.replace("Разбор резюме", title) + FORMAT + _line("да")
    assert read(source, "встреча 3.ass").title == "встреча 3"


@pytest.mark.parametrize("text", [HEAD, "[script info]\n", "!: x\n[Script Info]\n", "[Events]\n" + _line("да")])
def test_script_is_known_by_its_sections(text: str) -> None:
    assert is_sub_station(text)


@pytest.mark.parametrize("text", ["", "Анна: [Script Info]\n", "[Events]\nАнна: да\n", "Dialogue: Анна и Борис\n"])
def test_other_text_is_no_script(text: str) -> None:
    assert not is_sub_station(text)


PARTS = (
    "слово",
    " ",
    ", ",
    "\\N",
    "\\n",
    "\\h",
    "{\\i1}",
    "{\\i0}",
    "{\\p1}",
    "{\\p0}",
    "{",
    "}",
    "\\",
    "Анна: ",
    "你好。",
)


@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=60).map("".join), max_size=5))
@settings(derandomize=True, deadline=None)
def test_every_segment_is_an_exact_place(texts: list[str]) -> None:
    source = HEAD + FORMAT + "".join(_line(text) for text in texts)
    position = 0
    for segment in to_segments(source, parse_sub_station(source)):
        assert position <= segment.start < segment.end <= len(source)
        assert len(segment.text) <= MAX_SEGMENT_CHARACTERS
        shown = readable(source[segment.start : segment.end], has_caption_markup=False, has_script_markup=True)
        assert shown == segment.text == " ".join(segment.text.split()) != ""
        position = segment.end


WORDS = st.lists(st.sampled_from(["привет", "hello,", "你好。", "план", "42%"]), min_size=1, max_size=6).map(" ".join)


@given(
    lines=st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["", "Анна", "Ode"])), min_size=1)
)
@settings(derandomize=True, deadline=None)
def test_clean_files_read_as_pysubs2_reads_them(lines: list[tuple[list[str], str]]) -> None:
    source = HEAD + FORMAT + "".join(_line("\\N".join(texts), actor) for texts, actor in lines)
    expected = [
        (" ".join(event.plaintext.split()), event.name or None, event.start / 1000, event.end / 1000)
        for event in pysubs2.SSAFile.from_string(source, format_="ass")
    ]
    segments = to_segments(source, parse_sub_station(source))
    assert [(s.text, s.speaker, s.start_time, s.end_time) for s in segments] == expected
    assert len(expected) == len(lines)
