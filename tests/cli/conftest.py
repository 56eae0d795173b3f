"""Runs the real command in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from voice_mirror import mirror, voice

__all__ = ["article", "mirror", "shell", "voice"]

ARTICLE = """A quiet day at the mill

Click to start listening

The wheel did not turn on Tuesday. It cost the miller $5.

What came next

Nobody knew what to say about it, and so the people went home.
"""


@dataclass(frozen=True)
class Shell:
    """A folder to work in, with a cache of its own."""

    folder: object
    environment: dict

    def __call__(self, *arguments, stdin=None, **options):
        return subprocess.run(
            [sys.executable, "-m", "narrator", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
            **options,
        )

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "narrator", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def files(self):
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and not {"cache", "voices"} & set(path.relative_to(self.folder).parts)
        )


@pytest.fixture
def shell(tmp_path):
    environment = os.environ | {
        "NARRATOR_CACHE": str(tmp_path / "cache"),
        "NARRATOR_VOICE": "tone",
        "NARRATOR_VOICES": str(tmp_path / "voices"),
        "PYTHONWARNINGS": "error",
    }
    return Shell(tmp_path, environment)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "mill.txt"
    path.write_text(ARTICLE)
    return path
