"""A folder of narrated episodes becomes a podcast that any web server can host."""

import json
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest
from lxml import etree
from mutagen.oggopus import OggOpus

from narrator import narrate
from narrator.domain import InputError
from narrator.files import whole_file
from narrator.library.feeds import assets
from narrator.library.feeds.check import check_path
from narrator.library.feeds.follow.records import Retention
from narrator.library.feeds.site import SiteOptions, build_site

NIGHT = "The night train\n\nThe train left at nine. Nobody was on it.\n"

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "psc": "http://podlove.org/simple-chapters",
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def items(site, name="feed.xml"):
    return etree.parse(site / name).findall("channel/item")


def content(folder):
    return {
        path.relative_to(folder): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def local(site, url):
    assert url.startswith("https://example.org/pod/")
    return site / url.removeprefix("https://example.org/pod/")


@pytest.mark.parametrize("options", [{}, {"page": 1}, {"opus": True, "number": True, "season": 2}])
def test_a_built_podcast_keeps_every_rule(build, options):
    assert check_path(build(**options)) == []


def test_every_file_the_feed_names_is_there_and_as_long_as_said(build):
    site = build()
    for item in items(site):
        enclosure = item.find("enclosure")
        path = local(site, enclosure.get("url"))
        assert path.stat().st_size == int(enclosure.get("length"))
        for element in item.iterfind("podcast:*", NAMES):
            if "url" in element.attrib:
                assert local(site, element.get("url")).is_file()
        assert local(site, item.find("itunes:image", NAMES).get("href")).is_file()


def test_an_unchanged_rebuild_changes_no_byte(build):
    site = build(opus=True)
    before = content(site)
    assert content(build(opus=True)) == before


def test_two_builds_of_the_same_episodes_are_the_same(build, tmp_path):
    first = content(build(opus=True))
    shutil.rmtree(tmp_path / "site")
    again = content(build(opus=True))
    assert {path: data for path, (data, _) in again.items()} == {
        path: data for path, (data, _) in first.items()
    }


def test_a_new_episode_leaves_the_files_of_the_others_alone(build, folder, tell):
    site = build()
    before = content(site / "episodes")
    tell("News of today\n\nIt rained again.", folder, "today", day=23)
    build()
    after = content(site / "episodes")
    assert before.items() <= after.items()
    assert items(site)[0].findtext("title") == "News of today"


def test_an_episode_narrated_again_keeps_guid_and_date_but_not_its_address(build, folder, tell):
    site = build()
    before = items(site)[0]
    (folder / "night.episode.json").unlink()
    tell("The night train\n\nThe train left at ten.", folder, "night", day=28, force=True)
    build()
    after = items(site)[0]
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")
    old, new = (item.find("enclosure").get("url") for item in (before, after))
    assert old != new
    assert not local(site, old).exists()
    assert local(site, new).exists()


def test_a_removed_episode_leaves_the_feed_and_the_folder(build, folder):
    site = build(page=1)
    assert (site / "feed-3.xml").exists()
    (folder / "night.episode.json").unlink()
    build(page=1)
    assert not (site / "feed-3.xml").exists()
    assert not (site / "page-3.html").exists()
    assert not list((site / "episodes").glob("night*"))
    assert check_path(site) == []


@pytest.mark.parametrize(
    ("limits", "kept"), [({"newest": 2}, 2), ({"days": 1}, 1), ({"size": 1}, 1), ({}, 3)]
)
def test_the_feed_is_as_long_as_it_shall_be_and_keeps_its_numbers(build, limits, kept):
    site = build(number=True)
    assert len(list((site / "episodes").glob("*.mp3"))) == 3
    found = items(build(number=True, retention=Retention(**limits)))
    assert [item.findtext("itunes:episode", None, NAMES) for item in found] == list("321")[:kept]
    assert len(list((site / "episodes").glob("*.mp3"))) == kept
    assert check_path(site) == []


def test_files_that_are_not_of_the_podcast_are_left_alone(build):
    site = build()
    mine = [site / "CNAME", site / "episodes" / "hello.mp3", site / "feed.xsl"]
    for path in mine:
        path.write_text("mine")
    build(page=2)
    assert all(path.read_text() == "mine" for path in mine)


def test_what_a_killed_build_left_is_swept_when_it_is_old(build):
    site = build()
    left = [site / "episodes" / f".{digit * 16}.part.mp3" for digit in "ab"]
    for path in left:
        path.write_bytes(b"half")
    os.utime(left[0], (1, 1))
    build()
    assert [path.exists() for path in left] == [False, True]


def test_the_feed_is_the_last_to_name_what_is_new(build, folder, tell, monkeypatch):
    site = build()
    tell("News of today\n\nIt rained again.", folder, "today", day=23)
    before = (site / "feed.xml").read_bytes()

    def stop(path):
        if path.name == "feed.xml":
            raise KeyboardInterrupt
        return whole_file(path)

    monkeypatch.setattr(assets, "whole_file", stop)
    with pytest.raises(KeyboardInterrupt):
        build()
    assert (site / "feed.xml").read_bytes() == before
    assert check_path(site) == []


def test_pages_are_linked_as_rfc_5005_has_it(build):
    site = build(page=1)
    middle = etree.parse(site / "feed-2.xml")
    links = {
        link.get("rel"): link.get("href") for link in middle.iterfind("channel/atom:link", NAMES)
    }
    assert links == {
        "self": "https://example.org/pod/feed-2.xml",
        "first": "https://example.org/pod/feed.xml",
        "previous": "https://example.org/pod/feed.xml",
        "next": "https://example.org/pod/feed-3.xml",
        "last": "https://example.org/pod/feed-3.xml",
    }


def test_newest_come_first_numbered_from_the_oldest(build):
    found = items(build(number=True, season=3))
    assert [item.findtext("title") for item in found] == [
        "The night train",
        "Die Brücke schläft",
        "A quiet day at the mill",
    ]
    assert [item.findtext("itunes:episode", None, NAMES) for item in found] == ["3", "2", "1"]
    assert {item.findtext("itunes:season", None, NAMES) for item in found} == {"3"}


def test_show_notes_escape_what_the_article_says(build):
    mill = items(build())[-1]
    notes = mill.findtext("content:encoded", None, NAMES)
    assert "It cost the miller $5 &amp; a &lt;b&gt;loaf&lt;/b&gt;." in notes
    assert '<a href="https://example.org/mill?a=1&amp;b=2" rel="noopener noreferrer">' in notes
    assert re.search(r"<li>\(0:\d\d\) What came next</li>", notes)
    assert "Narrated by a synthetic voice (tone)." in notes
    assert mill.findtext("dc:creator", None, NAMES) == "Jane Doe"


def test_chapters_are_told_in_the_feed_in_a_file_and_in_the_audio(build):
    site = build(opus=True)
    mill = items(site)[-1]
    told = [element.get("title") for element in mill.iterfind("psc:chapters/psc:chapter", NAMES)]
    file = local(site, mill.find("podcast:chapters", NAMES).get("url"))
    assert [chapter["title"] for chapter in json.loads(file.read_text())["chapters"]] == told
    with av.open(local(site, mill.find("enclosure").get("url"))) as audio:
        assert [chapter["metadata"]["title"] for chapter in audio.chapters()] == told
    opus = mill.findall("podcast:alternateEnclosure/podcast:source", NAMES)[1].get("uri")
    tags = OggOpus(local(site, opus))
    assert tags["CHAPTER002NAME"] == [told[1]]


def test_opus_is_as_long_as_the_mp3_and_smaller(build):
    site = build(opus=True)
    for item in items(site):
        mp3, opus = item.iterfind("podcast:alternateEnclosure", NAMES)
        assert int(opus.get("length")) < int(mp3.get("length")) + 100_000
        lengths = []
        for alternate in (mp3, opus):
            with av.open(local(site, alternate[0].get("uri"))) as audio:
                lengths.append(audio.duration / av.time_base)
        assert lengths[0] == pytest.approx(lengths[1], abs=0.06)


def test_opus_beside_the_mp3_is_taken_as_it_is(build, folder, studio):
    narrate(NIGHT, folder / "night.opus", voice="tone", studio=studio)
    site = build()
    opus = items(site)[0].findall("podcast:alternateEnclosure/podcast:source", NAMES)[1].get("uri")
    assert local(site, opus).read_bytes() == (folder / "night.opus").read_bytes()


def test_dates_are_the_articles_but_never_after_narration(tmp_path, tell, show):
    shelf = tmp_path / "shelf"
    text = "{}\n\nJanuary {}, 2026\n\nIt rained."
    tell(text.format("Past", 5), shelf, "past", day=20)
    tell(text.format("Today", 20), shelf, "today", day=20)
    tell(text.format("Future", 30), shelf, "future", day=20)
    build_site(shelf, tmp_path / "out", show(), SiteOptions())
    dates = {item.findtext("title"): item.findtext("pubDate") for item in items(tmp_path / "out")}
    assert dates == {
        "Past": "Mon, 05 Jan 2026 12:00:00 +0000",
        "Today": "Tue, 20 Jan 2026 08:00:00 +0000",
        "Future": "Tue, 20 Jan 2026 08:00:00 +0000",
    }
    assert check_path(tmp_path / "out", now=datetime(2026, 1, 20, 9, tzinfo=UTC)) == []


def test_the_page_loads_nothing_from_elsewhere_and_runs_only_its_own(build):
    page = (build() / "index.html").read_text()
    loaded = re.findall(r'<(?:img|source|script|iframe|audio)[^>]*\ssrc="([^"]+)"', page)
    assert len(loaded) == 7
    assert not [path for path in loaded if "//" in path]
    assert "Mill &amp; &lt;Bridge&gt;" in page
    assert "<Bridge>" not in page


def _damage_manifest(folder):
    (folder / "mill.episode.json").write_text("{}")


def _cut_audio(folder):
    path = folder / "mill.mp3"
    path.write_bytes(path.read_bytes()[:-1])


def _change_audio(folder):
    path = folder / "mill.mp3"
    data = bytearray(path.read_bytes())
    data[-200] ^= 1
    path.write_bytes(data)


def _lose_audio(folder):
    (folder / "mill.mp3").unlink()


def _mix_up_audio(folder):
    shutil.copy(folder / "night.mp3", folder / "mill.m4b")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_damage_manifest, "no manifest that this release can read"),
        (_cut_audio, "is not the file its manifest describes"),
        (_change_audio, "is not the file its manifest describes"),
        (_lose_audio, "is missing"),
        (_mix_up_audio, "is of another version of the article"),
        (shutil.rmtree, "there is no folder"),
    ],
)
def test_an_episode_that_cannot_be_used_is_named_and_the_old_feed_stays(
    build, folder, damage, message
):
    site = build()
    before = (site / "feed.xml").read_bytes()
    damage(folder)
    shutil.rmtree(site / "episodes")
    with pytest.raises(InputError, match=message):
        build()
    assert (site / "feed.xml").read_bytes() == before


