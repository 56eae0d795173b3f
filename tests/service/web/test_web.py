"""What a person does with the web app."""

import bisect

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.web.conftest import SEED

MARKED = """() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const node = document.querySelector("#article .now");
  tell([document.querySelector("#audio").currentTime, node && Number(node.dataset.w)]);
})))"""


def until(page, true):
    """Wait until an expression is true; Playwright's own way needs `eval`, which pages forbid."""
    for _ in range(600):
        if page.evaluate(true):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never true: {true}")


def words_of(site, episode):
    transcript = site.client.get(f"/v1/episodes/{episode}/transcript.json").json()
    return [tuple(word) for segment in transcript["segments"] for word in segment["words"]]


def sentences_of(site, episode):
    transcript = site.client.get(f"/v1/episodes/{episode}/transcript.json").json()
    return [segment["startTime"] for segment in transcript["segments"]]


def listen(visit, site, episode, query="", **options):
    page = visit(f"{site.url}/listen/{episode}{query}", **options)
    page.wait_for_selector("#ready:not([hidden])")
    until(page, "audio.readyState > 0")
    return page


def seek(page, time):
    page.locator("#seek").fill(str(time))


def assert_agrees(page, words):
    """The marked word is one that is spoken within 100 ms of what is heard."""
    until(page, "document.querySelector('#article .now') && !audio.seeking")
    time, marked = page.evaluate(MARKED)
    assert marked is not None
    spoken = bisect.bisect([start for _, start, _ in words], time) - 1
    near = [
        index for index, (_, start, end) in enumerate(words) if start - 0.1 <= time <= end + 0.1
    ]
    assert marked in {spoken, *near}, (time, words[marked], words[spoken])


def test_pasted_text_is_previewed_narrated_and_heard_while_it_is_made(visit, site):
    page = visit(site.url)
    page.fill("#article", SEED)
    page.click("#see")
    page.get_by_role("complementary").get_by_text("Click to start listening").wait_for()
    assert page.locator("#said .line").first.inner_text().startswith("South Korea to Discuss")
    page.click("#narrate")
    page.wait_for_url("**/listen/*")
    until(page, "audio.currentTime > 0.2")
    page.wait_for_selector("#ready:not([hidden])")
    until(page, "!audio.paused && audio.duration > 200")
    page.wait_for_selector("#article .now")
    assert page.locator("#article h1").inner_text().startswith("South Korea to Discuss")
    assert page.locator("#article li").count() == 5


def test_the_text_is_read_along_while_it_is_made_and_goes_on_when_it_is_ready(visit, site):
    story = "\n\n".join(f"Day {day}. {SEED.splitlines()[-1]}" for day in range(1, 60))
    page = visit(site.url)
    page.fill("#article", f"A long voyage\n\n{story}")
    page.click("#see")
    page.click("#narrate")
    page.wait_for_selector("#narrating:not([hidden]) #article .now")
    assert page.locator("#narrating h1:visible").all_inner_texts() == ["A long voyage"]
    page.wait_for_selector("#ready:not([hidden]) #article .now")
    until(page, "!audio.paused && audio.duration > 400")
    assert_agrees(page, words_of(site, page.url.rpartition("/")[2]))


def test_a_dropped_sentence_is_not_spoken_and_a_kept_line_is(visit, site):
    page = visit(site.url)
    page.fill("#article", f"{SEED}\n\nShare this article\n\nPrint this article\n")
    page.click("#see")
    page.get_by_role("button", name="Keep “Click to start listening”").click()
    page.locator("#said .line", has_text="Click to start listening").wait_for()
    page.locator("#said .line", has_text="Ukraine is open to prisoner exchanges").click()
    page.get_by_role("button", name="Keep “Print this article”").click()
    page.locator("#said .line", has_text="Print this article").wait_for()
    page.click("#narrate")
    page.wait_for_selector("#ready:not([hidden])")
    article = page.locator("#article").text_content()
    assert "Click to start listening" in article
    assert "Print this article" in article
    assert "Share this article" not in article
    assert "prisoner exchanges" not in article
    assert page.locator("#article li").count() == 4


