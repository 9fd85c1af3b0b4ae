"""Bad JSON and bad tables."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.faults.bad import Bad, Made, bad, heavy
from tests.faults.conversations import RUSSIAN, records, table

_UNKNOWN: Mapping[str, Any] = {
    "text": "Анна: да",
    "number": 1,
    "true": True,
    "numbers": [1, 2, 3],
    "list of lists": [[[]]],
    "words": ["да", "нет"],
    "package": {"name": "a", "version": "1.0.0", "dependencies": {"b": "^1"}},
    "map": {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None}]},
    "articles": [{"name": "A", "text": "x"}, {"name": "B", "text": "y"}],
    "people": [{"name": "Анна", "age": 30}],
    "one field": {"text": 5},
    "empty lists": {"segments": [], "words": []},
    "no chats": {"messages": [{"a": 1}]},
    "nothing in it": {"results": {"channels": []}},
    "nobody": {"monologues": [{"elements": []}]},
}
_WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e308,
    10**300,
    "",
    "x" * 5000,
    "\0",
    "\ud83d",
    "‮‭",
    "NaN",
    "99:99:99",
    [],
    {},
    [[]],
    {"a": {}},
    "<script>alert(1)</script>",
    "2025-13-45",
)


def _text(value: Any) -> bytes:
    return json.dumps(value).encode()


def _with_wrong_values() -> Iterator[Bad]:
    """Every recogniser's file with each value of its deepest records replaced in turn by wrong ones."""
    for number, (name, (_, text)) in enumerate(records(RUSSIAN, is_ascii=False).items()):
        value = json.loads(text)
        for step in range(6):
            wrong = _WRONG[(number * 6 + step) % len(_WRONG)]
            yield from bad(
                "wrong values", "ready nothing record", {f"{name} {step}.json": _text(_replaced(value, wrong, step))}
            )


def _replaced(value: Any, wrong: Any, every: int, depth: int = 0) -> Any:
    """The value with each leaf of every so many fields replaced."""
    if isinstance(value, dict):
        return {key: _replaced(part, wrong, every, depth + n) for n, (key, part) in enumerate(value.items())}
    if isinstance(value, list):
        return [_replaced(part, wrong, every, depth + n) for n, part in enumerate(value)]
    return wrong if depth % 6 == every else value


def _listed(speaker: str, words: str) -> str:
    """A list of one record, the two values as they stand in JSON."""
    return f'[{{"speaker": "{speaker}", "text": "{words}", "start": 1.5}}]'


def _json() -> Iterator[Bad]:
    yield from bad("unknown shape", "record", {f"{name}.json": _text(value) for name, value in _UNKNOWN.items()})
    yield from bad(
        "unknown shape",
        "record",
        {f"{name} by its content.txt": _text(v) for name, v in _UNKNOWN.items() if isinstance(v, dict | list)},
    )
    broken: dict[str, Made] = {
        "half.json": '[{"speaker": "А',
        "more behind.json": '[{"speaker": "Анна", "text": "да"}] и ещё',
        "lines.json": '{"a": 1}\n{"b": 2}\n',
        "comma.json": '[{"speaker": "Анна", "text": "да"},]',
        "one quotation mark.json": "{'speaker': 'Анна'}",
        "words.json": "привет, мир",
        "remark.json": '// a\n{"a": 1}',
        "bare.json": "{speaker: 1}",
        "line end inside.json": '{"text": "a\nb"}',
        "escape.json": '{"text": "\\x"}',
        "long number.json": "[" + "9" * 6000 + "]",
        "brackets.json": "]" * 1000,
        "deep list.json": "[" * 100_000 + "]" * 100_000,
        "deep record.json": '{"a":' * 100_000 + "1" + "}" * 100_000,
    }
    yield from bad("broken JSON", "broken", broken)
    yield from bad("broken JSON", "broken", {"deep list.txt": "[" * 100_000})
    one = _listed("Анна", "да, хорошо")[1:-1]
    yield from bad(
        "odd JSON",
        "ready",
        {
            "halves of letters.json": _listed("A\\ud800", "Hello \\udfff there"),
            "zero.json": _listed("A\\u0000b", "да\\u0000нет"),
            "not a number.json": f'[{one}, {{"speaker": "Анна", "text": "да", "start": NaN, "end": Infinity}}]',
            "twice.json": f'[{{"speaker": 1, {one[1:]}]',
            "wide.json": f"[{one}]".encode("utf-16"),
            "mark.json": f"\ufeff[{one}]",
            "spaces.json": " \n" * 5000 + f"[{one}]",
            "many line ends.json": _listed("Анна", "да\\n\\n\\nнет\\r\\n" * 300),
            "long name.json": _listed("Анна " * 2000, "да"),
            "name of a list.json": '[{"speaker": {"name": "Анна"}, "text": "да, хорошо", "start": 1}]',
            "label in words.json": _listed("Анна", "Анна: Анна: да"),
            "sides.json": _listed("А\\u202eвг", "да\\u2066нет\\u200b"),
            "lines in a name.json": _listed("Ан\\nна:", "да"),
        },
    )
    yield from heavy(
        "heavy JSON",
        "ready heavy broken record nothing",
        {
            "million lines.json": lambda: ("[" + ",".join([one] * 400_000) + "]").encode(),
            "million lists.json": lambda: b"[" + b"[]," * 5_000_000 + b"[]]",
            "one long text.json": lambda: _listed("Анна", "да нет " * 3_000_000).encode(),
            "no space.json": lambda: _listed("Анна", "д" * 5_000_000).encode(),
            "fields.json": lambda: _text({f"field {n}": n for n in range(500_000)}),
            "deepest.json": lambda: b"[" * 40_000_000,
            "escapes.json": lambda: b'{"text": "' + b"\\u0434" * 4_000_000 + b'"}',
            "quotation marks.json": lambda: b'["' + b'\\"' * 10_000_000,
            "words.json again": lambda: _text(
                {
                    "segments": [
                        {"start": 0, "end": 9, "text": "да " * 20_000, "words": [{"word": "да", "start": 0}] * 200_000}
                    ]
                }
            ),
            "long number again.json": lambda: b"[" + b"9" * 30_000_000 + b"]",
            "items.json": lambda: _aws(100_000),
        },
    )


