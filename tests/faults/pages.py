"""Bad rich text and bad web pages."""

from collections.abc import Iterator

from tests.faults.bad import Bad, bad, heavy


def _rich_texts() -> Iterator[Bad]:
    words = b"Anna: yes\\par "
    yield from bad(
        "rich text",
        "ready nothing broken",
        {
            "groups.rtf": b"{\\rtf1 " + b"{" * 50_000 + words,
            "ends.rtf": b"{\\rtf1 " + words + b"}" * 50_000,
            "bytes to come.rtf": b"{\\rtf1 " + words + b"{\\bin999999999 abc}" + words,
            "letter beyond all.rtf": b"{\\rtf1 \\u999999999? \\u-99999? " + words,
            "half a letter.rtf": b"{\\rtf1 \\u-10179? " + words,
            "hexadecimal.rtf": b"{\\rtf1 \\'zz\\'4\\'" + words,
            "no code page.rtf": b"{\\rtf1\\ansicpg99999 " + words,
            "skipped.rtf": b"{\\rtf1\\uc999999 \\u65? " + words,
            "fonts.rtf": b"{\\rtf1{\\fonttbl" + b"{\\f0\\fcharset204 A;}" * 5000 + words,
            "word alone.rtf": b"{\\rtf",
            "long word.rtf": b"{\\rtf1 \\" + b"a" * 200_000 + words,
            "fields.rtf": b'{\\rtf1 {\\field{\\*\\fldinst HYPERLINK "' * 3000 + words,
            "objects.rtf": b"{\\rtf1 {\\object\\objdata " + b"d0cf11e0" * 50_000 + b"}" + words,
            "deep tables.rtf": b"{\\rtf1 " + b"\\trowd\\itap9 a\\nestcell\\nestrow " * 5000 + words,
        },
    )
    yield from heavy(
        "rich text",
        "ready heavy nothing broken",
        {
            "deepest.rtf": lambda: b"{\\rtf1 " + b"{" * 8_000_000,
            "letters.rtf": lambda: b"{\\rtf1 " + b"\\u1040?" * 2_000_000,
            "links.rtf": lambda: b"{\\rtf1 " + b'{\\field{\\*\\fldinst HYPERLINK "' * 300_000,
            "fonts again.rtf": lambda: b"{\\rtf1{\\fonttbl" + b"{\\f0\\fcharset204 " * 300_000,
            "hidden.rtf": lambda: b"{\\rtf1 " + b"\\v a\\v0 " * 500_000,
            "hexadecimal again.rtf": lambda: b"{\\rtf1 {\\pict " + b"0f" * 10_000_000,
            "lines.rtf": lambda: b"{\\rtf1 " + b"Anna: yes\\par " * 1_000_000,
            "titles.rtf": lambda: b"{\\rtf1 " + b"{\\title " * 1_000_000,
        },
    )


def _web_pages() -> Iterator[Bad]:
    begin = "<html><body>"
    yield from bad(
        "web page",
        "ready nothing broken heavy",
        {
            "deep.html": begin + "<div>" * 20_000 + "Анна: да",
            "open.html": begin + "<" * 100_000 + "Анна: да",
            "remark.html": f"{begin}Анна: да<!--" + "-" * 100_000,
            "script.html": "<html><script>while(1);</script><body>Анна: да",
            "entities.html": f"{begin}Анна: да " + "&amp" * 50_000,
            "numbers.html": f"{begin}Анна: да &#0;&#xD800;&#x110000;&#99999999999;",
            "frame.html": f'{begin}Анна: да<iframe src="file:///etc/passwd"></iframe><img src="http://127.0.0.1:1/x">',
            "types.html": '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body>Анна: &a; да',
            "charset.html": '<html><meta charset="utf-7"><body>Anna: +ADw-yes',
            "charset lies.html": '<html><meta charset="utf-16"><body>Анна: да',
            "long attribute.html": f'<html><body title="{"x" * 500_000}">Анна: да',
            "tables.html": begin + "<table><tr><td>" * 3000 + "Анна: да",
            "lists.html": begin + "<ul><li>" * 10_000 + "Анна: да",
            "no end.html": f"{begin}<textarea>Анна: да",
            "title.html": f"<html><title>{'т' * 100_000}</title><body>Анна: да",
            "meta.html": "<html>" + '<meta name="date" content="9999-99-99">' * 3000 + "<body>Анна: да",
        },
    )
    yield from bad("web page", "binary", {"zeros.html": b"<html><body>\0\0Anna: yes\0"})
    yield from heavy(
        "web page",
        "ready heavy nothing broken",
        {
            "many tags.html": lambda: begin.encode() + "<p>Анна: да".encode() * 700_000,
            "deepest.html": lambda: begin.encode() + b"<b>" * 1_400_000,
            "rows.html": lambda: begin.encode() + b"<table>" + b"<tr><td>a<td>b" * 300_000,
            "remarks.html": lambda: begin.encode() + b"<!--" * 1_000_000,
            "open tags.html": lambda: begin.encode() + b"<a b=" * 600_000,
        },
    )


def files() -> list[Bad]:
    """All of them."""
    return [*_rich_texts(), *_web_pages()]
