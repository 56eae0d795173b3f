"""What the pages and the OpenAPI document say is so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.conftest import ARTICLE

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="curl and jq")
def test_every_command_of_the_page_works(server, tmp_path):
    (tmp_path / "article.txt").write_text(ARTICLE)
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    script = (
        'set -euo pipefail\ncurl() { command curl --fail-with-body -sS "$@"; echo; }\n'
        + commands.replace("localhost:8000", server.url.removeprefix("http://"))
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"no_proxy": "*"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stderr, done.stdout[-2000:])
    assert (tmp_path / "article.mp3").read_bytes().startswith(b"ID3")


def test_every_operation_is_on_the_page(client):
    paths = client.get("/openapi.json").json()["paths"]
    # Feeds have a page and tests of their own.
    for path in (path for path in paths if not path.startswith("/v1/feeds")):
        pattern = re.sub(r"\\{\w+\\}", r"[^/\\s]+", re.escape(path))
        assert re.search(rf"localhost:8000{pattern}", PAGE), path


def test_every_operation_has_a_summary_an_example_and_its_problems(client):
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            if path.startswith("/v1") or path == "/narrate":
                problem = operation["responses"]["422"]["content"]["application/problem+json"]
                assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
    for name in ("ArticleRequest", "EpisodeChange", "SpeechRequest"):
        assert document["components"]["schemas"][name]["examples"], name


def test_the_reference_needs_nothing_from_elsewhere(client):
    page = client.get("/docs").text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith("/docs/assets/"), address
        assert client.head(address).status_code == 200


def test_what_no_client_should_send_is_never_a_fault_of_ours(server, tmp_path):
    """A bounded run; without its last three options it goes on for as long as one likes."""
    command = [
        *("schemathesis", "run", f"{server.url}/openapi.json", "--checks", "not_a_server_error"),
        *("--request-timeout", "60", "--exclude-path", "/readyz", "--generation-deterministic"),
        *("--phases", "examples,fuzzing", "--max-examples", "3", "--max-time", "12"),
    ]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()[-4000:]
    assert b"Test cases" in done.stdout
