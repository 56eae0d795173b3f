"""Photographs the web app for docs/web.md, with Debian's Chromium and the voice joe."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "nationpress-korea-defection.txt"
WIDTH, HEIGHT = 1080, 675


def main() -> None:
    """Take the photographs."""
    seed = SEED.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        settings = {"NARRATOR_HOME": f"{folder}/out", "NARRATOR_CACHE": f"{folder}/cache"}
        command = [sys.executable, "-m", "narrator", "serve", "--port", "0"]
        served = subprocess.Popen(
            command, env=os.environ | settings, stderr=subprocess.PIPE, text=True
        )
        try:
            assert served.stderr is not None
            line = next(line for line in served.stderr if "listening on" in line)
            (address,) = re.findall(r"http://\S+\d", line)
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--headless=new", "--no-sandbox"]
            )
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                locale="en-US",
                device_scale_factor=2,
            )
            page.goto(address)
            page.fill("#article", seed)
            page.click("#see")
            page.wait_for_selector("#preview:not([hidden])")
            page.evaluate("document.querySelector('.preview-head').scrollIntoView()")
            _keep(page, "preview")
            page.goto(f"{address}/listen/{_order(address, seed)}?t=61")
            page.click("#play")
            page.wait_for_selector("#article .now")
            page.click("#play")
            page.evaluate(
                "document.querySelector('#article .now').scrollIntoView({block: 'center'})"
            )
            _keep(page, "listen")
        finally:
            served.terminate()
            served.wait()


def _order(address: str, text: str) -> str:
    with httpx2.Client(base_url=address, timeout=None) as client:
        made = client.post("/narrate", content=text, headers={"Content-Type": "text/plain"})
        return str(made.headers["content-location"]).rpartition("/")[2]


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    image = Image.open(io.BytesIO(page.screenshot()))
    image.resize((WIDTH, HEIGHT)).save(HERE / f"web-{name}.webp", quality=82)


if __name__ == "__main__":
    main()
