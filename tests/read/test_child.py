"""The frames between the two processes."""

import io

from rag.read.child import LENGTH, read_frame, write_frame


def test_a_frame_comes_back_as_it_was_written() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"one")
    write_frame(stream, b"")
    stream.seek(0)
    assert [read_frame(stream, 3), read_frame(stream, 3), read_frame(stream, 3)] == [b"one", b"", None]


def test_a_frame_that_is_cut_or_too_long_is_none() -> None:
    assert read_frame(io.BytesIO(LENGTH.pack(5) + b"only"), 10) is None
    assert read_frame(io.BytesIO(LENGTH.pack(11) + b"x" * 11), 10) is None
    assert read_frame(io.BytesIO(b"\0\0"), 10) is None
