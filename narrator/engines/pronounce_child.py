"""The program of a child process that asks espeak-ng for words.

It is run by its path and imports nothing of narrator. It reads one JSON object from its standard
input, {"languages": [first choice, ...], "words": [...]}, and answers with {"words": [[IPA, whether
the dictionary has it], ...]} or {"error": why not}. espeak-ng tells what it looked up only on the
C library's standard error: that goes to a file here.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
from typing import BinaryIO

SYNCHRONOUS = 2
UTF8 = 1
IPA = 2
TRACE = 8
"""Values of espeak-ng's `speak_lib.h`."""


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.read())
    try:
        with tempfile.TemporaryFile() as trace:
            os.dup2(trace.fileno(), 2)
            answer: dict[str, object] = {
                "words": _look_up(request["languages"], request["words"], trace)
            }
    except OSError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def _look_up(languages: list[str], words: list[str], trace: BinaryIO) -> list[tuple[str, bool]]:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    c = ctypes.CDLL(None) if os.name == "posix" else ctypes.cdll.ucrtbase
    if library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0) <= 0:
        raise OSError("espeak-ng does not start")
    if all(library.espeak_SetVoiceByName(name.encode()) for name in languages):
        raise OSError(f"it has no voice {languages[0]!r}")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_SetPhonemeTrace(TRACE, None)
    found = []
    for word in words:
        text = ctypes.c_char_p(word.encode())
        trace.seek(0)
        trace.truncate()
        sounds = library.espeak_TextToPhonemes(ctypes.byref(text), UTF8, IPA) or b""
        c.fflush(None)
        trace.seek(0)
        known = f"Found: '{word.lower()}'".encode() in trace.read()
        found.append((sounds.decode("utf-8", "replace").strip(), known))
    return found


if __name__ == "__main__":
    main()
