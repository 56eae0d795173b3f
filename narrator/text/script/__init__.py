"""Write the script of an article: what is said, by whom, with which pauses."""

from narrator.text.reading import Code, Figures, Notes, Reading, Tables
from narrator.text.script.write import write_script

__all__ = ["Code", "Figures", "Notes", "Reading", "Tables", "write_script"]
