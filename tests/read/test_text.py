"""The readable text of a span, and the cutting of long spans into sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.read.text import MAX_SEGMENT_CHARACTERS, cut_long_span, is_rule, readable

SENTENCE = "На прошлой встрече мы разобрали ваше резюме и договорились переписать раздел про опыт. "


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("  Привет,\r\n  Лена \t", "Привет, Лена"),
        ("а\u00a0б\u3000в", "а б в"),
        ("<b>жирный</b>", "<b>жирный</b>"),
        ("", ""),
        (" \n ", ""),
        ("Ёлка — «ёлка»…", "Ёлка — «ёлка»…"),
    ],
)
def test_readable_folds_white_space_and_changes_nothing_else(fragment: str, text: str) -> None:
    assert readable(fragment, has_caption_markup=False) == text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<b><i>жирный</b> курсив</i>", "жирный курсив"),
        ("<v Ольга Дронова>Здравствуйте</v>", "Здравствуйте"),
        ('<font color="#ffcc00">да</font>', "да"),
        ("<c.yellow.bg_blue>да</c>", "да"),
        ("раз <00:00:01.500>два", "раз два"),
        ("{\\an8}наверху {\\i1}и вбок", "наверху и вбок"),
        ("a < b и c > d", "a < b и c > d"),
        ("<3 и 5>", "<3 и 5>"),
        ("{скобки} <>", "{скобки} <>"),
        ("<b></b>", ""),
    ],
)
def test_readable_removes_caption_markup_and_nothing_else(fragment: str, text: str) -> None:
    assert readable(fragment, has_caption_markup=True) == text


@pytest.mark.parametrize("length", [1, 299, 300])
def test_span_of_at_most_300_characters_stays_whole(length: int) -> None:
    source = ("ab. " * 100)[:length]
    assert list(cut_long_span("<<" + source + ">>", 2, 2 + length)) == [(2, 2 + length)]


def test_long_span_is_cut_after_sentences() -> None:
    source = "начало " + SENTENCE * 5
    pieces = [source[start:end] for start, end in cut_long_span(source, 7, len(source))]
    assert pieces == [(SENTENCE * 3).strip(), (SENTENCE * 2).strip()]


def test_long_chinese_span_is_cut_after_full_stops() -> None:
    sentence = "今天我们讨论简历和下一步的计划。"
    source = sentence * 30
    pieces = [source[start:end] for start, end in cut_long_span(source, 0, len(source))]
    assert pieces == [sentence * 18, sentence * 12]


def test_long_span_without_sentences_is_cut_after_commas_then_at_spaces_then_anywhere() -> None:
    clauses, words, letters = "да, " * 90, "слово " * 60, "ж" * 700
    assert [end - start for start, end in cut_long_span(clauses, 0, len(clauses))] == [299, 59]
    assert [end - start for start, end in cut_long_span(words, 0, len(words))] == [299, 59]
    assert [end - start for start, end in cut_long_span(letters, 0, len(letters))] == [300, 300, 100]


@given(
    before=st.text(max_size=5),
    text=st.lists(
        st.sampled_from(["да", "слово", "。", ". ", ", ", " ", "\u3000", "你好", "🙂", "x" * 120, "-", "\u00a0"]),
        max_size=120,
    ).map("".join),
)
@settings(derandomize=True, deadline=None)
def test_pieces_are_short_ordered_and_leave_out_nothing_but_white_space(before: str, text: str) -> None:
    source = before + text + "!"
    position = len(before)
    for start, end in cut_long_span(source, len(before), len(source)):
        assert position <= start < end
        assert len(readable(source[start:end], has_caption_markup=False)) <= MAX_SEGMENT_CHARACTERS
        assert source[position:start].strip() == ""
        position = end
    assert source[position:].strip() == ""


def test_markup_and_folded_space_are_no_length() -> None:
    fits = '<font color="#ffcc00">да</font>, \n    ' * 60 + "нет"
    assert list(cut_long_span(fits, 0, len(fits), has_caption_markup=True)) == [(0, len(fits))]
    source = "<b>да</b>, " * 200
    pieces = [source[start:end] for start, end in cut_long_span(source, 0, len(source), has_caption_markup=True)]
    texts = [readable(piece, has_caption_markup=True) for piece in pieces]
    assert " ".join(texts) == ("да, " * 200).strip()
    assert all(MAX_SEGMENT_CHARACTERS / 2 < len(text) <= MAX_SEGMENT_CHARACTERS for text in texts[:-1])
    assert len(texts) <= 4


@pytest.mark.parametrize("line", ["---", " * * * ", "—", "====", "_-_"])
def test_dashes_and_the_like_alone_are_a_rule(line: str) -> None:
    assert is_rule(line)


@pytest.mark.parametrize("line", ["", "  ", "…", "?", "🙂", "- а", "+", "—?"])
def test_other_lines_are_no_rule(line: str) -> None:
    assert not is_rule(line)
