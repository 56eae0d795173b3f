from __future__ import annotations

import pytest

from narrator.domain import Article, Block, BlockKind, Section
from narrator.text.lexicon import Entry, Lexicon
from narrator.text.script import write_script
from narrator.text.unknown import find_names
from narrator.text.unknown.letters import doubt


def names(text, *, title="A day out", language="en", lexicon=None):
    source = Article(
        title,
        (Section(None, 1, (Block(BlockKind.PARAGRAPH, text),)),),
        language=language,
    )
    return find_names(write_script(source, voice="joe", lexicon=lexicon))


def words(*arguments, **options):
    return [name.word for name in names(*arguments, **options)]


def test_names_come_with_their_count_and_first_sentence_the_oddest_first():
    found = names("We met Xhaqelk. Then Mqozv spoke. Xhaqelk's friend, Xhaqelk said, left.")
    assert [(name.word, name.count) for name in found] == [("Xhaqelk", 3), ("Mqozv", 1)]
    assert found[0].sentence == "We met Xhaqelk."
    assert found[0].doubt >= found[1].doubt > 1


def test_a_capital_that_any_word_would_have_proves_no_name():
    assert (
        words('Lamps swung. He said: "Bovine things are dull."', title="Meanwhile Walker Swings")
        == []
    )


def test_days_letters_and_words_also_written_small_are_no_names():
    assert words("On Tuesday the NATO and Q met Modi and the modi.") == []


def test_a_word_that_the_lexicon_says_is_settled():
    lexicon = Lexicon((Entry("Mqozv", "Mqozv", ipa="mɔz"),))
    assert words("Then Mqozv and Xhaqelk spoke.", lexicon=lexicon) == ["Xhaqelk"]


def test_foreign_words_are_found_without_a_capital():
    assert words("It was mere vrzknqa, he said.") == ["vrzknqa"]


@pytest.mark.parametrize(
    ("language", "usual", "odd"),
    [
        ("en", "kitchen", "Nguyen"),
        ("de", "Küche", "Nguyen"),
        ("fr", "cuisine", "Krzysztof"),
        ("es", "cocina", "Krzysztof"),
    ],
)
def test_letters_are_usual_in_a_language_or_not(language, usual, odd):
    assert doubt(usual, language) == 0
    assert doubt(odd, language) > 1


def test_a_language_without_a_table_leaves_no_doubt():
    assert doubt("Krzysztof", "xx") == 0
