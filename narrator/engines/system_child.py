"""The program of a child process that speaks with a voice of the operating system.

It is run by its path and imports nothing of narrator, so that it starts at once. It gets one JSON
object a line on its standard input and answers each with one JSON line, then the PCM:

    start of the program  {"sample_rate": Hz, "name": what speaks} or {"error": why not}
    {"text": ..., "speed": ...}  {"bytes": length of the PCM, "words": [[character, sample], ...]}
                                 or {"error": why not}

`words` says at which sample the word at a character starts; it is empty where the system does not
tell. When the input ends, the parent is gone, and the program with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, Protocol

WORDS_A_MINUTE = 175
"""espeak's own pace, about 15 characters a second in English."""

POLL = 0.02
"""Seconds between two looks at a file that another process writes."""


class Speaker(Protocol):
    """A voice of the system."""

    name: str
    sample_rate: int

    def speak(self, text: str, speed: float) -> tuple[bytes, list[tuple[int, int]]]:
        """Give 16-bit mono PCM, and (character, sample) of the words whose start is known."""


class EspeakSpeaker:
    """espeak-ng through pyttsx3's binding, in the mode where a call returns the whole sound.

    pyttsx3's own loop returns before the speech is finished; its low-level module does not.
    """

    def __init__(self, voice: str) -> None:
        """Load the library of the espeakng-loader package, whatever else is installed."""
        import espeakng_loader

        # pyttsx3 asks for the library by its soname and so gets the one that is loaded already.
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        from pyttsx3.drivers import _espeak

        self._espeak: Any = _espeak
        data = espeakng_loader.get_data_path().encode()
        self.sample_rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0)
        if self.sample_rate <= 0:
            raise OSError("espeak-ng does not start")
        _espeak.SetSynthCallback(self._collect)
        if _espeak.SetVoiceByName(voice.encode()) != _espeak.EE_OK:
            raise OSError(f"espeak-ng has no voice {voice!r}")
        self.name = f"espeak-ng {_espeak.Info(None).decode()} {voice}"
        self._pcm = bytearray()
        self._words: list[tuple[int, int]] = []

    def speak(self, text: str, speed: float) -> tuple[bytes, list[tuple[int, int]]]:
        """Say a sentence."""
        self._pcm.clear()
        self._words.clear()
        self._espeak.SetParameter(self._espeak.RATE, round(WORDS_A_MINUTE * speed), 0)
        flags = self._espeak.CHARS_UTF8 | self._espeak.ENDPAUSE
        if self._espeak.Synth(text.encode(), flags=flags) != self._espeak.EE_OK:
            raise OSError("espeak-ng failed")
        return bytes(self._pcm), list(self._words)

    def _collect(self, wav: Any, samples: int, events: Any) -> int:
        if samples > 0:
            self._pcm += ctypes.string_at(wav, samples * 2)
        index = 0
        while (event := events[index]).type != self._espeak.EVENT_LIST_TERMINATED:
            if event.type == self._espeak.EVENT_WORD:
                self._words.append((event.text_position - 1, event.sample))
            index += 1
        return 0


class NativeSpeaker:
    """The voices of macOS and Windows, through a file for each sentence."""

    def __init__(self, language: str) -> None:
        """Choose the system's first voice of a language ("de-DE"), else its default voice."""
        import pyttsx3

        self._engine = pyttsx3.init()
        self._rate = self._engine.getProperty("rate")
        wanted = language.lower().replace("-", "_")
        for voice in self._engine.getProperty("voices"):
            spoken = {str(item).lower().replace("-", "_") for item in voice.languages or ()}
            if wanted in spoken:
                self._engine.setProperty("voice", voice.id)
                break
        self.name = f"{sys.platform} {self._engine.getProperty('voice')}"
        self.sample_rate = self._write("a", 1.0)[1]

    def speak(self, text: str, speed: float) -> tuple[bytes, list[tuple[int, int]]]:
        """Say a sentence."""
        return self._write(text, speed)[0], []

    def _write(self, text: str, speed: float) -> tuple[bytes, int]:
        import soundfile

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "sentence.wav"
            self._engine.setProperty("rate", round(self._rate * speed))
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            _wait_until_written(path)
            sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
            return sound[:, 0].tobytes(), rate


def _wait_until_written(path: Path) -> None:
    """Wait for a file that stays as long as it is. The parent sets the deadline."""
    size = -1
    while True:
        now = path.stat().st_size if path.exists() else 0
        if now and now == size:
            return
        size = now
        time.sleep(POLL)


def main() -> None:
    """Answer requests until there are no more."""
    answers = _claim_output()
    espeak, language = sys.argv[1:]
    try:
        native = sys.platform in {"darwin", "win32"}
        speaker: Speaker = NativeSpeaker(language) if native else EspeakSpeaker(espeak)
    except Exception as error:  # noqa: BLE001 - the parent shall hear of whatever it was
        _send(answers, {"error": str(error)})
        return
    _send(answers, {"sample_rate": speaker.sample_rate, "name": speaker.name})
    for line in _requests():
        request = json.loads(line)
        try:
            pcm, words = speaker.speak(request["text"], request["speed"])
        except Exception as error:  # noqa: BLE001 - the parent shall hear of whatever it was
            _send(answers, {"error": str(error)})
        else:
            _send(answers, {"bytes": len(pcm), "words": words}, pcm)


def _claim_output() -> BinaryIO:
    """Keep standard output for answers: libraries that print shall print elsewhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _requests() -> Iterable[bytes]:
    """Lines of the input. At its end the process ends too, even in the middle of a sentence."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield lines.get()


def _send(answers: BinaryIO, header: dict[str, Any], pcm: bytes = b"") -> None:
    answers.write(json.dumps(header).encode() + b"\n" + pcm)
    answers.flush()


if __name__ == "__main__":
    main()
