"""`narrator feed`."""

import json

import pytest


@pytest.fixture
def episodes(shell, article):
    shell("narrate", article, "-o", "episodes", "-q")
    return shell.folder / "episodes"


def build(shell, *words, link="https://example.org/pod"):
    words = ("episodes", "-o", "site", "--title", "Mill & more", "--link", link, *words)
    return shell("feed", "build", *words)


@pytest.mark.usefixtures("episodes")
def test_it_builds_a_podcast_and_says_where_to_subscribe(shell):
    built = build(shell)
    assert built.returncode == 0
    first, second = built.stdout.decode().splitlines()
    assert first.startswith("site  1 episode, ")
    assert second == "Subscribe to https://example.org/pod/feed.xml once site is served there."
    assert {"site/feed.xml", "site/index.html"} <= set(shell.files())
    assert build(shell).stdout.decode().splitlines()[0].endswith("nothing has changed")


@pytest.mark.usefixtures("episodes")
def test_json_says_what_was_done(shell):
    facts = json.loads(build(shell, "--json").stdout)
    assert (facts["episodes"], facts["pages"], facts["site"]) == (1, 1, "site")


@pytest.mark.usefixtures("episodes")
def test_check_passes_what_was_built_and_names_what_is_broken(shell):
    build(shell)
    passed = shell("feed", "check", "site")
    assert (passed.returncode, passed.stdout) == (0, b"site keeps every rule\n")
    feed = shell.folder / "site" / "feed.xml"
    feed.write_text(feed.read_text().replace(">false<", ">no<", 1))
    broken = shell("feed", "check", "site")
    assert broken.returncode == 2
    assert broken.stdout.startswith(b"explicit: the channel's itunes:explicit is neither")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--category", "Newts"], "none of Apple's categories"),
        (["--category", "News/Gossip"], "'News' has no subcategory 'Gossip'"),
        (["--colour", "mauve"], "'mauve' is no colour"),
        (["--cover", "mill.txt"], "refuse the cover mill.txt: it is neither JPEG nor PNG"),
        (["--hub", "hub"], "--hub hub is no address"),
    ],
)
@pytest.mark.usefixtures("episodes")
def test_what_cannot_be_used_is_one_line(shell, words, message):
    failed = build(shell, *words)
    assert failed.returncode == 2
    (line,) = failed.stderr.decode().splitlines()
    assert message in line


@pytest.mark.usefixtures("episodes")
def test_a_link_that_is_no_address_is_refused(shell):
    failed = build(shell, link="example.org/pod")
    assert failed.returncode == 2
    assert b"--link example.org/pod is no address of a web page" in failed.stderr
