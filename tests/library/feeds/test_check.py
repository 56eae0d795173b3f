"""Every rule passes a good feed and stops the feed that breaks it."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from narrator.domain import InputError
from narrator.library.feeds.check import RULES, check_feed, check_path
from narrator.library.feeds.site import SiteOptions, build_site

NOW = datetime(2026, 2, 1, tzinfo=UTC)


def swap(old, new, count=1):
    """Replace text in the feed; it must be there."""

    def spoil(text):
        assert old in text
        return text.replace(old, new, count)

    return spoil


def drop(pattern):
    """Take away the first match of a pattern; there must be one."""

    def spoil(text):
        assert re.search(pattern, text, re.DOTALL)
        return re.sub(pattern, "", text, count=1, flags=re.DOTALL)

    return spoil


def double(pattern):
    """Give every match of a pattern the text of the first."""

    def spoil(text):
        first = re.search(pattern, text)[0]
        return re.sub(pattern, lambda _: first, text)

    return spoil


def reverse_items(text):
    items = re.findall(r"    <item>.*?</item>\n", text, re.DOTALL)
    head, tail = text.partition("    <item>")[0], text.rpartition("</item>\n")[2]
    return head + "".join(reversed(items)) + tail


BROKEN = {
    "rss-version": swap('version="2.0"', 'version="0.91"'),
    "namespaces": swap("https://podcastindex.org/namespace/1.0", "https://example.org/other"),
    "channel-title": drop(r"<title>.*?</title>"),
    "channel-description": drop(r"<description>.*?</description>"),
    "channel-link": swap("<link>https://example.org/pod/</link>", "<link>/pod/</link>"),
    "channel-language": drop(r"<language>.*?</language>"),
    "self-link": drop(r'<atom:link [^>]*rel="self"[^>]*/>'),
    "category": swap('<itunes:category text="News"/>', '<itunes:category text="Newts"/>'),
    "explicit": swap(
        "<itunes:explicit>false</itunes:explicit>", "<itunes:explicit>no</itunes:explicit>"
    ),
    "channel-image": drop(r"<itunes:image [^>]*/>"),
    "channel-type": swap(">episodic<", ">weekly<"),
    "podcast-guid": swap("<podcast:guid>", "<podcast:guid>x"),
    "podcast-locked": swap(">yes</podcast:locked>", ">maybe</podcast:locked>"),
    "podcast-medium": swap(">podcast</podcast:medium>", ">radio</podcast:medium>"),
    "ai-content": swap('purpose="ai-content"', 'purpose="verify"'),
    "page-links": swap(
        'href="https://example.org/pod/feed-2.xml" rel="next"', 'href="feed-2.xml" rel="next"'
    ),
    "next-page": swap(
        'href="https://example.org/pod/feed-2.xml" rel="next"',
        'href="https://example.org/pod/feed-9.xml" rel="next"',
    ),
    "hub-link": swap('href="https://hub.example.org/"', 'href="/hub"'),
    "newest-first": reverse_items,
    "item-title": drop(r"(?<=<item>\n      )<title>.*?</title>"),
    "enclosure": drop(r"<enclosure [^>]*/>"),
    "enclosure-length": lambda text: re.sub(r'(?<=mp3" length=)"\d+"', '"unknown"', text),
    "enclosure-type": swap('type="audio/mpeg"/>', 'type="audio/ogg"/>'),
    "enclosure-unique": double(r"<enclosure [^>]*/>"),
    "guid": drop(r"<guid.*?</guid>"),
    "guid-unique": double(r"<guid.*?</guid>"),
    "date": swap(
        "Thu, 22 Jan 2026 08:00:00 +0000</pubDate>\n      <desc", "2026-01-22</pubDate><desc"
    ),
    "date-past": swap("22 Jan 2026", "22 Jan 2036", 9),
    "duration": swap("<itunes:duration>", "<itunes:duration>about "),
    "item-flags": swap(">full<", ">whole<"),
    "numbers": swap("<itunes:episode>3", "<itunes:episode>0"),
    "item-image": lambda text: re.sub(r'(?<=<itunes:image href=)"[^"]+episodes', '"/x', text),
    "description": lambda text: text.replace("<description>", "<description>" + "a" * 4001),
    "notes": swap("<![CDATA[", "<![CDATA[<script>alert(1)</script>"),
    "chapters": swap("application/json+chapters", "application/json"),
    "chapters-both": drop(r"<psc:chapters .*?</psc:chapters>"),
    "chapters-simple": swap('start="00:00:00.000"', 'start="soon"'),
    "transcripts": swap('type="text/vtt"', 'type="text/voice"'),
    "captions": drop(r'<podcast:transcript [^>]*type="text/vtt"[^>]*/>'),
    "alternates": lambda text: re.sub(r"<podcast:source [^>]*/>", "", text),
    "exact-length": lambda text: re.sub(r'(?<=mp3" length=)"\d+"', '"1234"', text),
}
"""A feed that breaks each rule, made from a good one."""


@pytest.fixture(scope="module")
def built(shelf, show, tmp_path_factory):
    site = tmp_path_factory.mktemp("built")
    options = SiteOptions(page=2, opus=True, number=True)
    build_site(shelf, site, show(hub="https://hub.example.org/"), options)
    return site


@pytest.fixture
def site(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "site"))


def rules(faults):
    return {fault.rule for fault in faults}


def test_a_good_feed_breaks_no_rule(site):
    assert check_path(site, now=NOW) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_a_feed_that_breaks_a_rule_is_told_so(site, rule):
    feed = site / "feed.xml"
    feed.write_text(BROKEN[rule](feed.read_text()))
    found = check_path(site, now=NOW)
    assert rule in rules(found)
    assert all(fault.message for fault in found)


def test_a_feed_that_is_no_xml_is_told_so():
    assert rules(check_feed(b"<rss><channel>")) == {"well-formed"}
    assert rules(check_feed(b"<feed/>")) == {"rss-version"}


def _first(site, pattern):
    return next(iter(sorted(site.glob(pattern))))


def _shrink_artwork(site):
    from PIL import Image

    Image.new("RGB", (300, 300)).save(_first(site, "cover.*.jpg"))


def _swap_audio(site):
    path = _first(site, "episodes/night*.mp3")
    path.write_bytes(b"RIFF" + path.read_bytes()[4:])


def _retitle_chapters(site):
    path = _first(site, "episodes/*.chapters.json")
    facts = json.loads(path.read_text())
    facts["chapters"][0]["title"] = "Something else"
    path.write_text(json.dumps(facts))


def _strip_chapters(site):
    from mutagen.id3 import ID3

    path = _first(site, "episodes/br*.mp3")
    tags = ID3(path)
    tags.delall("CHAP")
    tags.save()


def _lengthen_lines(site):
    path = _first(site, "episodes/*.vtt")
    path.write_text(path.read_text() + "\n00:10.000 --> 00:11.000\n" + "word " * 20)


SPOILED = {
    "artwork": _shrink_artwork,
    "content": _swap_audio,
    "chapters-file": _retitle_chapters,
    "chapters-embedded": _strip_chapters,
    "captions-file": _lengthen_lines,
}
"""A site that breaks each rule about files."""


@pytest.mark.parametrize("rule", SPOILED)
def test_a_site_whose_files_break_a_rule_is_told_so(site, rule):
    SPOILED[rule](site)
    assert rule in rules(check_path(site, now=NOW))


class NoRanges:
    """A server that sends whole files only."""

    def size(self, url):
        del url
        return 1

    def read(self, url):
        del url

    def has_ranges(self, url):
        del url
        return False


def test_a_server_without_byte_ranges_is_told_so(site):
    found = check_feed((site / "feed.xml").read_bytes(), files=NoRanges(), now=NOW)
    assert "byte-ranges" in rules(found)


def test_every_rule_has_an_example_that_breaks_it():
    assert {rule.name for rule in RULES} == {*BROKEN, *SPOILED, "byte-ranges"}


def test_every_rule_says_who_asks_and_what():
    assert all(rule.source and rule.about.endswith(".") for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_folder_without_a_feed_is_told_so(tmp_path):
    with pytest.raises(InputError, match="there is no feed"):
        check_path(tmp_path)
