"""The chapters a listener meets."""

from narrator.domain import Article, Block, BlockKind, Section
from narrator.text import write_script

TEXT = (Block(BlockKind.PARAGRAPH, "There is enough here to be said about it."),)


def titles(*sections):
    article = Article(
        "A title", tuple(Section(name, level, text) for name, level, text in sections)
    )
    return [section.title for section in write_script(article, voice="tone").sections]


def test_a_heading_above_a_deeper_one_shares_its_chapter():
    assert titles(("Step by step", 2, ()), ("Pack", 3, TEXT), ("Read", 3, TEXT)) == [
        "A title",
        "Step by step: Pack",
        "Read",
    ]


def test_so_do_several_headings_one_above_the_other():
    assert titles(("One", 2, ()), ("Two", 3, ()), ("Three", 4, TEXT)) == [
        "A title",
        "One: Two: Three",
    ]


def test_headings_with_text_each_have_their_chapter():
    assert titles(("One", 2, TEXT), ("Two", 3, TEXT)) == ["A title", "One", "Two"]
