"""Podcast apps and parsers understand what is built."""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import feedparser
import podcastparser
import pytest

from narrator.library.feeds.site import SiteOptions, build_site

TITLES = ["The night train", "Die Brücke schläft", "A quiet day at the mill"]
CHAPTERS = ["A quiet day at the mill", "What came next"]
PARTYTIME = """
const { parseFeed } = require("podcast-partytime");
const text = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(parseFeed(text)));
"""


@pytest.fixture(scope="module")
def site(shelf, show, serving, tmp_path_factory):
    """A podcast with two pages and Opus, at an address of its own on loopback."""
    folder = tmp_path_factory.mktemp("site")
    with serving(folder) as (base, asked):
        options = SiteOptions(page=2, opus=True, number=True)
        build_site(shelf, folder, show(base), options)
        yield folder, base, asked


def needed(found, what):
    """Skip where something is missing, but never in continuous integration."""
    if not found:
        assert "CI" not in os.environ, f"{what} is missing"
        pytest.skip(f"{what} is missing")


def test_feedparser_reads_it_without_a_complaint(site):
    folder, base, _ = site
    feed = feedparser.parse(folder / "feed.xml")
    assert not feed.bozo
    assert feed.feed.title == "Mill & <Bridge>"
    assert [entry.title for entry in feed.entries] == TITLES[:2]
    assert feed.entries[0].enclosures[0].href.startswith(f"{base}episodes/night.")
    assert [link.href for link in feed.feed.links if link.rel == "next"] == [f"{base}feed-2.xml"]


def test_podcastparser_reads_episodes_chapters_and_pages(site):
    folder, base, _ = site
    first, second = (
        podcastparser.parse(f"{base}{name}", io.BytesIO((folder / name).read_bytes()))
        for name in ("feed.xml", "feed-2.xml")
    )
    assert first["paged_feed_next"] == f"{base}feed-2.xml"
    assert first["itunes_categories"] == [["News"]]
    (mill,) = second["episodes"]
    assert mill["title"] == TITLES[2]
    assert [chapter["title"] for chapter in mill["chapters"]] == CHAPTERS
    assert mill["chapters"][0]["start"] == 0
    size = int(mill["enclosures"][0]["file_size"])
    assert size == next((folder / "episodes").glob("mill*.mp3")).stat().st_size


def test_partytime_reads_podcasting_2_0(site, show):
    modules = Path(sys.prefix) / "npm" / "node_modules"
    node = shutil.which("node")
    needed(node and (modules / "podcast-partytime").is_dir(), "podcast-partytime")
    folder, base, _ = site
    read = subprocess.run(
        [node, "-e", PARTYTIME],
        env=os.environ | {"NODE_PATH": str(modules), "LOG_LEVEL": "silent"},
        input=(folder / "feed.xml").read_bytes(),
        capture_output=True,
        check=True,
    )
    feed = json.loads(read.stdout.splitlines()[-1])
    assert feed["title"] == "Mill & <Bridge>"
    assert (feed["locked"], feed["podcastOwner"]) == (True, "ada@example.org")
    assert (feed["medium"], feed["guid"]) == ("podcast", show(base).guid)
    assert set().union(*feed["pc20support"].values()) >= {
        *("locked", "transcript", "chapters", "episode", "guid", "alternateEnclosure", "medium")
    }
    night = feed["items"][0]
    assert night["title"] == TITLES[0]
    assert night["podcastChapters"]["url"].startswith(f"{base}episodes/night.")
    kinds = [transcript["type"] for transcript in night["podcastTranscripts"]]
    assert kinds == ["text/vtt", "application/srt", "text/html"]
    assert [item["type"] for item in night["alternativeEnclosures"]] == ["audio/mpeg", "audio/ogg"]


def test_gpodder_subscribes_over_two_pages_updates_and_downloads(site, tmp_path):
    gpo = shutil.which("gpo")
    needed(gpo, "gPodder (gpo)")
    _, base, asked = site
    home = tmp_path / "home"
    home.mkdir()

    def run(*words):
        return subprocess.run(
            [gpo, *words],
            env={"PATH": os.environ["PATH"], "GPODDER_HOME": str(home), "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout.decode()

    asked.clear()
    run("subscribe", f"{base}feed.xml", "Mill")
    assert [path for _, path, code in asked if code == 200] == ["/feed.xml", "/feed-2.xml"]

    asked.clear()
    run("update")
    assert asked == [("GET", "/feed.xml", 304)]

    ours = [(title, url) for title, url in rows(home, "title, url", "episode")]
    assert [title for title, _ in ours] == TITLES
    wanted = [url for title, url in ours if title in {TITLES[0], TITLES[2]}]
    for url in wanted:
        run("download", f"{base}feed.xml", rows(home, "guid", f"episode where url = '{url}'")[0][0])
    kept = {path.name: path.read_bytes() for path in home.rglob("*.mp3")}
    assert len(kept) == 2
    folder = site[0] / "episodes"
    assert kept == {name: (folder / name).read_bytes() for name in kept}

    ((chapters,),) = rows(home, "chapters", f"episode where title = '{TITLES[2]}'")
    assert [chapter["title"] for chapter in json.loads(chapters)] == CHAPTERS


def rows(home, columns, table):
    """Ask gPodder's own database."""
    query = f"select {columns} from {table} order by 1 desc"  # noqa: S608 - the test's own words
    if table == "episode":
        query = f"select {columns} from {table} order by published desc"  # noqa: S608
    with contextlib.closing(sqlite3.connect(home / "Database")) as database:
        return database.execute(query).fetchall()
