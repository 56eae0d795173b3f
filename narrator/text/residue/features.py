"""What the line classifier sees of a page: numbers for each line, and hashes of its words."""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from narrator.text.language import detect_language, stop_words
from narrator.text.title import fold, slug_words

Floats = npt.NDArray[np.float32]

# Words of a line that are looked at: its beginning and its end tell.
_HEAD_CHARS, _TAIL_CHARS = 240, 60

# Hash space of words and phrases. 2^16 float16 weights are 128 KiB.
HASHES = 1 << 16

# A line this long is a paragraph.
_PROSE = 120
_SHORT = 60

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-ZÀ-Þ\d])")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE
)
_SHAPES = (
    re.compile(r"https?://|www\.|\.(?:com|org|net|co|io|edu|gov)\b"),
    re.compile(r"@"),
    re.compile(r"\b(?:19|20)\d\d\b"),
    re.compile(r"\b\d{1,2}:\d\d\b"),
    re.compile(r"[$€£¥₩%]"),
    re.compile(r"[|·•›»→←▶]"),
    re.compile(r"[©®™]"),
    re.compile(r"#\w"),
    re.compile(r"\b(?:ago|min|mins|read|am|pm)\b", re.IGNORECASE),
    re.compile(r"\b(?:you|your|yours|us|our|we|my|me|i)\b", re.IGNORECASE),
    re.compile(r"\b(?:here|now|today|free|more|all|new|click|sign|join|shop|buy)\b", re.IGNORECASE),
    re.compile(r"\b(?:by|photo|image|credit|courtesy|source|via|copyright)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:said|says|was|were|ha[ds]|have|is|are|will|would|can|could)\b", re.IGNORECASE
    ),
    re.compile(r"[{}<>=;\\]|\(\)"),
    re.compile(r"^[\W\d_]+$"),
    re.compile(r"^\d{1,3}[.)]\s|^(?:step|part|chapter|question|tip|day)\s\d", re.IGNORECASE),
    re.compile(r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}$"),
    re.compile(r"^[^:]{1,40}:\s\S"),
)
_ENDS = ".!?:,;…)\"”’'"

# What a line tells its neighbours, by column of `_own`.
_TOLD = (0, 1, 3, 4, 5, 9, 10, 11, 13)
_REACH = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """A page as the classifier sees it."""

    values: Floats
    """Shape (lines, features)."""

    hashes: list[npt.NDArray[np.int32]]
    """Hashes of the words and phrases of each line and of the lines around it."""


def page_features(
    texts: Sequence[str],
    rules: Sequence[str | None],
    *,
    title: str | None,
    url: str | None = None,
) -> PageFeatures:
    """See a page.

    Args:
        texts: The page's lines, the title's own included.
        rules: The named rule that knows each line for furniture.
        title: The title, as far as it is known.
        url: Where the page stands on the web.
    """
    heads = [_clip(text) for text in texts]
    words = [_WORD.findall(head.lower().replace("’", "'")) for head in heads]
    stops = stop_words().get(detect_language(" ".join(heads)[:20_000]), frozenset())
    own = np.array(
        [
            _own(text, head, bag, stops, rule)
            for text, head, bag, rule in zip(texts, heads, words, rules, strict=True)
        ],
        dtype=np.float32,
    )
    columns = [
        own,
        _told(own),
        _place(own, texts, title),
        _company(words, stops, own, texts),
        _twins(words),
        _cohesion(words, stops),
        _likeness(words, title, url),
    ]
    values = np.hstack(columns).astype(np.float32)
    return PageFeatures(values, _hashes(words))


def _clip(text: str) -> str:
    if len(text) <= _HEAD_CHARS + _TAIL_CHARS:
        return text
    return f"{text[:_HEAD_CHARS]} {text[-_TAIL_CHARS:]}"