def test_formats_no_app_plays_are_refused(tmp_path, studio, show):
    narrate(NIGHT, tmp_path / "in" / "night.wav", voice="tone", studio=studio)
    with pytest.raises(InputError, match=r"do not play night\.wav"):
        build_site(tmp_path / "in", tmp_path / "out", show(), SiteOptions())


def test_the_transcript_page_has_every_word_escaped_and_its_time(build):
    site = build()
    page = next((site / "episodes").glob("mill.*.html")).read_text()
    assert "It cost the miller $5 &amp; a &lt;b&gt;loaf&lt;/b&gt;." in page
    assert "<h2>What came next</h2>" in page
    assert re.search(r'#t=\d+\.\d\d" data-seek="audio"', page)


def test_an_m4b_goes_by_the_name_apple_knows(tmp_path, studio, show):
    narrate(NIGHT, tmp_path / "in" / "night.m4b", voice="tone", studio=studio)
    build_site(tmp_path / "in", tmp_path / "out", show(), SiteOptions())
    assert check_path(tmp_path / "out") == []
    assert items(tmp_path / "out")[0].find("enclosure").get("type") == "audio/x-m4a"


def test_the_source_folder_is_never_built_into(folder, show):
    with pytest.raises(InputError, match="would overwrite"):
        build_site(folder, Path(folder).parent, show(), SiteOptions())
