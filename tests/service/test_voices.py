"""Voices come and go while the service runs."""

import contextlib
import dataclasses
import os
import signal
from pathlib import Path

import pytest
from filelock import FileLock
from voice_mirror import MODEL, mirror, voice

from narrator.engines import is_installed
from narrator.voices import find_voice, load_catalogue, suggest_voices
from narrator.voices.entry import write_entry
from narrator.voices.install import install_voice
from tests.service.conftest import ARTICLE, Server

__all__ = ["mirror", "voice"]


class Voices:
    """A service, its voices folder, and what a client of its voices does."""

    def __init__(self, server):
        self.server, self.client = server, server.client
        self.folder = Path(server.environment["NARRATOR_VOICES"])

    def know(self, voice):
        """Let the service know of a voice that can be installed."""
        (self.folder / f"{voice.name}.toml").write_bytes(write_entry(voice, self.folder))
        return voice.name

    def install(self, name):
        answer = self.client.post(f"/v1/voices/{name}/installation")
        assert answer.status_code == 202, answer.text
        return answer.json()

    def cancel(self, name):
        answer = self.client.delete(f"/v1/voices/{name}/installation")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def state(self, name):
        return self.client.get(f"/v1/voices/{name}/installation").json()

    def until(self, name, *states):
        def there():
            seen = self.state(name)
            return seen if seen["state"] in states else None

        return self.server.until(there)

    def remove(self, name):
        return self.client.delete(f"/v1/voices/{name}")

    def files(self):
        return {path.name for path in (self.folder / "files").glob("*/*")}

    def installers(self):
        """Processes of the service in which voices are installed."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                spawned = b"multiprocessing.spawn" in (path / "cmdline").read_bytes()
                if spawned and parent == self.server.process.pid:
                    found.append(int(path.name))
        return found


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voices")
    (folder / "voices").mkdir()
    with contextlib.closing(
        Server(folder, NARRATOR_VOICES=str(folder / "voices")).start()
    ) as server:
        yield Voices(server)


@pytest.fixture
def voices(running):
    """The service without any voice of an earlier test, started again if one has ended it."""
    if running.server.process.poll() is not None:
        running.client.close()
        running.client = running.server.start().client
    yield running
    if running.server.process.poll() is not None:
        return
    for path in running.folder.glob("*.toml"):
        running.cancel(path.stem)
        assert running.remove(path.stem).status_code in {204, 409}
        path.unlink(missing_ok=True)


@pytest.fixture
def speaking(voices, voice, mirror):
    """A voice that has come and cannot end its trial, for somebody else holds the folder."""
    mirror.slow_after = 300_000
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    lock = FileLock(voices.folder / ".lock")
    mirror.go_on.set()
    with lock:
        voices.until("chime", "hearing")
        yield voices


def test_an_installation_that_hangs_is_cancelled_and_goes_on_later(voices, voice, mirror):
    mirror.slow_after = 300_000
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    voices.server.until(lambda: voices.state("chime")["done"] == 300_000)
    left = voices.cancel("chime")
    assert (left["state"], left["done"]) == ("absent", 300_000)
    assert left["size"] > len(MODEL)
    assert voices.installers() == []
    mirror.slow_after = None
    voices.install("chime")
    voices.until("chime", "installed")
    assert ("/model.onnx", "bytes=300000-") in mirror.asked


def test_an_installation_that_waits_for_its_turn_is_cancelled(voices, voice, mirror):
    mirror.slow_after = 300_000
    later = dataclasses.replace(voice, name="later")
    voices.know(later)
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    assert voices.install("later")["state"] == "waiting"
    assert voices.cancel("later")["state"] == "absent"
    assert voices.state("chime")["state"] == "bringing"
    # What was cancelled is asked for again: its turn comes after all.
    assert voices.install("later")["state"] == "waiting"
    voices.cancel("chime")
    assert voices.until("later", "bringing", "installed")


def test_a_trial_that_is_cancelled_leaves_no_voice_but_its_files(speaking, mirror):
    assert speaking.cancel("chime")["state"] == "absent"
    assert not speaking.client.get("/v1/voices/chime").json()["installed"]
    assert speaking.files() == {"model.onnx", "model.onnx.json"}
    assert speaking.installers() == []
    mirror.asked.clear()
    speaking.install("chime")
    assert speaking.until("chime", "waiting", "bringing")


def test_a_voice_that_crashes_when_it_speaks_is_said_to(speaking):
    (process,) = speaking.installers()
    os.kill(process, signal.SIGKILL)
    failed = speaking.until("chime", "failed")
    assert failed["kind"] == "voice-crashed"
    assert speaking.client.get("/healthz").status_code == 200
    # To cancel what has failed is to forget it.
    assert speaking.cancel("chime")["state"] == "installed"


def test_to_cancel_what_is_installed_or_was_never_begun_changes_nothing(voices, voice):
    voices.know(voice)
    assert voices.cancel("chime")["state"] == "absent"
    install_voice(voice, voices.folder)
    assert voices.cancel("chime")["state"] == "installed"
    assert is_installed(find_voice("chime", voices.folder))


def test_asking_twice_installs_once(voices, voice, mirror):
    mirror.slow_after = 300_000
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    assert voices.install("chime")["state"] == "bringing"
    mirror.go_on.set()
    voices.until("chime", "installed")
    assert voices.install("chime")["state"] == "installed"
    assert len(mirror.asked) == 2


def _another(voice, mirror):
    mirror.files["/model.onnx"] = MODEL[::-1]
    return voice


def _nowhere(voice, mirror):
    del mirror.files["/model.onnx"]
    return voice


def _huge(voice, mirror):
    del mirror
    first, *rest = voice.files
    return dataclasses.replace(voice, files=(dataclasses.replace(first, size=10**15), *rest))


@pytest.mark.parametrize(
    ("harm", "kind"),
    [(_another, "voice-damaged"), (_nowhere, "voice-unreachable"), (_huge, "storage")],
)
def test_a_failure_has_a_kind_and_advice_that_helps_here(voices, voice, mirror, harm, kind):
    voices.install(voices.know(harm(voice, mirror)))
    failed = voices.until("chime", "failed")
    assert failed["kind"] == kind
    # What came is no file of this voice, and so nothing is there to go on from.
    assert failed["done"] == 0
    assert failed["detail"]
    assert failed["hint"]
    assert "--from" not in failed["hint"]
    assert voices.client.get("/v1/voices/chime").json()["installation"] == failed


def test_a_voice_that_was_installed_is_removed_with_its_files(voices, voice):
    install_voice(voice, voices.folder)
    assert voices.client.get("/v1/voices/chime").json()["removable"]
    assert voices.remove("chime").status_code == 204
    assert voices.files() == set()
    assert voices.client.get("/v1/voices/chime").status_code == 404
    assert voices.remove("chime").status_code == 404


def test_removing_ends_an_installation_and_takes_what_came(voices, voice, mirror):
    mirror.slow_after = 300_000
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    assert voices.remove("chime").status_code == 204
    assert voices.installers() == []
    assert list((voices.folder / "partial").glob("*")) == []


@pytest.mark.parametrize("name", ["tone", "joe", "system"])
def test_a_voice_that_was_not_installed_here_stays(voices, name):
    assert not voices.client.get(f"/v1/voices/{name}").json()["removable"]
    refused = voices.remove(name)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:narrator:problem:voice-kept"


def test_a_voice_that_reads_an_episode_stays_until_it_has(voices, voice):
    install_voice(voice, voices.folder)
    order = {"text": "\n\n".join([ARTICLE] * 400), "voice": "chime"}
    episode = voices.client.post("/v1/episodes", json=order).json()["id"]
    refused = voices.remove("chime")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:narrator:problem:voice-busy"
    assert "1 episode" in refused.json()["detail"]
    voices.client.delete(f"/v1/episodes/{episode}")
    assert voices.remove("chime").status_code == 204


def test_a_voice_is_not_removed_while_another_one_comes(voices, voice, mirror):
    other = dataclasses.replace(voice, name="other")
    install_voice(voice, voices.folder)
    harmed = dataclasses.replace(voice.files[0], sha256="0" * 64)
    voices.know(dataclasses.replace(other, files=(harmed,)))
    mirror.slow_after = 300_000
    voices.install("other")
    assert mirror.reached.wait(30)
    refused = voices.remove("chime")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:narrator:problem:voice-busy"
    assert is_installed(find_voice("chime", voices.folder))
    voices.cancel("other")
    assert voices.remove("chime").status_code == 204


def test_the_voice_to_try_first_is_the_one_that_is_suggested(voices):
    told = voices.client.get("/v1/voices").json()["voices"]
    languages = {voice.language.split("-")[0] for voice in load_catalogue(voices.folder)}
    first = {suggest_voices(language, voices.folder)[0].name for language in languages}
    assert {one["name"] for one in told if one["recommended"]} == first
    assert len(first) == len(languages) >= 4
    for name in first:
        assert voices.client.get(f"/v1/voices/{name}").json()["recommended"]


@pytest.mark.parametrize("path", ["/v1/voices/joe", "/v1/voices/joe/installation"])
def test_only_an_admin_removes_voices_and_cancels(keyed, path):
    for name, status in (("ann", {403}), ("root", {200, 409})):
        key = {"Authorization": f"Bearer {keyed.keys[name]}"}
        assert keyed.client.delete(path, headers=key).status_code in status
    assert keyed.client.delete(path).status_code == 401


def test_a_service_that_stops_ends_its_installations(voices, voice, mirror):
    mirror.slow_after = 300_000
    voices.install(voices.know(voice))
    assert mirror.reached.wait(30)
    assert voices.server.stop() == 0
    assert not mirror.go_on.is_set()
    (part,) = (voices.folder / "partial").iterdir()
    assert part.stat().st_size == 300_000
