import time
import zlib
from contextlib import suppress
from datetime import date

import pytest

from rag.errors import DamagedFile, PasswordProtected, ReadingLimit, ScanWithoutText, UnreadableFile
from rag.read import pdf
from rag.read.pdf import extract, recognises
from tests.read.document_samples import pdf_file, pdf_pages, pdf_stream

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def one_page(content: bytes, resources: bytes = b"", **more: bytes) -> bytes:
    objects = {
        1: CATALOG,
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s %s >> >>"
        % (FONT, resources),
        4: content,
    }
    return pdf_file(objects | {int(number.removeprefix("object_")): value for number, value in more.items()})


def test_a_pdf_is_known_by_its_signature_also_behind_other_bytes() -> None:
    data = pdf_pages([["слова"]])
    assert recognises(data)
    assert recognises(b"HTTP/1.1 200 OK\r\n\r\n" + data)
    assert recognises(data[:200])
    assert not recognises(b" " * 2000 + data)
    assert not recognises("Лена: файл начинается с %PDF-1.7".encode())
    assert not recognises(b"PDF")


@pytest.mark.parametrize(
    "lines", [["Лена: Привет", "Марина: Да"], ["Lena: hello", "Mark: yes"], ["小红：你好", "小明：好"]]
)
def test_the_lines_of_a_page_come_in_order(lines: list[str]) -> None:
    assert extract(pdf_pages([lines])).text.splitlines() == lines


def test_pages_follow_each_other_without_their_numbers() -> None:
    found = extract(pdf_pages([["Лена: один", "1"], ["Марина: два", "2"], ["Лена: три", "3"]]))
    assert found.text == "Лена: один\nМарина: два\nЛена: три\n"


def test_a_document_that_is_behind_other_bytes_is_read() -> None:
    assert extract(b"junk\n" + pdf_pages([["слова"]])).text == "слова\n"


@pytest.mark.parametrize("day", ["11/21/26, 12:02 PM", "21.11.2026, 12:02", "2026/11/21 12:02"])
@pytest.mark.parametrize("address", ["https://docs.example.com/d/1?tab=t.0 1/2", "file:///home/lena/a.html 1/2"])
def test_what_a_browser_prints_around_a_page_is_left_out(day: str, address: str) -> None:
    above = extract(pdf_pages([[f"{day} Созвон", "Лена: один", "Марина: два", address]]))
    below = extract(pdf_pages([["Лена: один", "Марина: два", f"{day} Созвон", address]]))
    assert above.text == below.text == "Лена: один\nМарина: два\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["21.11.2026, 12:02 Созвон", "Лена: один", "Марина: два"],
        ["Лена: один", "Марина: два", "https://example.com/cv 1/2"],
        ["Лена: 21.11.2026, 12:02", "Марина: да", "Лена: https://example.com/cv 1/2"],
        ["Лена: 1", "Марина: 2", "21.11.2026, 12:02 Созвон", "Лена: 3", "https://a.ru/cv 1/2", "Марина: 4", "Лена: 5"],
    ],
)
def test_days_and_addresses_that_were_said_stay(lines: list[str]) -> None:
    assert extract(pdf_pages([lines])).text.splitlines() == lines


def test_title_and_day_come_from_the_properties() -> None:
    title = "Встреча с Леной".encode("utf-16-be").hex()
    found = extract(pdf_pages([["слова"]], b"/Title <feff%s> /CreationDate (D:20250301100000+03'00')" % title.encode()))
    assert (found.title, found.made) == ("Встреча с Леной", date(2025, 3, 1))


def test_silly_properties_are_none() -> None:
    found = extract(pdf_pages([["слова"]], b"/Title (untitled) /CreationDate (yesterday) /ModDate 7"))
    assert (found.title, found.made) == (None, None)


def test_pages_without_text_are_a_scan() -> None:
    image = pdf_stream(
        b"\0" * 12, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    )
    with pytest.raises(ScanWithoutText):
        extract(one_page(pdf_stream(b"q 595 0 0 842 0 0 cm /I Do Q"), b"/XObject << /I 5 0 R >>", object_5=image))


def test_a_document_without_pages_is_damaged() -> None:
    with pytest.raises(DamagedFile):
        extract(pdf_file({1: CATALOG, 2: b"<< /Type /Pages /Count 0 /Kids [] >>"}))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\ngarbage", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>"])
