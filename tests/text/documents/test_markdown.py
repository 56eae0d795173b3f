import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.text.documents import read_markdown
from narrator.text.draft import LineKind


def shape(source):
    return [(line.kind, line.level, line.label, line.text) for line in read_markdown(source).lines]


def test_front_matter_is_metadata():
    draft = read_markdown(
        '---\ntitle: "Tides: a year"\nauthors:\n  - Jo\n  - Al\ndate: 2024-02-03\n'
        "lang: de-DE\n---\nHi."
    )
    assert (draft.title, draft.byline, str(draft.published)) == (
        "Tides: a year",
        "Jo, Al",
        "2024-02-03",
    )
    assert draft.language == "de"
    assert [line.text for line in draft.lines] == ["Hi."]


def test_headings_items_quotes_code_and_tables_are_told_apart():
    source = (
        "# One\n\nText\nwraps.\n\n> said\n\n- a\n- b\n"
        "  1. c\n\n```python run\nx = 1\n\ny = 2\n```\n\n"
        "| k | v |\n|---|---|\n| a | **1** |\n"
    )
    assert shape(source) == [
        (LineKind.HEADING, 1, "", "One"),
        (LineKind.PARAGRAPH, 0, "", "Text wraps."),
        (LineKind.QUOTE, 0, "", "said"),
        (LineKind.ITEM, 1, "•", "a"),
        (LineKind.ITEM, 1, "•", "b"),
        (LineKind.ITEM, 2, "1.", "c"),
        (LineKind.CODE, 0, "python", "x = 1\n\ny = 2"),
        (LineKind.TABLE, 0, "", "k\tv\na\t1"),
    ]


def test_links_are_words_and_images_are_their_captions():
    source = 'See [the *map*](http://a.example/b) ![alt](x.png "Low tide") now.'
    assert [line.text for line in read_markdown(source).lines] == ["See the map now.", "Low tide"]


def test_notes_stand_at_the_end_and_their_marks_are_gone():
    source = "It sank.[^a] So they say.\n\n[^a]: In 1904.\n    In May.\n\nMore."
    texts = [line.text for line in read_markdown(source).lines]
    assert texts == ["It sank. So they say.", "More.", "Notes", "In 1904. In May."]


def test_note_marks_in_listings_stay():
    assert read_markdown("```\nm[^a] = 1\n[^a]: no\n```").lines[0].text == "m[^a] = 1\n[^a]: no"


def test_inline_html_is_read_as_html():
    assert [line.text for line in read_markdown("<div><p>One</p><p>Two</p></div>").lines] == [
        "One",
        "Two",
    ]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet="ab \n#>-*_`[]()!|~<\\&;:^1.", max_size=120))
def test_anything_is_read(source):
    assert all(line.text.strip() for line in read_markdown(source).lines)


@pytest.mark.parametrize(
    "source",
    [">" * 20_000 + "x", "[" * 200_000 + "x", "*a " * 100_000, "- " * 5_000 + "x", "`a" * 100_000],
    ids=["quotes", "brackets", "stars", "items", "ticks"],
)
def test_nesting_and_long_lines_are_read_to_their_end(source):
    assert sum(len(line.text) for line in read_markdown(source).lines) > 0
