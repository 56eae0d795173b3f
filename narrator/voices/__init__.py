"""The voice room: which voices there are, which are installed, and how one gets there.

A voice is a TOML file, its entry. The catalogue that ships with narrator says where the files of a
voice come from; the voices folder holds the entries and files of what was installed.
"""

from narrator.voices.catalogue import default_folder, find_voice, load_catalogue, suggest_voices

__all__ = ["default_folder", "find_voice", "load_catalogue", "suggest_voices"]
