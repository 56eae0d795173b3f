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
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    line = next(line for line in lines if line.get("request_id") == "mill-7")
    assert (line["method"], line["status"]) == ("GET", 200)
    figures = client.get("/metrics").text
    assert 'narrator_http_requests_total{method="GET",route="/v1/episodes/{episode}"' in figures
    assert 'narrator_episodes{state="ready"}' in figures
    assert "narrator_workers 1.0" in figures
    assert "narrator_first_sound_seconds_bucket" in figures


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "né"])
def test_a_request_id_that_could_forge_a_log_is_replaced(client, given):
    answer = client.get("/healthz", headers={"X-Request-ID": given.encode()})
    assert answer.headers["x-request-id"] != given
