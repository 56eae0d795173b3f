"""What several rooms need: services, and a terminal's usual signals."""

import signal

import pytest


def pytest_configure():
    # A shell starts what runs in its background deaf to Ctrl-C, and so would be all we start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def s3():
    """A local imitation of S3: its endpoint."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, monkeypatch):
    """The URL of a new, empty bucket, with all that is needed to use it in the environment."""
    import httpx2

    settings = {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    httpx2.post(f"{s3}/moto-api/reset").raise_for_status()
    httpx2.put(f"{s3}/library").raise_for_status()
    return "s3://library/narrator"
