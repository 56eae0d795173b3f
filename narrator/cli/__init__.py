"""The command line: commands, no logic."""

from narrator.cli.main import main

__all__ = ["main"]
