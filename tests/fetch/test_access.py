"""What must never be reached."""

import pytest

from narrator.domain import ArticleError
from narrator.fetch import Access, fetch
from narrator.fetch.network import resolve
from tests.fetch.conftest import HERE

TARGETS = [
    # loopback, in every spelling that inet_aton, URL parsers and IPv6 know
    "http://127.0.0.1/",
    "http://127.0.0.1:8000/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.255.255.254/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://127。0。0。1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://0.0.0.0/",
    "http://0/",
    # IPv4 hidden in IPv6
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    # private networks
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://[fc00::1]/",
    "http://[fd12:3456:789a::1]/",
    "http://[fec0::1]/",
    # clouds' metadata
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    # link-local, multicast, broadcast, reserved, documentation
    "http://169.254.0.1/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://[ff02::1]/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
    # not the web
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stat",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "http:///etc/passwd",
    "http://",
    "",
    "unix:///var/run/docker.sock",
    # ports of other services, and passwords
    "http://93.184.215.14:22/",
    "http://93.184.215.14:25/",
    "https://93.184.215.14:53/",
    "http://user:secret@93.184.215.14/",
    "http://93.184.215.14@127.0.0.1/",
    "http://93.184.215.14:80@127.0.0.1/",
    "http://127.0.0.1#@93.184.215.14/",
    "http://127.0.0.1\\@93.184.215.14/",
    "http://93.184.215.14:99999/",
]


@pytest.mark.parametrize("target", TARGETS)
def test_what_the_public_cannot_reach_is_refused(target):
    with pytest.raises(ArticleError) as refusal:
        fetch(target)
    assert refusal.type is ArticleError, "it was tried"


STAY = {"", "http://", "http:///etc/passwd"}
"""As a redirect these stay on the host they come from."""


@pytest.mark.parametrize("target", [one for one in TARGETS if one.isascii() and one not in STAY])
def test_a_redirect_there_is_refused_too(target, site):
    site.put("/", status=302, Location=target)
    with pytest.raises(ArticleError) as refusal:
        fetch(
            f"http://site.test:{site.server.server_port}/",
            access=Access.of(["site.test"]),
            resolver=lambda host, port: (
                ["127.0.0.1"] if host == "site.test" else resolve(host, port)
            ),
        )
    assert refusal.type is ArticleError, "it was tried"


def test_a_final_dot_does_not_make_this_machine_another():
    with pytest.raises(ArticleError):
        fetch("http://localhost./")


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_a_public_name_with_a_private_address_is_refused(address):
    with pytest.raises(ArticleError, match="not on the public internet"):
        fetch("http://example.org/", resolver=lambda _host, _port: [address])


def test_a_name_with_one_private_address_among_public_ones_is_refused():
    with pytest.raises(ArticleError, match=r"10\.0\.0\.1"):
        fetch("http://example.org/", resolver=lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


def test_a_name_is_resolved_once_and_cannot_be_rebound(site):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    port = site.url.rpartition(":")[2]
    site.put("/page", b"<p>Hello.</p>", Content_Type="text/html")

    page = fetch(
        f"http://example.org:{port}/page",
        access=HERE,
        resolver=lambda _host, _port: next(answers),
    )

    assert page.content == b"<p>Hello.</p>"
    assert next(answers) == ["10.0.0.1"]
    assert site.requests[0][1]["Host"] == f"example.org:{port}"


def test_a_rebound_name_is_checked_again_at_a_redirect(site):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    port = site.url.rpartition(":")[2]
    site.put("/page", status=302, Location="/other", Connection="close")
    with pytest.raises(ArticleError, match=r"10\.0\.0\.1"):
        fetch(
            f"http://example.org:{port}/page",
            access=HERE,
            resolver=lambda _host, _port: next(answers),
        )


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("wiki.example", "10.0.0.9"),
        ("10.0.0.0/8", "10.0.0.9"),
        ("::1", "::1"),
        ("10.0.0.0/8", "::ffff:10.0.0.9"),
    ],
)
def test_a_named_host_or_network_of_an_intranet_is_allowed(entry, address):
    import ipaddress

    access = Access.of([entry])
    access.check_address("Wiki.Example.", ipaddress.ip_address(address))
    with pytest.raises(ArticleError):
        access.check_address("other.example", ipaddress.ip_address("192.168.0.1"))


@pytest.mark.parametrize("entry", ["http://wiki.example", "wiki example", "10.0.0.0/99", ""])
def test_an_allowance_that_is_neither_host_nor_network_is_refused(entry):
    with pytest.raises(ValueError, match="neither a host name nor a network"):
        Access.of([entry])
