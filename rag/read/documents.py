"""The table of documents whose text is taken out before it is read. Knows nothing of how that is done."""

from rag.read import opendocument, pdf, rich_text, web_page, word
from rag.read.formats import DocumentFormat

DOCUMENTS: tuple[DocumentFormat, ...] = (
    DocumentFormat("docx", word.recognises, word.extract),
    DocumentFormat("odt", opendocument.recognises, opendocument.extract),
    DocumentFormat("rtf", rich_text.recognises, rich_text.extract),
    DocumentFormat("pdf", pdf.recognises, pdf.extract),
    DocumentFormat("html", web_page.recognises, web_page.extract, is_encoded_text=True),
)
