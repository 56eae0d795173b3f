"""Rests vary as a reader's do, and always alike for the same text."""

import pytest

from narrator.text.script import pauses

SENTENCES = [f"{'word ' * count}number {number}." for count in range(40) for number in range(5)]


def test_a_sentence_always_rests_alike():
    assert pauses.paced(pauses.SENTENCE, "One.") == pauses.paced(pauses.SENTENCE, "One.")


def test_rests_behind_sentences_differ_but_never_become_a_paragraphs():
    rests = [pauses.paced(pauses.SENTENCE, text) for text in SENTENCES]
    assert len(set(rests)) > 50
    assert max(rests) < min(pauses.paced(pauses.PARAGRAPH, text) for text in SENTENCES)
    assert sum(rests) / len(rests) == pytest.approx(pauses.SENTENCE, rel=0.06)


def test_long_sentences_and_questions_rest_longer():
    mean = [
        sum(pauses.paced(pauses.SENTENCE, f"{'word ' * count}{n}{mark}") for n in range(99)) / 99
        for count, mark in ((3, "."), (3, "?"), (30, "."))
    ]
    assert mean[0] < mean[1] < mean[2]


@pytest.mark.parametrize("kind", ["CLAUSE", "LABEL", "HEADING", "TITLE", "BREAK", "SECTION"])
def test_what_tells_where_one_is_rests_the_same_each_time(kind):
    rest = getattr(pauses, kind)
    assert {pauses.paced(rest, text) for text in SENTENCES} == {rest}
