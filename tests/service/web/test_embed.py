"""The player and the button on a publisher's page, which is another origin."""

import contextlib
import html
import re
from urllib.parse import quote

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.conftest import Server
from tests.service.web.publisher import Publisher

STORY = "<html><body><article><h1>The mill</h1><p>{}</p></article></body></html>".format(
    "The wheel did not turn on Tuesday, and nobody in the village knew why. " * 4
)
WATCH = (
    "<script>window.heard = [];"
    "for (const n of ['idle', 'pressed', 'making', 'ready', 'play', 'pause', 'seeked',"
    "'timeupdate', 'error'])"
    "document.addEventListener('narrator:' + n, (e) => heard.push(e.detail));</script>"
)


def story(host, attributes=""):
    tag = f'<script async src="{host.url}/embed.js" {attributes}></script>'
    return STORY.replace("<article>", f"<article>{WATCH}{tag}")


@pytest.fixture(scope="module")
def publisher():
    with contextlib.closing(Publisher()) as running:
        yield running


@pytest.fixture(scope="module")
def stranger():
    with contextlib.closing(Publisher()) as running:
        yield running


@pytest.fixture(scope="module")
def host(tmp_path_factory, publisher):
    """A service that lets the publisher's buttons have articles narrated."""
    settings = {
        "NARRATOR_EMBED_ORIGINS": publisher.url,
        "NARRATOR_FETCH_ALLOW": "127.0.0.1/32",
    }
    with contextlib.closing(Server(tmp_path_factory.mktemp("host"), **settings).start()) as running:
        yield running


