"""The app that can be installed, and what is sent to it."""

import contextlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.conftest import Server


def faults(page):
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


def test_only_an_admin_installs_voices(keyed):
    path = "/v1/voices/tone/installation"
    for name, status in (("ann", 403), ("root", 202)):
        key = {"Authorization": f"Bearer {keyed.keys[name]}"}
        assert keyed.client.post(path, headers=key).status_code == status
    assert keyed.client.post(path).status_code == 401


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/voices", "/share", "/share?text=A+quiet+day", "/offline"])
def test_pages_have_no_barriers_and_fit_a_phone(site, visit, path, scheme):
    page = visit(f"{site.url}/healthz", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    # A page of its own led here, and so nothing is ordered at once.
    page.evaluate("(path) => location.assign(path)", path)
    page.wait_for_url(f"**{path}")
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_player_has_no_barriers(site, narrated, visit, scheme):
    page = visit(
        f"{site.url}/embed/{narrated['id']}",
        viewport={"width": 320, "height": 148},
        color_scheme=scheme,
    )
    page.get_by_label("Chapter").wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollHeight") <= 148


def test_the_manifest_names_icons_that_are_there(site):
    manifest = site.client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert site.client.get(icon["src"]).headers["content-type"] == icon["type"]


def test_the_app_can_be_installed_and_opened(site, at_home, tmp_path):
    page = at_home.pages[0]
    page.goto(f"{site.url}/share")
    page.get_by_role("button", name="Install").wait_for()
    tools = at_home.new_cdp_session(page)
    assert tools.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
    app = {"manifestId": f"{site.url}/"}
    tools.send("PWA.install", app)
    (entry,) = (tmp_path / "data").rglob("*.desktop")
    assert "Name=Narrator" in entry.read_text("utf-8")
    with at_home.expect_page() as opened:
        tools.send("PWA.launch", app)
    opened.value.wait_for_url(f"{site.url}/")


def test_without_a_connection_a_page_of_ours_says_so(tmp_path, visit):
    with contextlib.closing(Server(tmp_path).start()) as running:
        page = visit(running.url, expected=("Failed to load", "ERR_"))
        running.until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.goto(f"{running.url}/voices")
    assert page.get_by_role("heading").inner_text() == "You are offline"


def test_what_the_share_menu_sends_is_narrated(site, visit):
    page = visit(f"{site.url}/share?title=T&text=A+quiet+day.+Nothing+happened.")
    page.wait_for_url("**/listen/*")
    episode = page.url.rpartition("/")[2]
    assert site.client.get(f"/v1/episodes/{episode}").status_code == 200


def test_the_bookmark_sends_the_page_it_is_pressed_on(site, visit):
    page = visit(f"{site.url}/share")
    code = page.locator("#bookmarklet").get_attribute("href").removeprefix("javascript:")
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{site.url.replace('127.0.0.1', 'localhost')}/healthz")
    with elsewhere.expect_popup() as opened:
        elsewhere.evaluate(code)
    opened.value.get_by_role("button", name="Narrate").wait_for()
    assert "/share?title=" in opened.value.url
