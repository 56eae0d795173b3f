"""Who may do what."""

import contextlib
import os
import subprocess
import sys

import httpx2
import pytest

from narrator.config import Settings
from narrator.domain import InputError
from narrator.library import Library, Place
from narrator.service.middleware import is_here
from narrator.service.security.keys import KeyStore, Scope
from narrator.service.serve import check
from tests.service.conftest import ARTICLE, TEXT, Server


@pytest.fixture
def acting(keyed):
    """A client for each of the keys."""
    clients = {
        name: httpx2.Client(
            base_url=keyed.url, timeout=60, headers={"Authorization": f"Bearer {key}"}
        )
        for name, key in keyed.keys.items()
    }
    yield clients
    for client in clients.values():
        client.close()


@pytest.fixture(scope="module")
def anns(keyed):
    """An episode of Ann's, ready."""
    headers = {"Authorization": f"Bearer {keyed.keys['ann']}"}
    made = keyed.client.post("/v1/episodes", json={"text": ARTICLE}, headers=headers).json()

    def ready():
        found = keyed.client.get(f"/v1/episodes/{made['id']}", headers=headers).json()
        return found if found["state"] == "ready" else None

    return keyed.until(ready)


OPERATIONS = [
    ("POST", "/narrate"),
    ("POST", "/v1/episodes"),
    ("GET", "/v1/episodes"),
    ("GET", "/v1/episodes/{id}"),
    ("PATCH", "/v1/episodes/{id}"),
    ("DELETE", "/v1/episodes/{id}"),
    ("POST", "/v1/episodes/{id}/retry"),
    ("GET", "/v1/episodes/{id}/events"),
    ("GET", "/v1/episodes/{id}/audio.mp3"),
    ("HEAD", "/v1/episodes/{id}/audio.mp3"),
    ("GET", "/v1/episodes/{id}/book.epub"),
    ("GET", "/v1/episodes/{id}/script.json"),
    ("GET", "/v1/voices"),
    ("GET", "/v1/voices/tone/sample.mp3"),
    ("POST", "/v1/audio/speech"),
    ("POST", "/v1/scripts"),
    ("GET", "/v1/lexicon"),
    ("PUT", "/v1/lexicon"),
    ("GET", "/metrics"),
]


def bodies(method, path):
    if method not in {"POST", "PUT", "PATCH"}:
        return {}
    bodies = {
        "/v1/lexicon": {"words": []},
        "/v1/audio/speech": {"input": "Hello."},
        "/v1/episodes/{id}": {"speed": 1.5},
    }
    return {"json": bodies.get(path, {"text": "Hello."})}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_is_done_without_a_key_or_with_a_wrong_one(keyed, anns, method, path):
    address = path.format(id=anns["id"])
    for headers in (
        {},
        {"Authorization": "Bearer nk_00000000.wrong"},
        {"Authorization": f"Bearer {keyed.keys['ann'][:-1]}x"},
        {"Authorization": "Basic YTpi"},
    ):
        answer = keyed.client.request(method, address, headers=headers, **bodies(method, path))
        assert answer.status_code == 401, headers
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), [item for item in OPERATIONS if "{id}" in item[1]])
def test_an_episode_is_not_there_for_who_does_not_own_it(acting, anns, method, path):
    answer = acting["bob"].request(method, path.format(id=anns["id"]), **bodies(method, path))
    assert answer.status_code == 404


def test_lists_show_ones_own_and_an_admin_sees_all(acting, anns):
    seen = {
        name: {item["id"] for item in client.get("/v1/episodes").json()["episodes"]}
        for name, client in acting.items()
    }
    assert anns["id"] in seen["ann"] & seen["eve"] & seen["root"]
    assert anns["id"] not in seen["bob"]


def test_a_key_allows_what_its_scopes_say(acting, anns):
    assert acting["eve"].get(anns["links"]["self"]).status_code == 200
    assert acting["eve"].post("/narrate", content=ARTICLE, headers=TEXT).status_code == 403
    assert acting["eve"].delete(anns["links"]["self"]).status_code == 403
    assert acting["ann"].get("/metrics").status_code == 403
    assert "narrator_episodes" in acting["root"].get("/metrics").text


def test_players_use_signed_addresses_which_hold_for_one_episode(keyed, anns):
    signed = anns["links"]["audio"]
    assert keyed.client.get(signed).status_code == 200
    assert keyed.client.get(signed.replace(anns["id"], "0" * 16)).status_code == 401
    assert keyed.client.get(signed.partition("?")[0]).status_code == 401
    assert keyed.client.get(signed[:-1] + "x").status_code == 401
    query = signed.partition("?")[2]
    assert keyed.client.get(f"{anns['links']['self']}?{query}").status_code == 401


