"""A voice between voices: "heart*0.7+bella*0.3" is a voice's name like any other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from narrator.domain import Voice, VoiceError

_SIGNS = frozenset("*+")

_STYLE = ".bin"
"""Suffix of the one file of a voice that is its own, where others share the model."""

_HINT = "give shares of voices of one model, as heart*0.7+bella*0.3"


def is_blend(name: str) -> bool:
    """Tell whether a name means several voices."""
    return bool(_SIGNS & set(name))


def blend_voices(name: str, find: Callable[[str], Voice]) -> Voice:
    """Make the voice that a blend's name means.

    Args:
        name: Names with their shares, which count against each other ("heart*2+bella").
        find: Finds a voice by its name.

    Raises:
        VoiceError: The name cannot be read, or names voices that do not blend.
    """
    shares = [_share(item, name) for item in name.replace(" ", "").split("+")]
    voices = [find(voice) for voice, _ in shares]
    whole = sum(share for _, share in shares)
    models = {
        frozenset(file.sha256 for file in voice.files if not _is_style(file.name))
        for voice in voices
    }
    styles = [file for voice in voices for file in voice.files if _is_style(file.name)]
    if len(models) > 1 or len(styles) != len(voices):
        raise VoiceError(f"the voices of {name!r} do not blend", hint=_HINT)
    first = voices[0]
    levels = [voice.loudness for voice in voices if voice.loudness is not None]
    return replace(
        first,
        name=name,
        gender=first.gender if len({voice.gender for voice in voices}) == 1 else "neutral",
        description="A blend of " + ", ".join(voice.name for voice in voices) + ".",
        descriptions={},
        licence=" AND ".join(dict.fromkeys(voice.licence for voice in voices)),
        attribution="; ".join(dict.fromkeys(filter(None, (v.attribution for v in voices)))),
        commercial=all(voice.commercial for voice in voices),
        files=(*(file for file in first.files if not _is_style(file.name)), *styles),
        settings={
            **first.settings,
            "blend": " ".join(f"{share / whole:.6g}" for _, share in shares),
        },
        loudness=sum(levels) / len(levels) if len(levels) == len(voices) else None,
    )


def _share(item: str, name: str) -> tuple[str, float]:
    """Read "heart*0.7" or "heart"."""
    voice, star, number = item.partition("*")
    try:
        share = float(number) if star else 1.0
    except ValueError:
        share = math.nan
    if not voice or not 0 < share < math.inf:
        raise VoiceError(f"{name!r} is no blend of voices", hint=_HINT)
    return voice, share


def _is_style(name: str) -> bool:
    return name.endswith(_STYLE)
