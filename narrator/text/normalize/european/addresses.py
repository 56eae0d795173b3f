"""Addresses of the web and telephone numbers."""

from __future__ import annotations

import re

from narrator.text.normalize.european.grammar import (
    DIGIT,
    say_digits,
)
from narrator.text.normalize.european.tongue import Tongue
from narrator.text.normalize.rules import Rule

_I = re.IGNORECASE


def addresses(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for e-mail addresses, sites and handles."""
    words = tongue.table["words"]
    marks: dict[str, str] = words["marks"]

    def address(text: str) -> str:
        pieces = re.findall(r"[^\W\d_]+|\d+|[^\w\s]|_", text)
        said = (say_digits(tongue, p) if p.isdecimal() else marks.get(p, p) for p in pieces)
        return " ".join(word for word in said if word[0].isalnum())

    def site(match: re.Match[str]) -> str:
        alone = match[0] == match.string.strip(" .")
        return address(match[0] if alone else match["host"])

    host = (
        r"(?:[A-Za-z0-9-]{1,63}\.){1,5}"
        r"(?:com|org|net|edu|gov|info|io|eu|uk|de|at|ch|fr|be|es|mx|ar|co|it|tv|me|app)"
    )
    return (
        Rule(
            "email",
            re.compile(r"(?<![\w.@])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,10}(?!\w)"),
            lambda m: address(m[0]),
            re.compile("@"),
        ),
        Rule(
            "url",
            re.compile(
                rf"(?<![\w@.])(?:https?://)?(?P<host>(?:www\.)?{host})(?![\w@-])(?:[/?#][^\s<>\"')]{{0,2000}}(?<![.,;:!?]))?",
                _I,
            ),
            site,
            re.compile(r"\w\.\w"),
        ),
        Rule(
            "handle",
            re.compile(r"(?<![\w@])@[\w.]{2,40}(?<!\.)"),
            lambda m: address(m[0]),
            re.compile("@"),
        ),
    )


def phones(tongue: Tongue) -> tuple[Rule, ...]:
    """Write the rules for telephone numbers and IP addresses."""
    plus = tongue.table["words"]["plus"]

    def phone(match: re.Match[str]) -> str:
        groups = re.findall(r"\+?\d+", match[0])
        return ", ".join(
            f"{plus} {tongue.count(int(g[1:]), '')}"
            if g[0] == "+" and len(g) < 4
            else f"{plus if g[0] == '+' else ''} {say_digits(tongue, g)}".strip()
            for g in groups
        )

    def quad(match: re.Match[str]) -> str | None:
        parts = match[0].split(".")
        if all(len(part) == 3 for part in parts[1:]):
            return None
        return f" {tongue.table['words']['marks']['.']} ".join(say_digits(tongue, p) for p in parts)

    national = (
        r"|(?<![\w.,/-])0\d{2,5}\s?[-/]\s?\d{4,9}(?:-\d{1,4})?(?![\w-])|(?<![\w.,-])\(0\d{1,5}\)(?:\s?\d{2,9}){1,4}(?![\w-])"
        r"|(?<![\w.,-])0\d(?:\.\d\d){4}(?![\w-])|(?<![\w.,-])0\s?8\d\d\s\d{3}\s\d{3}(?![\w-])"
        r"|(?<![\w.,-])\d\d\s\d{4}\s\d{4}(?![\w-])"
    )
    pattern = (
        r"(?<![\w.,-])(?:\+\d{1,3}[\s-])?(?:\(\d{2,5}\)[\s-]?|\d{3}[-.])(?:\d{3,4}[-.\s]\d{4}|\d{3,4}-\d{3,4})(?![\w-])"
        r"|(?<!\w)\+\d{1,3}(?:[\s-]\(?\d{1,8}\)?){1,6}(?!\w)|(?<![\w.,-])(?!(?:1\d|20)\d\d-(?:1\d|20)\d\d)\d{4}-\d{4}(?![\w-])"
        r"|(?<![\w.,-])(?<!\d\s)0\d{1,4}(?:\s\d{2,8}){1,4}(?![\w-])|(?<![\w.,-])(?<!\d\s)\d{2,3}\s\d{2,3}\s\d{2}\s\d{2}(?![\w-])"
    )
    return (
        Rule("phone", re.compile(pattern + national), phone, DIGIT),
        Rule(
            "ip",
            re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)"),
            quad,
            DIGIT,
        ),
    )
