"""Articles on the web are named by their address."""

import json

from tests.fetch.conftest import site  # noqa: F401 - a fixture

PAGE = """<html><head><title>A quiet day at the mill</title></head><body><article>
<h1>A quiet day at the mill</h1><p>Click to start listening</p>
<p>The wheel of the old mill by the river did not turn on Tuesday, which cost the miller $5 and
a night's sleep, and the baker in the village below a good part of the week's flour.</p>
<p>Nobody knew what to say about it, and so the people went home before it was dark.</p>
</article></body></html>"""


def test_a_web_page_is_narrated_under_its_title(shell, site):  # noqa: F811
    url = site.put("/mill", PAGE.encode(), Content_Type="text/html")
    shell.environment["NARRATOR_FETCH_ALLOW"] = "127.0.0.1"

    done = shell("narrate", url, "-o", "out")

    assert done.returncode == 0, done.stderr
    manifest = json.loads((shell.folder / "out/a-quiet-day-at-the-mill.episode.json").read_bytes())
    assert manifest["source"]["url"] == url
    assert b"five dollars" in shell("script", url).stdout


def test_a_page_that_cannot_be_read_does_not_stop_the_others(shell, site):  # noqa: F811
    good = site.put("/mill", PAGE.encode(), Content_Type="text/html")
    shell.environment["NARRATOR_FETCH_ALLOW"] = "127.0.0.1/32"

    done = shell("narrate", "http://169.254.169.254/", f"{site.url}/gone", good, "-o", "out")

    assert done.returncode == 2
    errors = done.stderr.decode().splitlines()
    assert "not on the public internet" in errors[0]
    assert "answered 404" in errors[1]
    assert "out/a-quiet-day-at-the-mill.mp3" in shell.files()


def test_an_address_of_another_scheme_is_not_taken_for_a_file(shell):
    done = shell("narrate", "ftp://example.org/mill.html")

    assert done.returncode == 2
    assert b"has to begin with http:// or https://" in done.stderr
