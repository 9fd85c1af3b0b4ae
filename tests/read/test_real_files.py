"""Files as tools write them, beside the project: each is read as a person reads it, or refused for the right reason."""

from collections.abc import Callable

import pytest

from rag.errors import UnreadableFile
from rag.read.reader import read_transcript
from rag.types import ParsedTranscript
from tests.read.examples import CAPTION_FORMATS, TODAY, assert_exact_places
from tests.read.real_files import FOLDER, REFUSED, ROW, TRANSCRIPTS, RealFile, Refused, Said, row_of

MAX_BYTES = 2**24

RecordProperty = Callable[[str, object], None]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is not there")


def read_real(path: str) -> ParsedTranscript:
    file = FOLDER / path
    if not file.exists():
        pytest.skip(f"{path} is not there")
    return read_transcript(file.read_bytes(), file.name, today=TODAY, max_bytes=MAX_BYTES)


@pytest.mark.slow
def test_every_file_of_the_folder_is_expected() -> None:
    found = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*") if file.is_file()}
    listed = [real.path for real in TRANSCRIPTS] + [refused.path for refused in REFUSED]
    assert sorted(listed) == sorted(found)


@pytest.mark.parametrize("real", TRANSCRIPTS, ids=lambda real: real.path)
def test_transcript_is_read_as_a_person_reads_it(real: RealFile) -> None:
    transcript = read_real(real.path)
    segments = transcript.segments
    texts = [segment.text for segment in segments]
    assert (transcript.format, transcript.encoding) == (real.format, real.encoding)
    assert transcript.title == (real.title or (FOLDER / real.path).stem.replace("_", " "))
    assert transcript.date == real.day
    for segment, said in ((segments[0], real.first), (segments[-1], real.last)):
        assert said.is_said_in(segment.text), segment.text
        assert (segment.speaker, segment.start_time) == (said.speaker, said.second)
    for line in real.holds:
        assert any(Said(line).is_said_in(text) for text in texts), line
    assert len(segments) == real.segments
    assert tuple(dict.fromkeys(segment.speaker for segment in segments)) == real.speakers


@pytest.mark.parametrize("real", TRANSCRIPTS, ids=lambda real: real.path)
def test_segments_stand_where_they_say(real: RealFile, record_property: RecordProperty) -> None:
    transcript = read_real(real.path)
    record_property(ROW, row_of(real.path, transcript))
    has_caption_markup = transcript.format in CAPTION_FORMATS
    assert_exact_places(transcript.source, transcript.segments, has_caption_markup=has_caption_markup)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.path)
def test_file_without_a_transcript_is_refused(refused: Refused, record_property: RecordProperty) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_real(refused.path)
    record_property(ROW, row_of(refused.path, caught.value))
    assert caught.value.code == refused.code
