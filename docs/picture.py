"""Draws what commands show: narrator-script.svg, of the beginning of the seed, and voices.svg."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
SEED = "seeds/nationpress-korea-defection.txt"
SHOWN = 18
"""Lines of the script; the receipt follows."""


def main() -> None:
    """Draw the pictures."""
    (HERE / "narrator-script.svg").write_text(_script(), "utf-8")
    (HERE / "voices.svg").write_text(_voices(), "utf-8")


def _script() -> str:
    said, _, receipt = _run("script", SEED).partition("Left out:")
    console = _console(100)
    console.print(Text(f"$ narrator script {SEED}", style="bold green"))
    for line in [*said.splitlines()[:SHOWN], "  …", ""]:
        style = "bold cyan" if line.startswith("[") else "default"
        console.print(Text(line, style=style), overflow="ellipsis", no_wrap=True)
    for line in f"Left out:{receipt}".splitlines():
        console.print(Text(line, style="red"), overflow="ellipsis", no_wrap=True)
    return _picture(console)


def _voices() -> str:
    """What a new user sees, whatever is installed here."""
    console = _console(80)
    console.print(Text("$ narrator voices", style="bold green"))
    with tempfile.TemporaryDirectory() as empty:
        colours = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "80", "NARRATOR_VOICES": empty}
        console.print(Text.from_ansi(_run("voices", **colours)))
    return _picture(console)


def _run(*arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "narrator", *arguments]
    shown = subprocess.run(
        command,
        cwd=HERE.parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return shown.stdout


def _console(width: int) -> Console:
    return Console(record=True, width=width, file=io.StringIO(), force_terminal=True)


def _picture(console: Console) -> str:
    picture = console.export_svg(title="narrator")
    # It would fetch its font from the web; every reader has a monospaced one.
    return re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)


if __name__ == "__main__":
    main()
