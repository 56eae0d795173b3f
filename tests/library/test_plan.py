"""How an article is shared out among those who speak it."""

from narrator.library.plan import blocks
from narrator.text import read_article, write_script


def test_the_first_sound_waits_for_one_utterance_only_and_no_utterance_is_lost():
    text = "The mill\n\n" + "The wheel did not turn, and nobody knew what to say about it. " * 40
    script = write_script(read_article(text, kind="text"), voice="tone")
    shared = list(blocks(script))
    assert (shared[0].first, shared[0].count) == (0, 1)
    assert shared[1].characters <= 120
    assert all(block.characters <= 300 for block in shared)
    said = [n for block in shared for n in range(block.first, block.first + block.count)]
    assert said == list(range(len(script.utterances)))
