"""Ways to subscribe: links that open podcast apps, and a code to point a phone at."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class AppLink:
    """A link that opens an app at a feed."""

    app: str
    """Name of the app, or of the scheme that several share."""

    url: str
    """The link."""


def app_links(feed: str) -> tuple[AppLink, ...]:
    """Give links that open a feed in podcast apps.

    Sources: RFC-less practice for `podcast://` and `pcast://` (the feed's URL with its scheme
    replaced); AntennaPod, "Add to AntennaPod" deep links; Overcast, "Custom URL schemes";
    Apple Podcasts opens `podcast://` itself.
    """
    bare = urlsplit(feed)._replace(scheme="").geturl().lstrip("/")
    escaped = quote(feed, safe="")
    return (
        AppLink("Apple Podcasts", f"podcast://{bare}"),
        AppLink("AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={escaped}"),
        AppLink("Overcast", f"overcast://x-callback-url/add?url={escaped}"),
        AppLink("Other apps", f"pcast://{bare}"),
    )


def qr_svg(text: str) -> str:
    """Draw a QR code as an SVG element without a size of its own, dark on light."""
    import segno

    file = io.BytesIO()
    segno.make_qr(text, error="m").save(
        file, kind="svg", xmldecl=False, omitsize=True, border=2, dark="#000", light="#fff"
    )
    return file.getvalue().decode().strip()


def qr_terminal(text: str) -> str:
    """Draw a QR code for a terminal, two rows of it a line."""
    import segno

    file = io.StringIO()
    segno.make_qr(text, error="l").terminal(file, compact=True)
    return file.getvalue()
