"""The site's own page: what the podcast is, how to subscribe, and every episode to play."""

from __future__ import annotations

import base64
import colorsys
import hashlib
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from narrator.audio.transcript import passages
from narrator.domain import Cue
from narrator.library.feeds.notes import clock
from narrator.library.feeds.rss import Page
from narrator.library.feeds.shelf import Narrated
from narrator.library.feeds.show import Item, Show
from narrator.library.feeds.subscribe import app_links, qr_svg

_FILES = Path(__file__).with_name("index")

_GREY = 0.12
"""Saturation under which a cover has no colour worth taking."""

_BLUE = 215
"""Hue in degrees that is taken then."""


def write_index(show: Show, items: Sequence[Item], page: Page, *, cover: Path) -> tuple[str, bytes]:
    """Write one page of the index: HTML that loads nothing but the site's own files.

    Args:
        show: The channel.
        items: The episodes of this page, newest first.
        page: Which page it is.
        cover: The show's artwork, whose colour the page takes.

    Returns:
        The file's name and its content.
    """
    style, script = _style(cover), _text("script.js")
    text = _template("index.html").render(
        show=show,
        items=items,
        page=page,
        name=index_name,
        cover=cover.name,
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
        policy=_policy(style, script),
        links=app_links(show.feed),
        qr=Markup(qr_svg(show.feed)),  # noqa: S704 - drawn by segno, holds no text
    )
    return index_name(page.number), text.encode()


def write_transcript(narrated: Narrated, *, audio: str, cover: Path) -> bytes:
    """Write an episode's text as a page that follows its audio.

    Args:
        narrated: The episode.
        audio: Name of the audio file beside it.
        cover: The episode's artwork, whose colour the page takes.
    """
    style, script = _style(cover), _text("script.js")
    text: str = _template("transcript.html").render(
        narrated=narrated,
        passages=list(passages(narrated.timeline)),
        audio=audio,
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
        policy=_policy(style, script),
    )
    return text.encode()


def index_name(number: int) -> str:
    """Name the file of a page of the index."""
    return "index.html" if number == 1 else f"page-{number}.html"


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clock": clock, "length": _length, "day": _day, "local": _local}
    environment.filters["words"] = _words
    return environment.get_template(name)


def _style(cover: Path) -> str:
    return _text("style.css").replace(f"--hue: {_BLUE}", f"--hue: {_hue(cover)}")


def _words(cues: Sequence[tuple[int, Cue]]) -> str:
    return " ".join(" ".join(cue.text.split()) for _, cue in cues)


def _text(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Allow the page's own style and script by hash and nothing else to run or load."""
    return (
        "default-src 'none'; img-src 'self' data:; media-src 'self'; base-uri 'none'; "
        f"form-action 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _hue(cover: Path) -> int:
    """Give the hue of an image's average colour, in degrees."""
    from PIL import Image

    with Image.open(io.BytesIO(cover.read_bytes())) as image:
        pixel = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    red, green, blue = pixel
    hue, _, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    return round(hue * 360) if saturation > _GREY else _BLUE


def _length(seconds: float) -> str:
    """Give a length as people say it: 40 sec, 12 min, 1 hr 5 min."""
    if seconds < 59.5:
        return f"{round(seconds)} sec"
    hours, minutes = divmod(round(seconds / 60), 60)
    return " ".join(filter(None, (f"{hours} hr" * (hours > 0), f"{minutes} min" * (minutes > 0))))


def _day(item: Item) -> str:
    moment = item.published
    return f"{moment:%B} {moment.day}, {moment.year}"


def _local(url: str) -> str:
    """Give the path below the site, so that the page works wherever the folder stands."""
    return "episodes/" + url.rpartition("/")[2]
