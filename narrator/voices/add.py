"""Adds a voice of the user's own: a Piper model with its configuration, or a Kokoro style."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from narrator.domain import Voice, VoiceError, VoiceFile
from narrator.voices.catalogue import load_catalogue
from narrator.voices.entry import NAME
from narrator.voices.folder import (
    changing,
    file_place,
    partial_place,
    put_in_place,
    put_voice,
    writing,
)

UNKNOWN_LICENCE = "LicenseRef-Unknown"
"""Licence of a voice whose user says nothing of it; nobody may sell what it speaks."""

STYLE_SIZE = 510 * 256 * 4
"""Bytes of a Kokoro style: float32 of shape (510, 1, 256), a row for each number of phonemes
(hexgrad/Kokoro-82M, as kokoro.js ships it)."""

KOKORO_ENGINE = "kokoro"
"""Engine of the voices whose model a style goes with."""

_STYLE_NAME = re.compile(r"(?P<accent>[ab])(?P<gender>[fm])_")
"""How the Kokoro styles of English voices are named: "af_heart", "bm_george"."""


@dataclass(frozen=True, slots=True)
class About:
    """What the user says of a voice; None for what its files say, or what holds mostly."""

    name: str | None = None
    """What `--voice` is to take."""

    language: str | None = None
    """BCP 47 tag."""

    gender: str | None = None
    """"female", "male" or "neutral"."""

    description: str | None = None
    """How it sounds."""

    licence: str | None = None
    """SPDX expression."""

    attribution: str | None = None
    """What the licence asks to be said."""


def add_voice(path: Path, folder: Path, about: About) -> Voice:
    """Copy a voice's files into the voices folder, record their hashes, and write its entry.

    Args:
        path: A Piper model (`.onnx`, its `.onnx.json` beside it) or a Kokoro style (`.bin`).
        folder: The voices folder.
        about: What is to be said of it.

    Raises:
        VoiceError: The files are no such voice, or there is another voice of this name.
        OutputError: The folder cannot be written.
    """
    if not path.is_file():
        raise VoiceError(f"there is no file {path}", hint="check the path")
    if path.name.endswith(".onnx.json"):
        path = path.with_suffix("")
    if path.suffix not in {".onnx", ".bin"}:
        raise VoiceError(
            f"{path.name} is no voice that narrator knows",
            hint="add a Piper model (.onnx, its .onnx.json beside it) or a Kokoro style (.bin)",
        )
    found, own = _piper(path) if path.suffix == ".onnx" else _kokoro(path, folder)
    with changing(folder):
        voice = _described(found, about, path)
        if voice.name in {known.name for known in load_catalogue(folder)}:
            raise VoiceError(
                f"there is a voice {voice.name!r} already", hint="give this one another --name"
            )
        files = tuple(_kept(item, folder) for item in own) + found.files
        added = dataclasses.replace(voice, files=files)
        put_voice(added, folder)
    return added


def _piper(path: Path) -> tuple[Voice, list[Path]]:
    """Read what a Piper configuration says of its voice."""
    beside = path.with_name(f"{path.name}.json")
    try:
        config: Any = json.loads(beside.read_text(encoding="utf-8"))
        language = config.get("language", {}).get("code") or config["espeak"]["voice"]
        rate, speakers = int(config["audio"]["sample_rate"]), int(config.get("num_speakers", 1))
        _ = config["phoneme_id_map"]
    except OSError as error:
        raise VoiceError(
            f"{path.name} has no configuration beside it ({beside.name})",
            hint="a Piper voice is two files; put them into one folder",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoiceError(
            f"{beside} is no Piper configuration ({error})", hint="get both files again"
        ) from error
    if speakers > 1:
        raise VoiceError(
            f"{path.name} has {speakers} speakers", hint="narrator takes Piper voices of one"
        )
    name = path.name.removesuffix(".onnx").split("-")
    return Voice(
        name=name[1] if len(name) > 2 else name[0],
        engine="piper",
        language=str(language).replace("_", "-"),
        gender="neutral",
        description="A Piper voice that was added on this machine.",
        licence=UNKNOWN_LICENCE,
        sample_rate=rate,
    ), [path, beside]


def _kokoro(path: Path, folder: Path) -> tuple[Voice, list[Path]]:
    """Set a style beside the model of an installed Kokoro voice."""
    if path.stat().st_size != STYLE_SIZE:
        raise VoiceError(
            f"{path.name} is no Kokoro style: it has {path.stat().st_size:,} bytes in place of "
            f"{STYLE_SIZE:,}",
            hint="a style is float32 of shape (510, 1, 256), as kokoro.js ships them",
        )
    known = [voice for voice in load_catalogue(folder) if voice.engine == KOKORO_ENGINE]
    for voice in known:
        models = tuple(file for file in voice.files if file.name.endswith(".onnx"))
        if models and all(Path(file.path) == file_place(folder, file) for file in models):
            break
    else:
        first = min(known, key=lambda voice: voice.rank).name if known else KOKORO_ENGINE
        raise VoiceError(
            "a Kokoro style needs the Kokoro model, which is not installed",
            hint=f"narrator voices install {first}",
        )
    named = _STYLE_NAME.match(path.name)
    return dataclasses.replace(
        voice,
        name=path.stem[named.end() :] if named else path.stem,
        language="en-GB" if named and named["accent"] == "b" else "en-US",
        gender={"f": "female", "m": "male"}[named["gender"]] if named else "neutral",
        description="A Kokoro style that was added on this machine.",
        descriptions={},
        licence=UNKNOWN_LICENCE,
        attribution="",
        files=models,
        rank=5,
        loudness=None,
    ), [path]


def _described(found: Voice, about: About, path: Path) -> Voice:
    """Let what the user says win over what the files say."""
    said = {key: value for key, value in dataclasses.asdict(about).items() if value is not None}
    voice = dataclasses.replace(found, **said)
    name = voice.name.lower()
    if not NAME.fullmatch(name):
        raise VoiceError(
            f"{path.name} gives no name for a voice",
            hint="give it a --name of lower-case letters, digits and hyphens",
        )
    if voice.gender not in {"female", "male", "neutral"}:
        raise VoiceError(f"there is no gender {voice.gender!r}", hint="female, male or neutral")
    licence = _spdx(voice.licence)
    free = not re.search(r"LicenseRef-|-NC-|-NC$", licence)
    return dataclasses.replace(voice, name=name, licence=licence, commercial=free)


def _spdx(licence: str) -> str:
    try:
        return canonicalize_license_expression(licence)
    except InvalidLicenseExpression as error:
        raise VoiceError(
            f"{licence!r} is no SPDX licence",
            hint="as CC0-1.0, CC-BY-4.0, MIT; for another, LicenseRef- and a name of yours",
        ) from error


def _kept(path: Path, folder: Path) -> VoiceFile:
    """Copy a file into the folder under its hash."""
    with writing(folder), path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        file = VoiceFile(path.name, digest, path.stat().st_size)
        target, part = file_place(folder, file), partial_place(folder, file)
        shutil.copyfile(path, part)
        put_in_place(part, target)
    return dataclasses.replace(file, path=str(target))
