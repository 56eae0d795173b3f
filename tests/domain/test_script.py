"""A spoken text maps back to the written one, word by word."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import Replacement, Role, Utterance, spoken_words, written_words


def utterance(text, *replacements):
    spoken = list(text)
    for start, end, said in replacements:
        spoken[start:end] = [said] + [""] * (end - start - 1)
    return Utterance(
        text=text,
        spoken=" ".join("".join(spoken).split()),
        role=Role.PARAGRAPH,
        section=0,
        voice="tone",
        pause=0.0,
        replacements=tuple(Replacement(*item) for item in replacements),
    )


def test_a_plain_word_is_spoken_as_one():
    assert written_words(utterance("All is well.")) == [("All", 1), ("is", 1), ("well.", 1)]


def test_a_replaced_word_takes_all_that_is_said_for_it():
    said = utterance("It cost $27tn, twice.", (8, 13, "twenty seven trillion dollars"))
    assert written_words(said) == [("It", 1), ("cost", 1), ("$27tn,", 4), ("twice.", 1)]


def test_a_replacement_over_several_written_words_is_one_word():
    said = utterance("On 3 May 2024 it ended", (3, 13, "May third, twenty twenty four"))
    assert written_words(said) == [("On", 1), ("3 May 2024", 5), ("it", 1), ("ended", 1)]


def test_what_is_written_and_not_said_counts_nothing():
    assert written_words(utterance("So [1] it goes", (3, 6, ""))) == [
        ("So", 1),
        ("[1]", 0),
        ("it", 1),
        ("goes", 1),
    ]


def test_punctuation_that_stands_alone_is_no_spoken_word():
    assert spoken_words("So - it goes …") == ["So", "it", "goes"]


@st.composite
def utterances(draw):
    text = draw(st.text(alphabet=string.ascii_lowercase + " .-$1", min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    said = st.sampled_from(["", "five", "five dollars", "a b c"])
    return utterance(text, *((start, end, draw(said)) for start, end in pairs))


@settings(derandomize=True, max_examples=300)
@given(utterances())
def test_every_spoken_word_belongs_to_exactly_one_written_word(said):
    assert sum(count for _, count in written_words(said)) == len(spoken_words(said.spoken))


@settings(derandomize=True, max_examples=300)
@given(utterances())
def test_no_written_character_is_lost(said):
    written = "".join(text for text, _ in written_words(said))
    assert "".join(written.split()) == "".join(said.text.split())
