from __future__ import annotations

import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.domain import Pronunciation, SynthesisError, VoiceError, spoken_words
from narrator.engines import check_speech, load_engine
from narrator.engines.piper import CLAUSE_MARKS, LONGEST, _split
from narrator.engines.piper_model import PiperModel, Spoken
from narrator.voices import find_voice

SENTENCES = [
    "In the end, the best of the lot went for one hundred dollars.",
    "Who was it?",
    "Of the three, none of them had been to the north of the island before!",
    "Nothing else.",
]

KAMBU = Pronunciation(2, 3, "kɑ:.mə'bu:")

AWKWARD = [
    "It cost $27.36tn in 1984, i.e. 3.5% of the U.S. total (see p. 12).",
    "“Well-known”—she said—‘rock ’n’ roll’ … isn’t it?!",
    "日本 and Αθήνα and Москва and 서울 met.",
    "a b c d e f g",
    "Dr. J. R. R. Smith Jr. et al. vs. Mr. O'Neil-O'Brien, Ph.D.",
    "Wait. Stop! Go? Yes; no: maybe, perhaps - or not.",
    "user@example.com, https://example.com/a?b=c#d and #tag/@handle",
    "1/2 + 1/4 = 3/4; 5 × 3 ≠ 16; 100 km/h; −5 °C; 10–12 a.m.",
    "NATO UNESCO USB-C IPv6 H2O COVID-19 3D 4K",
    "\x00Tabs\tand\nlines\u00a0and\u200bzero width\ufeff and \ud800 half a character",
    "[[ and ]] and [[1]] and [[]] and [[[x]]]",
    "<b>bold</b> &amp; *stars* _under_ `code` {braces} \\slash",
    "x" * 300,
    "The " + "very " * 400 + "end.",
]


class SteadyNetwork:
    """Gives every phoneme id three frames, to test the words without the wait."""

    def speak(self, ids, **_):
        frames = np.full(len(ids), 3)
        return Spoken(np.full(3 * 256 * len(ids), 0.5, np.float32), frames)


@pytest.fixture(scope="module")
def steady(cache):
    """The real engine but for its network."""
    engine = load_engine(find_voice("joe"), cache=cache, threads=1)
    engine._engine._model = SteadyNetwork()
    return engine


def test_every_sentence_is_the_same_in_however_many_threads(joe):
    alone = [joe.synthesize(text) for text in SENTENCES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(joe.synthesize, SENTENCES[::-1]))[::-1]
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.pcm, other.pcm)
        assert one.words == other.words


@pytest.mark.parametrize(
    "text",
    [
        'He said, "Are you sure?"',
        "She asked: “Who paid for it, then?”",
        "And he, said ‘Well’, asked, ‘Is it?’",
    ],
)
def test_a_question_behind_who_asks_it_is_a_sentence_of_its_own(steady, text):
    engine = steady._engine
    *_, asked = engine._phonemes(text)
    assert asked[-1] == "?"
    assert [asked] == engine._phonemes(re.split(r"(?<=\s)[\"“‘]", text)[-1])
    assert [word.text for word in steady.synthesize(text).words] == spoken_words(text)


@pytest.mark.parametrize(
    "text",
    ['He said, "I am sure."', 'Did he say, "I am sure"?', "In the end, who was it?", '"Sure?"'],
)
def test_other_sentences_are_said_in_one_run(steady, text):
    assert len(steady._engine._phonemes(text)) == 1


