"""Plain text to lines: what people type, told apart without losing a character."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.text.draft import LineKind
from narrator.text.plain import read_plain

WRAPPED = """\
The bridge at Orrin was closed on Monday after an inspector found a crack
in the second pier, and the town's only bus now takes the long way round
by the mill, which adds forty minutes to every journey to the hospital.

Nobody expects it to open again before the spring. The council has asked
for bids, but the river is high until March and no barge can anchor near
the pier while the current runs as it does now, the engineer said.
"""


def texts(source):
    return [line.text for line in read_plain(source).lines]


def test_wrapped_paragraphs_are_joined_and_know_their_source_lines():
    lines = read_plain(WRAPPED).lines
    assert [(line.number, line.span) for line in lines] == [(0, 3), (4, 3)]
    assert lines[0].text.startswith("The bridge at Orrin was closed on Monday after an inspector")
    assert "crack in the second pier" in lines[0].text


def test_one_paragraph_a_line_stays_one_paragraph_a_line():
    paragraph = "The council met on Tuesday and heard from nine people who live by the river. "
    source = "\n".join([paragraph * 3, "A short one.", paragraph * 2, "Another short one."])
    assert len(texts(source)) == 4


def test_verses_are_not_joined():
    poem = (
        "The rain came down\nupon the town\nand washed the streets\nof all their heat,\nand left."
    )
    assert len(texts(poem)) == 5


def test_a_word_hyphenated_by_its_author_is_joined_without_a_space():
    source = WRAPPED.replace("found a crack\nin the second", "found a well-\nknown  second")
    assert "well-known second" in texts(source)[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_numbers_count_newlines_whatever_the_line_ends(end):
    source = end.join(["Title", "", "One.", "Two.", "", "Three."])
    assert [line.number for line in read_plain(source).lines] == [0, 2, 3, 5]


def test_other_separators_end_lines_without_shifting_numbers():
    lines = read_plain("one\u2028two\rthree\nfour\x0cfive").lines
    assert [(line.text, line.number) for line in lines] == [
        ("one", 0),
        ("two", 0),
        ("three", 0),
        ("four", 1),
        ("five", 1),
    ]


def test_what_cannot_be_seen_is_dropped_and_odd_spaces_are_spaces():
    assert texts("so\xadft\u200b and\xa0hard\u2003  space\ufeff\x07") == ["soft and hard space"]


def test_emoji_keep_their_joiners():
    assert texts("a \U0001f468\u200d\U0001f469\u200d\U0001f467 day") == [
        "a \U0001f468\u200d\U0001f469\u200d\U0001f467 day"
    ]


@pytest.mark.parametrize("mark", ["•", "-", "*", "–", "▪", "✓", "·", "+", "◦"])
def test_bullets_of_every_kind_make_items(mark):
    lines = read_plain(f"Bring:\n{mark} a lamp\n  {mark} two ropes").lines
    assert [line.kind for line in lines] == [None, LineKind.ITEM, LineKind.ITEM]
    assert [line.label for line in lines[1:]] == [mark, mark]
    assert lines[2].level > lines[1].level


@pytest.mark.parametrize(
    "marks", [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("a)", "b)"), ("i.", "ii.")]
)
def test_numbers_that_follow_on_each_other_make_items(marks):
    lines = read_plain(f"{marks[0]} Fill the pan\n{marks[1]} Light the stove").lines
    assert [(line.kind, line.label, line.text) for line in lines] == [
        (LineKind.ITEM, marks[0], "Fill the pan"),
        (LineKind.ITEM, marks[1], "Light the stove"),
    ]


@pytest.mark.parametrize("text", ["1. FC Köln has won.", "7. Januar war ein Montag.", "-5 degrees"])
def test_a_number_alone_makes_no_item(text):
    assert read_plain(text).lines[0].kind is None


def test_quotes_code_and_tables_are_told_apart():
    source = (
        "> He said no.\n\n```python\nx = 1\n\nprint(x)\n```\n\n"
        "Name\tAge\nAnn\t41\n\n| Town | People |\n|------|--------|\n| Orrin | 900 |"
    )
    lines = read_plain(source).lines
    found = {line.kind: line for line in lines if line.kind}
    assert found[LineKind.QUOTE].text == "He said no."
    assert found[LineKind.CODE].text == "x = 1\n\nprint(x)"
    assert found[LineKind.CODE].label == "python"
    assert [line.text for line in lines if line.kind is LineKind.TABLE] == [
        "Name\tAge\nAnn\t41",
        "Town\tPeople\nOrrin\t900",
    ]


def test_indented_code_is_code_and_indented_prose_is_not():
    code = "Run this:\n\n    for i in range(3):\n        print(i)\n\nThat is all."
    prose = "He wrote:\n\n    It was late and we were tired.\n    We slept.\n\nThat is all."
    assert LineKind.CODE in [line.kind for line in read_plain(code).lines]
    assert LineKind.CODE not in [line.kind for line in read_plain(prose).lines]


def test_underlined_lines_are_headings():
    lines = read_plain("Results\n=======\n\nWe won.\n\nDetails\n-------\n\nBy four.").lines
    assert [(line.text, line.level) for line in lines if line.kind is LineKind.HEADING] == [
        ("Results", 1),
        ("Details", 2),
    ]


LINES = st.one_of(
    st.text("ab .,-*>•1\t#`=|~:?é가\xad\u200b\xa0\r\u2028", max_size=30),
    st.sampled_from(
        ["", "```", "> so", "- a", "1. one", "2. two", "a\tb", "| a | b |", "=====", "    x = 1;"]
    ),
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_every_visible_character_stays(source_lines):
    source = "\n".join(source_lines)
    unseen = str.maketrans("", "", "|\xad\u200b")
    wanted = Counter("".join(source.translate(unseen).split()))
    got = "".join(line.text + line.label for line in read_plain(source).lines)
    assert Counter("".join(got.translate(unseen).split())) == wanted
