"""The process that parses: it reads requests from standard input and writes transcripts to standard output.

Started by `rag.read.guard` and killed by it; whatever a file does to a parser ends here. Frames: eight bytes of length,
then so many bytes; a request is a frame of JSON and a frame with the file, an answer is one frame of JSON.
"""

import json
import struct
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from rag.errors import DamagedFile, ReadingLimit, UnreadableFile
from rag.read.reader import read_transcript
from rag.types import ParsedTranscript

LENGTH = struct.Struct(">Q")


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write the length and the bytes."""
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO, most: int) -> bytes | None:
    """The next frame; None at the end of the stream or for a frame of more than `most` bytes."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size or LENGTH.unpack(head)[0] > most:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def main() -> None:
    """Answer requests until the input ends; the first frame sets the limit of memory."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    limits = json.loads(read_frame(requests, 2**20) or b"{}")
    _limit_memory(limits.get("memory_bytes"))
    while (request := read_frame(requests, 2**20)) is not None:
        data = read_frame(requests, 2**40)
        if data is None:
            return
        write_frame(answers, _answer(json.loads(request), data))


def _answer(request: Mapping[str, Any], data: bytes) -> bytes:
    """The frame of an answer; writing it down can be too heavy as well."""
    try:
        return _written({"transcript": _row(_parse(request, data))})
    except UnreadableFile as error:
        answer = {"error": type(error).__name__, "message": str(error), "values": error.values}
    except (MemoryError, RecursionError) as error:
        answer = {"error": ReadingLimit.__name__, "message": f"The file is too heavy: {type(error).__name__}."}
    except Exception as error:  # the last boundary of this process: a fault of a parser is a fault of the file
        answer = {"error": DamagedFile.__name__, "message": f"The file breaks its parser: {type(error).__name__}."}
    return _written(answer)


def _written(answer: Mapping[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8")


def _parse(request: Mapping[str, Any], data: bytes) -> ParsedTranscript:
    return read_transcript(
        data,
        request["file_name"],
        today=date.fromisoformat(request["today"]),
        file_date=_day(request["file_date"]),
        near=_day(request["near"]),
        max_bytes=request["max_bytes"],
        encoding=request["encoding"],
    )


def _row(transcript: ParsedTranscript) -> dict[str, Any]:
    row = asdict(transcript)
    return row | {"date": transcript.date.isoformat() if transcript.date else None}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _limit_memory(limit: int | None) -> None:
    """Where the system can; elsewhere the parent watches alone."""
    try:
        import resource
    except ImportError:
        return
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