def test_words_start_where_their_sound_starts(joe):
    speech = joe.synthesize("Stop, go, paint, talk, dance, keep.")
    assert len(speech.words) == 6
    for before, word in itertools.pairwise(speech.words):
        gap, onset = (round(t * speech.sample_rate) for t in (before.end, word.start))
        silent = max(gap + 1, onset - speech.sample_rate // 10)
        heard = np.abs(speech.pcm[onset : onset + speech.sample_rate // 5].astype(int)).max()
        assert np.abs(speech.pcm[silent : onset - 200].astype(int)).max() < heard / 4
        loud = np.flatnonzero(np.abs(speech.pcm[onset:].astype(int)) > heard / 4)[0]
        assert loud / speech.sample_rate < 0.1


def test_levels_stay_those_of_the_voice_and_nothing_clips(joe):
    levels = []
    for text in SENTENCES:
        pcm = joe.synthesize(text).pcm / 32768
        levels.append(20 * np.log10(np.sqrt(np.mean(np.square(pcm)))))
        assert np.abs(pcm).max() < 0.99
    assert max(levels) - min(levels) < 6


def test_speed_changes_the_length_in_proportion(joe):
    slow, normal, fast = (joe.synthesize(SENTENCES[0], speed=s).duration for s in (0.5, 1.0, 2.0))
    assert slow / normal == pytest.approx(2.0, rel=0.1)
    assert normal / fast == pytest.approx(2.0, rel=0.1)


def test_phonemes_in_double_brackets_are_said(joe):
    spoken = joe.synthesize("I say [[təmˈɑːtoʊ]] here.")
    assert [word.text for word in spoken.words] == ["I", "say", "[[təmˈɑːtoʊ]]", "here."]
    assert spoken.words[2].end - spoken.words[2].start > 0.3


def test_given_sounds_are_said_in_place_of_a_word(steady):
    plain = steady.synthesize("Ask Kim Kambu, please.")
    given = steady.synthesize("Ask Kim Kambu, please.", pronunciations=[KAMBU])
    frame = 256 / given.sample_rate
    before, after = (speech.words[2].end - speech.words[2].start for speech in (plain, given))
    assert after == pytest.approx(len("kɑːməˈbuː") * 6 * frame)
    assert given.duration - plain.duration == pytest.approx(after - before)
    assert given.words[:2] == plain.words[:2]


def test_given_sounds_that_the_voice_does_not_know_are_left_to_it(steady):
    plain, given = (
        steady.synthesize("It is Xhosa.", pronunciations=said)
        for said in ((), [Pronunciation(2, 3, "ǁʰóːsa☂")])
    )
    assert np.array_equal(plain.pcm, given.pcm)


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_text_keeps_every_word_in_time(steady, text):
    speech = steady.synthesize(text)
    assert all(word.end > word.start for word in speech.words if word.text.isascii())


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(spoken_words))
def test_any_text_gives_its_words_or_says_that_it_cannot(steady, text):
    engine = steady._engine
    try:
        speech = engine.synthesize(text)
    except SynthesisError as error:
        assert "pronounced" in str(error)  # noqa: PT017 - not every text raises
    else:
        check_speech(speech, text, speed=1.0, sample_rate=engine.sample_rate)


def test_words_between_several_sentences_keep_their_order(steady):
    text = "One is here. Two is there! Is three? Four."
    speech = steady.synthesize(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(speech.words))


@pytest.mark.parametrize("text", ["A heading", "He said “yes”", "He waved (no)"])
def test_what_has_no_end_mark_gets_one(steady, text):
    assert steady._engine._phonemes(text)[-1][-1] == "."


@pytest.mark.parametrize("mark", "?!,;:")
def test_an_end_mark_is_kept(steady, mark):
    assert "".join(steady._engine._phonemes("Is it" + mark)[-1]).strip()[-1] == mark


@pytest.mark.parametrize("text", ["Wait... what", "Wait … what", "Wait—what", "Wait -- what"])
def test_a_pause_keeps_the_words_apart(steady, text):
    assert "".join(steady._engine._phonemes(text)[0]).split()[0] == "wˈeɪt,"


@pytest.mark.parametrize(
    "text",
    ["The U.S. Congress met.", "J. K. Rowling wrote.", "Mr. Smith came.", "“St. Paul” it is."],
)
def test_an_abbreviation_does_not_end_the_sentence(steady, text):
    assert len(steady._engine._phonemes(text)) == 1


def test_several_sentences_stay_several(steady):
    assert len(steady._engine._phonemes("It rained heavily. Nobody came. Why? Well!")) == 4


def test_a_very_long_sentence_is_cut_at_clauses_else_between_words():
    words = list("wɜːd " * 60 + "lˈæst, " + "wɜːd " * 90)
    parts = list(_split(words))
    assert list(itertools.chain(*parts)) == words
    assert all(len(part) <= LONGEST for part in parts)
    assert parts[0][-1] in CLAUSE_MARKS
    assert parts[1][-1] == "d"
    assert [len(part) for part in _split(["a"] * (LONGEST + 1))] == [LONGEST, 1]


def test_the_fingerprint_names_version_and_model(joe):
    voice = find_voice("joe")
    assert joe.fingerprint.startswith("piper ")
    assert all(file.sha256 in joe.fingerprint for file in voice.files)


def test_a_voice_without_its_files_is_refused(cache):
    voice = find_voice("joe")
    with pytest.raises(VoiceError, match=r"one \.onnx and one \.json"):
        load_engine(replace(voice, files=voice.files[:1]), cache=cache)


def test_a_damaged_model_is_refused_with_what_to_do(cache):
    voice = find_voice("joe")
    model, config = voice.files
    with pytest.raises(VoiceError, match=r"damaged: pip install --force-reinstall"):
        load_engine(replace(voice, files=(replace(model, sha256="0" * 64), config)), cache=cache)


def test_the_network_is_only_as_long_as_its_lengths_say(joe):
    model = joe._engine._model
    assert isinstance(model, PiperModel)
    for count in (1, 40, 300):
        spoken = model.speak([1, 0, *[20, 0] * count, 2], noise=0.667, length=1.0, length_noise=0.8)
        assert len(spoken.sound) == spoken.frames.sum() * 256
