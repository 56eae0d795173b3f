"""Reading web pages: the article's body, kept apart by what its markup says, and metadata."""

from narrator.text.html.page import read_html, read_parts
from narrator.text.html.sites import Sites, load_sites

__all__ = ["Sites", "load_sites", "read_html", "read_parts"]
