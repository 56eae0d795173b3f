"""Which entries of a source are new, which have changed, and which are not wanted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from narrator.library.feeds.follow.ledger import Known
from narrator.library.feeds.follow.records import Rules
from narrator.library.feeds.sources import Entry


def shared_guids(entries: Iterable[Entry]) -> set[str]:
    """Give the identifiers that stand for several entries, as some sources have it."""
    pairs = {(entry.guid, entry.url) for entry in entries if entry.guid}
    count = Counter(guid for guid, _ in pairs)
    return {guid for guid, number in count.items() if number > 1}


def find_news(
    entries: Sequence[Entry], known: Iterable[Known], shared: Iterable[str]
) -> dict[str, Entry]:
    """Give the entries that are new or changed, by the keys they are kept under.

    An entry is known by its identifier; by its address too where the identifier stands for
    several; by its address alone where it has none. One that was left out before stays out.
    """
    ambiguous = set(shared)
    exact: dict[tuple[str, str], str] = {}
    by_guid: dict[str, str] = {}
    digests: dict[str, str | None] = {}
    for one in known:
        exact[one.guid, one.url] = one.key
        by_guid.setdefault(one.guid, one.key)
        digests[one.key] = None if one.skipped else one.digest
    news: dict[str, Entry] = {}
    for entry in entries:
        key = exact.get((entry.guid, entry.url))
        if key is None and entry.guid and entry.guid not in ambiguous:
            key = by_guid.get(entry.guid)
        key = key or entry.key
        exact.setdefault((entry.guid, entry.url), key)
        by_guid.setdefault(entry.guid, key)
        said = digests.get(key, "")
        if key not in news and said is not None and said != entry.digest:
            news[key] = entry
    return news


def overdue(news: Mapping[str, Entry], count: int) -> set[str]:
    """Give the keys of all entries but the newest `count`; undated ones keep the source's order."""
    undated = datetime.min.replace(tzinfo=UTC)
    by_age = sorted(news, key=lambda key: news[key].published or undated, reverse=True)
    return set(by_age[count:])


def unwanted(entry: Entry, rules: Rules, now: datetime) -> str:
    """Say which rule leaves an entry out by what the source tells of it; empty for none."""
    told = "\n".join([entry.title, *entry.categories]).casefold()
    if rules.match and not any(_stands(word, told) for word in rules.match):
        return "none of the words to match stands in title or categories"
    for word in rules.skip:
        if _stands(word, told):
            return f"{word!r} stands in title or categories"
    if rules.days and entry.published and now - entry.published > timedelta(days=rules.days):
        return f"it is older than {rules.days:g} days"
    return ""


def count_words(text: str) -> int:
    """Count the words of an HTML or plain text, about."""
    return len(re.findall(r"\w+", re.sub(r"<[^<>]*>", " ", text)))


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text) is not None
