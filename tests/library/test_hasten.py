"""Speech that somebody waits for begins with a clause."""

import pytest

from narrator.library.hasten import hasten
from narrator.text import read_article, write_script
from narrator.text.lexicon import Entry, Lexicon


def script(text, **options):
    return write_script(read_article(text, kind="text", keep_all=True), voice="tone", **options)


def test_a_long_first_sentence_is_cut_behind_its_first_clause():
    whole = script("The mill was old when we came to it, and the river ran below it. We left.")
    said = hasten(whole).utterances
    assert [one.spoken for one in said] == [
        "The mill was old when we came to it,",
        "and the river ran below it.",
        "We left.",
    ]
    assert said[0].pause < said[1].pause == whole.utterances[0].pause


@pytest.mark.parametrize(
    "text",
    [
        "The mill was old, and the river ran.",
        "The mill was so old that nobody in the whole valley knew who had built it.",
        "Well, the mill was so old that nobody in the valley knew who had built it.",
    ],
    ids=["short", "without a clause", "with a clause too short to last"],
)
def test_other_first_sentences_stay_whole(text):
    assert hasten(script(text)) == script(text)


def test_what_is_said_is_the_same_and_stays_with_what_is_written():
    text = "It cost $1,234.50 on May 5, 2021, when Nguyen sold 12 kg; then Goethe came with $5."
    words = Lexicon((Entry("Goethe", "Goethe", "en", "ˈɡøːtə"),))
    whole = script(text, lexicon=words).utterances[0]
    head, tail = hasten(script(text, lexicon=words)).utterances
    assert f"{head.spoken} {tail.spoken}" == whole.spoken
    assert f"{head.text} {tail.text}" == whole.text
    for part in (head, tail):
        assert all(part.text[item.start : item.end] for item in part.replacements)
    said = tail.spoken.split()
    heard = [said[sound.first : sound.last] for sound in tail.pronunciations]
    assert heard == [["Nguyen"], ["Goethe"]]
    assert head.pronunciations == ()
