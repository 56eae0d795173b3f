"""A voice is heard before it is used: does it speak, how fast, and how loud?"""

from __future__ import annotations

import dataclasses
import functools
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from narrator.audio import record
from narrator.audio.loudness import Gate
from narrator.domain import Episode, EpisodeFormat, Metadata, OutputError, Voice
from narrator.engines.level import level_gain
from narrator.files import whole_file
from narrator.studio import Studio
from narrator.text import read_article, write_script
from narrator.voices import find_voice
from narrator.voices.folder import changing, put_voice


@dataclass(frozen=True, slots=True)
class Audition:
    """What an audition found."""

    real_time_factor: float
    """Synthesis time / audio time on this machine, with all its cores."""

    loudness: float
    """Integrated loudness of the speech as the engine gives it, in LUFS."""


def sample_text(language: str) -> str:
    """Return a few sentences for a voice to say in its language, or in English.

    Args:
        language: BCP 47 tag.
    """
    texts = _texts()
    return texts.get(language.partition("-")[0].lower(), texts["en"])


def audition(voice: Voice, stage: Studio) -> Audition:
    """Let a voice speak its sample text, and measure.

    Args:
        voice: An installed voice.
        stage: A studio that keeps no speech.

    Raises:
        VoiceError: It cannot be loaded.
        SynthesisError: It does not speak.
    """
    article = read_article(sample_text(voice.language))
    script = write_script(article, voice=voice.name)
    stage.engine(voice.name)
    gate, seconds, started = Gate(), 0.0, time.perf_counter()
    for take in stage.speak(script.utterances):
        gate.add(take.speech.energies)
        seconds += take.speech.duration
    elapsed = time.perf_counter() - started
    heard = gate.integrated - level_gain(find_voice(voice.name, stage.voices))
    return Audition(round(elapsed / seconds, 4), round(heard, 1))


def hear(voice: Voice, folder: Path, cache: Path, threads: int) -> Audition:
    """Let an installed voice speak, and remember in its entry how fast and how loud it is.

    Args:
        voice: The voice, as it is installed.
        folder: The voices folder.
        cache: Where prepared models are kept.
        threads: Sentences to synthesize at once.

    Raises:
        VoiceError: It cannot be loaded.
        SynthesisError: It does not speak.
    """
    with Studio(cache, voices=folder, threads=threads, keep_speech=False) as stage:
        found = audition(voice, stage)
    measured = dataclasses.replace(
        voice,
        real_time_factor=found.real_time_factor,
        measured_with="",
        loudness=found.loudness,
    )
    with changing(folder):
        put_voice(measured, folder)
    return found


def record_sample(voice: Voice, stage: Studio, out: Path, *, text: str | None = None) -> Episode:
    """Record a voice as it would read an article, into one audio file and nothing else.

    Args:
        voice: An installed voice.
        stage: Where it speaks.
        out: The audio file; its suffix says the format.
        text: What it says; None for its sample text.

    Raises:
        ArticleError: The text has nothing to say.
        VoiceError: The voice cannot be loaded.
        OutputError: `out` cannot be written, or is of no format we know.
    """
    kinds = {f".{kind}": kind for kind in EpisodeFormat}
    kind = kinds.get(out.suffix.lower())
    if kind is None:
        raise OutputError(f"cannot write {out.name}", hint=f"end the name in {', '.join(kinds)}")
    article = read_article(text or sample_text(voice.language))
    script = write_script(article, voice=voice.name)
    about = Metadata(
        title=f"The voice {voice.name}",
        language=voice.language,
        comment=voice.attribution or None,
    )
    with whole_file(out) as part:
        episode = record(
            script,
            lambda: stage.speak(script.utterances),
            part,
            format=kind,
            metadata=about,
        )
    return dataclasses.replace(episode, path=out)


@functools.cache
def _texts() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("audition.toml").read_text(encoding="utf-8"))
