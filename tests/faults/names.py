"""File names that systems, shells and pages stumble over."""

from collections.abc import Mapping

from tests.faults.conversations import RUSSIAN, plain

NAMES = (
    "../../escape.txt", "/tmp/escape.txt", "..\\..\\escape.txt", "C:\\Windows\\escape.txt", "\\\\server\\share\\escape.txt",
    "//server/escape.txt", "a/../../../escape.txt", "~/escape.txt", "$HOME.txt", "%USERPROFILE%.txt", "file:///escape.txt",
    "до\0после.txt", "до\nпосле.txt", "до\r\nпосле.txt", "до\tпосле.txt", "до\x1b[2Jпосле.txt", "\x7f.txt", "\x85.txt",
    "CON", "CON.txt", "nul.txt", "aux.md", "COM1.srt", "LPT9.txt", "a:b.txt", "a:stream:$DATA.txt", "конец.txt.", "конец.txt ",
    "конец .txt", "..txt", "...", ".", "..", "", " ", ".txt", ".скрытый.txt", "без расширения", "a?b*c|d<e>f\"g.txt",
    "ь" * 255 + ".txt", "a" * 5000 + ".txt", "a." + "b" * 5000, "王" * 300 + ".txt", "🙂" * 200 + ".txt",
    "отчёт\u202etxt.exe", "\u202e\u2066сессия.txt", "лена\u200b.txt", "лена\u00ad.txt", "лена\ufeff.txt", "\U000e0041\U000e0042.txt",
    "Лена — вторая сессия.txt", "ЛЕНА.TXT", "Алексеи\u0306.txt", "Алексей.txt", "王芳 第三次.txt", "حنا.txt", "שלום.txt",
    "<script>alert(1)</script>.txt", "![a](http://127.0.0.1:1/x.png).txt", "[a](javascript:alert(1)).txt", "$(reboot).txt", "`reboot`.txt",
    "; rm -rf ~.txt", "--library=escape.txt", "-rf", "%s%n.txt", "{name}.txt", "' OR 1=1 --.txt", "%2e%2e%2fescape.txt", "null", "NaN.txt",
    "a\ud800b.txt", "сессия.txt.exe", "сессия.tar.gz", "2099-99-99 Лена.txt", "Лена" + "\u0301" * 100 + ".txt", "e\u0301.txt", "\u00e9.txt",
)  # fmt: skip


def named_files() -> Mapping[str, bytes]:
    """A clean transcript under each of the names, no two alike."""
    return {name: f"{plain(RUSSIAN)}Павел: Это файл номер {n}.\n".encode() for n, name in enumerate(NAMES)}
