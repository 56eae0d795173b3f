"""An episode as a page to read: every view of the timeline that is not audio or captions."""

from __future__ import annotations

import html
import itertools
import json
from typing import Any

from narrator.domain import Article, Cue, Metadata, Role, Script, Timeline
from narrator.library.codec import plain


def transcript_json(timeline: Timeline) -> str:
    """Give the transcript in the podcast namespace's JSON form, a segment for each sentence."""
    segments = [
        {
            "startTime": round(cue.start, 3),
            "endTime": round(cue.end, 3),
            "body": " ".join(cue.text.split()),
        }
        for cue in timeline.cues
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False)


def transcript_html(timeline: Timeline, metadata: Metadata) -> str:
    """Give the transcript as a page: the article's words alone, escaped, with their times."""
    title = html.escape(metadata.title)
    lines = [
        "<!doctype html>",
        f'<html lang="{html.escape(metadata.language)}">',
        f'<meta charset="utf-8"><title>{title}</title>',
        f"<h1>{title}</h1>",
    ]
    for section, cues in itertools.groupby(timeline.cues, key=lambda cue: cue.section):
        spoken = [cue for cue in cues if cue.role is not Role.TITLE]
        heading = [cue for cue in spoken if cue.role is Role.HEADING]
        if section and not heading:
            lines.append(f"<h2>{html.escape(timeline.chapters[section].title)}</h2>")
        lines.extend(_element(cue) for cue in spoken)
    return "\n".join(lines) + "\n</html>\n"


def script_json(script: Script, article: Article) -> str:
    """Give what is said, and the receipt of what is not."""
    facts: dict[str, Any] = plain(script)
    facts["removed"] = plain(article.removed)
    return json.dumps(facts, ensure_ascii=False)


def _element(cue: Cue) -> str:
    tag = "h2" if cue.role is Role.HEADING else "p"
    text = html.escape(" ".join(cue.text.split()))
    return f'<{tag} data-start="{cue.start:.3f}" data-end="{cue.end:.3f}">{text}</{tag}>'
