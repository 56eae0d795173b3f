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


class NarratorError(Exception):
    """Anything narrator can explain to its user."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say what is wrong in `message` and what to do in `hint`, each without a final stop."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Give both on one line."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


class InputError(NarratorError):
    """What the caller gave cannot be used; trying again unchanged will not help."""


class ArticleError(InputError):
    """The article was not found, cannot be read, or has nothing to say."""


class UnreachableError(ArticleError):
    """A web server did not answer, or not now; the same request may succeed later."""


class VoiceError(InputError):
    """The voice is unknown, not installed, or its files are damaged."""


class VoiceUnreachableError(VoiceError):
    """A file of the voice cannot be had where its entry says; the same may succeed later."""


class VoiceDamagedError(VoiceError):
    """What came as a file of the voice is another one than its entry means."""


class OutputError(InputError):
    """The output cannot be written."""


class Fault(NarratorError):
    """Narrator or an engine failed on good input."""


class SynthesisError(Fault):
    """An engine gave no speech, or speech that cannot be right."""


class IncompleteEpisode(Fault):
    """The timeline would have a hole, so nothing was published."""