def test_the_preview_says_how_it_will_sound(visit, site):
    page = visit(site.url)
    page.fill("#article", SEED)
    page.click("#see")
    line = page.locator("#said .line", has_text="approximately 11,000 troops")
    line.hover()
    with page.expect_response("**/v1/audio/speech") as heard:
        line.get_by_role("button", name="Hear “It is estimated").click()
    assert heard.value.ok
    page.get_by_role("button", name="As it is said").click()
    page.locator("#said .as", has_text="eleven thousand").wait_for()
    voices = page.locator("#voice optgroup").first
    assert voices.get_attribute("label") == "English"
    assert "joe" in voices.inner_text()


def test_a_dropped_sentence_of_a_file_leaves_the_rest_as_it_was(visit, site, tmp_path):
    book = tmp_path / "mill.md"
    book.write_text(
        "# The mill\n\nBy Ann Lee\n\nIt ran. It cost $5.\n\n## The end\n\n> It stood.\n"
    )
    page = visit(site.url)
    page.set_input_files("#file", book)
    page.click("#see")
    page.locator("#said .words", has_text="It cost $5.").click()
    page.click("#narrate")
    page.wait_for_selector("#ready:not([hidden])")
    assert "$5" not in page.locator("#article").text_content()
    assert page.locator("#article blockquote").inner_text() == "It stood."
    assert "Ann Lee" in page.locator("#source").inner_text()


def test_the_marked_word_is_the_one_that_is_heard(visit, site, narrated):
    words = words_of(site, narrated["id"])
    page = listen(visit, site, narrated["id"])
    page.click("#play")
    for place in (2, 33, 60, 110, 170):
        seek(page, place)
        until(page, f"audio.currentTime > {place} + 0.4")
        assert_agrees(page, words)
    page.select_option("#rate", "2")
    for place in (20, 140):
        seek(page, place)
        until(page, f"audio.currentTime > {place} + 1")
        assert page.evaluate("audio.playbackRate") == 2
        assert_agrees(page, words)


def test_a_chapter_a_word_and_a_time_lead_there_and_the_place_is_kept(visit, site, narrated):
    words = words_of(site, narrated["id"])
    page = listen(visit, site, narrated["id"], "?t=40")
    assert page.evaluate("audio.currentTime") == pytest.approx(40, abs=0.1)
    page.get_by_role("button", name="Key Takeaways").click()
    assert page.evaluate("audio.currentTime") == pytest.approx(28.056, abs=0.05)
    page.locator("#article [data-w='40']").click()
    assert page.evaluate("audio.currentTime") == pytest.approx(words[40][1], abs=0.05)
    page.keyboard.press("ArrowRight")
    at = words[40][1] + 30
    begun = [time for time in sentences_of(site, narrated["id"]) if time <= at]
    page.keyboard.press(",")
    assert page.evaluate("audio.currentTime") == pytest.approx(begun[-1], abs=0.05)
    page.keyboard.press(",")
    assert page.evaluate("audio.currentTime") == pytest.approx(begun[-2], abs=0.05)
    page.keyboard.press(".")
    assert page.evaluate("audio.currentTime") == pytest.approx(begun[-1], abs=0.05)
    at = begun[-1]
    page.goto(f"{site.url}/listen/{narrated['id']}")
    until(page, "audio.readyState > 0")
    assert page.evaluate("audio.currentTime") == pytest.approx(at, abs=0.2)


def test_the_sleep_timer_ends_also_where_nothing_is_drawn(visit, site, narrated):
    page = visit("about:blank")
    # As in a phone's pocket: a page that nobody sees gets no frames.
    page.add_init_script("window.requestAnimationFrame = () => 0")
    page.goto(f"{site.url}/listen/{narrated['id']}?t=27")
    page.wait_for_selector("#ready:not([hidden])")
    until(page, "audio.readyState > 0")
    page.click("#more")
    page.select_option("#sleep", "chapter")
    page.get_by_role("button", name="Close").click()
    page.click("#play")
    until(page, "audio.paused && audio.currentTime > 27.5")
    assert page.evaluate("audio.currentTime") < 29


