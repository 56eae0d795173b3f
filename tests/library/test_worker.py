"""One worker makes episodes, changes them, and survives what its engines do."""

import contextlib
import http.server
import json
import resource
import subprocess
import threading
import zipfile

import pytest

from narrator.domain import EpisodeFormat
from narrator.library import FILES as NAMES
from narrator.library import ON_DEMAND, Cause, Change, Order, Priority, State, Webhook
from narrator.text.lexicon import Entry

from .conftest import FILES, Studio, children, tale, words

QUICK = {"NARRATOR_PATIENCE": 0.05, "NARRATOR_FETCH_ALLOW": "127.0.0.1"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with contextlib.closing(Studio(tmp_path_factory.mktemp("worker") / "studio")) as opened:
        opened.start(**QUICK)
        yield opened


def ready(studio, order):
    record = studio.wait(studio.library.submit(order))[0]
    assert record.state is State.READY, record.problem
    return record


def revised(studio, record, change):
    number = record.revision
    studio.library.revise(record.id, change)
    return studio.until(record.id, lambda found: found.revision > number or found.problem)


def test_an_episode_is_what_the_command_line_makes_of_the_article(studio, narrated):
    order = tale("lark")
    record = ready(studio, order)
    assert [studio.read(record, name) for name in FILES] == narrated(order)
    assert record.title == "The tale of lark"
    assert record.progress.done == record.progress.total > 0
    assert record.duration > 10


def test_every_file_is_there_but_those_made_on_demand(studio):
    record = ready(studio, tale("wren"))
    there = {name for name in NAMES if studio.library.head(record.id, name)}
    assert there == NAMES - ON_DEMAND | {"audio.mp3"}
    script = json.loads(studio.read(record, "script.json"))
    assert script["utterances"][0]["text"] == "The tale of wren"


def test_further_files_are_made_when_they_are_asked_for(studio):
    record = ready(studio, tale("crow"))
    for name in ("audio.opus", "book.epub"):
        assert not studio.library.make(record.id, name)
        assert not studio.library.make(record.id, name)
        studio.until(record.id, lambda _, name=name: studio.library.head(record.id, name))
        assert studio.library.make(record.id, name)
    assert studio.read(record, "audio.opus").startswith(b"OggS")
    with studio.library.open(record.id, "book.epub") and open_book(studio, record) as book:
        assert book.read("mimetype") == b"application/epub+zip"


@contextlib.contextmanager
def open_book(studio, record):
    path = studio.folder / "book.epub"
    path.write_bytes(studio.read(record, "book.epub"))
    with zipfile.ZipFile(path) as book:
        yield book


def test_after_an_edit_only_what_is_new_is_spoken(studio):
    record = ready(studio, tale("finch"))
    before = {name: studio.library.head(record.id, name).etag for name in FILES}
    said = len(studio.spoken())
    text = words("finch", 12).replace(b"Sentence 5 of", b"Something else about")
    changed = revised(studio, record, Change(source=text))
    assert changed.state is State.READY
    assert [line for line in studio.spoken()[said:] if "else about" in line] == studio.spoken()[
        said:
    ]
    assert all(studio.library.head(record.id, name).etag != before[name] for name in FILES)
    assert b"Something else about" in studio.read(record, "transcript.vtt")


def test_a_change_that_cannot_be_made_leaves_what_is_served(studio):
    record = ready(studio, tale("robin"))
    audio = studio.read(record, "audio.mp3")
    changed = revised(studio, record, Change(voice="nobody"))
    assert changed.state is State.READY
    assert "nobody" in changed.problem.message
    assert changed.order.voice == "tone"
    assert studio.read(record, "audio.mp3") == audio


def test_a_word_is_said_otherwise_wherever_it_stands(studio):
    with_word = ready(studio, tale("Hynix"))
    without = ready(studio, tale("gull"))
    said = len(studio.spoken())
    revising = studio.library.apply_lexicon([Entry("Hynix", "High nicks")])
    assert [record.id for record in revising] == [with_word.id]
    studio.until(with_word.id, lambda found: found.revision == 2)
    assert studio.library.get(without.id).revision == 1
    assert all("High nicks" in line for line in studio.spoken()[said:])
    assert studio.library.lexicon() == (Entry("Hynix", "High nicks"),)


def test_sound_comes_before_the_episode_is_ready(studio):
    order = tale("heron", 40, priority=Priority.NOW)
    record = studio.library.submit(order)
    studio.until_spoken(record)
    keys = studio.library.spoken(record.id)
    script = studio.library.script(record.id)
    assert studio.library.get(record.id).state is State.NARRATING
    for utterance, key in zip(script.utterances, keys, strict=False):
        spoken = studio.library.speech(key)
        assert " ".join(word.text for word in spoken.words) == utterance.spoken
    assert studio.library.cancel(record.id).state is State.CANCELLED


def test_cancelling_stops_the_work(studio):
    record = studio.library.submit(tale("stork", 40))
    studio.until_spoken(record)
    assert studio.library.cancel(record.id).state is State.CANCELLED
    ready(studio, tale("ibis"))
    assert len([line for line in studio.spoken() if "stork" in line]) < 40
    assert studio.library.events(record.id)[-1].kind == "cancelled"
    assert studio.library.head(record.id, "audio.mp3") is None
    studio.library.retry(record.id)
    assert studio.wait(record)[0].state is State.READY


def test_a_deleted_episode_leaves_nothing(studio):
    record = ready(studio, tale("swift"))
    assert studio.library.delete(record.id)
    assert studio.library.get(record.id) is None
    assert not list(studio.place.blobs().list(f"episodes/{record.id}"))


def test_somebody_who_waits_is_served_before_a_backlog(studio):
    backlog = [
        studio.library.submit(tale(f"owl{count}", 24, priority=Priority.LATER))
        for count in range(12)
    ]
    ready(studio, tale("kite", 4, priority=Priority.NOW))
    states = [studio.library.get(record.id).state for record in backlog]
    assert states.count(State.READY) < 12
    for record in backlog:
        studio.library.delete(record.id)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (Order(source=b"Hello.", voice="nobody"), "no voice 'nobody'"),
        (Order(source=b"", voice="tone"), "empty"),
        (Order(source=b"Hello.", voice="tone", lexicon="no toml"), "not TOML"),
        (Order(url="http://10.0.0.1/secret", voice="tone"), "not on the public internet"),
    ],
)
def test_bad_input_fails_at_once_and_says_why(studio, order, message):
    record = studio.wait(studio.library.submit(order))[0]
    assert record.state is State.FAILED
    assert record.problem.cause is Cause.INPUT
    assert message in record.problem.message
    assert record.problem.hint


