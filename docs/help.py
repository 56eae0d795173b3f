"""Writes what `--help` says into docs/cli.md; with --check it only tells whether that is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("cli.md")
BLOCK = re.compile(r"(?<=```console\n)\$ narrator (.*--help)\n.*?(?=```)", re.DOTALL)


def main() -> int:
    """Return 1 if the page was not as it should be."""
    written = PAGE.read_text("utf-8")
    right = BLOCK.sub(_help, written)
    if right == written:
        return 0
    if "--check" in sys.argv:
        print("docs/cli.md is not what --help says: run python docs/help.py", file=sys.stderr)
    else:
        PAGE.write_text(right, "utf-8")
    return 1


def _help(block: re.Match[str]) -> str:
    words = block[1].split()
    shown = subprocess.run(
        [sys.executable, "-m", "narrator", *words],
        env=os.environ | {"COLUMNS": "96", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"$ narrator {block[1]}\n{shown.stdout.strip()}\n"


if __name__ == "__main__":
    sys.exit(main())
