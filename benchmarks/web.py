"""The web app on a slow phone: what it weighs, when it can be used, and whether it keeps up.

Debian's Chromium at 390 px with its processor slowed to a quarter and a connection of 1.6 Mbit/s
with 150 ms of latency, the profile of Lighthouse's slow phone
(github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md). "Usable" is when the document is
complete and the last task over 50 ms has ended; "blocked" what such tasks take beyond 50 ms after
the first paint. Reading along an hour is measured at twice the speed: each frame that comes late is
one that a listener might see.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Browser, Page, sync_playwright
from service import service

SEED = Path(__file__).parent.parent / "seeds" / "nationpress-korea-defection.txt"

_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
_SLOWER = 4
"""How many times slower the processor is."""

_PLAYED = 10
"""Seconds that are played and watched."""

_WATCH = """
window.seen = { shift: 0, tasks: [] };
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) seen.tasks.push([one.startTime, one.duration]);
}).observe({ type: "longtask", buffered: true });
"""

_TELL = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const done = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  const tasks = seen.tasks.filter(([start]) => start > paint);
  return {
    paint, shift: seen.shift,
    usable: Math.max(paint, done, ...tasks.map(([start, length]) => start + length)),
    blocked: tasks.reduce((sum, [, length]) => sum + length - 50, 0),
  };
}"""

_FRAMES = """(length) => new Promise((tell) => {
  const gaps = [];
  let last = performance.now();
  const end = last + 1000 * length;
  requestAnimationFrame(function next(now) {
    gaps.push(now - last);
    last = now;
    if (now < end) requestAnimationFrame(next);
    else tell(gaps.slice(1));
  });
})"""


def visit(browser: Browser, address: str, ready: str) -> tuple[Page, dict[str, float]]:
    """Open a page on the slow phone; give it and what it took, with its bytes as `weight`."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, service_workers="block"
    )
    page = context.new_page()
    page.add_init_script(_WATCH)
    weight = [0.0]

    def count(message: dict[str, Any]) -> None:
        weight[0] += message["encodedDataLength"]

    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", _NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    tools.on("Network.loadingFinished", count)
    page.goto(address, timeout=120_000)
    page.wait_for_selector(ready, timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    return page, {**page.evaluate(_TELL), "weight": weight[0]}


def order(client: httpx2.Client, text: str) -> str:
    """Have an article narrated; give its id."""
    made = client.post("/v1/episodes", json={"text": text, "voice": "tone"}).json()
    with client.stream("GET", made["links"]["events"], timeout=None) as events:
        for line in events.iter_lines():
            if line.startswith("event: ready"):
                break
    return str(made["id"])


def main() -> None:
    """Measure the pages, and reading along an hour."""
    seed = SEED.read_text("utf-8")
    story = seed.splitlines()[-1]
    hour = "\n\n".join([f"Day {day}. {story}" for day in range(1, 240)])
    with service() as (address, _), sync_playwright() as driver:
        client = httpx2.Client(base_url=address)
        short, long = order(client, seed), order(client, f"A long voyage\n\n{hour}")
        minutes = client.get(f"/v1/episodes/{long}").json()["duration"] / 60
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--headless=new", "--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        pages = {
            "library": ("/", "#episodes li"),
            "listen": (f"/listen/{short}", "#ready:not([hidden])"),
            f"listen, {minutes:.0f} min": (f"/listen/{long}", "#ready:not([hidden])"),
            "player on another page": (f"/embed/{short}", "#timeline:not([hidden])"),
            "voices": ("/voices", "#voices li"),
        }
        print(f"{'':24}{'weight':>9}{'painted':>10}{'usable':>10}{'blocked':>10}{'shift':>8}")
        for name, (path, ready) in pages.items():
            page, took = visit(browser, address + path, ready)
            print(
                f"{name:24}{took['weight'] / 1000:6.0f} kB{took['paint']:7.0f} ms"
                f"{took['usable']:7.0f} ms{took['blocked']:7.0f} ms{took['shift']:8.3f}"
            )
            page.context.close()
        page, _ = visit(browser, f"{address}/listen/{long}?t=1800", "#ready:not([hidden])")
        page.select_option("#rate", "2")
        page.click("#play")
        page.wait_for_selector("#article .now")
        gaps = sorted(page.evaluate(_FRAMES, _PLAYED))
        late = sum(gap > 50 for gap in gaps)
        report = {
            "frames a second": round(len(gaps) / _PLAYED, 1),
            "longest, ms": round(gaps[-1]),
            "over 50 ms": late,
        }
        print(f"reading along {minutes:.0f} min at 2x: {json.dumps(report)}")
        browser.close()


if __name__ == "__main__":
    main()
