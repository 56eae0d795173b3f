from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import Utterance, spoken_words, written_words
from narrator.domain.script import Role
from narrator.text.lexicon import Entry, Lexicon
from narrator.text.normalize import to_spoken
from narrator.text.normalize.rules import Rule, apply_rules

LANGUAGES = ["en", "de", "fr", "es", "ko", "ru", "xx"]

WRITTEN = """
$ € £ % ° . , ; : ! ? ' " ( ) [ ] { } / - – — + = & # @ * < > … ² ½ ₂ ❤ 🎉 a A I V X Dr. St. No.
Jan May p.m. US$ Rs bn km m kg 1 5 12 007 1984 2024-25 1,234.5 3-1 7:30 10/11 9/11 www.a.com
a@b.com NATO IPO '90s 20th 오전 시 원 1월 Uhr Mio. millones 1er 3.ª é ß
１２ Ａ 𝟓 𝐛 ① ⑴ ⒉ ﬁ ㎏ Ⅳ ⅖ ⅗ _ 1,5 H1 p. 30C [a] (so)
★ ☆ -> && != [1,2] [3]–[5] () f(x) x[:-1] :-) .) 1½ 5ft tsp /day /kg
9.90 euros Euro capt 555-1234 NEW YORK
"""
PIECES = st.sampled_from(["\n", "\t", *WRITTEN.split()])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))
)


def applied(text, replacements):
    for item in reversed(replacements):
        text = text[: item.start] + item.spoken + text[item.end :]
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_replacements_applied_to_the_text_give_what_is_spoken(language, text):
    form = to_spoken(text, language)
    assert form.text == text
    assert applied(text, form.replacements) == form.spoken
    edges = [edge for item in form.replacements for edge in (item.start, item.end)]
    assert edges == sorted(edges)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_english_leaves_no_digit_and_no_symbol_unspoken(text):
    assert not re.search(r"[\d$€£¥₩₹%°&@#=+]", to_spoken(text).spoken)


@pytest.mark.parametrize("language", LANGUAGES[:5])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_no_language_leaves_a_number_in_any_script(language, text):
    spoken = to_spoken(text, language).spoken
    assert not [c for c in spoken if unicodedata.category(c) == "Nd" or c in "½⅓⅖²₂①Ⅳ㎏"]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_every_spoken_word_belongs_to_a_written_one(text):
    form = to_spoken(text)
    said = Utterance(text, form.spoken, Role.PARAGRAPH, 0, "joe", 0.0, None, form.replacements)
    counts = sum(count for _, count in written_words(said))
    assert counts == len(spoken_words(form.spoken))


def test_the_map_names_the_written_characters():
    form = to_spoken("It cost $5 on May 3.")
    pairs = [(form.text[item.start : item.end], item.spoken) for item in form.replacements]
    assert pairs == [("$5", "five dollars"), ("May 3", "May third")]


def test_the_map_names_the_written_characters_in_disguise():
    form = to_spoken("Ａ ﬁne ５㎏ bag")
    pairs = [(form.text[item.start : item.end], item.spoken) for item in form.replacements]
    assert pairs == [("Ａ", "A"), ("ﬁne", "fine"), ("５㎏", "five kilogram")]


def test_the_first_rule_that_claims_a_character_keeps_it():
    first = Rule("first", re.compile("bc"), lambda _: "one")
    second = Rule("second", re.compile("cd|e"), lambda _: "two")
    assert apply_rules("a bcd e", (first, second)).spoken == "a one d two"


def test_a_rule_may_decline_a_match():
    rule = Rule("picky", re.compile(r"\d"), lambda match: "two" if match[0] == "2" else None)
    assert apply_rules("1 2", (rule,)).spoken == "1 two"


def test_spoken_words_do_not_run_into_their_neighbours():
    rule = Rule("digit", re.compile(r"\d"), lambda _: "n")
    assert apply_rules("a1b 22", (rule,)).spoken == "a n b n n"


def test_a_lexicon_comes_before_every_rule():
    lexicon = Lexicon((Entry("$5", "a fiver"), Entry("U.S.", "America")))
    assert to_spoken("It cost $5 in the U.S. then", lexicon=lexicon).spoken == (
        "It cost a fiver in the America then"
    )


def test_a_lexicon_finds_whole_words_and_the_longest_phrase():
    lexicon = Lexicon((Entry("cat", "feline"), Entry("big cat", "lion"), Entry("Nice", "Neece")))
    said = to_spoken("A Cat, a big  cat, a catalogue, nice Nice.", lexicon=lexicon).spoken
    assert said == "A feline, a lion, a catalogue, nice Neece."


def test_a_lexicon_may_silence_a_word():
    assert to_spoken("Oh well", lexicon=Lexicon((Entry("oh", ""),))).spoken == "well"


def test_long_text_of_one_sign_is_read_to_its_end():
    for sign in ("1", "1,", "1.", "1-", "1/", "A.", "$", "(", "a@", "I", "1C ", "a [b] ", "①"):
        assert to_spoken(sign * (20_000 // len(sign))).spoken is not None


QUELL = Lexicon(
    (Entry("Quell", "Quell", ipa="kwɛl"), Entry("Ulm Vale", "Ulm Vale", ipa="ʊlm veɪl"))
)


@pytest.mark.parametrize(
    ("written", "language", "given"),
    [
        ('"Quell," she said.', "en", [("Quell", "kwɛl")]),
        ("It cost $5, Quell's friend said.", "en", [("Quell's", "kwɛlz")]),
        ("A Quell-led, anti-Quell vote", "en", [("Quell", "kwɛl"), ("Quell", "kwɛl")]),
        ("In Ulm\n Vale then", "en", [("Ulm Vale", "ʊlm veɪl")]),
        ("Celui d’Quell", "fr", [("d’Quell", "dkwɛl")]),
        ("O'Quell and Quellian", "en", []),
    ],
)
def test_given_sounds_name_the_words_they_are_for(written, language, given):
    form = to_spoken(written, language, lexicon=QUELL)
    words = [word.strip('",.') for word in spoken_words(form.spoken)]
    assert [
        (" ".join(words[sound.first : sound.last]), sound.ipa) for sound in form.pronunciations
    ] == given
    assert applied(written, form.replacements) == form.spoken
