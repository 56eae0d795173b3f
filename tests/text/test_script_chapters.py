"""The chapters a listener meets."""

from narrator.domain import Article, Block, BlockKind, Section
from narrator.text import write_script

ENOUGH = "There is enough here to be said about it, and more than a listener would skip. "
TEXT = (Block(BlockKind.PARAGRAPH, 2 * ENOUGH),)
LITTLE = (Block(BlockKind.PARAGRAPH, "Light and quick."),)


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


def test_a_part_that_is_over_in_seconds_is_no_chapter_but_is_spoken():
    sections = (("Pros", 2, LITTLE), ("The whole story", 2, TEXT), ("Cons", 2, LITTLE))
    assert titles(*sections) == ["A title", "The whole story"]
    article = Article(
        "A title", tuple(Section(name, level, text) for name, level, text in sections)
    )
    spoken = [utterance.text for utterance in write_script(article, voice="tone").utterances]
    assert {"Pros", "Cons"} <= {text.rstrip(".") for text in spoken}


def test_half_an_hour_under_one_heading_is_divided_between_paragraphs():
    long = tuple(Block(BlockKind.PARAGRAPH, 10 * ENOUGH) for _ in range(80))
    assert titles(("Logbook", 2, long), ("The end", 2, TEXT)) == [
        "A title",
        *("Logbook", "Logbook (2)", "Logbook (3)", "Logbook (4)", "Logbook (5)"),
        "The end",
    ]
    article = Article("A title", (Section(None, 1, long),))
    script = write_script(article, voice="tone")
    sizes = [
        sum(len(said.text) for said in script.utterances if said.section == index)
        for index in range(len(script.sections))
    ]
    assert max(sizes) < 1.3 * min(sizes)
    assert len(script.utterances) == 1 + 80 * 10
