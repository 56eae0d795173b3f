"""Whoever follows is killed at any moment: no episode is lost, none is doubled.

NARRATOR_KILLS sets how many kills there are, NARRATOR_SEED when.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys

from waiting import wait_for

from narrator.library import Place, State
from narrator.library.feeds.follow.records import Channel, Fate, Full, Rules
from narrator.library.feeds.follow.run import open_feeds

KILLS = int(os.environ.get("NARRATOR_KILLS", "3"))
SEED = int(os.environ.get("NARRATOR_SEED", "20261124"))

FOLLOW = """
import sys
from pathlib import Path
from narrator.fetch import Access
from narrator.library import Place
from narrator.library.feeds.follow.run import open_feeds
with open_feeds(Place(Path(sys.argv[1]), Path(sys.argv[2]))) as feeds:
    follower = feeds.follower(Access.of(["127.0.0.1/32"]))
    print("ready", flush=True)
    while True:
        follower.work()
"""


class Growing:
    """A source that has one more entry each time it is looked at, and changes its first one."""

    def __init__(self, world, most):
        self.world, self.most, self.count = world, most, 0
        world.answer = self.answer

    def answer(self, path, headers):
        del path, headers
        self.count = min(self.count + 1, self.most)
        items = "".join(
            f"<item><guid>g{n}</guid><title>Story {n}</title><link>https://a.example/{n}</link>"
            f"<description>The water rose to {n or self.count} feet on Tuesday.</description>"
            "</item>"
            for n in range(self.count)
        )
        body = f'<rss version="2.0"><channel><title>River</title>{items}</channel></rss>'
        return 200, {}, body.encode()


def run(place, *command, **environment):
    return subprocess.Popen(
        [sys.executable, *command, str(place.home), str(place.cache)],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_no_episode_is_lost_or_doubled_whenever_following_is_killed(tmp_path, world):
    moments = random.Random(SEED)  # noqa: S311 - these are to be the same each time
    place = Place(tmp_path / "library", tmp_path / "cache")
    source = Growing(world, most=2 * KILLS + 2)
    with open_feeds(place) as feeds:
        feeds.channels.put(Channel("river", "River"))
        rules = Rules(every=0.0, backlog=99, full=Full.NEVER, voice="tone")
        followed = feeds.sources.follow("river", f"{world.url}/rss", rules)

        for _ in range(KILLS):
            process = run(place, "-c", FOLLOW)
            process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moments.uniform(0, 0.4))
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
            process.stdout.close()

        with run(place, "-c", FOLLOW) as process:
            settled = {Fate.ORDERED}
            wait_for(
                lambda: (
                    source.count == source.most
                    and len(noted := feeds.sources.entries(followed.id)) == source.most
                    and {entry.fate for entry in noted} == settled
                )
            )
            process.kill()

        orders = feeds.library.list(limit=1000)
        urls = sorted(record.order.url for record in orders)
        assert urls == sorted(f"https://a.example/{n}" for n in range(source.most))
        noted = feeds.sources.entries(followed.id)
        assert {entry.episode for entry in noted} == {record.id for record in orders}

        settings = {
            "NARRATOR_HOME": str(place.home),
            "NARRATOR_CACHE": str(place.cache),
            "NARRATOR_VOICE": "tone",
            "NARRATOR_THREADS": "2",
        }
        command = [sys.executable, "-m", "narrator", "worker", "--booths", "1"]
        with subprocess.Popen(
            command, env=os.environ | settings, stderr=subprocess.DEVNULL
        ) as worker:
            wait_for(
                lambda: all(
                    record.state is State.READY for record in feeds.library.list(limit=1000)
                )
            )
            worker.kill()
        items = feeds.channels.items("river")
        assert sorted(item.record.order.url for item in items) == urls
        (first,) = [item.record for item in items if item.record.order.url.endswith("/0")]
        said = b"".join(feeds.library.open(first.id, "transcript.vtt").chunks).decode()
        assert f"rose to {source.most} feet" in said
