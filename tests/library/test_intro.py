"""A line before an article is said as everything else is."""

from narrator.domain import Role
from narrator.library.intro import announce
from narrator.text import read_article, write_script
from narrator.text.lexicon import Entry, Lexicon


def test_it_comes_first_and_is_said_with_the_listeners_own_words():
    script = write_script(read_article("A day\n\nIt rained."), voice="tone")
    words = Lexicon((Entry("NationPress", "Nation Press"),))
    told = announce(script, "From NationPress, January 14th:", words)
    first, *rest = told.utterances
    assert first.spoken == "From Nation Press, January fourteenth:"
    assert (first.role, first.section, first.voice) == (Role.DATELINE, 0, "tone")
    assert tuple(rest) == script.utterances
