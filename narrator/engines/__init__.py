"""The engine room: text goes in, speech comes out.

Only the registry names a concrete engine; everything else speaks to the protocol.
"""

from narrator.engines.check import SPEEDS, check_speech
from narrator.engines.engine import Engine
from narrator.engines.files import is_installed, verify_files, was_installed
from narrator.engines.pronounce import Pronounced, pronounce
from narrator.engines.registry import engine_names, load_engine, tune_engine
from narrator.engines.seed import reseeded

__all__ = [
    "SPEEDS",
    "Engine",
    "Pronounced",
    "check_speech",
    "engine_names",
    "is_installed",
    "load_engine",
    "pronounce",
    "reseeded",
    "tune_engine",
    "verify_files",
    "was_installed",
]
