"""What no language says: footnote marks, empty brackets, smileys."""

from __future__ import annotations

import re

from narrator.text.normalize.rules import Rule

_NOTE = r"[1-9]\d{0,2}"
_NOTES = rf"{_NOTE}(?:\s?[,;–-]\s?{_NOTE}){{0,12}}"
_MARK = rf"\[(?:{_NOTES}|[a-z]|note \d{{1,3}}|citation needed)\]"
_MEANT = re.compile(
    r"(?:\b(?:CI|IC|KI|interval\w{0,3}|range|list|array|vector|between|from|in|see|by|notes?|refs?)"
    r"|=|∈)\.?$",
    re.IGNORECASE,
)
"""Behind these, numbers in brackets are part of the sentence: limits, members, "see [3]"."""

_NEARBY = 16
"""Characters. How far before its bracket such a word begins."""


def _note(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - _NEARBY) : match.start()]
    return None if match[0][0].isspace() and _MEANT.search(before) else ""


RULES = (
    Rule(
        "doi",
        re.compile(
            r"\s?(?:[(\[]\s?)?\b(?:doi|DOI):\s?10\.\d{4,9}/[^\s)\]]{1,120}(?<![.,;:])[)\]]?"
        ),
        lambda _: "",
        re.compile("doi:|DOI:"),
    ),
    Rule(
        "ticker",
        re.compile(
            r"\s?\((?:[A-Z]{1,5}\d?\.[A-Z]{1,2}|(?:NYSE(?:\sAmerican)?|NASDAQ|Nasdaq|LSE|AIM|AMEX|TSXV?|ASX|HKEX|BSE|NSE|SGX|JSE|SIX|OTC\w{0,4})"
            r"\s?:\s?[A-Z\d]{1,10}(?:\.[A-Z]{1,3})?)\)"
        ),
        lambda _: "",
        re.compile(r"[A-Z][.:]\s?[A-Z\d]"),
    ),
    Rule(
        "footnote",
        re.compile(rf"\s?{_MARK}(?:\s?[,;–-]\s?{_MARK}){{0,6}}(?!\w)"),
        _note,
        re.compile(r"\["),
    ),
    Rule(
        "mark-glued",
        re.compile(r"(?<=[a-z]{3}[.!?])[1-9]\d?(?=\s+[A-Z“\"]|\s*$)"),
        lambda _: "",
        re.compile(r"[.!?]\d"),
    ),
    Rule(
        "empty-brackets",
        re.compile(r"\(\s{0,3}\)|\[\s{0,3}\]|\{\s{0,3}\}"),
        lambda _: "",
        re.compile(r"[(\[{]\s{0,3}[)\]}]"),
    ),
    Rule(
        "smiley",
        re.compile(r"(?<!\S)[:;=]['’]?[-o^]?(?:[)(\]\[|*]{1,3}|[DPpO/\\3](?!\w))(?![^\s.,!?])"),
        lambda _: "",
        re.compile("[:;=]"),
    ),
)
"""Notes and lists of references ("[3]", "[1,2]", "[3–5]"), the brackets of "load()", ":-)"."""
