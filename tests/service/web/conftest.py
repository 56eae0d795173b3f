"""Debian's Chromium on the pages of a real server."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.service.conftest import Server

CHROMIUM = shutil.which("chromium")

SEED = Path("seeds/nationpress-korea-defection.txt").read_text("utf-8")

_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server of these tests' own: they change its library."""
    running = Server(tmp_path_factory.mktemp("web")).start()
    yield running
    running.close()


# Of one module, for while it is there an event loop runs, which other tests cannot have.
@pytest.fixture(scope="module")
def driver():
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(driver):
    started = driver.chromium.launch(executable_path=CHROMIUM, args=list(_OPTIONS))
    yield started
    started.close()


@pytest.fixture
def at_home(driver, tmp_path):
    """A browser with a profile and a home of its own, where apps can be installed."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    context = driver.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,
        args=list(_OPTIONS),
        env={**os.environ, **home},
    )
    yield context
    context.close()


@pytest.fixture
def visit(browser):
    """Open an address in a browser of its own; nothing may be said on its console."""
    contexts, said = [], []

    def open_(address, *, expected=(), **options):
        context = browser.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)

        def note(message):
            if message.type in {"error", "warning"} and not any(
                e in message.text for e in expected
            ):
                said.append(message.text)

        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def narrated(site):
    """The seed as an episode; tests that change it make their own."""
    return site.order(SEED)