def test_a_mended_word_is_spoken_again_in_its_place(visit, site):
    episode = site.order(SEED)
    page = listen(visit, site, episode["id"], "?t=100")
    page.click("#mend")
    page.locator("#article [data-w]", has_text="Zelensky").first.click()
    assert page.input_value("#written") == "Zelensky"
    page.fill("#spoken", "Zuh len skee from Kyiv")
    page.click("#mend-save")
    page.get_by_text("Mended.").wait_for()
    again = site.client.get(f"/v1/episodes/{episode['id']}").json()
    assert again["revision"] == 2
    assert again["duration"] > episode["duration"]
    script = site.client.get(again["links"]["script"]).json()
    assert any("Zuh len skee from Kyiv" in one["spoken"] for one in script["utterances"])
    lexicon = site.client.get("/v1/lexicon").json()["words"]
    assert [word["written"] for word in lexicon] == ["Zelensky"]
    # The same sentence, which begins later by what the longer word took.
    longer = again["duration"] - episode["duration"]
    assert 100 < page.evaluate("audio.currentTime") <= 100 + longer + 0.1
    site.client.put("/v1/lexicon", json={"words": []})


def test_a_word_is_kept_in_the_phonetic_alphabet(site):
    word = {"written": "Hynix", "spoken": "Hynix", "ipa": "ˈhaɪnɪks", "language": "en"}
    kept = site.client.put("/v1/lexicon", json={"words": [word]}).json()["words"]
    assert kept == site.client.get("/v1/lexicon").json()["words"] == [word]
    site.client.put("/v1/lexicon", json={"words": []})
    wrong = {"words": [{"written": "Hynix", "spoken": "/h5[n/"}]}
    assert site.client.put("/v1/lexicon", json=wrong).status_code == 422


def test_a_feed_is_made_filled_and_subscribed_to(visit, site, narrated):
    page = visit(site.url)
    page.click("#subscribe")
    page.fill("#feed-name", "My reading")
    page.get_by_role("button", name="Make a feed").click()
    page.get_by_role("button", name="Get a link and QR code").click()
    page.get_by_alt_text("QR code of the feed").wait_for()
    address = page.get_by_label("Address of the feed").input_value()
    page = listen(visit, site, narrated["id"])
    page.click("#more")
    page.get_by_role("button", name="My reading").click()
    page.get_by_text("It is in the feed “My reading” now.").wait_for()
    assert narrated["title"] in httpx2.get(address).text


@pytest.mark.usefixtures("narrated")
def test_the_focus_stays_while_the_shelf_is_kept_up_to_date(visit, site):
    story = "\n\n".join(f"Night {night}. {SEED.splitlines()[-1]}" for night in range(1, 90))
    made = site.client.post("/v1/episodes", json={"text": f"A long tale\n\n{story}"}).json()
    page = visit(site.url)
    busy = page.locator("#episodes li", has_text="A long tale")
    page.get_by_role("button", name="Delete “South Korea").first.focus()
    page.evaluate("window.standing = document.activeElement")
    busy.get_by_text("Being narrated").or_(busy.get_by_text("min")).first.wait_for()
    busy.get_by_text("Being narrated").wait_for(state="detached")
    assert page.evaluate("document.activeElement === window.standing")
    page.close()
    site.client.delete(f"/v1/episodes/{made['id']}")


def test_all_of_the_library_is_sorted_not_only_what_is_shown(visit, site):
    ids = []
    for name in ["A aardvark", *(f"Zebra {number}" for number in range(25))]:
        made = site.client.post(
            "/v1/episodes", json={"text": f"{name}\n\nIt was.", "voice": "tone"}
        )
        ids.append(made.json()["id"])
    page = visit(site.url)
    page.wait_for_selector("#episodes li:nth-child(24)")
    assert page.get_by_text("A aardvark").count() == 0
    page.select_option("#sort", "title")
    page.get_by_text("A aardvark").wait_for()
    assert page.locator("#episodes .name").first.inner_text() == "A aardvark"
    page.close()  # it would ask for those that are being made
    for episode in ids:
        site.client.delete(f"/v1/episodes/{episode}")