def _own(
    text: str, head: str, words: list[str], stops: frozenset[str], rule: str | None
) -> list[float]:
    """Numbers of the line by itself."""
    count = len(words) or 1
    tokens = head.split()
    letters = sum(map(str.isalpha, head)) or 1
    digits = sum(map(str.isdigit, head))
    capital = sum(token[:1].isupper() for token in tokens)
    stopped = sum(word in stops for word in words)
    end = text[-1:]
    return [
        np.log1p(len(text)),
        min(count, 60),
        sum(map(len, words)) / count,
        stopped / count,
        _ENDS.find(end) if end in _ENDS else -1,
        capital / (len(tokens) or 1),
        sum(map(str.isupper, head)) / letters,
        digits / len(head) if head else 0,
        (len(head) - letters - digits - head.count(" ")) / (len(head) or 1),
        float(rule is not None),
        _start(text),
        len(_SENTENCE.findall(head)),
        head.count(","),
        float(zlib.crc32((rule or "").encode()) % 97),
        stopped,
        float(bool(_MONTH.search(head))),
        len(words[0]) if words else 0,
        *(float(bool(shape.search(head))) for shape in _SHAPES),
    ]


def _start(text: str) -> float:
    first = text[:1]
    if first.isupper():
        return 0
    if first.islower():
        return 1
    if first.isdigit():
        return 2
    return 3 if first.isalpha() else 4


def _told(own: Floats) -> Floats:
    """What the neighbours are like; -9 beyond the page's edges."""
    count = len(own)
    told = own[:, _TOLD]
    padded = np.vstack([np.full((3, len(_TOLD)), -9), told, np.full((3, len(_TOLD)), -9)])
    return np.hstack([padded[3 + step : 3 + step + count] for step in _REACH])


def _place(own: Floats, texts: Sequence[str], title: str | None) -> Floats:
    """Where the line stands: on the page, to the title, to prose, in its run of short lines."""
    count = len(texts)
    index = np.arange(count, dtype=np.float32)
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    prose = np.flatnonzero(lengths >= _PROSE)
    first, last = (prose[0], prose[-1]) if len(prose) else (0, count - 1)
    wanted = fold(title) if title else ""
    titled = next((i for i, text in enumerate(texts[:60]) if wanted and fold(text) == wanted), -1)
    prose_chars = np.cumsum(np.where(lengths >= _PROSE, lengths, 0))
    total = max(1.0, float(prose_chars[-1]))
    short = lengths < _SHORT
    before, after = _distance(~short), _distance(~short[::-1])[::-1]
    long_before, long_after = _distance(lengths >= _PROSE), _distance(lengths[::-1] >= _PROSE)[::-1]
    return np.column_stack(
        [
            np.minimum(index, 60),
            np.minimum(count - 1 - index, 60),
            index / count,
            np.clip(index - titled, -20, 60) if titled >= 0 else np.full(count, -99),
            np.clip(index - first, -30, 30),
            np.clip(last - index, -30, 30),
            prose_chars / total,
            np.minimum(before, 30),
            np.minimum(after, 30),
            np.minimum(before + after, 40),
            np.minimum(long_before, 40),
            np.minimum(long_after, 40),
            *(window_mean(own[:, column], 5) for column in (0, 3, 9)),
            *(window_mean(own[:, column], 12) for column in (0, 3, 9)),
        ]
    )


def _distance(marks: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Lines since the last marked one; since the page's start where there is none."""
    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -1))
    return (index - last).astype(np.float32)


