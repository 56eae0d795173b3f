from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from narrator.domain import Voice, VoiceError
from narrator.engines import engine_names, load_engine
from narrator.voices import find_voice

GUIDE = (Path(__file__).parents[2] / "docs" / "voices.md").read_text("utf-8")
TUTORIAL = GUIDE.partition("```python\n")[2].partition("```")[0]


@pytest.fixture
def hum(tmp_path, monkeypatch):
    """A package with an engine, installed as any other."""
    (tmp_path / "narrator_hum.py").write_text(TUTORIAL)
    metadata = tmp_path / "narrator_hum-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: narrator-hum\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[narrator.engines]\nhum = narrator_hum:load\nabsent = narrator_absent:load\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield voice("hum")
    sys.modules.pop("narrator_hum", None)


def voice(engine, **settings):
    return Voice("hummer", engine, "en", "neutral", "It hums.", "CC0-1.0", 16000, settings=settings)


def test_our_engines_are_installed():
    assert {"piper", "system", "tone"} <= set(engine_names())


@pytest.mark.usefixtures("hum")
def test_another_package_can_bring_an_engine():
    assert "hum" in engine_names()


def test_an_engine_of_another_package_speaks_and_is_checked(hum, tmp_path):
    engine = load_engine(hum, cache=tmp_path)
    speech = engine.synthesize("One two three.", speed=2.0)
    assert speech.duration == pytest.approx(0.75)
    assert [word.text for word in speech.words] == ["One", "two", "three."]
    assert speech.pcm.dtype == np.int16
    with pytest.raises(Exception, match="nothing to say"):
        engine.synthesize("...")


def test_an_unknown_engine_is_named_with_those_there_are(tmp_path):
    with pytest.raises(
        VoiceError, match=r"'warble', which is not installed: .*piper, system, tone"
    ):
        load_engine(voice("warble"), cache=tmp_path)


@pytest.mark.usefixtures("hum")
@pytest.mark.parametrize(
    ("engine", "settings", "reason"),
    [("hum", {"pitch": "high"}, "could not convert"), ("absent", {}, "narrator_absent")],
)
def test_an_engine_that_does_not_load_says_why(engine, settings, reason, tmp_path):
    with pytest.raises(VoiceError, match=reason):
        load_engine(voice(engine, **settings), cache=tmp_path)


def test_cores_are_those_this_process_may_use(tmp_path):
    assert load_engine(find_voice("tone"), cache=tmp_path).parallelism >= 1
    assert load_engine(find_voice("tone"), cache=tmp_path, threads=3).parallelism == 3
