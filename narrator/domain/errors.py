"""What can go wrong, and what a user can do about it.

NarratorError                      anything narrator can explain; `hint` says what to do
├── InputError                     what the caller gave cannot be used (exit code 2)
│   ├── ArticleError               not found, not readable, nothing in it to say
│   │   └── UnreachableError       its web server did not answer; a later try may do better
│   ├── VoiceError                 unknown, not installed, or its files are damaged
│   │   ├── VoiceUnreachableError  a file of it cannot be had; a later try may do better
│   │   └── VoiceDamagedError      what came is another file than its entry means
│   └── OutputError                cannot be written: no permission, no space, already there
└── Fault                          narrator or an engine failed (exit code 1)
    ├── SynthesisError             an engine gave no speech, or speech that cannot be right
    └── IncompleteEpisode          the timeline would have a hole, so nothing was published
"""

from __future__ import annotations

from enum import StrEnum


class ErrorKind(StrEnum):
    """What kind of error it is, by which programs and translations tell it."""

    ARTICLE = "article"
    """The article cannot be read, or has nothing to say, for a reason of no kind of its own."""

    ADDRESS = "address"
    """What was given is no web address, or one that is not fetched."""

    PRIVATE = "private-address"
    """The address is not on the public internet."""

    REFUSED = "refused"
    """The web server gives the page to nobody, or to those only who signed in or paid."""

    MISSING = "missing-page"
    """There is no page at the address."""

    NO_ARTICLE = "no-article"
    """A page was read, and there is no article in it."""

    EMPTY = "empty"
    """There is no text in it."""

    SCANNED = "scanned"
    """A document has pictures of its pages, and no text."""

    LOCKED = "locked"
    """A document is protected by a password or against copies."""

    DAMAGED = "damaged"
    """A document cannot be opened."""

    FORMAT = "format"
    """It is of no format that is read."""

    TOO_LARGE = "too-large"
    """It is longer than what is read."""

    UNREACHABLE = "unreachable"
    """A web server did not answer, or not now."""

    UNKNOWN_HOST = "unknown-host"
    """The name of the web server is not known, or there is no network."""

    VOICE = "voice"
    """The voice is unknown, not installed, or damaged."""

    VOICE_UNREACHABLE = "voice-unreachable"
    """A file of the voice cannot be had now."""

    VOICE_DAMAGED = "voice-damaged"
    """A file of the voice is not what its entry means."""

    STORAGE = "storage"
    """The output cannot be written."""

    INPUT = "input"
    """Something else that was given cannot be used."""

    FAULT = "fault"
    """Narrator, an engine or the machine failed."""


class NarratorError(Exception):
    """Anything narrator can explain to its user."""

    kind = ErrorKind.FAULT
    """What kind of error it is."""

    def __init__(self, message: str, *, hint: str = "", kind: ErrorKind | None = None) -> None:
        """Say what is wrong in `message` and what to do in `hint`, each without a final stop.

        Args:
            message: What is wrong.
            hint: What to do about it.
            kind: What kind of error it is; None for the usual one of its class.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        if kind is not None:
            self.kind = kind

    def __str__(self) -> str:
        """Give both on one line."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class InputError(NarratorError):
    """What the caller gave cannot be used; trying again unchanged will not help."""

    kind = ErrorKind.INPUT


class ArticleError(InputError):
    """The article was not found, cannot be read, or has nothing to say."""

    kind = ErrorKind.ARTICLE


class UnreachableError(ArticleError):
    """A web server did not answer, or not now; the same request may succeed later."""

    kind = ErrorKind.UNREACHABLE


class VoiceError(InputError):
    """The voice is unknown, not installed, or its files are damaged."""

    kind = ErrorKind.VOICE


class VoiceUnreachableError(VoiceError):
    """A file of the voice cannot be had where its entry says; the same may succeed later."""

    kind = ErrorKind.VOICE_UNREACHABLE


class VoiceDamagedError(VoiceError):
    """What came as a file of the voice is another one than its entry means."""

    kind = ErrorKind.VOICE_DAMAGED


class OutputError(InputError):
    """The output cannot be written."""

    kind = ErrorKind.STORAGE


class Fault(NarratorError):
    """Narrator or an engine failed on good input."""


class SynthesisError(Fault):
    """An engine gave no speech, or speech that cannot be right."""


class IncompleteEpisode(Fault):
    """The timeline would have a hole, so nothing was published."""