def test_other_sites_players_may_use_what_is_signed(keyed, anns):
    headers = {"Origin": "https://player.example"}
    answer = keyed.client.get(anns["links"]["audio"], headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_the_minutes_of_a_key_are_counted(acting):
    long = " ".join(f"Sentence {n} says that the day goes on and on." for n in range(30))
    made = acting["bob"].post("/v1/episodes", json={"text": long})
    assert made.status_code == 202
    refused = acting["bob"].post("/v1/episodes", json={"text": "One more."})
    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:narrator:problem:quota"
    assert int(refused.headers["retry-after"]) > 3600
    assert acting["bob"].delete(made.json()["links"]["self"]).status_code == 204
    assert acting["bob"].post("/narrate", json={"text": "One more."}).status_code == 429
    assert acting["ann"].post("/v1/scripts", json={"text": "One more."}).status_code == 200


def test_a_feed_is_published_only_where_its_owner_says_so(keyed, acting):
    ann = acting["ann"]
    made = ann.put("/v1/feeds/mill", json={"title": "The mill"}).json()
    assert made["private"] is True
    assert keyed.client.get("/feeds/mill.xml").status_code == 404
    ann.put("/v1/feeds/mill", json={"title": "The mill", "private": False})
    assert keyed.client.get("/feeds/mill.xml").status_code == 200
    renamed = ann.put("/v1/feeds/mill", json={"title": "The weir"}).json()
    assert renamed["private"] is False
    assert ann.delete("/v1/feeds/mill").status_code == 204


def test_keys_are_listed_without_their_secrets_and_revoked_at_once(keyed):
    key = keyed.run("keys", "add", "guest").stdout.strip()
    headers = {"Authorization": f"Bearer {key}"}
    assert keyed.client.get("/v1/episodes", headers=headers).status_code == 200
    listed = keyed.run("keys", "list").stdout
    identity = key[3:].partition(".")[0]
    assert identity in listed
    assert key.partition(".")[2] not in listed
    assert keyed.run("keys", "revoke", identity).returncode == 0
    assert keyed.client.get("/v1/episodes", headers=headers).status_code == 401
    assert keyed.run("keys", "revoke", identity).returncode == 2


def test_no_key_signature_or_text_is_in_a_log_or_the_database(keyed, anns):
    secrets = [key.partition(".")[2] for key in keyed.keys.values()]
    secrets.append(anns["links"]["audio"].partition("sig=")[2])
    log = keyed.log()
    assert '"path": "/v1/episodes"' in log
    assert not [secret for secret in [*secrets, "cost the miller"] if secret in log]
    stored = b"".join(path.read_bytes() for path in (keyed.folder / "out").rglob("library.sqlite*"))
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_requests_over_the_rate_are_told_when_to_come_back(tmp_path):
    server = Server(tmp_path, "--workers", "0", NARRATOR_RATE_LIMIT="3")
    key = server.add_key("ann", {"read"})
    server.start()
    try:
        headers = {"Authorization": f"Bearer {key}"}
        answers = [server.client.get("/v1/voices", headers=headers) for _ in range(4)]
    finally:
        server.close()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"requests";q=3;w=60'
    assert answers[0].headers["ratelimit"].startswith('"requests";r=2;t=')
    assert 0 < int(answers[3].headers["retry-after"]) <= 20


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_without_a_key_nobody_but_this_machine_is_listened_to(tmp_path, host):
    settings = Settings(home=tmp_path, cache=tmp_path, host=host)
    with pytest.raises(InputError, match="there is no API key"):
        check(settings)
    Library(Place(tmp_path, tmp_path)).close()
    with contextlib.closing(KeyStore(Place(tmp_path, tmp_path).url)) as store:
        store.add("ann", "ann", frozenset(Scope))
    check(settings)


def test_a_name_that_is_not_ours_is_not_answered_to(server, client):
    port = server.url.rpartition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", ""):
        answer = client.get("/v1/episodes", headers={"Host": host})
        assert answer.status_code == 421, host
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", "[::1]"):
        assert client.get("/v1/episodes", headers={"Host": host}).status_code == 200, host


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_cannot_order_or_change_anything(client, episode, headers):
    assert client.post("/narrate", content=ARTICLE, headers=TEXT | headers).status_code == 403
    assert client.delete(episode["links"]["self"], headers=headers).status_code == 403
    read = client.get("/v1/episodes", headers=headers)
    assert "access-control-allow-origin" not in read.headers
    assert read.headers["cross-origin-resource-policy"] == "same-origin"


def test_our_own_page_may(server, client):
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/v1/scripts", content=ARTICLE, headers=TEXT | headers)
    assert answer.status_code == 200


def test_every_answer_has_the_security_headers(client, episode):
    for path in ("/healthz", "/nothing", episode["links"]["audio"], episode["links"]["transcript"]):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "server" not in headers, path


def test_loopback_is_told_from_everything_else():
    assert [is_here(host) for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8")] == [True] * 4
    assert not any(map(is_here, ("0.0.0.0", "::", "10.0.0.1", "example.org", "")))


def test_the_api_process_never_loads_a_voice(tmp_path):
    program = (
        "import sys; from narrator.config import Settings; from narrator.service import create_app;"
        "app = create_app(Settings()); app.openapi(); from narrator.voices import load_catalogue;"
        "load_catalogue(); print(sorted({'onnx', 'onnxruntime', 'piper', 'pyttsx3', 'kokoro_onnx',"
        " 'torch'} & set(sys.modules)), [name for name in sys.modules if name.startswith("
        "'narrator.engines.') and name.split('.')[2] in {'piper', 'tone', 'system', 'kokoro'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"NARRATOR_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] []\n"
