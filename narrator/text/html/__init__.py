"""Reading web pages: the article's body, kept apart by what its markup says, and metadata."""

from narrator.text.html.page import read_html, read_parts

__all__ = ["read_html", "read_parts"]