def test_what_is_deleted_can_be_had_back(visit, site):
    episode = site.order("A passing thing\n\nIt was here for a moment.")
    page = visit(site.url)
    delete = page.get_by_role("button", name="Delete “A passing thing”")
    delete.click()
    page.get_by_role("button", name="Undo").click()
    delete.wait_for()
    delete.click()
    site.until(lambda: site.client.get(f"/v1/episodes/{episode['id']}").status_code == 404)


def test_leaving_the_library_does_not_bring_back_what_was_deleted(visit, site):
    episode = site.order("A thing that went\n\nIt was here for a moment.")
    page = visit(site.url)
    page.get_by_role("button", name="Delete “A thing that went”").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.goto(f"{site.url}/voices")
    site.until(lambda: site.client.get(f"/v1/episodes/{episode['id']}").status_code == 404)


def test_a_failure_says_why_in_the_readers_language_and_can_be_tried_again(visit, site):
    wrong = site.order(None, url="http://nobody.invalid/article")
    for locale, title, why in (
        ("en-US", "This did not work", "nobody.invalid is not known"),
        ("de-DE", "Das hat nicht geklappt", "Diese Adresse kennt niemand"),
    ):
        page = visit(f"{site.url}/listen/{wrong['id']}", locale=locale)
        page.get_by_role("heading", name=title).wait_for()
        assert why in page.locator("#gone-why").inner_text()
        assert page.locator("#retry").is_visible()
        page.goto(site.url)
        page.locator(".error", has_text=why).wait_for()
    site.client.delete(f"/v1/episodes/{wrong['id']}")


@pytest.mark.parametrize("path", ["/nowhere", "/listen/no-such-thing"])
def test_a_browser_that_goes_astray_gets_a_page(visit, site, path):
    page = visit(site.url + path, expected=("404",))
    page.get_by_role("heading", name="There is nothing here").wait_for()
    page.get_by_role("link", name="To the library").click()
    page.get_by_role("heading", name="Listen to any article").wait_for()
    asked = site.client.get("/nowhere")
    assert (asked.status_code, asked.json()["detail"]) == (404, "there is nothing at this address")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(visit, site, narrated, scheme):
    axe = Axe()

    def check(page):
        found = axe.run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []

    page = visit(site.url, color_scheme=scheme)
    page.wait_for_selector("#episodes li")
    check(page)
    page.fill("#article", SEED)
    page.click("#see")
    page.wait_for_selector("#said .line")
    check(page)
    page = listen(visit, site, narrated["id"], "?t=60", color_scheme=scheme)
    check(page)
    page.click("#more")
    check(page)
    page = visit(f"{site.url}/signin", color_scheme=scheme)
    check(page)


@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_is_wider_than_the_screen(visit, site, narrated, width):
    size = {"width": width, "height": 740}
    for address in ("", f"/listen/{narrated['id']}", "/signin"):
        page = visit(site.url + address, viewport=size)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_pages_speak_german(visit, site):
    page = visit(site.url, locale="de-DE")
    assert page.get_by_role("heading", level=1).inner_text() == "Jeden Artikel hören"
    page.click("#language")
    page.get_by_role("heading", name="Listen to any article").wait_for()


def test_a_service_with_keys_asks_for_one(visit, keyed):
    page = visit(keyed.url, expected=("401",))
    page.wait_for_url("**/signin?next=*")
    page.fill("#key", "wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    page.fill("#key", keyed.keys["ann"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{keyed.url}/")


def test_pages_allow_no_script_of_their_own_and_nothing_from_elsewhere(site):
    answer = httpx2.get(site.url)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert "onclick" not in answer.text
