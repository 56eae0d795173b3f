"""The voices page: hear, install, cancel, remove, by mouse and by keyboard alone."""

import contextlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import expect
from voice_mirror import MODEL, mirror, voice

from narrator.voices import suggest_voices
from narrator.voices.entry import write_entry
from narrator.voices.install import install_voice
from tests.service.conftest import Server

__all__ = ["mirror", "voice"]

SLOW = 300_000
"""Bytes after which the mirror waits."""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    home = tmp_path_factory.mktemp("voices")
    (home / "voices").mkdir()
    settings = {"NARRATOR_VOICES": str(home / "voices")}
    with contextlib.closing(Server(home, **settings).start()) as server:
        yield server


@pytest.fixture
def chiming(running, voice, mirror):
    """A service that knows a voice whose files a mirror has."""
    folder = running.folder / "voices"
    (folder / "chime.toml").write_bytes(write_entry(voice, folder))
    mirror.folder = folder
    yield running
    mirror.go_on.set()
    running.client.delete("/v1/voices/chime")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def check(page):
    """Nobody is shut out, and nothing is wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_voice_is_installed_with_progress_and_heard(chiming, mirror, visit):
    mirror.slow_after = SLOW
    page = visit(f"{chiming.url}/voices", viewport={"width": 360, "height": 740})
    button(page, "Install Chime").click()
    bar = page.get_by_role("progressbar", name="Install Chime")
    assert mirror.reached.wait(30)
    chiming.until(lambda: bar.evaluate("bar => bar.value") >= SLOW)
    assert bar.evaluate("bar => bar.max") > len(MODEL)
    check(page)
    lock = FileLock(mirror.folder / ".lock")
    mirror.go_on.set()
    with lock:
        page.get_by_text("Trying how it sounds").wait_for()
        check(page)
    expect(button(page, "Hear Chime")).to_be_focused()
    expect(page.locator("#voices-said")).to_have_text("Chime is installed.")
    button(page, "Hear Chime").click()
    button(page, "Stop").wait_for()
    check(page)
    told = chiming.client.get("/v1/voices/chime").json()
    assert told["installed"]
    assert told["real_time_factor"] > 0


def test_an_installation_is_cancelled_by_keyboard_and_goes_on_later(chiming, mirror, visit):
    mirror.slow_after = SLOW
    page = visit(f"{chiming.url}/voices", color_scheme="dark")
    button(page, "Install Chime").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Cancel the installation of Chime")).to_be_focused()
    assert mirror.reached.wait(30)
    page.get_by_text("0.3 of 0.7 MB", exact=True).wait_for()
    check(page)
    page.keyboard.press("Enter")
    expect(button(page, "Install Chime")).to_be_focused()
    expect(page.locator("#voices-said")).to_have_text("The installation of Chime was cancelled.")
    page.get_by_text("0.3 of 0.7 MB are here already").wait_for()
    mirror.slow_after = None
    page.keyboard.press("Enter")
    button(page, "Hear Chime").wait_for()
    assert ("/model.onnx", f"bytes={SLOW}-") in mirror.asked


def test_an_installation_that_somebody_else_began_is_shown(chiming, mirror, visit):
    mirror.slow_after = SLOW
    chiming.client.post("/v1/voices/chime/installation")
    page = visit(f"{chiming.url}/voices")
    button(page, "Cancel the installation of Chime").wait_for()
    # Ended elsewhere, too.
    chiming.client.delete("/v1/voices/chime/installation")
    button(page, "Install Chime").wait_for()


ENGLISH = ("en-US", "is not the file that was meant", "Install Chime", "Install Chime again")
GERMAN = (
    "de-DE",
    "Was kam, ist nicht die Datei, die gemeint war.",
    "Chime installieren",
    "Chime erneut installieren",
)


@pytest.mark.parametrize("said", [ENGLISH, GERMAN], ids=["en", "de"])
def test_why_a_voice_could_not_be_installed_is_said(chiming, mirror, visit, said):
    locale, why, first, again = said
    mirror.files["/model.onnx"] = MODEL[::-1]
    size = {"width": 360, "height": 740}
    page = visit(f"{chiming.url}/voices", locale=locale, viewport=size, color_scheme="dark")
    button(page, first).click()
    expect(page.get_by_role("alert").filter(has_text=why)).to_be_visible()
    expect(button(page, again)).to_be_focused()
    check(page)


def test_a_voice_is_removed_by_keyboard_after_second_thoughts(chiming, voice, mirror, visit):
    install_voice(voice, mirror.folder)
    page = visit(f"{chiming.url}/voices")
    assert button(page, "Remove Joe").count() == 0
    button(page, "Remove Chime").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Keep Chime")).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    expect(button(page, "Remove Chime")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#voices-said")).to_have_text("Chime was removed.")
    expect(page.get_by_role("heading", name="Chime")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")
    assert chiming.client.get("/v1/voices/chime").status_code == 404
    check(page)


def test_what_cannot_be_removed_just_now_is_said_on_its_card(chiming, voice, mirror, visit):
    install_voice(voice, mirror.folder)
    page = visit(f"{chiming.url}/voices", expected=("409",))
    button(page, "Remove Chime").click()
    lock = FileLock(mirror.folder / ".lock")
    with lock:
        button(page, "Remove Chime").click()
        page.get_by_role("alert").filter(has_text="another voice is being installed").wait_for()
    button(page, "Remove Chime").wait_for()


def test_the_address_says_the_language_and_the_best_voice_comes_first(running, visit):
    page = visit(f"{running.url}/voices?language=fr")
    shown = page.locator("#voices li:visible")
    shown.first.wait_for()
    best = suggest_voices("fr", running.folder / "voices")[0].name
    assert shown.first.get_attribute("data-voice") == best
    expect(shown.first).to_contain_text("Recommended")
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["French"]
    page.get_by_label("Language").select_option("German")
    assert page.url.endswith("/voices?language=de")
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["German"]
    page.goto(f"{running.url}/voices?language=xx")
    page.get_by_role("heading", name="French").wait_for()


def test_voices_are_described_in_the_readers_language(running, visit):
    page = visit(f"{running.url}/voices?language=de", locale="de-DE")
    about = page.locator("[data-voice=thorsten] .about")
    expect(about).to_have_text("Ein Deutscher, klar und sachlich.")
    expect(about).to_have_attribute("lang", "de")