def window_mean(values: npt.NDArray[np.floating], reach: int) -> npt.NDArray[np.float64]:
    """Give the mean over the lines up to `reach` away on both sides."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(values))
    mean: npt.NDArray[np.float64] = (sums[high] - sums[low]) / (high - low)
    return mean


def _company(
    words: Sequence[list[str]], stops: frozenset[str], own: Floats, texts: Sequence[str]
) -> Floats:
    """What the line shares with the rest of the page: itself again, its words, its form."""
    folded = [" ".join(bag) for bag in words]
    twins = Counter(folded)
    starts = Counter(bag[0] for bag in words if bag)
    ends = Counter(text[-12:] for text in texts)
    content = [{word for word in bag if word not in stops and len(word) > 2} for bag in words]
    spread = Counter(word for bag in content for word in bag)
    forms = _forms(own)
    form_counts = Counter(forms)
    prose: Counter[str] = Counter()
    for bag, text in zip(content, texts, strict=True):
        if len(text) >= _PROSE:
            prose.update(bag)
    rows = []
    for i, bag in enumerate(content):
        size = len(bag) or 1
        own_prose = len(texts[i]) >= _PROSE
        rows.append(
            [
                min(twins[folded[i]], 10),
                min(starts[words[i][0]], 20) if words[i] else 0,
                min(ends[texts[i][-12:]], 10),
                sum(spread[word] > 1 for word in bag) / size,
                sum(prose[word] > own_prose for word in bag) / size,
                max((prose[word] - own_prose for word in bag), default=0),
                form_counts[forms[i]] / len(forms),
                *(float(0 <= i + k < len(forms) and forms[i + k] == forms[i]) for k in _REACH),
            ]
        )
    return np.array(rows, dtype=np.float32)


def _twins(words: Sequence[list[str]]) -> Floats:
    """Whether the same line stands before or after: a table of contents says headings early."""
    rows = np.zeros((len(words), 6), dtype=np.float32)
    for column, size in ((0, 40), (3, 4)):
        keys = [" ".join(bag[:size]) for bag in words]
        for order, place in ((range(len(keys)), 0), (range(len(keys) - 1, -1, -1), 1)):
            seen: dict[str, int] = {}
            for index in order:
                key = keys[index]
                if key in seen:
                    rows[index, column + place] = 1 + min(abs(index - seen[key]), 60)
                if key:
                    seen[key] = index
        later = rows[:, column + 1] > 0
        rows[:, column + 2] = window_mean(later.astype(np.float32), 3)
    return rows


def _cohesion(words: Sequence[list[str]], stops: frozenset[str]) -> Floats:
    """How much of what the line says its neighbourhood and the whole page say too.

    Words weigh by how rare they are on the page, as in TF-IDF.
    """
    content = [{word[:6] for word in bag if word not in stops and len(word) > 2} for bag in words]
    spread = Counter(word for bag in content for word in bag)
    count = len(content)
    rows = []
    for index, bag in enumerate(content):
        weight = {word: 1 / (0.5 + np.log1p(spread[word])) for word in bag}
        total = sum(weight.values()) or 1.0
        row = []
        for low, high in ((-1, 0), (1, 2), (1, 4), (-3, 0), (-10, 0), (1, 11)):
            near: set[str] = set()
            for other in content[max(0, index + low) : max(0, min(count, index + high))]:
                near |= other
            row.append(sum(weight[word] for word in bag & near) / total)
        row.append(sum(weight[word] for word in bag if spread[word] > 1) / total)
        rows.append(row)
    return np.array(rows, dtype=np.float32)


def _likeness(words: Sequence[list[str]], title: str | None, url: str | None) -> Floats:
    """How much of the title and of the URL the line says."""
    targets = [set(fold(title or "").split()), set(slug_words(url))]
    host = _host(url)
    rows = []
    for bag in words:
        found = set(bag)
        row = [float(bool(host) and host in "".join(bag))]
        for target in targets:
            shared = len(found & target)
            row += [shared / (len(target) or 1), shared / (len(found) or 1)]
        rows.append(row)
    return np.array(rows, dtype=np.float32)


def _host(url: str | None) -> str:
    """The site's own name in its host name ("example" of www.example.co.uk)."""
    parts = (urlsplit(url or "").hostname or "").split(".")
    return max(parts[:-1], key=len, default="").replace("-", "")


def _forms(own: Floats) -> list[tuple[int, int, int, int]]:
    """Length, end mark, first character and capitals of each line, roughly."""
    return [(int(row[0] * 2), int(row[4]), int(row[10]), int(row[5] * 3)) for row in own]


def _hashes(words: Sequence[list[str]]) -> list[npt.NDArray[np.int32]]:
    clean = [["0" if word.isdigit() else word for word in bag] for bag in words]
    rows = []
    for index, bag in enumerate(clean):
        tokens = _phrases(bag)
        for step in (-1, 1):
            if 0 <= index + step < len(clean):
                near = clean[index + step]
                tokens += [f"{step}{' '.join(near[:2])}", f"{step}={' '.join(near[:8])}"]
        rows.append(
            np.unique([zlib.crc32(token.encode()) % HASHES for token in tokens]).astype(np.int32)
        )
    return rows


def _phrases(bag: list[str]) -> list[str]:
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(bag)]
    edges = [f"^{' '.join(bag[:2])}", f"^{' '.join(bag[:1])}", f"{' '.join(bag[-1:])}$"]
    whole = [f"={' '.join(bag)}"] if len(bag) <= 8 else []
    return bag + pairs + edges + whole
