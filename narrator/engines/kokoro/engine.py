"""Says utterances with a Kokoro voice, or a blend of several."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from narrator.domain import Pronunciation, Voice, VoiceError
from narrator.engines.files import verify_files
from narrator.engines.given import clean_ipa
from narrator.engines.kokoro.model import KokoroModel, open_model
from narrator.engines.kokoro.phonemes import IDS, KNOWN, kokoro_signs, split_long
from narrator.engines.kokoro.sound import FRAME, SAMPLE_RATE
from narrator.engines.kokoro.tuning import Arithmetic, chosen_arithmetic
from narrator.engines.phonemic import FULL_SCALE, PhonemicEngine, Said
from narrator.engines.seed import seed_mark, seed_of
from narrator.engines.spelling import sentences_of

VERSION = 3
"""Counts up whenever this package makes other sound of the same text."""

LONGEST = 200
"""Most signs in one run of the network, about 14 s. It takes 510 and drops the rest; what it needs
of memory grows with them."""

EDGE = 2
"""Frames of silence that stay where a very long sentence was cut: 50 ms."""

EARLY = 2 * FRAME
"""Samples by which a sound is heard before the network's lengths put it: 50 ms, measured where
words begin after a pause. Kokoro's own library takes 75 ms off (`join_timestamps` in
hexgrad/kokoro, pipeline.py)."""

STYLE = (510, 1, 256)
"""Shape of a style: a row for each number of signs."""


def load(voice: Voice, *, cache: Path, threads: int) -> KokoroEngine:
    """Load a voice whose files are the Kokoro model (.onnx) and one or more styles (.bin).

    `settings["blend"]` holds the styles' shares in their order ("0.7 0.3") where there are several.
    """
    paths = verify_files(voice, cache=cache)
    files = list(zip(voice.files, paths, strict=True))
    models = [(file, path) for file, path in files if path.suffix == ".onnx"]
    styles = [(file, path) for file, path in files if path.suffix == ".bin"]
    shares = [float(share) for share in str(voice.settings.get("blend", "1")).split()]
    if len(models) != 1 or len(styles) != len(shares):
        raise VoiceError(
            f"the voice {voice.name!r} needs one .onnx file and one .bin file for each share",
            hint="correct its entry",
        )
    ((file, path),) = models
    way = Arithmetic(str(voice.settings.get("arithmetic", chosen_arithmetic(cache))))
    model = open_model(path, sha256=file.sha256, cache=cache, arithmetic=way)
    style = sum(
        (share * _read_style(path) for share, (_, path) in zip(shares, styles, strict=True)),
        start=np.zeros(STYLE, np.float32),
    ).astype(np.float32)
    made_of = " ".join(
        f"{share:g} {item.sha256}" for share, (item, _) in zip(shares, styles, strict=True)
    )
    return KokoroEngine(
        model,
        style,
        british=voice.language == "en-GB",
        fingerprint=f"kokoro {VERSION} {way} {file.sha256} {made_of}{seed_mark(voice)}",
        threads=threads,
        seed=seed_of(voice),
    )


def espeak_voice(*, british: bool) -> Any:
    """Give the `piper.PiperVoice` that says how English is pronounced; it has no network."""
    from piper import PiperVoice
    from piper.config import PhonemeType, PiperConfig

    config = PiperConfig(
        num_symbols=len(IDS),
        num_speakers=1,
        sample_rate=SAMPLE_RATE,
        espeak_voice="en-gb-x-rp" if british else "en-us",
        phoneme_id_map={},
        phoneme_type=PhonemeType.ESPEAK,
    )
    return PiperVoice(session=None, config=config)


class KokoroEngine(PhonemicEngine):
    """Says utterances with one style, the weights loaded once for all threads."""

    def __init__(
        self,
        model: KokoroModel,
        style: npt.NDArray[np.float32],
        *,
        british: bool,
        fingerprint: str,
        threads: int,
        seed: int = 0,
    ) -> None:
        """Speak with a network and a style of shape (510, 1, 256)."""
        super().__init__(
            fingerprint=fingerprint, sample_rate=SAMPLE_RATE, threads=threads, known=IDS
        )
        self._model = model
        self._style = style
        self._british = british
        self._seed = seed
        self._espeak = espeak_voice(british=british)

    def _phonemes(self, spoken: str) -> list[list[str]]:
        return [
            kokoro_signs(sentence, british=self._british)
            for sentence in sentences_of(self._espeak, spoken, KNOWN)
        ]

    def _given(self, item: Pronunciation) -> Pronunciation:
        ipa = clean_ipa(item.ipa)
        if not set(ipa) <= KNOWN:
            return item
        return Pronunciation(
            item.first, item.last, "".join(kokoro_signs(ipa, british=self._british))
        )

    def _parts(self, sentence: list[str]) -> Iterable[list[str]]:
        return split_long(sentence, LONGEST)

    def _say(self, symbols: list[str], speed: float, *, first: bool, last: bool) -> Said:
        ids = [0, *(IDS[symbol] for symbol in symbols), 0]
        style = self._style[len(symbols) - 1]
        spoken = self._model.speak(ids, style, speed=speed, seed=self._seed)
        edges = np.concatenate([[0], np.cumsum(spoken.frames)]) * FRAME
        edges[1:-1] = np.maximum(edges[1:-1] - EARLY, 0)
        sound = np.clip(spoken.sound, -1.0, 1.0)
        start = 0 if first else max(0, int(edges[1]) - EDGE * FRAME)
        end = len(sound) if last else min(len(sound), int(edges[-2]) + EDGE * FRAME)
        pcm = np.round(sound[start:end] * FULL_SCALE).astype(np.int16)
        return Said(pcm, np.clip(edges[1:-1] - start, 0, len(pcm)))


def _read_style(path: Path) -> npt.NDArray[np.float32]:
    style = np.fromfile(path, np.float32)
    if style.size != np.prod(STYLE) or not np.isfinite(style).all():
        raise VoiceError(f"{path} is no style of a Kokoro voice", hint="install the voice again")
    return style.reshape(STYLE)
