"""How words are said that no rule can know.

A lexicon is a TOML file. Each key is a word or phrase as written, each value how it is said: in
other words, or, between slashes, in the International Phonetic Alphabet.

    "Hynix" = "High nicks"        # any language
    "kubectl" = "cube control"
    "Nguyen" = "/ŋwiən/"
    "Siobhan" = { ipa = "ʃɪvˈɔːn", spoken = "Shiv awn" }

    [ko]                          # one language only, by its primary subtag
    "SK" = "에스케이"

A key in small letters is found in any case ("kubectl", "Kubectl", "KUBECTL"); a key with a
capital is found only as written ("Nice" is the city, "nice" is not). A key is found as a whole
word or phrase: "cat" is not found in "catalogue". Where two keys fit, the longer one is taken.
An empty value says nothing. What a lexicon says is final: no other rule changes it.

IPA reaches the voices that take phonemes. The others say `spoken`, or else the word as written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from re import compile as pattern
from typing import Any

from narrator.domain import InputError

_LANGUAGE = pattern(r"[a-z]{2,3}")
_SLASHED = pattern(r"/([^/]+)/")
_FIELDS = frozenset({"ipa", "spoken"})
_NO_SOUND = pattern(r"[\d\[\]{}<>]")
"""What no transcription in the IPA has, but ARPAbet, X-SAMPA and slips of the key do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase."""

    written: str
    """The word as written, white space single."""

    spoken: str
    """How it is said; empty where nothing is."""

    language: str = ""
    """Primary subtag of the language it holds for; empty for any."""

    ipa: str = ""
    """How it sounds, in the International Phonetic Alphabet; empty where the voice decides."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and phrases with how they are said."""

    entries: tuple[Entry, ...] = ()
    """Where two have the same word, the later one is heard."""

    def words(self, language: str) -> dict[str, Entry]:
        """Give the entries of a language by the words as written.

        Args:
            language: BCP 47 primary subtag.
        """
        return {entry.written: entry for entry in self.entries if entry.language in ("", language)}


def merge_lexicons(*layers: Lexicon | None) -> Lexicon:
    """Lay lexicons over one another (ours, the user's, the article's); the last one wins."""
    return Lexicon(tuple(entry for layer in layers if layer for entry in layer.entries))


@cache
def own_lexicon() -> Lexicon:
    """Read the lexicon that narrator brings along: names that voices are known to get wrong."""
    source = resources.files("narrator.text").joinpath("names.toml")
    return parse_lexicon(source.read_bytes(), source.name)


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Args:
        path: a TOML file as the module describes it.

    Raises:
        InputError: the file cannot be read, is not TOML, has a table that is not a language, a
            value that says nothing about a word, or a transcription that is not IPA.
    """
    try:
        return parse_lexicon(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(
            f"cannot read the lexicon {path}", hint="check the path and its permissions"
        ) from error


def parse_lexicon(content: bytes, name: str) -> Lexicon:
    """Read the content of a lexicon file.

    Args:
        content: what the file holds.
        name: what to call it where something is wrong with it.

    Raises:
        InputError: it is not TOML, has a table that is not a language, a value that says nothing
            about a word, or a transcription that is not IPA.
    """
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"the lexicon {name} is not TOML ({error})",
            hint='write lines like "Hynix" = "High nicks"',
        ) from error
    tables = {key: value for key, value in data.items() if _is_table(value)}
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


def _is_table(value: Any) -> bool:
    """Whether a value holds the words of a language, and not one word's sounds."""
    return isinstance(value, dict) and not ("ipa" in value and value.keys() <= _FIELDS)


def _entries(name: str, language: str, words: dict[str, Any]) -> Iterator[Entry]:
    where = f" in [{language}]" if language else ""
    for key, value in words.items():
        written = " ".join(key.split())
        if not written:
            raise InputError(
                f"the lexicon {name} has an empty key{where}", hint="write the word to be said"
            )
        spoken, ipa = _said(value, written)
        if not isinstance(spoken, str) or not isinstance(ipa, str):
            raise InputError(
                f"the lexicon {name} has a value for {key!r}{where} that is not text",
                hint=f'write "{key}" = "how it is said" or "{key}" = {{ ipa = "..." }}',
            )
        if _NO_SOUND.search(ipa):
            raise InputError(
                f"the lexicon {name} has a transcription of {key!r}{where} that is not IPA: {ipa}",
                hint="write its sounds in the International Phonetic Alphabet, as /kæt/",
            )
        yield Entry(written, spoken, language, " ".join(ipa.split()))


def _said(value: Any, written: str) -> tuple[Any, Any]:
    """Read a value: the words it says, and how they sound if it tells."""
    if isinstance(value, dict):
        known = value.keys() <= _FIELDS and "ipa" in value
        return (value.get("spoken", written), value["ipa"]) if known else (None, None)
    slashed = _SLASHED.fullmatch(value.strip()) if isinstance(value, str) else None
    return (written, slashed[1]) if slashed else (value, "")
