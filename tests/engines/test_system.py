from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from narrator.domain import SynthesisError, VoiceError
from narrator.engines import load_engine, system, system_process
from narrator.engines.level import level_gain
from narrator.voices import find_voice

SENTENCE = "In the end, the best of the lot went for one hundred dollars."

RUN_IN_A_ROW = 1000

NUMBERS = ["one", "twenty two", "three hundred three", "four thousand four hundred forty four"]
THINGS = ["figs", "ripe pears", "bananas from the island", "pomegranates and other red fruits"]


@pytest.fixture(scope="module")
def engine(cache):
    engine = load_engine(find_voice("system"), cache=cache, threads=2)
    yield engine
    engine.close()


def sentences():
    """A thousand short sentences, sixteen in all, whose neighbours differ in length."""
    kinds = [f"{number} {thing}." for number in NUMBERS for thing in THINGS]
    return [kinds[index * 7 % len(kinds)] for index in range(RUN_IN_A_ROW)]


def child_ids(engine):
    return [child._process.pid for child in engine._engine._children if child._process]


def wait_for_death(pid, seconds=10.0):
    """Whether a process that may not be our child ends within some seconds."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def test_a_thousand_sentences_in_a_row_each_have_their_own_sound(engine, cache):
    texts = sentences()
    alone = {}
    for text in set(texts):
        with_nothing_before = load_engine(find_voice("system"), cache=cache, threads=1)
        alone[text] = with_nothing_before.synthesize(text)
        with_nothing_before.close()
    lengths = sorted(speech.duration for speech in alone.values())
    assert lengths[-1] > 3 * lengths[0]
    for text in texts:
        speech, expected = engine.synthesize(text), alone[text]
        assert speech.duration == pytest.approx(expected.duration, abs=0.05)
        starts = [[word.start for word in item.words] for item in (speech, expected)]
        assert starts[0] == pytest.approx(starts[1], abs=0.05)


def test_eight_threads_get_each_their_own_sentence(engine):
    texts = sentences()[:200]
    alone = {text: engine.synthesize(text).duration for text in set(texts)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(engine.synthesize, texts))
    for text, speech in zip(texts, together, strict=True):
        assert speech.duration == pytest.approx(alone[text], abs=0.05)


def test_children_killed_in_the_middle_of_their_work_are_replaced(engine):
    texts = sentences()[:120]
    alone = {text: engine.synthesize(text).duration for text in set(texts)}
    killed = 0
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(engine.synthesize, text) for text in texts]
        for index, job in enumerate(work):
            if index % 20 == 0:
                for pid in child_ids(engine):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            assert job.result().duration == pytest.approx(alone[texts[index]], abs=0.05)
    assert killed >= 6


def test_a_child_that_hangs_is_replaced_at_its_deadline(cache, monkeypatch):
    monkeypatch.setattr(system_process, "DEADLINE", 0.3)
    monkeypatch.setattr(system_process, "DEADLINE_PER_CHARACTER", 0.01)
    engine = load_engine(find_voice("system"), cache=cache, threads=1)
    (hung,) = child_ids(engine)
    os.kill(hung, signal.SIGSTOP)
    assert engine.synthesize(SENTENCE).duration > 2
    assert child_ids(engine) != [hung]
    engine.close()


def test_a_child_that_never_answers_is_a_fault_not_a_hang(cache, monkeypatch):
    monkeypatch.setattr(system_process, "DEADLINE", 0.0)
    monkeypatch.setattr(system_process, "DEADLINE_PER_CHARACTER", 0.0)
    engine = load_engine(find_voice("system"), cache=cache, threads=1)
    with pytest.raises(SynthesisError, match="died"):
        engine.synthesize("word " * 5000)
    engine.close()


def test_children_die_with_their_parent():
    program = (
        "import os, signal, pathlib\n"
        "from narrator.engines import load_engine\n"
        "from narrator.voices import find_voice\n"
        "engine = load_engine(find_voice('system'), cache=pathlib.Path(), threads=1)\n"
        "print(engine._engine._children[0]._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL
    assert wait_for_death(int(run.stdout))


def test_closing_ends_the_children(cache):
    engine = load_engine(find_voice("system"), cache=cache, threads=1)
    (pid,) = child_ids(engine)
    engine.close()
    assert wait_for_death(pid)
    engine.close()


def test_words_are_heard_where_their_times_say(engine):
    speech = engine.synthesize("Stop, go, paint, talk, dance, keep.")
    silence = system.SILENCE * 10 ** (level_gain(find_voice("system")) / 20)
    for word in speech.words:
        start, end = round(word.start * speech.sample_rate), round(word.end * speech.sample_rate)
        assert abs(int(speech.pcm[start])) > round(silence)
        assert np.abs(speech.pcm[end : end + 200].astype(int)).max() <= round(silence)


def test_joined_and_split_words_keep_their_order(engine):
    speech = engine.synthesize(
        "In the year 1984, well-known people & “others” were in the U.S. too."
    )
    assert all(word.end - word.start > 0.03 for word in speech.words)


def test_speed_changes_the_length_in_proportion(engine):
    slow, fast = (engine.synthesize(SENTENCE, speed=speed).duration for speed in (0.5, 2.0))
    assert slow / fast == pytest.approx(4.0, rel=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "\x00Tabs\tand\x01control\x1fcharacters\nand \ud800 halves.",
        "<speak>no markup</speak> &amp; [[h@l'oU]]",
        "日本 and Αθήνα and 서울 met 👍🏽 here.",
        "x" * 500,
        "word " * 1500,
    ],
    ids=["control", "markup", "scripts", "no spaces", "long"],
)
def test_awkward_text_is_said(engine, text):
    assert engine.synthesize(text).duration > 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("system-de", "Der Hund von nebenan bellt laut und lange."),
        ("system-es", "El niño come una manzana roja."),
        ("system-fr", "L'homme qui parle est là depuis hier."),
        ("system-ko", "안녕하세요 여러분 오늘은 날씨가 좋습니다."),
    ],
)
def test_other_languages_are_spoken(cache, name, text):
    engine = load_engine(find_voice(name), cache=cache, threads=1)
    assert engine.synthesize(text).duration > 1
    assert engine.fingerprint.endswith(name.partition("-")[2])
    engine.close()


def test_a_voice_the_system_does_not_have_is_refused(cache):
    voice = replace(find_voice("system"), settings={"espeak": "xx-none"})
    with pytest.raises(VoiceError, match="no voice 'xx-none'"):
        load_engine(voice, cache=cache)


def test_the_program_of_a_child_imports_nothing_of_narrator():
    assert "narrator" not in {
        line.split()[1].split(".")[0]
        for line in system_process.PROGRAM.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("import ", "from "))
    }
