"""The service under load, on this machine only: is it quick while its workers are busy?

Starts `narrator serve` with the tone engine, posts 50 articles at once, then orders 500 in the
background and asks for states meanwhile. Prints the times, and that of the busy service as a ratio
of the idle one's.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx2

AT_ONCE, QUEUED, CALLS = 50, 500, 200
TEXT = {"Content-Type": "text/plain"}


def article(number: int) -> str:
    """Give an article of about ten seconds, unlike all others."""
    lines = [f"Sentence {n} of article {number} says how the day went on." for n in range(3)]
    return "\n\n".join([f"Article {number}", *lines])


@contextmanager
def service() -> Iterator[tuple[str, Path]]:
    """Run a service; give its address and where its log is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {
            "NARRATOR_HOME": str(folder / "out"),
            "NARRATOR_CACHE": str(folder / "cache"),
            "NARRATOR_VOICE": os.environ.get("VOICE", "tone"),
        }
        command = [sys.executable, "-m", "narrator", "serve", "--port", "0"]
        log = folder / "log"
        with log.open("wb") as file:
            process = subprocess.Popen(command, env=os.environ | settings, stderr=file)
        try:
            while not (found := re.search(r"listening on (http://\S+\d)", log.read_text())):
                time.sleep(0.05)
            address = found[1]
            with httpx2.Client(base_url=address) as client:
                client.get("/healthz")
                while not client.get("/readyz").json()["ready"]:
                    time.sleep(0.1)
                client.post("/narrate", content=article(0), headers=TEXT, timeout=120)
            yield address, log
        finally:
            process.terminate()
            process.wait()


def timed(call: Callable[[], object]) -> float:
    """Give the milliseconds a call takes."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def figures(name: str, times: list[float]) -> float:
    """Print the median and the 95th percentile of times in ms; give the latter."""
    high = statistics.quantiles(times, n=20)[-1]
    print(f"{name:42} median {statistics.median(times):8.1f} ms   p95 {high:8.1f} ms")
    return high


def first_sound(client: httpx2.Client, number: int) -> None:
    """Ask for a stream and wait for its first bytes."""
    with client.stream(
        "POST", "/narrate?stream=true", content=article(number), headers=TEXT
    ) as answer:
        next(answer.iter_raw())


def send(client: httpx2.Client, path: str, number: int) -> None:
    """Send an article."""
    client.post(path, content=article(number), headers=TEXT).raise_for_status()


def main() -> None:
    """Measure and print."""
    with service() as (address, _), httpx2.Client(base_url=address, timeout=600) as client:
        known = client.get("/v1/episodes").json()["episodes"][0]["links"]["self"]

        def status() -> object:
            return client.get(known).raise_for_status()

        idle = figures("status, idle", [timed(status) for _ in range(CALLS)])
        sounds = [timed(partial(first_sound, client, 10_000 + n)) for n in range(20)]
        figures("first sound of a stream, idle", sounds)

        def post(number: int) -> float:
            with httpx2.Client(base_url=address, timeout=600) as own:
                return timed(partial(send, own, "/narrate", number))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            started = time.perf_counter()
            waits = list(pool.map(post, range(1, AT_ONCE + 1)))
            took = time.perf_counter() - started
        figures(f"{AT_ONCE} POST /narrate at once, each", waits)
        print(f"{'all of them':42} {took:8.1f} s")

        started = time.perf_counter()
        orders = [
            timed(partial(send, client, "/v1/episodes", n)) for n in range(1000, 1000 + QUEUED)
        ]
        figures(f"{QUEUED} POST /v1/episodes, each", orders)
        busy = figures("status, workers busy", [timed(status) for _ in range(CALLS)])
        sounds = [timed(partial(first_sound, client, 20_000 + n)) for n in range(10)]
        figures("first sound of a stream, workers busy", sounds)
        left = QUEUED
        while left:
            found = re.findall(
                r'narrator_episodes\{state="(?:queued|narrating)"\} (\d+)',
                client.get("/metrics").text,
            )
            left = sum(map(int, found))
            time.sleep(0.2)
        took = time.perf_counter() - started
        print(f"{f'{QUEUED} articles, from order to audio':42} {took:8.1f} s")
        print(f"{'status p95, busy / idle':42} {busy / idle:8.2f}")


if __name__ == "__main__":
    main()
