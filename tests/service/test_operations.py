"""What whoever runs the service relies on."""

import contextlib
import json

import pytest

from tests.service.conftest import ARTICLE, TEXT, Server


def test_a_service_that_ends_lets_its_listeners_go_and_keeps_what_was_ordered(tmp_path):
    server = Server(tmp_path, "--workers", "0")
    with contextlib.closing(server.start()):
        ready = server.client.get("/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        assert "no worker is running" in ready.json()["missing"][0]
        order = server.client.post("/v1/episodes", content=ARTICLE, headers=TEXT).json()
        with server.client.stream("GET", order["links"]["events"]) as events:
            pieces = events.iter_text()
            assert "retry:" in next(pieces)
            assert server.stop() == 0
            list(pieces)
        server.client.close()
        server.start()
        assert server.client.get(order["links"]["self"]).json()["state"] == "queued"


def test_figures_and_logs_tell_of_every_request(server, client, episode):
    client.get(episode["links"]["self"], headers={"X-Request-ID": "mill-7"})
    found = server.until(lambda: [one for one in server.log().splitlines() if "mill-7" in one])
    line = json.loads(found[0])
    assert (line["method"], line["status"]) == ("GET", 200)
    figures = client.get("/metrics").text
    assert 'narrator_http_requests_total{method="GET",route="/v1/episodes/{episode}"' in figures
    assert 'narrator_episodes{state="ready"}' in figures
    assert "narrator_workers 1.0" in figures
    assert "narrator_first_sound_seconds_bucket" in figures


@pytest.mark.usefixtures("episode")
def test_figures_tell_of_the_work_and_of_what_was_kept_from_before(server, client):
    before = _figures(client)
    hits, misses = 'narrator_speech_total{cache="hit"}', 'narrator_speech_total{cache="miss"}'
    again = server.order(f"{ARTICLE}\n\nThe {len(before)} of them came back.\n")
    after = _figures(client)
    assert after[misses] == before[misses] + 1
    assert after[hits] > before[hits]
    made = after["narrator_audio_seconds_total"] - before["narrator_audio_seconds_total"]
    assert made == pytest.approx(again["duration"])
    assert (
        after['narrator_reels_total{cache="miss"}'] > before['narrator_reels_total{cache="miss"}']
    )
    for stage in ("read", "write", "speak", "join", "publish"):
        assert after[f'narrator_stage_seconds_total{{stage="{stage}"}}'] > 0
        tasks = f'narrator_stage_tasks_total{{stage="{stage}"}}'
        assert after[tasks] > before[tasks]
    assert after["narrator_real_time_factor"] > 0


def _figures(client):
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "né"])
def test_a_request_id_that_could_forge_a_log_is_replaced(client, given):
    answer = client.get("/healthz", headers={"X-Request-ID": given.encode()})
    assert answer.headers["x-request-id"] != given
