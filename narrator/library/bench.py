"""What is done in a booth: read an article, speak a few sentences, join an episode."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from narrator.audio import cover, transcript_html, transcript_json, write_epub
from narrator.casting import choose_quote_voice, choose_voice
from narrator.domain import Article, ArticleError, Episode, EpisodeFormat, Script
from narrator.fetch import Access, fetch
from narrator.library.codec import decode, encode, plain
from narrator.library.compose import KIND, Parts, compose, usual_manifest
from narrator.library.hasten import hasten
from narrator.library.intro import announce, introduce
from narrator.library.job import Block, Fetched, Job, Joined, Prepared, Spoken
from narrator.library.plan import BOOK, PLAN, Plan, blocks
from narrator.library.records import Order, Priority
from narrator.library.tools import Tools
from narrator.manifest import Source, manifest_path
from narrator.pipeline import describe_source, produce
from narrator.studio import Studio
from narrator.text import Lexicon, load_lexicon, load_sites, read_article, write_script
from narrator.text.lexicon import merge_lexicons, parse_lexicon
from narrator.voices import find_voice

_PLANS = 4
"""Plans kept at hand: blocks of a few articles take turns."""


class Bench:
    """Tools laid out: engines that stay warm, the library's files, plans read lately."""

    def __init__(self, tools: Tools) -> None:
        """Work with these tools."""
        self._tools = tools
        self._blobs = tools.place.blobs()
        self._studio = Studio(
            tools.place.cache,
            voices=tools.voices,
            threads=tools.threads,
            limit=tools.limit,
            shared=tools.place.shared(),
        )
        self._plans: dict[str, Plan] = {}

    def __enter__(self) -> Self:
        """Return the bench itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the engines."""
        self._studio.__exit__(kind, error, trace)

    def warm(self, voice: str) -> None:
        """Load a voice and everything that reads and writes scripts.

        Raises:
            VoiceError: It cannot be loaded.
        """
        engine = self._studio.engine(voice)
        article = read_article("Ready.\n\nThis is only a test.", kind="text")
        script = write_script(article, voice=voice)
        engine.synthesize(script.utterances[-1].spoken)

    def fetch(self, job: Job) -> Fetched:
        """Fetch an article from the web, and keep it.

        Raises:
            UnreachableError: There was no answer, or one that may be another later.
            ArticleError: It must not be fetched, is not there, or is no article.
        """
        page = fetch(str(job.order.url), access=Access.of(self._tools.allow))
        source = page.source
        data = source.encode() if isinstance(source, str) else source
        key = f"episodes/{job.episode}/source.{job.revision}"
        self._blobs.put(key, data)
        return Fetched(key, job.order.kind or page.kind)

    def prepare(self, job: Job) -> Prepared:
        """Read an article and write its script.

        Raises:
            ArticleError: It cannot be read or has nothing to say.
            VoiceError: There is no such voice.
            InputError: The lexicon is no lexicon.
        """
        order, data = job.order, self._source(job)
        source = Source(describe_source(data, None).sha256, order.file, order.url)
        began = time.perf_counter()
        article = None if order.kind == KIND else self._read(order, data)
        read = time.perf_counter()
        if article is None:
            plan = self._compose(decode(data, Parts), source)
        else:
            plan = Plan(article, self._write(order, article), source, order.speed)
        written = time.perf_counter()
        self._blobs.put(f"{job.folder}/{PLAN}", encode(plan).encode())
        self._remember(job, plan)
        sizes = [len(utterance.spoken) for utterance in plan.script.utterances]
        return Prepared(
            title=plan.script.title,
            language=plan.script.language,
            byline=plan.article.byline,
            site=plan.article.site,
            text=plan.article.text,
            utterances=len(sizes),
            characters=sum(sizes),
            blocks=tuple(blocks(plan.script)),
            reading=read - began,
            writing=written - read,
        )

    def speak(self, job: Job, block: Block) -> Spoken:
        """Speak a block; what was spoken before is not spoken again.

        Raises:
            VoiceError: A voice cannot be loaded.
            SynthesisError: An engine could not say an utterance.
            OutputError: The cache cannot be written.
        """
        plan = self._recall(job)
        said = plan.script.utterances[block.first : block.first + block.count]
        began = time.perf_counter()
        takes = list(self._studio.speak(said, speed=plan.speed))
        return Spoken(
            first=block.first,
            characters=block.characters,
            seconds=sum(take.duration for take in takes),
            keys=tuple(take.key for take in takes),
            section=plan.script.sections[said[-1].section].title,
            fresh=sum(take.fresh for take in takes),
            made=sum(take.duration for take in takes if take.fresh),
            took=time.perf_counter() - began,
        )

    def join(self, job: Job, kind: EpisodeFormat) -> Joined:
        """Make all files of an episode, and put them into its revision's folder.

        Raises:
            NarratorError: As of `narrator.pipeline.produce`.
        """
        plan, reels = self._recall(job), self._studio.reels
        began, hits, misses = time.perf_counter(), reels.hits, reels.misses
        with self._folder() as folder:
            self._lay_out_earlier(job, folder / f"audio.{kind}")
            episode = self._produce(plan, folder, kind)
            joined = time.perf_counter()
            self._put(job, _views(plan, episode))
            for name, path in _files(episode).items():
                self._blobs.put_file(f"{job.folder}/{name}", path)
            return Joined(
                episode.duration,
                len(episode.timeline.chapters),
                reels_kept=reels.hits - hits,
                reels_made=reels.misses - misses,
                joining=joined - began,
                publishing=time.perf_counter() - joined,
            )

    def convert(self, job: Job, name: str) -> None:
        """Make one of the files that are made when somebody asks, and put it beside the others.

        Raises:
            NarratorError: As of `narrator.pipeline.produce`.
        """
        plan = self._recall(job)
        with self._folder() as folder:
            made = folder / name
            if name == BOOK:
                episode = self._produce(plan, folder, EpisodeFormat.MP3)
                write_epub(
                    made,
                    episode.path,
                    format=episode.format,
                    timeline=episode.timeline,
                    metadata=episode.metadata,
                )
            else:
                self._produce(plan, folder, EpisodeFormat(made.suffix[1:]))
            self._blobs.put_file(f"{job.folder}/{name}", made)

    def _source(self, job: Job) -> bytes:
        data = self._blobs.get(str(job.source))
        if data is None:
            raise ArticleError("the article's source is gone", hint="send it again")
        return data

    def _read(self, order: Order, data: bytes) -> Article:
        return read_article(
            data,
            kind=order.kind,
            url=order.url,
            title=order.title,
            language=order.language,
            keep=order.keep,
            keep_all=order.keep_all,
            sites=load_sites(self._tools.sites),
        )

    def _write(self, order: Order, article: Article) -> Script:
        folder = self._tools.voices
        voice = order.voice or choose_voice(article.language, self._tools.voice, folder)
        second = choose_quote_voice(order.quote_voice, voice, folder)
        for name in filter(None, (voice, second)):
            find_voice(name, folder)
        words = self._lexicon(order)
        script = write_script(
            article,
            voice=voice,
            quote_voice=second,
            lexicon=words,
            reading=order.reading,
            drop=order.drop,
        )
        line = order.intro or (introduce(order.origin, script.language) if order.origin else "")
        if line:
            script = announce(script, line, words)
        if order.hidden and order.priority is Priority.NOW:
            # It is heard once, as a stream, and never edited.
            script = hasten(script)
        return script

    def _lexicon(self, order: Order) -> Lexicon:
        usual, text = self._tools.lexicon, order.lexicon.encode()
        return merge_lexicons(
            load_lexicon(usual) if usual else None,
            parse_lexicon(text, "that was given") if text else None,
            Lexicon(order.entries),
        )

    def _compose(self, parts: Parts, source: Source) -> Plan:
        """Give the plan of a digest; what was deleted since it was ordered is left out."""
        found = [self._blobs.get(key) for key in parts.plans]
        plans = [decode(data, Plan) for data in found if data is not None]
        if not plans:
            raise ArticleError("the articles of the digest are gone", hint="make another one")
        return compose(parts.title, plans, source)

    def _produce(self, plan: Plan, folder: Path, kind: EpisodeFormat) -> Episode:
        return produce(
            plan.article,
            plan.script,
            folder / f"audio.{kind}",
            origin=plan.source,
            format=kind,
            studio=self._studio,
            speed=plan.speed,
            captions=True,
        )

    def _lay_out_earlier(self, job: Job, audio: Path) -> None:
        """Put the served revision's manifest where its gain is found, which keeps most audio.

        For a digest it is that of the articles whose gain most of them have.
        """
        earlier = self._blobs.get(f"episodes/{job.episode}/{job.served}/manifest.json")
        if earlier is None and job.order.kind == KIND:
            parts = decode(self._blobs.get(str(job.source)) or b"{}", Parts)
            keys = [key.replace(PLAN, "manifest.json") for key in parts.plans]
            earlier = usual_manifest(filter(None, map(self._blobs.get, keys)))
        if earlier is not None:
            manifest_path(audio).write_bytes(earlier)

    def _put(self, job: Job, texts: dict[str, bytes]) -> None:
        for name, data in texts.items():
            self._blobs.put(f"{job.folder}/{name}", data)

    def _remember(self, job: Job, plan: Plan) -> None:
        if len(self._plans) >= _PLANS:
            self._plans.pop(next(iter(self._plans)))
        self._plans[job.folder] = plan

    def _recall(self, job: Job) -> Plan:
        if job.folder not in self._plans:
            data = self._blobs.get(f"{job.folder}/{PLAN}")
            if data is None:
                raise ArticleError("the episode is gone", hint="it was deleted meanwhile")
            self._remember(job, decode(data, Plan))
        return self._plans[job.folder]

    @contextlib.contextmanager
    def _folder(self) -> Iterator[Path]:
        self._tools.work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._tools.work) as name:
            yield Path(name)


def _views(plan: Plan, episode: Episode) -> dict[str, bytes]:
    """Give what is written of an episode besides its audio and captions."""
    metadata = episode.metadata
    return {
        "cover.jpg": metadata.cover or cover.draw(metadata.title, metadata.artist),
        "script.json": encode(plain(plan.script) | {"removed": plan.article.removed}).encode(),
        "transcript.json": transcript_json(episode.timeline).encode(),
        "transcript.html": transcript_html(episode.timeline, metadata).encode(),
    }


def _files(episode: Episode) -> dict[str, Path]:
    """Name the files that stand beside the audio as the library does; the audio is the last."""
    audio = episode.path
    return {
        "manifest.json": manifest_path(audio),
        "chapters.json": audio.with_suffix(".chapters.json"),
        "transcript.vtt": audio.with_suffix(".vtt"),
        "transcript.srt": audio.with_suffix(".srt"),
        audio.name: audio,
    }
