"""Kokoro says every word, when it says so, the same each time."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from narrator.domain import Pronunciation, VoiceError, spoken_words
from narrator.engines import load_engine, tune_engine, verify_files
from narrator.engines.kokoro.convolution import WINDOW, Convolution, Form, prepare
from narrator.engines.kokoro.engine import LONGEST, KokoroEngine
from narrator.engines.kokoro.model import Spoken, encode, open_model
from narrator.engines.kokoro.phonemes import IDS, kokoro_signs, split_long
from narrator.engines.kokoro.sound import FRAME, source_spectrum, to_sound
from narrator.engines.kokoro.tuning import Arithmetic, _place, chosen_arithmetic
from narrator.engines.kokoro.weights import Kernel
from narrator.engines.seed import reseeded
from narrator.voices import find_voice

SENTENCES = ["The best went.", "Who was it?", "No more."]


class SteadyNetwork:
    """Gives every sign two frames, to test the words without the wait."""

    def __init__(self):
        self.longest = 0

    def speak(self, ids, style, **_):
        assert style.shape == (1, 256)
        self.longest = max(self.longest, len(ids))
        return Spoken(np.full(2 * FRAME * len(ids), 0.5, np.float32), np.full(len(ids), 2))


@pytest.fixture
def steady():
    """The real engine but for its network."""
    styles = np.zeros((510, 1, 256), np.float32)
    return KokoroEngine(SteadyNetwork(), styles, british=False, fingerprint="steady", threads=1)


def test_every_sentence_is_the_same_in_however_many_threads(heart):
    alone = [heart.synthesize(text) for text in SENTENCES]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(heart.synthesize, SENTENCES[::-1]))[::-1]
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.pcm, other.pcm)
        assert one.words == other.words


def test_words_start_where_their_sound_starts(heart):
    speech = heart.synthesize("Stop, go, paint, talk.")
    assert [word.text for word in speech.words] == ["Stop,", "go,", "paint,", "talk."]
    loud = np.abs(speech.pcm.astype(int)) > 1000
    for before, word in itertools.pairwise(speech.words):
        gap, onset = (round(t * speech.sample_rate) for t in (before.end, word.start))
        assert not loud[gap + 1200 : onset - 1200].any()
        assert loud[onset : onset + 6000].any()


def test_words_after_a_rest_start_within_50_ms_of_their_sound(heart):
    speech = heart.synthesize("Stop, go, paint, talk, begin, dance, keep, pull, take, cook.")
    sound = speech.pcm.astype(float) / np.abs(speech.pcm).max()
    loud = np.sqrt(np.convolve(sound**2, np.ones(120) / 120, "same")) > 0.02
    onsets = np.flatnonzero(np.diff(loud.astype(int)) > 0) / speech.sample_rate
    late = [min(onsets - word.start, key=abs) for word in speech.words]
    assert max(map(abs, late)) < 0.05
    assert abs(np.median(late)) < 0.02


def test_speed_changes_the_length_in_proportion(heart):
    slow, normal, fast = (heart.synthesize(SENTENCES[0], speed=s).duration for s in (0.5, 1.0, 2.0))
    assert slow / normal == pytest.approx(2.0, rel=0.15)
    assert normal / fast == pytest.approx(2.0, rel=0.15)


def test_a_blend_speaks_and_is_neither_of_its_voices(heart, kokoro_voices, cache):
    blend = find_voice("heart*0.6+emma*0.4", kokoro_voices)
    engine = load_engine(blend, cache=cache, threads=1)
    assert engine.fingerprint != heart.fingerprint
    said = engine.synthesize(SENTENCES[1])
    assert not np.array_equal(said.pcm, heart.synthesize(SENTENCES[1]).pcm)


def test_another_seed_reads_otherwise_and_a_seed_reads_the_same_twice(heart, kokoro_voices, cache):
    voice = reseeded(find_voice("heart", kokoro_voices), 3)
    engines = [load_engine(voice, cache=cache, threads=1) for _ in range(2)]
    one, other = (engine.synthesize(SENTENCES[1]) for engine in engines)
    assert np.array_equal(one.pcm, other.pcm)
    assert not np.array_equal(one.pcm, heart.synthesize(SENTENCES[1]).pcm)
    assert "seed 3" in engines[0].fingerprint


def test_nothing_is_dropped_from_a_sentence_of_any_length(steady):
    text = "The " + "very, very long and winding " * 60 + "road ends here."
    speech = steady.synthesize(text)
    assert [word.text for word in speech.words] == spoken_words(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(speech.words))
    assert all(word.end > word.start for word in speech.words)
    assert steady._model.longest <= LONGEST + 2


def test_a_very_long_sentence_is_cut_evenly_at_clauses_else_between_words():
    signs = list("wɜd " * 30 + "lˈæst, " + "wɜd " * 45)
    parts = list(split_long(signs, 250))
    assert list(itertools.chain(*parts)) == signs
    assert [len(part) for part in split_long(["a"] * 251, 250)] == [250, 1]
    assert min(map(len, parts)) > 100


def test_given_sounds_are_said_in_place_of_a_word(steady):
    given = [Pronunciation(1, 2, "kɑ:.mə'bu:")]
    plain, said = (steady.synthesize("Ask Kambu, please.", pronunciations=g) for g in ((), given))
    assert said.words[1].end - said.words[1].start == pytest.approx(len("kɑməˈbu") * 2 * 0.025)
    assert said.words[0] == plain.words[0]


def test_given_sounds_that_it_does_not_know_are_left_to_it(steady):
    given = [Pronunciation(1, 2, "ǁʰosa☂")]
    plain, said = (steady.synthesize("Ask Xhosa.", pronunciations=g) for g in ((), given))
    assert np.array_equal(plain.pcm, said.pcm)


@pytest.mark.parametrize(
    ("phonemes", "american", "british"),
    [
        ("dʒˈʌdʒ", "ʤˈʌʤ", "ʤˈʌʤ"),
        ("ɡˈoʊ", "ɡˈO", "ɡˈQ"),
        ("ɡˈəʊ", "ɡˈO", "ɡˈQ"),
        ("kjˈʊɹɹiəs", "kjˈʊɹiəs", "kjˈʊɹɹɪəs"),
        ("ðˈeə", "ðˈAə", "ðˈɛː"),
        ("mˈoːɹ", "mˈɔɹ", "mˈɔːɹ"),
        ("bˈɜːd", "bˈɜɹd", "bˈɜːd"),
        ("wˈɔːɾɚ", "wˈɔTəɹ", "wˈɔːTəɹ"),
        ("bˈʌʔn\u0329", "bˈʌtᵊn", "bˈʌtᵊn"),
        ("lˈɪɾəl", "lˈɪTᵊl", "lˈɪTᵊl"),
        ("bᵻtwˈiːn", "bətwˈin", "bᵻtwˈiːn"),
        ("wˈɪʃᵻz", "wˈɪʃᵻz", "wˈɪʃᵻz"),
        ("ɛkspˈɛkt ˈɛkstɹə", "ɪkspˈɛkt ˈɛkstɹə", "ɛkspˈɛkt ˈɛkstɹə"),
        ("mˈiːdiːjə.", "mˈidiə.", "mˈiːdiːjə."),
        ("ɪnðə wʌzə.", "ɪn ðə wʌz ə.", "ɪn ðə wʌz ə."),
        ("ɪnðəm", "ɪnðəm", "ɪnðəm"),
    ],
)
def test_sounds_are_written_as_the_network_learnt_them(phonemes, american, british):
    assert "".join(kokoro_signs(phonemes, british=False)) == american
    assert "".join(kokoro_signs(phonemes, british=True)) == british


@pytest.mark.parametrize("mark", ".?!")
def test_an_end_mark_is_kept(steady, mark):
    assert steady._phonemes("Is it" + mark)[-1][-1] == mark


def test_every_sign_has_an_id_of_its_own():
    assert len(IDS) == len(set(IDS.values())) == 114


def test_the_fingerprint_names_version_model_and_style(heart, kokoro_voices):
    assert heart.fingerprint.startswith("kokoro ")
    files = find_voice("heart", kokoro_voices).files
    assert all(file.sha256 in heart.fingerprint for file in files)


def test_tuning_measures_both_ways_and_keeps_the_faster(kokoro_voices, cache):
    trials = tune_engine(find_voice("heart", kokoro_voices), cache=cache)
    try:
        (chosen,) = (trial for trial in trials if trial.chosen)
        assert {trial.name for trial in trials} == {"int8", "float32"}
        assert chosen.real_time_factor == min(trial.real_time_factor for trial in trials)
        assert chosen_arithmetic(cache) == chosen.name
    finally:
        for kept in (cache / "kokoro").glob("tuned-*"):
            kept.unlink()


def test_what_was_kept_of_tuning_but_damaged_counts_as_nothing(tmp_path):
    assert chosen_arithmetic(tmp_path) is Arithmetic.INT8
    place = tmp_path / "kokoro" / _place(tmp_path).name
    place.parent.mkdir()
    place.write_text("int9")
    assert chosen_arithmetic(tmp_path) is Arithmetic.INT8


def test_a_voice_of_another_engine_has_nothing_to_tune(cache):
    assert tune_engine(find_voice("tone"), cache=cache) == ()


def test_integers_sound_as_float32_does(kokoro_voices, cache):
    voice = find_voice("heart", kokoro_voices)
    (file, _), (path, style_path) = voice.files, verify_files(voice, cache=cache)
    whole, exact = (
        open_model(path, sha256=file.sha256, cache=cache, arithmetic=way) for way in Arithmetic
    )
    style = np.fromfile(style_path, np.float32).reshape(-1, 1, 256)[11]
    ids = [0, *(IDS[sign] for sign in "hˌu wˈʌz ɪt?"), 0]
    given = encode(exact.encoder, ids, style, 1.0)
    source = source_spectrum(given.pitch, exact.mixing, None)
    one, other = (
        to_sound(model.decoder.run(given.frames, given.pitch, given.energy, source, style[0, :128]))
        for model in (whole, exact)
    )
    assert 10 * np.log10(np.mean(other**2) / np.mean((one - other) ** 2)) > 8
    lengths = encode(whole.encoder, ids, style, 1.0).lengths
    assert np.abs(np.cumsum(lengths) - np.cumsum(given.lengths)).max() <= 2


def test_an_utterance_longer_than_a_window_is_convolved_as_a_whole():
    random = np.random.default_rng(0)
    kernel = Kernel(random.standard_normal((40, 32, 7)).astype(np.float32), np.ones(40, np.float32))
    form = Form(7, dilation=5, pad=15)
    spans = [np.array([-bound, bound]).repeat(n).reshape(2, n) for bound, n in ((4, 32), (60, 40))]
    values = random.integers(1, 256, (WINDOW + 100, 32), np.uint8)
    own = Convolution(prepare(kernel, form, spans))
    padded = np.pad(values, ((15, 15), (0, 0)), constant_values=128)
    alone = Convolution(prepare(kernel, replace(form, pad=0), spans))
    parts = [alone(padded[start : start + 130]) for start in range(0, len(values), 100)]
    assert np.array_equal(own(values), np.concatenate(parts))


def test_a_voice_without_its_style_is_refused(kokoro_voices, cache):
    voice = find_voice("heart", kokoro_voices)
    with pytest.raises(VoiceError, match=r"one \.onnx file and one \.bin file"):
        load_engine(replace(voice, files=voice.files[:1]), cache=cache)


def test_another_onnx_file_is_refused(kokoro_voices, cache):
    voice = find_voice("heart", kokoro_voices)
    joe = find_voice("joe").files[0]
    with pytest.raises(VoiceError, match="no Kokoro model that narrator knows"):
        load_engine(replace(voice, files=(joe, voice.files[1])), cache=cache)
