"""Waiting for what other processes do, for as long as it takes and no longer."""

import time

DEADLINE = 120
"""Seconds after which something that should happen is taken not to happen."""


def wait_for(look, seen=lambda: "nothing more to be said"):
    """Look again and again until there is something, and give it.

    `seen` says what was there instead, for whoever reads that it never came.
    """
    deadline = time.monotonic() + DEADLINE
    while not (found := look()):
        assert time.monotonic() < deadline, seen()
        time.sleep(0.02)
    return found
