"""Rules that readers give to lines by where they stand in a source."""

from __future__ import annotations

PAGE_FRAME = "page-frame"
REPEATED_PART = "repeated-part"
OUTSIDE_ARTICLE = "outside-article"
SITE_RULE = "site-rule"
RUNNING_HEAD = "running-head"

PLACES = {
    PAGE_FRAME: "parts of a web page that are called menu, footer, comments and the like",
    REPEATED_PART: "parts that a web page holds twice, one for each width of screen",
    OUTSIDE_ARTICLE: "what stands around the article in a web page",
    SITE_RULE: "what the rules for a web site leave out",
    RUNNING_HEAD: "page numbers and lines that run through a paged document",
}
"""Rules by place, with what each removes."""
