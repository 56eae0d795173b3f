"""Writes what `--help` says, and the rules of articles and feeds, into the pages beside it.

With --check it only tells whether that is so.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from narrator.library.feeds.check import RULES as FEED_RULES
from narrator.text.residue import rule_names

PAGES = [Path(__file__).with_name(name) for name in ("cli.md", "podcast.md")]
BLOCK = re.compile(r"(?<=```console\n)\$ narrator ([^\n]*--help)\n.*?(?=```)", re.DOTALL)

RULES = re.compile(r"(?<=\| rule \| removes what \|\n\|---\|---\|\n)(?:\|[^\n]*\n)*")

ASKED = re.compile(r"(?<=\| rule \| asked by \| asks \|\n\|---\|---\|---\|\n)(?:\|[^\n]*\n)*")


def main() -> int:
    """Return 1 if a page was not as it should be."""
    code = 0
    for page in PAGES:
        written = page.read_text("utf-8")
        right = ASKED.sub(_asked, RULES.sub(_rules, BLOCK.sub(_help, written)))
        if right == written:
            continue
        code = 1
        if "--check" in sys.argv:
            print(f"docs/{page.name} is not what is so: run python docs/help.py", file=sys.stderr)
        else:
            page.write_text(right, "utf-8")
    return code


def _rules(_: re.Match[str]) -> str:
    return "".join(f"| `{name}` | {about} |\n" for name, about in rule_names().items())


def _asked(_: re.Match[str]) -> str:
    return "".join(f"| `{rule.name}` | {rule.source} | {rule.about} |\n" for rule in FEED_RULES)


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
