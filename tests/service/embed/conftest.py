import contextlib
import os
from pathlib import Path

import pytest
from tests.service.conftest import Server
from tests.service.embed.embedding import Publisher

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists() and not os.environ.get("CI"):
        pytest.skip("no chromium (apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium):
    """A tab that fails its test where something is written to the console as an error."""
    context = chromium.new_context()
    page = context.new_page()
    page.wrong = []
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()


@pytest.fixture(scope="session")
def publisher():
    with contextlib.closing(Publisher()) as running:
        yield running


@pytest.fixture(scope="session")
def stranger():
    with contextlib.closing(Publisher()) as running:
        yield running


@pytest.fixture(scope="session")
def host(tmp_path_factory, publisher):
    """A service that lets the publisher's buttons have articles narrated."""
    folder = tmp_path_factory.mktemp("embed")
    settings = {
        "NARRATOR_EMBED_ORIGINS": publisher.url,
        "NARRATOR_FETCH_ALLOW": "127.0.0.1/32",
        "NARRATOR_VOICES": str(folder / "voices"),
    }
    with contextlib.closing(Server(folder, **settings).start()) as running:
        yield running
