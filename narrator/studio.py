"""Where a script is spoken: engines loaded once, sentences spoken side by side, each only once."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

from narrator.audio import prepare
from narrator.domain import Speech, Take, Utterance
from narrator.engines import Engine, load_engine, reseeded
from narrator.store import DEFAULT_LIMIT, Blobs, Folder, ReelStore, SpeechStore, speech_key
from narrator.voices import find_voice

_LOOKAHEAD = 4
"""Utterances under way for each worker: enough that one long sentence at the head does not leave
the others idle, few enough that memory does not grow with the article."""


def cache_folder(chosen: Path | None = None) -> Path:
    """Give the folder for speech and prepared models: the one chosen, or the user's cache."""
    return chosen or platformdirs.user_cache_path("narrator")


class Studio:
    """Engines and the speech store, kept open over any number of scripts.

    A context manager; leaving it closes the engines and brings the store under its limit.
    `readings` holds the seed of each utterance that is not to be read in its voice's first way.
    """

    def __init__(
        self,
        cache: Path | None = None,
        *,
        voices: Path | None = None,
        threads: int | None = None,
        keep_speech: bool = True,
        limit: int = DEFAULT_LIMIT,
        shared: Blobs | None = None,
    ) -> None:
        """Open a studio.

        Args:
            cache: Folder for speech and prepared models; None for the user's cache folder.
            voices: Folder that voices are installed in; None for the default one.
            threads: Sentences to synthesize at once; None for one a processor.
            keep_speech: False keeps speech in a temporary folder for as long as the studio is
                open.
            limit: Most bytes that kept speech may take.
            shared: Where speech is kept besides, for machines without a common cache.
        """
        self.voices = voices
        self._open = contextlib.ExitStack()
        self._cache = cache_folder(cache)
        self._threads = threads or os.cpu_count() or 1
        self._engines: dict[tuple[str, int], Engine] = {}
        self.readings: dict[Utterance, int] = {}
        folder = self._cache / "speech"
        if not keep_speech:
            folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="narrator-")))
        store = Folder(folder, limit=limit, shared=shared)
        self._open.callback(store.trim)
        self._speech = SpeechStore(store)
        self._reels = ReelStore(store)

    def __enter__(self) -> Self:
        """Return the studio itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the engines and bring the store under its limit."""
        self._open.__exit__(kind, error, trace)

    @property
    def reels(self) -> ReelStore:
        """Where compressed audio is kept, for `narrator.audio.record`."""
        return self._reels

    def engine(self, voice: str, seed: int = 0) -> Engine:
        """Return the engine that speaks with a catalogue voice, loaded at the first call.

        Args:
            voice: The voice's name.
            seed: Which of its ways of reading; 0 is the first.

        Raises:
            VoiceError: The voice is unknown, not installed or damaged.
        """
        if (voice, seed) not in self._engines:
            entry = find_voice(voice, self.voices)
            entry = reseeded(entry, seed) if seed else entry
            engine = load_engine(entry, cache=self._cache, threads=self._threads)
            self._engines[voice, seed] = engine
            self._open.callback(engine.close)
        return self._engines[voice, seed]

    def speak(
        self, utterances: Iterable[Utterance], *, speed: float = 1.0
    ) -> Generator[Take, None, None]:
        """Speak utterances: one take each, in order, made ahead by a few.

        Any part of a script may be spoken by itself, in any process that shares the cache; who
        joins it afterwards finds it there.

        Args:
            utterances: What is said.
            speed: Speaking rate from 0.5 to 2.0; 1.0 is the voice's own. The pitch stays.

        Raises:
            VoiceError: A voice cannot be loaded.
            SynthesisError: An engine could not say an utterance.
            OutputError: The store cannot be written.
        """
        said = tuple(utterances)
        cast = [self._reader(utterance) for utterance in said]
        workers = max((engine.parallelism for engine in cast), default=1)
        waiting: deque[Future[Take]] = deque()
        with ThreadPoolExecutor(workers, thread_name_prefix="speak") as pool:
            try:
                for engine, utterance in zip(cast, said, strict=True):
                    waiting.append(self._start(pool, engine, utterance, speed))
                    if len(waiting) > workers * _LOOKAHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _reader(self, utterance: Utterance) -> Engine:
        """Give the engine that reads an utterance, in the way that was chosen for it."""
        return self.engine(utterance.voice, self.readings.get(utterance, 0))

    def _start(
        self, pool: ThreadPoolExecutor, engine: Engine, utterance: Utterance, speed: float
    ) -> Future[Take]:
        """Find a take in the store, or have it made."""
        key = speech_key(engine.fingerprint, speed, utterance.spoken, utterance.pronunciations)
        known = self._speech.facts(key)
        if known is None:
            return pool.submit(self._make, key, engine, utterance, speed)
        found: Future[Take] = Future()
        load = partial(self._load, key, engine, utterance, speed)
        found.set_result(
            Take(
                key,
                known.samples,
                known.sample_rate,
                known.words,
                known.energies,
                fresh=False,
                load=load,
            )
        )
        return found

    def _make(self, key: str, engine: Engine, utterance: Utterance, speed: float) -> Take:
        said = engine.synthesize(
            utterance.spoken, speed=speed, pronunciations=utterance.pronunciations
        )
        speech = prepare(said)
        self._speech.put(key, speech)
        return Take(
            key,
            len(speech.pcm),
            speech.sample_rate,
            speech.words,
            speech.energies,
            fresh=True,
            load=lambda: speech,
        )

    def _load(self, key: str, engine: Engine, utterance: Utterance, speed: float) -> Speech:
        """Read the sound of a take; make it again where the store lost it meanwhile."""
        return self._speech.get(key) or self._make(key, engine, utterance, speed).speech
