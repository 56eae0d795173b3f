"""The `tone` engine, but it fails when told to: on the path before ours it takes its name.

What it says decides how it fails, and FAULTS names a folder where it counts how often it did.
"""

import ctypes
import os
import signal
import time
from pathlib import Path

from narrator.engines.tone import ToneEngine

FOLDER = Path(os.environ["FAULTS"])


def load(voice, *, cache, threads):
    del cache
    return FaultyTone(voice.sample_rate, threads)


class FaultyTone(ToneEngine):
    def synthesize(self, spoken, **options):
        if "segfault" in spoken and happens("segfault"):
            ctypes.string_at(0)
        if "hang" in spoken and happens("hang"):
            # With the interpreter's lock held, as native code may.
            ctypes.PyDLL(None).sleep(3600)
        if "poison" in spoken and happens("poison"):
            os.kill(os.getppid(), signal.SIGKILL)
            ctypes.PyDLL(None).sleep(3600)
        time.sleep(float(os.environ.get("FAULTS_PACE", "0")))
        speech = super().synthesize(spoken, **options)
        note("spoken", f"{os.getpid()} {spoken}\n")
        return speech


def happens(fault):
    """Count a fault, and say whether it is to happen once more."""
    note(fault, f"{os.getpid()}\n")
    return len((FOLDER / fault).read_text().splitlines()) <= int(
        os.environ.get("FAULTS_MOST", "99")
    )


def note(name, line):
    descriptor = os.open(FOLDER / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, line.encode())
    os.close(descriptor)
