"""Write the script of an article: what is said, by whom, with which pauses."""

from narrator.text.script.write import write_script

__all__ = ["write_script"]
