"""Rules for single web sites: which parts of their pages are the article, and which are not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cssselect import GenericTranslator, SelectorError
from lxml import etree

from narrator.domain.errors import InputError
from narrator.text.html.tree import Element

_KEYS = {"keep", "drop"}


@dataclass(frozen=True, slots=True)
class SiteParts:
    """Elements of one page that a site's rules name."""

    article: frozenset[Element]
    """Elements that hold the article; empty where no rule says."""

    furniture: frozenset[Element]
    """Elements that never are the article."""

    def are_article(self, element: Element) -> bool:
        """Whether an element stands in the article."""
        return _stands_in(element, self.article)

    def are_furniture(self, element: Element) -> bool:
        """Whether an element stands in furniture."""
        return _stands_in(element, self.furniture)


def _stands_in(element: Element, parts: frozenset[Element]) -> bool:
    return element in parts or not parts.isdisjoint(element.iterancestors())


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """The rules for one site."""

    keep: tuple[etree.XPath, ...]
    """What finds the article's elements."""

    drop: tuple[etree.XPath, ...]
    """What finds furniture."""

    def parts(self, root: Element) -> SiteParts:
        """Find what the rules name in a page."""
        return SiteParts(_found(self.keep, root), _found(self.drop, root))


def _found(paths: Iterable[etree.XPath], root: Element) -> frozenset[Element]:
    return frozenset(
        part
        for path in paths
        for part in path(root)
        if isinstance(part, etree._Element)  # noqa: SLF001 - lxml has no public name for its elements
    )


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """The rules for all sites that have some."""

    by_host: Mapping[str, Site]
    """Rules by the end of the host names they hold for ("example.com")."""

    def of(self, url: str | None) -> Site | None:
        """Give the rules for the page at `url`: of its host, else of the domains above it."""
        try:
            labels = (urlsplit(url or "").hostname or "").split(".")
        except ValueError:
            return None
        hosts = (".".join(labels[index:]) for index in range(len(labels)))
        return next((self.by_host[host] for host in hosts if host in self.by_host), None)


def load_sites(path: Path | None = None) -> Sites:
    """Load our own rules for sites, and a user's, which win over ours host by host.

    The file has a table for each site, named by its host, with `keep`, `drop` or both: lists of
    XPath expressions (those that begin with "/" or "(") or CSS selectors.

    Raises:
        InputError: the file cannot be read, or a rule in it cannot be understood.
    """
    return _built_in() if path is None else Sites({**_built_in().by_host, **_read(path)})


@cache
def _built_in() -> Sites:
    text = resources.files(__package__).joinpath("sites.toml").read_text(encoding="utf-8")
    return Sites(_sites(tomllib.loads(text), "sites.toml"))


def _read(path: Path) -> dict[str, Site]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror})", hint="check the path of the site rules"
        ) from error
    except ValueError as error:
        raise InputError(f"{path} is no TOML ({error})", hint="correct it") from error
    return _sites(table, str(path))


def _sites(table: Mapping[str, Any], where: str) -> dict[str, Site]:
    return {host.lower(): _site(host, rules, where) for host, rules in table.items()}


def _site(host: str, rules: Any, where: str) -> Site:
    lists = isinstance(rules, dict) and all(
        isinstance(value, list) and all(isinstance(one, str) for one in value)
        for value in rules.values()
    )
    if not lists or not rules.keys() <= _KEYS:
        raise InputError(
            f"{where}: the rules for {host} are not lists called keep and drop",
            hint=f'write ["{host}"], and under it drop = [".teaser"]',
        )
    keep, drop = (
        tuple(_path(text, host, where) for text in rules.get(key, [])) for key in ("keep", "drop")
    )
    return Site(keep, drop)


def _path(text: str, host: str, where: str) -> etree.XPath:
    try:
        if text.startswith(("/", "(")):
            return etree.XPath(text)
        return etree.XPath(GenericTranslator().css_to_xpath(text))
    except (SelectorError, etree.XPathError) as error:
        raise InputError(
            f"{where}: {text!r}, for {host}, is neither XPath nor a CSS selector ({error})",
            hint="correct it",
        ) from error