@pytest.fixture
def tab(browser):
    """A tab that notes what is written to the console as an error."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.wrong = []
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()


@pytest.fixture(scope="module")
def shared(host):
    return host.order()["id"]


def heard(tab, event):
    tab.wait_for_function("(n) => window.heard.some((e) => e.event === n)", arg=event)
    return tab.evaluate("(n) => window.heard.filter((e) => e.event === n).at(-1)", event)


def test_the_player_plays_on_another_origin_and_tells_the_page(host, publisher, tab, shared):
    publisher.pages["/player"] = story(host, f'data-episode="{shared}"')
    tab.goto(f"{publisher.url}/player")
    assert heard(tab, "ready")["title"] == "A quiet day at the mill"
    frame = tab.frame_locator("iframe")
    frame.get_by_role("button", name="Play").click()
    assert heard(tab, "play")["episode"] == shared
    heard(tab, "timeupdate")
    frame.get_by_role("button", name="Pause").click()
    heard(tab, "pause")
    tab.evaluate("frames[0].postMessage({narrator: 'seek', time: 3}, '*')")
    assert heard(tab, "seeked")["time"] == pytest.approx(3, abs=0.01)
    assert frame.get_by_label("Chapter").locator("option").count() == 2
    assert tab.wrong == []


def test_theme_and_language_come_from_attributes(host, publisher, tab, shared):
    attributes = f'data-episode="{shared}" data-theme="dark" data-lang="de"'
    publisher.pages["/dunkel"] = story(host, attributes)
    tab.goto(f"{publisher.url}/dunkel")
    frame = tab.frame_locator("iframe")
    frame.get_by_role("button", name="Abspielen").wait_for()
    assert frame.locator("html").get_attribute("data-theme") == "dark"
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"
    assert tab.frames[1].evaluate(ground) == "rgb(32, 31, 38)"


def test_the_first_press_makes_the_episode_and_later_ones_find_it(host, publisher, tab):
    publisher.pages["/mill"] = story(host)
    tab.goto(f"{publisher.url}/mill?utm_source=letter")
    heard(tab, "idle")
    before = len(host.client.get("/v1/episodes?limit=100").json()["episodes"])
    tab.frame_locator("iframe").get_by_role("button", name="Listen to this article").click()
    made = heard(tab, "play")["episode"]
    assert host.client.get(f"/v1/episodes/{made}").json()["url"] == f"{publisher.url}/mill"
    tab.goto(f"{publisher.url}/mill")
    heard(tab, "idle")
    tab.frame_locator("iframe").get_by_role("button", name="Listen to this article").click()
    assert heard(tab, "ready")["episode"] == made
    after = host.client.get("/v1/episodes?limit=100").json()["episodes"]
    assert len(after) == before + 1
    assert tab.wrong == []


def test_the_button_plays_before_the_episode_is_whole(host, publisher, tab):
    long = "".join(
        f"<p>Paragraph {n} tells how the wheel turned again, and why.</p>" for n in range(20)
    )
    publisher.pages["/long"] = story(host).replace("</article>", f"{long}</article>")
    tab.goto(f"{publisher.url}/long")
    heard(tab, "idle")
    frame = tab.frame_locator("iframe")
    frame.get_by_role("button", name="Listen to this article").click()
    heard(tab, "ready")
    said = tab.evaluate("heard.map((e) => [e.event, e.time ?? 0])")
    assert ["pressed", 0] in said
    sounding = next(n for n, (event, time) in enumerate(said) if event == "timeupdate" and time > 0)
    assert sounding < next(n for n, (event, _) in enumerate(said) if event == "ready")
    # It goes on where it was in the whole episode, and the page hears of one beginning.
    assert [event for event, _ in said].count("play") == 1
    tab.wait_for_function(
        "(t) => heard.some((e) => e.event === 'timeupdate' && e.duration > 60 && e.time > t)",
        arg=max(time for _, time in said),
    )
    frame.get_by_role("button", name="Pause").click()
    assert tab.wrong == []


def test_what_went_wrong_is_said_in_the_readers_words_and_can_be_tried_again(host, publisher, tab):
    publisher.pages["/leer"] = story(host, 'data-lang="de"')
    tab.goto(f"{publisher.url}/leer")
    heard(tab, "idle")
    publisher.pages["/leer"] = "<html><body></body></html>"
    frame = tab.frame_locator("iframe")
    frame.get_by_role("button", name="Diesen Artikel anhören").click()
    assert heard(tab, "error")["reason"]
    said = frame.get_by_role("status").inner_text()
    assert "ließ sich nicht vorlesen. Unter dieser Adresse steht kein Artikel" in said
    publisher.pages["/leer"] = story(host)
    frame.get_by_role("button", name="Noch einmal").wait_for()


def test_a_site_has_so_many_articles_narrated_in_an_hour(tmp_path, publisher):
    settings = {
        "NARRATOR_EMBED_ORIGINS": publisher.url,
        "NARRATOR_FETCH_ALLOW": "127.0.0.1/32",
        "NARRATOR_EMBED_LIMIT": "1",
    }
    publisher.pages |= {"/one": STORY, "/two": STORY}

    with contextlib.closing(Server(tmp_path, **settings).start()) as running:

        def press(path):
            order = {"url": f"{publisher.url}{path}"}
            headers = {"Origin": running.url}
            return running.client.post("/embed/episodes", json=order, headers=headers)

        assert press("/one").status_code == 202
        refused = press("/two")
        assert refused.status_code == 429
        assert refused.json()["type"] == "urn:narrator:problem:rate"
        assert int(refused.headers["retry-after"]) > 3000
        # What is made already is found, not made.
        assert press("/one").status_code == 202


def test_a_site_that_is_not_named_gets_no_button(host, publisher, stranger, tab):
    stranger.pages["/mill"] = story(host)
    tab.goto(f"{stranger.url}/mill")
    frame = tab.frame_locator("iframe")
    assert "may not have" in frame.get_by_role("heading").inner_text()
    assert frame.get_by_role("button").count() == 0
    # Nor may it show the button of a site that is named.
    stranger.pages["/theirs"] = story(host, f'data-url="{publisher.url}/mill"')
    with tab.expect_event("console", lambda said: "frame-ancestors" in said.text):
        tab.goto(f"{stranger.url}/theirs")


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
def test_only_the_button_itself_can_order(host, publisher, origin):
    headers = {"Origin": origin} if origin else {}
    answer = host.client.post(
        "/embed/episodes", json={"url": f"{publisher.url}/mill"}, headers=headers
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/", "file:///etc/passwd", "https://evil.example/", "x"]
)
def test_an_article_elsewhere_is_not_fetched(host, address):
    answer = host.client.post(
        "/embed/episodes", json={"url": address}, headers={"Origin": host.url}
    )
    assert answer.status_code in {403, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_article_that_leads_to_another_site_is_refused(host, publisher, stranger):
    stranger.pages["/secret"] = STORY
    publisher.pages["/away"] = (f"{stranger.url}/secret",)
    answer = host.client.post(
        "/embed/episodes", json={"url": f"{publisher.url}/away"}, headers={"Origin": host.url}
    )
    assert answer.status_code == 403
    assert "another site" in answer.json()["detail"]


def test_only_the_player_may_be_framed(host, publisher, shared):
    def frames(path):
        policy = host.client.get(path).headers["content-security-policy"]
        return policy.partition("frame-ancestors ")[2].partition(";")[0]

    assert frames(f"/embed/{shared}") == "*"
    assert frames(f"/embed/article?url={publisher.url}/mill") == publisher.url
    for path in ("/", f"/listen/{shared}", "/docs", "/v1/episodes"):
        assert frames(path) == "'none'"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neither_player_nor_button_has_a_barrier(host, publisher, tab, shared, theme):
    refused = "/embed/article?url=https://evil.example/"
    article = f"/embed/article?url={publisher.url}/mill"
    for path in (f"/embed/{shared}?", f"{article}&", f"{refused}&", "/embed/abc?"):
        tab.goto(f"{host.url}{path}theme={theme}")
        found = Axe().run(tab).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path


def test_the_whole_frame_weighs_at_most_30_kb(host, tab, shared):
    answers = []
    tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no builtin is taken
    tab.goto(f"{host.url}/embed/{shared}")
    tab.get_by_label("Chapter").wait_for()
    loaded = {answer.url.rpartition("/")[2]: answer for answer in answers}
    assert {shared, "embed.css", "embed.js", "chapters.json"} <= set(loaded)
    sizes = [len(answer.body()) for name, answer in loaded.items() if "audio." not in name]
    assert sum(sizes) + len(host.client.get("/embed.js").content) <= 30_000


def test_oembed_is_discovered_and_describes_the_player(host, shared):
    shown = host.client.get(f"/embed/{shared}")
    link = shown.headers["link"]
    assert 'type="application/json+oembed"' in link
    found = host.client.get(link[1:].partition(">")[0]).json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert found["title"] == "A quiet day at the mill"
    assert f'src="{host.url}/embed/{shared}"' in found["html"]
    small = f"/oembed?maxwidth=320&url={quote(f'{host.url}/listen/{shared}', safe='')}"
    assert host.client.get(small).json()["width"] == 320
    assert host.client.get(f"/oembed?format=xml&url={host.url}/listen/{shared}").status_code == 501
    assert host.client.get(f"/oembed?url=https://evil.example/listen/{shared}").status_code == 404


def test_a_link_to_the_listen_page_says_what_it_leads_to(host, shared):
    page = host.client.get(f"/listen/{shared}").text
    (title,) = re.findall(r'<meta property="og:title" content="([^"]*)">', page)
    assert title == host.client.get(f"/v1/episodes/{shared}").json()["title"]
    (image,) = re.findall(r'<meta property="og:image" content="([^"]*)">', page)
    assert httpx2.get(image).headers["content-type"] == "image/jpeg"
    (found,) = re.findall(r'application/json\+oembed" href="([^"]*)"', page)
    assert httpx2.get(html.unescape(found)).json()["title"] == title


def test_with_keys_the_player_opens_by_a_signed_address_only(keyed):
    key = {"Authorization": f"Bearer {keyed.keys['ann']}"}
    made = keyed.client.post("/v1/episodes", json={"text": "One. Two."}, headers=key).json()
    assert keyed.client.get(f"/embed/{made['id']}").status_code == 401
    assert keyed.client.get(made["links"]["embed"]).status_code == 200
    assert keyed.client.get(made["links"]["embed"] + "0").status_code == 401
    # Nor does its listen page tell anybody what it is.
    assert "og:title" not in keyed.client.get(f"/listen/{made['id']}").text
