"""The whole flow: an article goes in, an episode comes out."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from narrator.audio import record, write_captions, write_chapters, write_epub
from narrator.audio.epub import check_format
from narrator.casting import DEFAULT_VOICE, choose_quote_voice, choose_voice
from narrator.domain import (
    Article,
    ArticleError,
    Episode,
    EpisodeFormat,
    Metadata,
    Script,
    Take,
)
from narrator.files import whole_file
from narrator.manifest import Source, earlier_gain, write_manifest
from narrator.output import choose_output, refuse_to_overwrite
from narrator.proof import Finding, Proofreader
from narrator.studio import Studio
from narrator.text import Lexicon, Reading, Sites, read_article, write_script
from narrator.voices import find_voice

_COLLECTION = "Narrated articles"
"""Album of articles whose publication is not known: players show what has one together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a narration is."""

    done: int
    """Utterances spoken."""

    total: int
    """Utterances in all."""

    share: float
    """Share of the spoken characters that is done, 0 to 1: time goes with characters."""

    section: str
    """Title of the section being spoken."""

    seconds: float
    """Speech so far, in seconds."""

    fresh: int
    """Utterances that had to be synthesized; the others came from the store."""


def narrate(
    source: str | bytes | Path,
    out: Path,
    *,
    voice: str | None = None,
    usual_voice: str = DEFAULT_VOICE,
    quote_voice: str | None = None,
    speed: float = 1.0,
    format: EpisodeFormat | None = None,  # noqa: A002 - the word users know from --format
    lexicon: Lexicon | None = None,
    reading: Reading | None = None,
    title: str | None = None,
    url: str | None = None,
    keep: Collection[str] = (),
    keep_all: bool = False,
    drop: Collection[str] = (),
    sites: Sites | None = None,
    captions: bool = False,
    epub: bool = False,
    intro: Path | None = None,
    outro: Path | None = None,
    force: bool = False,
    studio: Studio | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    proofreader: Proofreader | None = None,
    on_findings: Callable[[tuple[Finding, ...]], None] | None = None,
) -> Episode:
    """Narrate one article into one audio file, with its manifest and chapters beside it.

    Args:
        source: The article: a file's path, or its content as text or bytes.
        out: The audio file to write, or a folder, where the title names the file. Appears whole
            or not at all.
        voice: Catalogue name of the voice; None for one that speaks the article's language.
        usual_voice: The voice to take then, if it speaks that language.
        quote_voice: Catalogue name of the voice for quotes, or "auto" for one that fits;
            None for the same.
        speed: Speaking rate from 0.5 to 2.0; 1.0 is the voice's own. The pitch stays.
        format: What to write; None goes by the suffix of `out`, MP3 where that says nothing.
        lexicon: How words are to be said.
        reading: How tables, code, notes and captions are said; None for what suits most.
        title: Title in place of the article's own.
        url: Where the article stands on the web.
        keep: Residue rules that remove nothing, and lines that stay (see `read_article`).
        keep_all: Whether nothing is removed at all.
        drop: Sentences that are not to be said (see `write_script`).
        sites: Rules for single web sites; None for ours.
        captions: Whether WebVTT and SRT are written too.
        epub: Whether a book is written too that shows the text while it reads it out.
        intro: Music before the speech.
        outro: Music after the speech.
        force: Whether a file made from another article may be overwritten.
        studio: Where it is spoken; None opens one for this call.
        on_progress: Called after each utterance.
        proofreader: Who hears what was spoken before it is joined.
        on_findings: Called with what came back wrong.

    Raises:
        ArticleError: The article cannot be read or has nothing to say.
        VoiceError: A voice is unknown, not installed or damaged.
        OutputError: `out` cannot be written or belongs to another article.
        InputError: Another argument cannot be used.
        SynthesisError: An engine failed.
        IncompleteEpisode: The episode would have a hole.
    """
    # 1. Read: what does the article say?
    origin = describe_source(source, url)
    article = read_article(source, url=url, title=title, keep=keep, keep_all=keep_all, sites=sites)

    # 2. Write: what is said?
    folder = studio.voices if studio else None
    reader = voice or choose_voice(article.language, usual_voice, folder)
    second = choose_quote_voice(quote_voice, reader, folder)
    script = write_script(
        article, voice=reader, quote_voice=second, lexicon=lexicon, reading=reading, drop=drop
    )
    target, kind = choose_output(out, script.title, format)
    if epub:
        check_format(kind)
    if not force:
        refuse_to_overwrite(target, script.title, origin, epub=epub)

    # 3 to 5. Speak, join and publish.
    with contextlib.ExitStack() as open_now:
        return produce(
            article,
            script,
            target,
            origin=origin,
            format=kind,
            speed=speed,
            captions=captions,
            epub=epub,
            intro=intro,
            outro=outro,
            studio=studio or open_now.enter_context(Studio()),
            on_progress=on_progress,
            proofreader=proofreader,
            on_findings=on_findings,
        )


def produce(
    article: Article,
    script: Script,
    out: Path,
    *,
    origin: Source,
    format: EpisodeFormat,  # noqa: A002 - the word users know from --format
    studio: Studio,
    speed: float = 1.0,
    captions: bool = False,
    epub: bool = False,
    intro: Path | None = None,
    outro: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    proofreader: Proofreader | None = None,
    on_findings: Callable[[tuple[Finding, ...]], None] | None = None,
) -> Episode:
    """Make the episode of a script: the last three stages of `narrate`.

    What `Studio.speak` spoke before, all or in part, here or in another process with the same
    cache, is not spoken again; audio that was encoded before is not encoded again. So it may be
    called again after any interruption, and after an edit it costs what the edit costs. Where an
    earlier version stands at `out`, its gain is kept while the loudness stays right.

    Args:
        article: What the script was written from.
        script: What is said.
        out: The audio file. It appears whole or not at all, after the files beside it.
        origin: What the article was read from, for the manifest.
        format: What to write.
        studio: Where it is spoken.
        speed: Speaking rate from 0.5 to 2.0.
        captions: Whether WebVTT and SRT are written too.
        epub: Whether a book is written too.
        intro: Music before the speech.
        outro: Music after the speech.
        on_progress: Called after each utterance.
        proofreader: Who hears what was spoken before it is joined.
        on_findings: Called with what came back wrong.

    Raises:
        VoiceError: A voice is not installed or damaged.
        OutputError: `out` cannot be written.
        InputError: The music cannot be read.
        SynthesisError: An engine failed.
        IncompleteEpisode: The episode would have a hole.
    """
    cast = {name: find_voice(name, studio.voices) for name in script.voices}
    with contextlib.ExitStack() as open_now:
        # 3. Speak: sentences side by side, as far ahead as the join needs them; where they are
        #    heard back, all of them first.
        if proofreader:
            found = proofreader.proof(script, studio, speed=speed)
            if on_findings:
                on_findings(found)
        takes = open_now.enter_context(_Performance(script, studio, speed, on_progress))

        # 4. Join: one timeline, encoded while the rest is still being spoken.
        part = open_now.enter_context(whole_file(out))
        recorded = record(
            script,
            takes.play,
            part,
            format=format,
            metadata=describe_episode(article, script, studio.voices),
            intro=intro,
            outro=outro,
            gain=earlier_gain(out, cast=cast, format=format, speed=speed),
            reels=studio.reels,
        )

        # 5. Publish: the views of the timeline, then the audio under its own name.
        episode = replace(recorded, path=out)
        write_chapters(episode)
        if captions:
            write_captions(episode)
        if epub:
            timeline, metadata = episode.timeline, episode.metadata
            book = out.with_suffix(".epub")
            write_epub(book, part, format=format, timeline=timeline, metadata=metadata)
        write_manifest(
            recorded,
            out=out,
            article=article,
            source=origin,
            cast=cast,
            word_times={name: studio.engine(name).word_times for name in cast},
            speed=speed,
        )
    return episode


def describe_source(source: str | bytes | Path, url: str | None) -> Source:
    """Say what an episode is made from.

    Raises:
        ArticleError: The file cannot be read.
    """
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                return Source(hashlib.file_digest(file, "sha256").hexdigest(), source.name, url)
        except OSError as error:
            raise ArticleError(
                f"cannot read {source} ({error.strerror})", hint="check the path"
            ) from error
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    return Source(hashlib.sha256(data).hexdigest(), None, url)


def describe_episode(article: Article, script: Script, folder: Path | None = None) -> Metadata:
    """Write what the audio file says of itself, with what the voices' licences ask to be said.

    Args:
        article: What is narrated.
        script: What is said, and by whom.
        folder: The voices folder; None for the default one.
    """
    voices = [find_voice(name, folder) for name in script.voices]
    credits_ = [voice.attribution for voice in voices if voice.attribution]
    names = " and ".join(voice.name for voice in voices)
    return Metadata(
        title=script.title,
        language=script.language,
        artist=article.byline,
        album=article.site or _COLLECTION,
        published=article.published,
        url=article.url,
        comment=". ".join([f"Narrated by a synthetic voice ({names})", *credits_]),
    )


class _Performance:
    """Plays a script as often as the join asks; the second time it comes from the store."""

    def __init__(
        self,
        script: Script,
        studio: Studio,
        speed: float,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._script = script
        self._studio = studio
        self._speed = speed
        self._report = on_progress
        self._takes: Generator[Take, None, None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End what a failed join left half played, before anything it needs is closed."""
        if self._takes is not None:
            self._takes.close()

    def play(self) -> Iterator[Take]:
        """Speak every utterance in order; report progress the first time only."""
        report, self._report = self._report, None
        utterances = self._script.utterances
        whole = sum(len(utterance.spoken) for utterance in utterances)
        said, seconds, fresh = 0, 0.0, 0
        self._takes = self._studio.speak(utterances, speed=self._speed)
        for done, (utterance, take) in enumerate(zip(utterances, self._takes, strict=True), 1):
            said += len(utterance.spoken)
            seconds += take.duration
            fresh += take.fresh
            if report:
                section = self._script.sections[utterance.section].title
                report(Progress(done, len(utterances), said / whole, section, seconds, fresh))
            yield take
