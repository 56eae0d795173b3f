"""Sound that starts with the first sentence: what a worker speaks is encoded as it comes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator

from narrator.audio import LiveEncoder, LiveFormat, live_timeline
from narrator.domain import Metadata, Script, Speech, Take, Timeline
from narrator.library import Library
from narrator.library import State as EpisodeState
from narrator.service.problems import ProblemError
from narrator.service.state import Service
from narrator.service.waiting import succeeded, wait_for
from narrator.store import SpeechFacts

_log = logging.getLogger("narrator.service")


class Interrupted(Exception):
    """The stream cannot go on; its connection is broken off, so that nobody takes it for whole."""


async def listen(
    service: Service, episode: str, kind: LiveFormat, *, since: float
) -> AsyncIterator[bytes]:
    """Give an episode's sound while it is made.

    Args:
        service: The service.
        episode: Id of the episode.
        kind: How to encode it.
        since: When the request came, by `time.perf_counter`.

    Yields:
        Bytes of the stream, first those of the first sentence.

    Raises:
        ProblemError: It failed before there was any sound.
        Interrupted: It failed later.
    """
    encoder: LiveEncoder | None = None
    async for script, index, key, speech in _spoken(service, episode):
        if encoder is None:
            metadata = Metadata(title=script.title, language=script.language)
            encoder = LiveEncoder(kind, speech.sample_rate, metadata)
            service.metrics.first_sound.observe(time.perf_counter() - since)
        utterance = script.utterances[index]
        data = await asyncio.to_thread(encoder.add, utterance, _take(key, speech))
        if data:
            yield data
    if encoder is not None:
        yield await asyncio.to_thread(encoder.finish)


def read_along(library: Library, episode: str, first: int) -> Timeline | None:
    """Say when what is spoken so far is heard, counted from the utterance `first` on.

    Args:
        library: Where the episode is made.
        episode: Its id.
        first: How many utterances the caller knows already.

    Returns:
        A timeline that begins with that utterance; None where nothing is spoken that is not known.
    """
    script = library.script(episode)
    if script is None:
        return None
    takes: list[Take] = []
    for key in library.spoken(episode, first):
        facts = library.facts(key)
        if facts is None:
            break
        takes.append(_known(library, key, facts))
    return live_timeline(script, first, takes) if takes else None


async def _spoken(service: Service, episode: str) -> AsyncIterator[tuple[Script, int, str, Speech]]:
    """Give each utterance's speech in order, as soon as it is there."""
    library = service.library
    script: Script | None = None
    done, after = 0, 0
    while script is None or done < len(script.utterances):
        events = await wait_for(service, library.next_events(episode, after))
        if events is None:
            raise _broken(done, ProblemError(503, "the service is ending", hint="try again"))
        after = max((event.seq for event in events), default=after)
        if script is None:
            script = await asyncio.to_thread(library.script, episode)
        keys = await asyncio.to_thread(library.spoken, episode, done) if script else ()
        if not keys:
            await _check(service, episode, done)
            continue
        assert script is not None
        for key in keys:
            try:
                speech = await asyncio.to_thread(_speech, library, key)
            except ProblemError as problem:
                raise _broken(done, problem) from problem
            yield script, done, key, speech
            done += 1


async def _check(service: Service, episode: str, done: int) -> None:
    """See whether there is still something to come.

    Raises:
        ProblemError: The episode failed or was cancelled before there was any sound.
        Interrupted: It was later.
    """
    record = await asyncio.to_thread(service.library.get, episode)
    if record is None:
        raise _broken(done, ProblemError(410, "the episode was deleted meanwhile"))
    if record.state in {EpisodeState.FAILED, EpisodeState.CANCELLED} or record.problem:
        try:
            succeeded(record)
        except ProblemError as problem:
            raise _broken(done, problem) from problem


def _broken(done: int, problem: ProblemError) -> Exception:
    if not done:
        return problem
    _log.warning("a stream was broken off: %s", problem.detail)
    return Interrupted(problem.detail)


def _known(library: Library, key: str, facts: SpeechFacts) -> Take:
    return Take(
        key,
        facts.samples,
        facts.sample_rate,
        facts.words,
        facts.energies,
        fresh=False,
        load=lambda: _speech(library, key),
    )


def _speech(library: Library, key: str) -> Speech:
    speech = library.speech(key)
    if speech is None:
        raise ProblemError(503, "the speech is kept on another machine", hint="ask without stream")
    return speech


def _take(key: str, speech: Speech) -> Take:
    return Take(
        key,
        len(speech.pcm),
        speech.sample_rate,
        speech.words,
        speech.energies,
        fresh=True,
        load=lambda: speech,
    )
