"""Several voices of one model speak as one."""

import pytest

from narrator.domain import VoiceError
from narrator.voices import find_voice


def test_a_blend_has_the_model_once_and_every_style_with_its_share():
    blend = find_voice("heart*0.75+bella*0.25")
    assert [file.name for file in blend.files] == [
        "kokoro-v1.0.int8.onnx",
        "af_heart.bin",
        "af_bella.bin",
    ]
    assert blend.settings["blend"] == "0.75 0.25"
    assert blend.name == "heart*0.75+bella*0.25"
    assert blend.gender == "female"


@pytest.mark.parametrize("name", ["heart*3+bella", "heart * .75 + bella * .25"])
def test_shares_count_against_each_other(name):
    assert find_voice(name).settings["blend"] == "0.75 0.25"


def test_a_blend_of_women_and_men_is_neither():
    assert find_voice("heart+michael").gender == "neutral"


@pytest.mark.parametrize("name", ["heart*", "heart*-1", "heart*0", "*2", "a++b", "a*nan"])
def test_what_is_no_blend_is_refused_with_an_example(name):
    with pytest.raises(VoiceError, match=r"no blend .*heart\*0\.7\+bella\*0\.3"):
        find_voice(name)


@pytest.mark.parametrize("name", ["heart+joe", "joe+joe", "tone+heart"])
def test_voices_of_different_models_do_not_blend(name):
    with pytest.raises(VoiceError, match="do not blend"):
        find_voice(name)


def test_an_unknown_voice_in_a_blend_is_named():
    with pytest.raises(VoiceError, match="no voice 'hart'"):
        find_voice("hart+bella")