def _aws(count: int) -> bytes:
    item = {"type": "pronunciation", "start_time": "1", "alternatives": [{"content": "да"}]}
    labels = {"segments": [{"start_time": str(n), "speaker_label": f"spk_{n}"} for n in range(count)]}
    segment = {"transcript": "да " * 1000, "items": list(range(count))}
    return _text(
        {
            "results": {
                "transcripts": [],
                "items": [item | {"id": n} for n in range(count)],
                "speaker_labels": labels,
                "audio_segments": [segment] * 20,
            }
        }
    )


def _tables() -> Iterator[Bad]:
    head = "speaker,start,end,text\n"
    yield from bad(
        "table",
        "ready nothing broken record",
        {
            "head alone.csv": head,
            "open mark.csv": head + 'Анна,1,2,"да\n' * 20,
            "few cells.csv": head + "Анна\nПавел,1\n",
            "many cells.csv": head + "Анна,1,2,да,нет,3\n" * 5,
            "times of nobody.csv": head + "Анна,99:99:99,-5,да\nПавел,1e9,NaN,нет\n",
            "formula.csv": head + '=cmd|"/c calc"!A1,1,2,+1+1\n@a,1,2,-1\n',
            "marks inside.csv": head + 'Анна,1,2,"да ""нет"" да"\n',
            "lines inside.csv": head + 'Анна,1,2,"да\n\n\nнет\r\n"\n',
            "same columns.csv": "text,text,text,speaker\na,b,c,Анна\n",
            "only commas.csv": "," * 5000,
            "only tabs.tsv": "\t" * 5000 + "a",
            "mark.tsv": "\ufeffspeaker\ttext\nАнна\tда\n",
            "old line ends.csv": (head + "Анна,1,2,да\n").replace("\n", "\r"),
            "unknown columns.csv": "id,price,count\n1,2,3\n",
            "long head.csv": ",".join(f"column {n}" for n in range(20_000)) + "\n1\n",
            "no speaker.tsv": "start\tend\ttext\n0\t1\tда\n",
            "wide.csv": table(RUSSIAN, ";").encode("utf-16"),
            "letters of Windows.csv": table(RUSSIAN * 2, ";").encode("cp1251"),
        },
    )
    yield from bad("table", "binary", {"zero.csv": head + "Ан\0на,1,2,да\n"})
    yield from heavy(
        "heavy table",
        "ready heavy broken nothing record",
        {
            "rows.csv": lambda: (head + "Анна,1,2,да\n" * 500_000).encode(),
            "cells.csv": lambda: (head + "Анна,1,2," + "да," * 5_000_000).encode(),
            "one open mark.csv": lambda: (head + 'Анна,1,2,"' + "да\n" * 5_000_000).encode(),
            "marks.csv": lambda: (head + '"' * 20_000_000).encode(),
            "tabs and marks.tsv": lambda: ("speaker\ttext\n" + 'А\t"да\n' * 500_000).encode(),
            "long cell.csv": lambda: (head + f'Анна,1,2,"{"да " * 6_000_000}"').encode(),
            "empty rows.tsv": lambda: b"start\tend\ttext\n" + b"1\t2\t\n" * 2_000_000,
        },
    )


def files() -> list[Bad]:
    """All of them."""
    return [*_json(), *_with_wrong_values(), *_tables()]