def test_a_document_without_an_inside_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile):
        extract(data)


def locked_pdf(password: str, algorithm: str) -> bytes:
    import io

    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(pdf_pages([["Lena: words"]])))
    writer.encrypt(user_password=password, owner_password=password + "1", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_document_locked_with_an_empty_password_is_read() -> None:
    assert extract(locked_pdf("", "RC4-128")).text == "Lena: words\n"


def test_a_document_locked_with_a_password_is_named_so() -> None:
    with pytest.raises(PasswordProtected):
        extract(locked_pdf("secret", "RC4-128"))


AES = b"""<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s>
/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >>""" % (
    b"00" * 48, b"00" * 48, b"00" * 32, b"00" * 32, b"00" * 16,
)  # fmt: skip


def test_a_document_locked_with_strong_letters_is_named_so() -> None:
    whole = pdf_pages([["words"]], trailer=b"/Encrypt 7 0 R /ID [<00><00>]")
    data = whole.replace(b"6 0 obj", b"7 0 obj\n%s\nendobj\n6 0 obj" % AES)
    with pytest.raises(PasswordProtected):
        extract(data)


def test_a_tree_of_pages_that_holds_itself_is_refused_at_once() -> None:
    loops = [
        {1: CATALOG, 2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"},
        {1: CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] >>", 3: b"<< /Type /Pages /Kids [4 0 R 4 0 R] >>",
         4: b"<< /Type /Pages /Kids [3 0 R 2 0 R] >>"},
        {1: b"<< /Type /Catalog /Pages 1 0 R >>"},
        {1: b"1 0 R"},
    ]  # fmt: skip
    for objects in loops:
        refused_within(2, pdf_file(objects))


def test_a_tree_of_pages_that_doubles_at_every_step_is_refused_at_once() -> None:
    steps = {n: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (n + 1, n + 1) for n in range(2, 40)}
    refused_within(3, pdf_file({1: CATALOG, **steps, 40: b"<< /Type /Page >>"}))


def test_more_pages_than_any_transcript_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(ReadingLimit):
        extract(pdf_pages([["a"], ["b"], ["c"]]))


def test_streams_that_unpack_to_far_more_than_their_size_are_refused_at_once() -> None:
    once = zlib.compress(b" " * 200_000_000, 9)
    refused_within(5, one_page(pdf_stream(once, b"/Filter /FlateDecode")))
    refused_within(5, one_page(pdf_stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]")))


def test_streams_are_bounded_more_tightly_than_pypdf_bounds_them() -> None:
    with pytest.raises(ReadingLimit):
        extract(one_page(pdf_stream(b" " * 40_000_000, packed=True)))


@pytest.mark.parametrize("limit", ["MAX_OPERATIONS", "MAX_OPERATIONS_A_PAGE"])
def test_drawing_operations_are_counted(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, limit, 10)
    assert extract(pdf_pages([["a"]])).text == "a\n"
    with pytest.raises(ReadingLimit):
        extract(pdf_pages([["a"] * 10]))


def test_millions_of_drawing_operations_are_refused() -> None:
    refused_within(10, one_page(pdf_stream(b"BT " + b"(a) Tj " * 400_000, packed=True)))


def test_forms_that_call_forms_that_call_forms_are_refused() -> None:
    calls = b"/A Do " * 10
    forms = {
        f"object_{n}": pdf_stream(
            calls, b"/Type /XObject /Subtype /Form /Resources << /XObject << /A %d 0 R >> %s >>" % (n + 1, FONT)
        )
        for n in range(5, 15)
    }
    forms["object_15"] = pdf_stream(b"BT /F 9 Tf " + b"(a) Tj " * 5000 + b"ET", b"/Type /XObject /Subtype /Form")
    refused_within(20, one_page(pdf_stream(calls), b"/XObject << /A 5 0 R >>", **forms))


def test_a_table_of_letters_without_end_does_no_harm() -> None:
    cmap = b"begincmap 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange endcmap"
    font = b"/Font << /F << /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R >> >>"
    start = time.process_time()
    with suppress(UnreadableFile):
        extract(one_page(pdf_stream(b"BT /F 9 Tf (ab) Tj ET"), font, object_5=pdf_stream(cmap)))
    assert time.process_time() - start < 15


def refused_within(seconds: float, data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableFile):
        extract(data)
    assert time.process_time() - start < seconds
