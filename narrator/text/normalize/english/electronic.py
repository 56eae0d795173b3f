"""Addresses of the web: said briefly, as a person would."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.text.normalize.english.numbers import cardinal, decimal, digits, year
from narrator.text.normalize.rules import Rule
from narrator.text.normalize.tables import alternatives, table, words

_MARKS: Mapping[str, str] = table("english")["marks"]
_WORDS = {"jpg": "jpeg", "https": "HTTPS", "http": "HTTP", "www": "WWW"}
_TLD = alternatives(words("english", "domains"))
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_HOST = rf"(?:{_LABEL}\.){{1,6}}(?:{_TLD})"
_DATE = re.compile(r"[12]\d{3}\.(?:0\d|1[0-2])\.[0-3]\d")
_NAMED_VERSION = re.compile(r"\b[Vv]ersions?\s$")
_FILE = alternatives(words("english", "files"))


def address(text: str) -> str:
    """Say an address: words as words, numbers as numbers, marks by name."""
    said = []
    for piece in re.findall(r"[A-Za-z]+|\d+|[^\w\s]|_", text):
        if piece.isdecimal():
            short = 1 if "slash" in said else 2
            whole = len(piece) <= short or piece.endswith("000")
            said.append(decimal(piece) if whole and piece[0] != "0" else digits(piece))
        else:
            said.append(
                _MARKS.get(piece) or _WORDS.get(piece.lower()) or (piece if piece.isalpha() else "")
            )
    return " ".join(word for word in said if word)


def _url(match: re.Match[str]) -> str:
    """Name the site; where the address is all there is to say, say all of it."""
    return address(match["host"] if match[0] != match.string.strip() else match[0])


def _email(match: re.Match[str]) -> str:
    return address(match[0])


def _hashtag(match: re.Match[str]) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", match["tag"])
    return "hashtag " + re.sub(r"\d+", _tag_number, words)


def _tag_number(match: re.Match[str]) -> str:
    """Say the number in a tag ("#Vote2024"): four digits as a year, long ones one by one."""
    text = match[0]
    said = year(int(text)) if len(text) == 4 else digits(text) if len(text) > 4 else decimal(text)
    return f" {said} "


def _handle(match: re.Match[str]) -> str:
    return f"at {address(match['name'])}"


def _ip(match: re.Match[str]) -> str:
    said = " dot ".join(digits(part) for part in match["address"].split("."))
    return f"{said} port {decimal(match['port'])}" if match["port"] else said


def _hexadecimal(match: re.Match[str]) -> str:
    return " ".join(["zero x", *(digits(char) or char.upper() for char in match["digits"])])


def _version(match: re.Match[str]) -> str | None:
    if _DATE.fullmatch(match["number"]):
        return None
    parts = match["number"].split(".")
    if all(len(part) == 3 for part in parts[1:]):
        return cardinal(int("".join(parts)))
    if len(parts) == 3 and len(parts[2]) == 4:
        return None
    said = " point ".join(decimal(part) for part in parts)
    named = _NAMED_VERSION.search(match.string[max(0, match.start() - 10) : match.start()])
    return f"version {said}" if match["v"] and not named else said


RULES = (
    Rule(
        "email",
        re.compile(
            rf"(?<![\w.@])[\w.+&-]{{1,64}}@(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,12}}(?![\w@])(?:/[\w/-]{{1,80}})?"
        ),
        _email,
        re.compile("@"),
    ),
    Rule(
        "file-url",
        re.compile(r"(?<!\w)[a-z]{2,10}:///[\w./~%-]{1,500}(?<!\.)"),
        lambda match: address(match[0]),
        re.compile("://"),
    ),
    Rule(
        "url",
        re.compile(
            rf"(?<![\w@])(?:https?://|ftp://)?(?:www\.)?(?P<host>{_HOST})(?![\w@-]|\.(?:{_FILE})(?!\w))(?::\d{{1,5}})?(?:[/?#][^\s<>\"')]{{0,2000}}(?<![.,;:!?]))?",
            re.IGNORECASE,
        ),
        _url,
        re.compile(r"\w\.\w"),
    ),
    Rule(
        "site-alone",
        re.compile(r"\A[a-z][a-z0-9-]{0,62}(?:\.[a-z]{2,12}){1,4}\Z"),
        lambda match: address(match[0]),
        re.compile(r"\w\.\w"),
    ),
    Rule("handle", re.compile(r"(?<![\w@])@(?P<name>[A-Za-z_]\w{1,30})"), _handle, re.compile("@")),
    Rule(
        "hashtag", re.compile(r"(?<![\w#&])#(?P<tag>[A-Za-z]\w{1,60})"), _hashtag, re.compile("#")
    ),
    Rule(
        "file",
        re.compile(rf"(?<![\w.])[\w-]{{1,80}}(?:\.[a-z]{{1,12}}){{0,2}}\.(?:{_FILE})(?!\w)"),
        lambda match: address(match[0]),
        re.compile(r"\w\.\w"),
    ),
    Rule(
        "dot-file",
        re.compile(r"(?<![^\s(\"“‘'`/])(?:~/)?\.[a-z][\w-]{1,30}(?:\.[\w-]{1,12}){0,2}(?!\w)"),
        lambda match: address(match[0]),
        re.compile(r"\.[a-z]"),
    ),
    Rule("home", re.compile(r"(?<!\S)~/(?=\w)"), lambda _: "tilde slash ", re.compile("~/")),
    Rule(
        "hexadecimal",
        re.compile(r"(?<!\w)0[xX](?P<digits>[\dA-Fa-f]{2,16})(?!\w)"),
        _hexadecimal,
        re.compile("0[xX]"),
    ),
    Rule(
        "port",
        re.compile(r"(?<=\blocalhost):(?P<port>\d{2,5})(?!\w)"),
        lambda match: f" port {decimal(match['port'])}",
        re.compile("localhost"),
    ),
    Rule(
        "not-found",
        re.compile(
            r"(?:(?<=\bHTTP\s)|(?<=\bHTTP\sstatus\s)|(?<=\bstatus\scode\s))[1-5]0\d(?!\w)|(?<![\w.,$-])404(?=\s(?:errors?|pages?|[Nn]ot)\b)"
        ),
        lambda match: f"{cardinal(int(match[0][0]))} oh {cardinal(int(match[0][2]))}".replace(
            "oh zero", "hundred"
        ),
        re.compile(r"\b[1-5]0\d"),
    ),
    Rule(
        "isbn",
        re.compile(r"(?<=ISBN)(?:-1[03])?:?\s?(?P<code>\d[\d -]{8,15}[\dX])(?!\w)"),
        lambda match: f" {digits(match['code'])}{' X' if match['code'][-1] == 'X' else ''}",
        re.compile("ISBN"),
    ),
    Rule(
        "ip",
        re.compile(
            r"(?<![\w.])(?:https?://)?(?P<address>\d{1,3}(?:\.\d{1,3}){3})(?![\w]|\.\d)(?::(?P<port>\d{2,5})(?!\d)/?)?"
        ),
        _ip,
        re.compile(r"\d\.\d"),
    ),
    Rule(
        "version",
        re.compile(r"(?<![\w.])(?P<v>[vV]\.?)?(?P<number>\d{1,4}(?:\.\d{1,4}){2,4})(?!\w|\.\d)"),
        _version,
        re.compile(r"\d\.\d"),
    ),
    Rule(
        "version-named",
        re.compile(
            r"(?:(?<=[Vv]ersion\s)|(?<=Python\s)|(?<=Ubuntu\s)|(?<=Kernel\s)|(?<=Linux\s)|(?<=iOS\s)|(?<=macOS\s))"
            r"(?P<v>[vV])?(?P<number>\d{1,3}\.\d{1,3})(?!\w|\.\d)"
        ),
        _version,
        re.compile(r"\d\.\d"),
    ),
    Rule(
        "version-prefixed",
        re.compile(r"(?<![\w.])(?P<v>[vV])(?P<number>\d{1,3}\.\d{1,4})(?!\w|\.\d)"),
        _version,
        re.compile(r"\d\.\d"),
    ),
)
