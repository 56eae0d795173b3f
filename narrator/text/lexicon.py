"""How words are said that no rule can know.

A lexicon is a TOML file. Each key is a word or phrase as written, each value how it is said:

    "Hynix" = "High nicks"        # any language
    "kubectl" = "cube control"

    [ko]                          # one language only, by its primary subtag
    "SK" = "에스케이"

A key in small letters is found in any case ("kubectl", "Kubectl", "KUBECTL"); a key with a
capital is found only as written ("Nice" is the city, "nice" is not). A key is found as a whole
word or phrase: "cat" is not found in "catalogue". Where two keys fit, the longer one is taken.
An empty value says nothing. What a lexicon says is final: no other rule changes it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.domain import InputError

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase."""

    written: str
    """The word as written, white space single."""

    spoken: str
    """How it is said; empty where nothing is."""

    language: str = ""
    """Primary subtag of the language it holds for; empty for any."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and phrases with how they are said."""

    entries: tuple[Entry, ...] = ()
    """Where two have the same word, the later one is heard."""

    def words(self, language: str) -> dict[str, str]:
        """Give spoken forms by written ones.

        Args:
            language: BCP 47 primary subtag.
        """
        return {
            entry.written: entry.spoken
            for entry in self.entries
            if entry.language in ("", language)
        }


def merge_lexicons(*layers: Lexicon) -> Lexicon:
    """Lay lexicons over one another (ours, the user's, the article's); the last one wins."""
    return Lexicon(tuple(entry for layer in layers for entry in layer.entries))


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Args:
        path: a TOML file as the module describes it.

    Raises:
        InputError: the file cannot be read, is not TOML, has a table that is not a language or a
            value that is not text.
    """
    try:
        return parse_lexicon(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(
            f"cannot read the lexicon {path}", hint="check the path and its permissions"
        ) from error


def parse_lexicon(content: bytes, name: str) -> Lexicon:
    """Read a lexicon.

    Args:
        content: what a lexicon file holds.
        name: what to call it where something is wrong with it.

    Raises:
        InputError: it is not TOML, has a table that is not a language or a value that is not text.
    """
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"the lexicon {name} is not TOML ({error})",
            hint='write lines like "Hynix" = "High nicks"',
        ) from error
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    common = {key: value for key, value in data.items() if key not in tables}
    entries = list(_entries(name, "", common))
    for language, words in tables.items():
        if not _LANGUAGE.fullmatch(language):
            raise InputError(
                f"the lexicon {name} has a table [{language}], which is not a language",
                hint="name tables after languages, as [en] or [ko]",
            )
        entries += _entries(name, language, words)
    return Lexicon(tuple(entries))


def _entries(name: str, language: str, words: dict[str, Any]) -> Iterator[Entry]:
    where = f" in [{language}]" if language else ""
    for written, spoken in words.items():
        if not written.strip():
            raise InputError(
                f"the lexicon {name} has an empty key{where}", hint="write the word to be said"
            )
        if not isinstance(spoken, str):
            raise InputError(
                f"the lexicon {name} has a value for {written!r}{where} that is not text",
                hint=f'write "{written}" = "how it is said"',
            )
        yield Entry(" ".join(written.split()), spoken, language)
