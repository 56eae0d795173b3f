"""Show notes: what an app shows below an episode."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

import nh3

from narrator.domain import Chapter, Role, Timeline

_TAGS = {"a", "b", "blockquote", "br", "em", "i", "li", "ol", "p", "strong", "ul"}
"""What podcast apps show; Apple names p, ol, ul, li and a, the others degrade to their text."""

_SCHEMES = {"http", "https", "mailto"}

_SUMMARY = 400
"""Characters of a summary: about what apps show before "more"."""

_LEAD = frozenset({Role.PARAGRAPH, Role.ITEM, Role.QUOTE})
"""What a summary is taken from."""


def summarize(timeline: Timeline) -> str:
    """Give the first sentences of the text, as many as fit into 400 characters."""
    chosen: list[str] = []
    room = _SUMMARY
    for cue in timeline.cues:
        if cue.role in _LEAD:
            sentence = " ".join(cue.text.split())
            if chosen and len(sentence) > room:
                break
            chosen.append(sentence)
            room -= len(sentence) + 1
    return shorten(" ".join(chosen), _SUMMARY)


def shorten(text: str, length: int) -> str:
    """Cut a text at a word so that it has at most so many characters."""
    if len(text) <= length:
        return text
    return (text[: length - 1].rpartition(" ")[0] or text[: length - 1]).rstrip(" ,;:") + "…"


def attribution(voices: Iterable[Mapping[str, str]]) -> str:
    """Say that the voice is synthetic, and what the voices' licences ask to be said."""
    heard = list(voices)
    names = " and ".join(voice["name"] for voice in heard)
    thanks = [voice["attribution"].rstrip(".") for voice in heard if voice.get("attribution")]
    return ". ".join([f"Narrated by a synthetic voice ({names})", *thanks]) + "."


def write_notes(
    summary: str,
    *,
    chapters: Sequence[Chapter],
    credit: str,
    article: str = "",
    publication: str = "",
    byline: str = "",
) -> str:
    """Write sanitized HTML: summary, link to the article, chapters with their times, credit.

    Times stand in parentheses before a chapter's title, where apps turn them into links.
    """
    parts = [_paragraph(html.escape(summary))] if summary else []
    source = ", ".join(filter(None, (byline, publication)))
    if article:
        link = f'<a href="{html.escape(article)}">Read the article</a>'
        parts.append(_paragraph(f"{link} ({html.escape(source)})" if source else link))
    elif source:
        parts.append(_paragraph(html.escape(source)))
    if len(chapters) > 1:
        lines = "".join(
            f"<li>({clock(chapter.start)}) {html.escape(chapter.title)}</li>"
            for chapter in chapters
        )
        parts.append(f"<p>Chapters:</p><ul>{lines}</ul>")
    parts.append(_paragraph(html.escape(credit)))
    return sanitize("".join(parts))


def sanitize(text: str) -> str:
    """Leave only the HTML that an app can show without harm."""
    return nh3.clean(
        text,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def clock(seconds: float) -> str:
    """Give a time as people write it: 4:05, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _paragraph(inner: str) -> str:
    return f"<p>{inner}</p>"
