"""Sentences that their reader does not want to hear."""

import pytest

from narrator.domain import Article, ArticleError, Block, BlockKind, Section
from narrator.text import write_script
from narrator.text.script import pauses

LONG = "There is enough here to be said, and more than a listener would skip, " * 3 + "is it not?"

ARTICLE = Article(
    "A title",
    (
        Section(
            "The mill",
            2,
            (
                Block(BlockKind.PARAGRAPH, "First it cost $5. Second,\nit rained."),
                Block(BlockKind.PARAGRAPH, f"Third {LONG}"),
            ),
        ),
        Section("The end", 2, (Block(BlockKind.PARAGRAPH, LONG),)),
    ),
)


def write(*drop):
    return write_script(ARTICLE, voice="tone", drop=drop)


def test_a_dropped_sentence_goes_and_the_one_before_it_rests_as_long_as_it_would_have():
    whole, shorter = write(), write("Second, it rained.")
    texts = [one.text for one in shorter.utterances]
    assert texts == [one.text for one in whole.utterances if "rained" not in one.text]
    first, second = (next(one for one in whole.utterances if w in one.text) for w in ("$5", "ned"))
    (left,) = (one for one in shorter.utterances if "$5" in one.text)
    assert left.pause == second.pause > first.pause


def test_a_sentence_may_be_named_as_it_is_said():
    assert write("First it cost five dollars.") == write("First it cost $5.")
    assert write("First it cost $5.") != write()


def test_a_section_that_says_nothing_any_more_is_no_chapter():
    script = write("The end", LONG)
    assert [section.title for section in script.sections] == ["A title", "The mill"]
    assert script.utterances[-1].pause == pauses.END
    assert {one.section for one in script.utterances} == {0, 1}
    script = write("A title")
    assert [section.title for section in script.sections] == ["The mill", "The end"]
    assert {one.section for one in script.utterances} == {0, 1}


def test_what_is_not_there_is_ignored_and_something_must_be_left():
    assert write("Nobody says this.") == write()
    with pytest.raises(ArticleError, match="every sentence was dropped"):
        write(*(one.text for one in write().utterances))
