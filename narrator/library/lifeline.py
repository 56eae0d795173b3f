"""Ends a process together with the one that started it."""

from __future__ import annotations

import os
import signal
import sys

_PDEATHSIG = 1
"""`prctl` option by which Linux ends a process together with the thread that started it."""


def end_with(parent: int) -> bool:
    """Have this process killed when its parent ends, even in the midst of native code.

    Args:
        parent: Process id of who started it.

    Returns:
        Whether the parent is still there.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent
