"""Find the names in a script that a voice is likely to get wrong."""

from narrator.text.unknown.find import Name, find_names

__all__ = ["Name", "find_names"]
