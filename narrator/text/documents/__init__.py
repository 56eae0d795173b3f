"""Reading documents: Markdown, EPUB books, PDF and DOCX files."""

from narrator.text.documents.docx import read_docx
from narrator.text.documents.epub import read_epub
from narrator.text.documents.markdown import read_markdown
from narrator.text.documents.pdf import read_pdf

__all__ = ["read_docx", "read_epub", "read_markdown", "read_pdf"]
