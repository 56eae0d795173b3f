"""Words said into a microphone."""

import io

import numpy as np
import pytest
import soundfile

from narrator.domain import InputError
from narrator.hearing import is_installed
from narrator.service.dictation import MAX_SECONDS, hear


def recording(seconds, kind="WAV"):
    file = io.BytesIO()
    soundfile.write(file, np.zeros(round(seconds * 16_000), dtype=np.int16), 16_000, format=kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "sound",
    [b"", b"RIFF", b"{}", recording(0), recording(MAX_SECONDS + 1), recording(1, "FLAC")],
    ids=["nothing", "a stump", "no sound", "empty", "too long", "another format"],
)
def test_what_is_no_short_recording_is_refused_with_a_reason(sound):
    refused = hear(sound)
    assert isinstance(refused, InputError)
    assert "WAV" in refused.hint


def test_a_recording_is_heard_only_where_there_is_a_recognizer(server):
    answer = server.client.post(
        "/v1/audio/transcriptions", files={"file": ("word.wav", recording(1), "audio/wav")}
    )
    page = server.client.get("/listen/0123456789abcdef")
    asks = "microphone=(self)" in page.headers["permissions-policy"]
    assert asks is ('id="mend-say"' in page.text) is is_installed()
    if is_installed():
        assert answer.status_code == 200
        assert isinstance(answer.json()["text"], str)
    else:
        assert answer.status_code == 404
        assert "narrator[check]" in answer.json()["hint"]