def test_an_engine_that_crashes_fails_its_own_article_only(studio):
    bad, good = (
        studio.library.submit(Order(source=text, voice="tone"))
        for text in (b"It says segfault at once.", words("teal", 12))
    )
    failed, fine = studio.wait(bad, good)
    assert failed.state is State.FAILED
    assert failed.problem.cause is Cause.FAULT
    assert "SIGSEGV" in failed.problem.message
    assert fine.state is State.READY


def test_a_damaged_cache_costs_nothing_but_time(studio, narrated):
    record = ready(studio, tale("rook"))
    for path in (studio.place.cache / "speech").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-100] + bytes(100))
    changed = revised(studio, record, Change(title="The tale of rook"))
    assert changed.state is State.READY
    assert studio.read(changed, "audio.mp3") == narrated(tale("rook"))[0]


def test_a_full_disk_fails_the_article_and_it_can_be_tried_again(studio):
    booths = children(studio.workers[0].pid)
    for booth in booths:
        resource.prlimit(booth, resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    record = studio.wait(studio.library.submit(tale("coot", 36)))[0]
    for booth in booths:
        resource.prlimit(
            booth, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
    assert record.state is State.FAILED
    assert record.problem.cause is Cause.FAULT
    assert "File too large" in record.problem.message
    studio.library.retry(record.id)
    assert studio.wait(record)[0].state is State.READY
    assert not [path for path in studio.place.work.rglob("*") if path.is_file()]


def test_a_full_disk_under_the_database_loses_nothing(studio):
    studio.stop()
    # Not its log, for that is a file too, which the limit keeps from growing.
    worker = studio.start(**QUICK, stderr=subprocess.PIPE)
    studio.workers.remove(worker)
    record = studio.library.submit(tale("smew", 16))
    studio.until_spoken(record)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 1
    assert b"narrator: the database failed" in said
    studio.start(**QUICK)
    assert studio.wait(record)[0].state is State.READY
    assert [event.kind for event in studio.library.events(record.id)].count("ready") == 1


def test_one_owners_pile_does_not_keep_others_out(studio):
    pile = [studio.library.submit(tale(f"ruff{count}", 6, owner="ann")) for count in range(24)]
    one = studio.library.submit(tale("stilt", 6, owner="bob"))
    under_way = set()

    def served(record):
        at = studio.library.list(owner="ann", states=[State.NARRATING])
        under_way.add(len(at))
        return record.state is State.READY

    studio.until(one.id, served)
    done = studio.library.list(owner="ann", states=[State.READY])
    assert len(done) < len(pile) / 2
    assert 1 <= max(under_way) <= 8
    for record in pile:
        studio.library.cancel(record.id)


class Target(http.server.BaseHTTPRequestHandler):
    """Where a webhook points to: out of order at first."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["webhook-id"], json.loads(body)))
        self.send_response(503 if len(self.server.got) == 1 else 204)
        self.end_headers()
        if len(self.server.got) > 1:
            self.server.done.set()

    def log_message(self, *_):
        pass


def test_a_webhook_is_told_again_until_its_target_listens(studio):
    with http.server.HTTPServer(("127.0.0.1", 0), Target) as target:
        target.got, target.done = [], threading.Event()
        threading.Thread(target=target.serve_forever, daemon=True).start()
        hook = Webhook(f"http://127.0.0.1:{target.server_port}/", f"whsec_{'A' * 32}", "http://me")
        record = ready(studio, tale("tern", 4, webhook=hook))
        assert target.done.wait(60)
        target.shutdown()
    first, second = target.got
    assert first[0] == second[0]
    assert second[1]["type"] == "episode.ready"
    assert second[1]["data"]["links"]["audio"].endswith(f"{record.id}/audio.{EpisodeFormat.MP3}")


def test_a_second_worker_of_an_embedded_library_refuses_to_start(studio):
    before = len(studio.log())
    second = studio.start(**QUICK)
    assert second.wait(60) == 2
    studio.workers.remove(second)
    said = studio.log()[before:]
    assert said.splitlines()[-1].startswith("narrator: another process works at the library")
    assert "Traceback" not in said


def test_an_engine_that_hangs_is_ended_and_its_article_goes_on(studio):
    studio.stop()
    studio.start(**QUICK, FAULTS_MOST=1)
    record = ready(studio, Order(source=b"It may hang here. But it goes on.", voice="tone"))
    assert record.progress.done == record.progress.total
    assert (studio.faults / "hang").read_text().count("\n") == 2


POISON = """
from pathlib import Path
from narrator.library import Patience, Place, Supervisor, Tools, Worker
import os, signal, sys
place = Place(Path(os.environ["NARRATOR_HOME"]), Path(os.environ["NARRATOR_CACHE"]))
if sys.argv[1:]:
    from narrator.library.lifeline import end_with
    end_with(os.getppid())
    Worker(Tools(place, place.work, voice="tone"), booths=1, patience=Patience(deaths=2)).run()
else:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with Supervisor(1, command=[sys.executable, __file__, "worker"]):
        signal.pause()
"""


def test_an_article_that_kills_its_worker_is_given_up_and_others_go_on(studio):
    studio.stop()
    script = studio.folder / "poison.py"
    script.write_text(POISON)
    bad = studio.library.submit(Order(source=b"A drop of poison is enough.", voice="tone"))
    good = studio.library.submit(tale("dove", 12))
    studio.start([script])
    failed, fine = studio.wait(bad, good)
    assert failed.state is State.FAILED
    assert "2 workers died at this article" in failed.problem.message
    assert fine.state is State.READY


def test_an_upgrade_goes_on_with_what_was_under_way(studio):
    studio.stop()
    worker = studio.start(FAULTS_PACE=0.1)
    record = studio.library.submit(tale("duck", 16))
    studio.until_spoken(record)
    worker.kill()
    studio.start(FAULTS_UPGRADE=1)
    assert studio.wait(record)[0].state is State.READY
