"""`narrator feed follow` and the commands around it, on a library of their own."""

import dataclasses
import json

import pytest

OPML = """<opml version="2.0"><head/><body><outline text="Papers">
<outline type="rss" text="River" xmlUrl="http://127.0.0.1:9/river"/>
<outline type="rss" text="River" xmlUrl="http://127.0.0.1:9/river"/>
<outline type="rss" text="Hill" xmlUrl="http://127.0.0.1:9/hill"/></outline></body></opml>"""


@pytest.fixture(name="shell")
def _shell(shell):
    settings = {"NARRATOR_HOME": "library", "NARRATOR_FETCH_ALLOW": "127.0.0.1/32"}
    return dataclasses.replace(shell, environment=shell.environment | settings)


@pytest.fixture
def inbox(shell):
    folder = shell.folder / "inbox"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(f"# Story {name}\n\nIt rained.")
    return folder


def lines(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().splitlines()


def test_a_folder_is_followed_listed_shared_revoked_and_left(shell, inbox):
    followed = lines(shell("feed", "follow", "inbox", "--into", "reading", "--private"))
    assert followed[0] == "inbox: 2 of 2 articles are taken"

    shared = lines(shell("feed", "share", "reading", "bob", "--base", "https://me.example"))
    assert shared[0].startswith("https://me.example/feeds/for/")
    assert shared[0].endswith("/reading.xml")
    assert shared[1].startswith("Apple Podcasts: podcast://me.example/feeds/for/")
    assert any("▀" in line or "█" in line for line in shared)

    (feed,) = json.loads(shell("feed", "list", "--json").stdout)
    assert (feed["slug"], feed["private"], feed["sources"][0]["health"]) == (
        "reading",
        True,
        "fine",
    )
    assert feed["listeners"] == [{"name": "bob", "last access": None}]
    listed = lines(shell("feed", "list", "reading"))
    assert listed[0] == "reading  Reading: 0 episodes, private"
    assert listed[-1] == "  shared with bob: last access never"

    assert lines(shell("feed", "revoke", "reading", "bob"))
    assert shell("feed", "revoke", "reading", "bob").returncode == 2
    assert lines(shell("feed", "keep", "reading", "--newest", "5")) == ["0 episodes left reading"]
    assert lines(shell("feed", "unfollow", str(inbox), "--from", "reading"))
    assert json.loads(shell("feed", "list", "--json").stdout)[0]["sources"] == []


def test_opml_goes_in_and_out(shell):
    (shell.folder / "subscriptions.opml").write_text(OPML)
    followed = shell("feed", "follow", "subscriptions.opml", "--into", "papers")
    assert followed.returncode == 2
    assert len(followed.stderr.splitlines()) == 2
    assert all(line.endswith(b"it is looked at again") for line in followed.stderr.splitlines())
    out = shell("feed", "opml", "papers").stdout.decode()
    assert out.count('xmlUrl="http://127.0.0.1:9/') == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["share", "none", "bob", "--base", "https://me.example"], "there is no feed 'none'"),
        (["follow", "nowhere.txt", "--into", "x"], "there is no file nowhere.txt"),
        (["follow", ".", "--into", "My Feed"], "cannot stand in an address"),
        (["follow", ".", "--into", "x", "--voice", "nobody"], "there is no voice 'nobody'"),
        (["ping", "."], "there is no feed at ."),
    ],
)
def test_what_cannot_be_done_is_one_line(shell, words, message):
    failed = shell("feed", *words)
    assert failed.returncode == 2
    (line,) = failed.stderr.decode().splitlines()
    assert message in line
