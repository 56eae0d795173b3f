"""Draws docs/narrator-script.svg: what `narrator script` shows of the beginning of the seed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
SEED = "seeds/nationpress-korea-defection.txt"
SHOWN = 18
"""Lines of the script; the receipt follows."""


def main() -> None:
    """Draw the picture."""
    command = [sys.executable, "-m", "narrator", "script", SEED]
    shown = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    said, _, receipt = shown.stdout.partition("Left out:")
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ narrator script {SEED}", style="bold green"))
    for line in [*said.splitlines()[:SHOWN], "  …", ""]:
        style = "bold cyan" if line.startswith("[") else "default"
        console.print(Text(line, style=style), overflow="ellipsis", no_wrap=True)
    for line in f"Left out:{receipt}".splitlines():
        console.print(Text(line, style="red"), overflow="ellipsis", no_wrap=True)
    picture = console.export_svg(title="narrator")
    # It would fetch its font from the web; every reader has a monospaced one.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (HERE / "narrator-script.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
