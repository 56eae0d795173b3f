"""Documents come whole, in their encoding, and within limits."""

import gzip
import itertools
import socket
import ssl
import threading
import zlib

import pytest

from narrator.domain import ArticleError, ErrorKind, UnreachableError
from narrator.fetch import FEED_TYPES, USER_AGENT, Limits, fetch, send
from tests.fetch.conftest import HERE

PAGE = "<html><body><p>Ein schöner Tag in Köln.</p></body></html>"


def get(url, **options):
    return fetch(url, access=HERE, **options)


def test_a_page_comes_with_its_type_and_its_final_address(site):
    site.put("/old", status=301, Location="/new")
    final = site.put("/new", PAGE.encode(), Content_Type="Text/HTML; charset=utf-8")

    page = get(f"{site.url}/old")

    assert (page.url, page.media_type, page.kind) == (final, "text/html", "html")
    assert page.source == PAGE.encode()
    assert site.requests[0][1]["User-Agent"] == USER_AGENT


def test_an_encoding_that_only_the_server_knows_is_applied(site):
    url = site.put("/", PAGE.encode("cp1252"), Content_Type="text/html; charset=windows-1252")
    assert get(url).source == PAGE


def test_a_page_in_utf8_is_not_taken_for_the_latin_1_its_server_promises(site):
    url = site.put("/", PAGE.encode(), Content_Type="text/html; charset=ISO-8859-1")
    assert get(url).source == PAGE.encode()


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_compressed_page_is_unpacked(site, coding, pack):
    url = site.put("/", pack(PAGE.encode()), Content_Type="text/html", Content_Encoding=coding)
    assert get(url).content == PAGE.encode()


def test_a_decompression_bomb_is_refused_before_it_has_swollen(site):
    bomb = gzip.compress(bytes(200_000_000))
    url = site.put("/", bomb, Content_Type="text/html", Content_Encoding="gzip")
    with pytest.raises(ArticleError, match="larger than 1 MB"):
        get(url, limits=Limits(size=1_000_000))


def test_a_page_that_never_ends_is_refused(site):
    url = site.put("/", itertools.repeat(b"word " * 1000), Content_Type="text/plain")
    with pytest.raises(ArticleError, match="larger than 1 MB"):
        get(url, limits=Limits(size=1_000_000))


def test_a_page_cut_short_is_not_taken_for_the_whole(site):
    packed = gzip.compress(PAGE.encode())[:-12]
    url = site.put("/", packed, Content_Type="text/html", Content_Encoding="gzip")
    with pytest.raises(UnreachableError, match="cut short"):
        get(url)
    url = site.put("/", PAGE.encode(), Content_Type="text/html", Content_Length="500")
    with pytest.raises(UnreachableError):
        get(url)


def test_what_is_no_article_is_refused_by_its_type(site):
    url = site.put("/", b"GIF89a", Content_Type="image/gif")
    with pytest.raises(ArticleError, match="is image/gif") as caught:
        get(url)
    assert caught.value.kind is ErrorKind.NO_ARTICLE


def test_a_loop_of_redirects_ends(site):
    url = site.put("/", status=302, Location="/")
    with pytest.raises(ArticleError, match="redirects again and again"):
        get(url)


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (403, ArticleError, ErrorKind.REFUSED),
        (404, ArticleError, ErrorKind.MISSING),
        (410, ArticleError, ErrorKind.MISSING),
        (503, UnreachableError, ErrorKind.UNREACHABLE),
    ],
)
def test_an_error_says_whether_a_later_try_may_help(site, status, error, kind):
    url = site.put("/", b"no", status=status)
    with pytest.raises(ArticleError, match=f"answered {status}") as caught:
        get(url)
    assert caught.type is error
    assert caught.value.kind is kind


def test_a_page_that_did_not_change_is_not_sent_again(site):
    url = site.put("/", b"<rss/>", Content_Type="application/rss+xml", ETag='"one"')
    first = get(url, types=FEED_TYPES)
    again = get(url, types=FEED_TYPES, etag=first.etag, last_modified="Tue, 24 Nov 2026")

    assert (first.unchanged, again.unchanged, again.content) == (False, True, b"")
    assert again.etag == '"one"'
    assert site.requests[1][1]["If-Modified-Since"] == "Tue, 24 Nov 2026"


def test_an_unknown_host_and_a_closed_port_are_told_apart_from_bad_addresses(site):
    def unknown(host, port):
        raise socket.gaierror(host, port)

    with pytest.raises(UnreachableError, match="is not known") as caught:
        fetch("http://example.org/", resolver=unknown)
    assert caught.value.kind is ErrorKind.UNKNOWN_HOST
    port = site.server.server_port
    site.server.shutdown()
    site.server.server_close()
    with pytest.raises(UnreachableError, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/")


def _talk(*pieces):
    """Serve one connection with raw bytes; None waits for the client to go."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection, listener:
            connection.recv(1 << 16)
            for piece in pieces:
                if piece is None:
                    connection.recv(1)
                    return
                try:
                    connection.sendall(piece)
                except OSError:
                    return

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_a_server_that_says_nothing_is_given_up():
    with pytest.raises(UnreachableError, match="took too long"):
        get(_talk(None), limits=Limits(seconds=0.1))


def test_a_server_that_drips_its_answer_is_given_up_at_the_deadline():
    drip = itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"a"))
    with pytest.raises(UnreachableError):
        get(_talk(*itertools.islice(drip, 200_000)), limits=Limits(seconds=0.3))


def test_a_server_that_does_not_speak_http_is_explained():
    with pytest.raises(UnreachableError, match="not HTTP"):
        get(_talk(b"220 mail.example ESMTP\r\n"))


def test_the_certificate_is_checked_against_the_name_not_the_address(site, monkeypatch):
    seen = {}

    def wrap(_self, *_, server_hostname=None, **__):
        seen["name"] = server_hostname
        raise ssl.SSLCertVerificationError("stop here")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap)
    monkeypatch.setattr("truststore.SSLContext.wrap_socket", wrap)
    port = site.server.server_port
    with pytest.raises(UnreachableError):
        fetch(
            f"https://example.org:{port}/",
            access=HERE,
            resolver=lambda _host, _port: ["127.0.0.1"],
        )
    assert seen["name"] == "example.org"


def test_a_message_is_sent_once_and_redirects_are_not_followed(site):
    hook = site.put("/hook", status=302, Location="/elsewhere")
    status = send(hook, b"{}", headers={"Content-Type": "application/json"}, access=HERE)
    assert (status, site.requests) == (302, [("/hook", b"{}")])
    with pytest.raises(ArticleError):
        send(hook, b"{}", headers={})
