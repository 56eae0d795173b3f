"""Compressed stretches of an episode, kept beside the speech they were made from."""

from __future__ import annotations

from narrator.store.folder import Folder


class ReelStore:
    """Reels in a folder; what is kept, for how long and for whom, see `Folder`.

    What is in a reel is the business of who encodes it: here it is a head and a body.
    """

    def __init__(self, folder: Folder) -> None:
        """Keep reels in `folder`, beside whatever else is there."""
        self._folder = folder
        self.hits = 0
        """Reels that were asked for and found."""
        self.misses = 0
        """Reels that were asked for in vain."""

    def get(self, key: str) -> tuple[bytes, bytes] | None:
        """Return the head and the body kept under `key`, or None."""
        found = self._folder.read(f"{key}.reel")
        if found is None:
            self.misses += 1
        else:
            self.hits += 1
        return found

    def put(self, key: str, head: bytes, body: bytes) -> None:
        """Keep a reel under `key`.

        Raises:
            OutputError: The folder cannot be written or its disk is full.
        """
        self._folder.write(f"{key}.reel", head, body)
