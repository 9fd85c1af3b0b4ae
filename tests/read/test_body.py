"""How the raw lines of a parser become numbered segments."""

from rag.read.body import Body, Header, RawLine, to_segments
from rag.types import Segment


def test_lines_become_segments_numbered_from_one_with_everything_they_carry() -> None:
    source = "Анна:  да,\n нет \nBen: ok"
    body = Body((RawLine(5, 16, "Анна", 1.5, 2.5), RawLine(22, 24, "Ben")))
    assert to_segments(source, body) == (
        Segment(1, 5, 16, "да, нет", "Анна", 1.5, 2.5),
        Segment(2, 22, 24, "ok", "Ben", None, None),
    )


def test_lines_without_text_are_left_out_and_not_numbered() -> None:
    source = "  \nда\n"
    body = Body((RawLine(0, 2), RawLine(3, 5), RawLine(6, 6)))
    assert to_segments(source, body) == (Segment(1, 3, 5, "да"),)


def test_markup_is_removed_only_where_the_format_has_it() -> None:
    source = "<i>да</i>"
    lines = (RawLine(0, 9),)
    assert to_segments(source, Body(lines))[0].text == "<i>да</i>"
    assert to_segments(source, Body(lines, has_caption_markup=True))[0].text == "да"


def test_line_of_markup_alone_gives_no_segment() -> None:
    assert to_segments("<i></i>", Body((RawLine(0, 7),), has_caption_markup=True)) == ()


def test_every_piece_of_a_long_line_keeps_its_speaker_and_times() -> None:
    source = "Это предложение. " * 40
    segments = to_segments(source, Body((RawLine(0, len(source), "王芳", 3.0, 9.0),)))
    assert [segment.number for segment in segments] == [1, 2, 3]
    assert {(segment.speaker, segment.start_time, segment.end_time) for segment in segments} == {("王芳", 3.0, 9.0)}
    assert " ".join(segment.text for segment in segments) == source.strip()


def test_body_has_an_empty_header_and_no_markup_unless_it_says_so() -> None:
    body = Body(())
    assert body.header == Header(None, None, ())
    assert body.has_caption_markup is False
    assert to_segments("", body) == ()
