"""The `kokoro` engine: Kokoro-82M v1.0 voices (hexgrad, Apache-2.0), fast on a processor."""

from narrator.engines.kokoro.engine import KokoroEngine, load
from narrator.engines.kokoro.tuning import tune

__all__ = ["KokoroEngine", "load", "tune"]
