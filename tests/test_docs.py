"""What the docs say is so."""

import re
import subprocess
import sys
from pathlib import Path

import narrator

ROOT = Path(__file__).parents[1]


def page(name):
    return (ROOT / name).read_text("utf-8")


def test_the_command_line_page_shows_what_help_says_and_every_rule():
    subprocess.run([sys.executable, "docs/help.py", "--check"], cwd=ROOT, check=True)


def test_the_changelog_starts_with_this_version():
    version = re.search(r"^## (\d\S*)", page("CHANGELOG.md"), re.MULTILINE)[1]
    assert f'version = "{version}"' in page("pyproject.toml")


def test_every_link_between_pages_leads_somewhere():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "seeds").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_public_names_are_those_of_the_readme():
    assert narrator.__all__ == ["narrate", "read_article", "write_script"]
    assert all(f"narrator.{name}(" in page("README.md") for name in narrator.__all__)


def test_the_public_names_can_be_used():
    assert all(callable(getattr(narrator, name)) for name in narrator.__all__)
