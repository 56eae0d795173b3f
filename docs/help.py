"""Writes what `--help` says, and the residue rules, into docs/cli.md.

With --check it only tells whether that is so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from narrator.text.residue import rule_names

PAGE = Path(__file__).with_name("cli.md")
BLOCK = re.compile(r"(?<=```console\n)\$ narrator ([^\n]*--help)\n.*?(?=```)", re.DOTALL)

RULES = re.compile(r"(?<=\| rule \| removes what \|\n\|---\|---\|\n)(?:\|[^\n]*\n)*")


def main() -> int:
    """Return 1 if the page was not as it should be."""
    written = PAGE.read_text("utf-8")
    right = RULES.sub(_rules, BLOCK.sub(_help, written))
    if right == written:
        return 0
    if "--check" in sys.argv:
        print("docs/cli.md is not what --help says: run python docs/help.py", file=sys.stderr)
    else:
        PAGE.write_text(right, "utf-8")
    return 1


def _rules(_: re.Match[str]) -> str:
    return "".join(f"| `{name}` | {about} |\n" for name, about in rule_names().items())


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
