"""Where a library stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrator.library.database import database_url, is_embedded
from narrator.store import Blobs, Folder, SpeechStore, open_blobs


@dataclass(frozen=True, slots=True)
class Place:
    """The folders and services that make up one library."""

    home: Path
    """Folder of finished episodes; the library keeps what is its own in `library` there."""

    cache: Path
    """Folder for spoken sentences and prepared models; all of it can be made again."""

    database: str | None = None
    """URL of a PostgreSQL database; None for a file in the library's folder."""

    store: str | None = None
    """URL of an object store ("s3://bucket/prefix"); None for the library's folder."""

    @property
    def folder(self) -> Path:
        """What is the library's own."""
        return self.home.absolute() / "library"

    @property
    def work(self) -> Path:
        """Where files are made before they are whole."""
        return self.folder / "work"

    @property
    def url(self) -> str:
        """The database's URL."""
        return database_url(self.database, self.folder)

    @property
    def embedded(self) -> bool:
        """Whether one machine owns the library."""
        return is_embedded(self.url)

    def blobs(self) -> Blobs:
        """Open the store of finished files."""
        return open_blobs(self.store or self.folder / "blobs")

    def shared(self) -> Blobs | None:
        """Give where spoken sentences are kept for all machines; None where the cache is theirs."""
        return open_blobs(self.store) if self.store else None

    def speech(self) -> SpeechStore:
        """Open the spoken sentences."""
        return SpeechStore(Folder(self.cache / "speech", shared=self.shared()))
