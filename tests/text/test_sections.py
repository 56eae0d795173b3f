"""Sections found in text that names none."""

from __future__ import annotations

from narrator.domain import BlockKind
from narrator.text.read import read_article

FIRST = (
    "The council met on Tuesday and agreed, after nine hours, to close the bridge for the winter."
)
SECOND = (
    "Nobody had expected a vote that night, and most of the public seats were empty by midnight."
)


def sections(*lines):
    article = read_article("\n".join(lines), kind="text")
    return [
        (section.heading, [block.text for block in section.blocks]) for section in article.sections
    ]


def test_a_short_line_between_blank_lines_before_prose_is_a_heading():
    found = sections("Bridge to close", "", FIRST, "", "A long night", "", SECOND)
    assert found == [(None, [FIRST]), ("A long night", [SECOND])]


def test_a_short_sentence_is_no_heading():
    found = sections("Bridge to close", "", FIRST, "", "It was late.", "", SECOND)
    assert found == [(None, [FIRST, "It was late.", SECOND])]


def test_a_list_of_facts_has_no_headings():
    facts = ["Capital Orrin", "People 900", "River Marl", "Founded 1211", "Bridges 2"]
    assert [heading for heading, _ in sections("In figures", "", *facts)] == [None]


def test_the_story_after_a_summary_is_a_section_without_heading():
    found = sections(
        "Bridge to close", "", "Synopsis", "", FIRST, "", "Key Takeaways", "",
        "• The bridge closes.", "• The vote was late.", "",
        f"Orrin, Jan 14 (Post) {SECOND}", "", FIRST,
    )  # fmt: skip
    assert [heading for heading, _ in found] == ["Synopsis", "Key Takeaways", None]
    assert len(found[1][1]) == 2
    assert len(found[2][1]) == 2


def test_prose_after_an_ordinary_list_stays_in_its_section():
    found = sections(
        "Bridge", "", FIRST, "", "What to bring", "", "• a lamp", "• a rope", "", SECOND
    )
    assert [heading for heading, _ in found] == [None, "What to bring"]


def test_interview_turns_have_their_speaker_as_label():
    article = read_article(
        f"Interview\n\n{FIRST}\n\nQ: Why now?\n\nA: It was time.\n\nQ: And then?\n\nA: We slept.",
        kind="text",
    )
    blocks = [block for section in article.sections for block in section.blocks]
    assert [block.label for block in blocks] == ["", "Q:", "A:", "Q:", "A:"]
    assert blocks[1].text == "Why now?"


def test_a_list_of_fields_is_no_interview():
    article = read_article("Pros: light\nCons: dear\nPros: quiet\nCons: slow", kind="text")
    assert all(not block.label for block in article.sections[0].blocks)


def test_blocks_and_headings_know_their_source_lines():
    article = read_article(f"Bridge\n\n{FIRST}\n\nA long night\n\n{SECOND}", kind="text")
    assert article.sections[1].lines == (4, 5)
    assert article.sections[1].blocks[0].lines == (6, 7)


def test_a_heading_before_its_subheadings_is_a_section_of_its_own():
    body = (
        f"<h1>T</h1><p>{FIRST * 4}</p><h2>Part</h2><h3>1. One</h3><p>{SECOND * 4}</p>"
        f"<h3>2. Two</h3><p>{SECOND * 3}</p>"
    )
    html = f"<html><body><article>{body}</article></body></html>"
    found = [(part.heading, len(part.blocks)) for part in read_article(html, kind="html").sections]
    assert found == [(None, 1), ("Part", 0), ("1. One", 1), ("2. Two", 1)]


def test_a_heading_that_nothing_follows_is_a_paragraph():
    article = read_article(
        f"Title\n=====\n\nOne\n---\n\n{FIRST}\n\nTwo\n---\n\nThree\n---\n", kind="text"
    )
    assert all(section.blocks for section in article.sections[1:])
    assert article.sections[-1].blocks[-1].kind is BlockKind.PARAGRAPH
