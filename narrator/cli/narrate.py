"""`narrator narrate`."""

from __future__ import annotations

import dataclasses
import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narrator.cli.articles import Named, find_articles, open_source
from narrator.cli.messages import complain, say
from narrator.cli.options import (
    Articles,
    CodeOption,
    Drop,
    FiguresOption,
    Json,
    Keep,
    KeepAll,
    LexiconFile,
    NotesOption,
    QuoteVoice,
    SitesFile,
    TablesOption,
    Title,
    Voice,
)
from narrator.cli.progress import Meter
from narrator.domain import Episode, EpisodeFormat, InputError, NarratorError
from narrator.text.reading import Code, Figures, Notes, Reading, Tables

if TYPE_CHECKING:
    from narrator.config import Settings
    from narrator.proof import Finding, Proofreader


def narrate(
    articles: Articles,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE|DIR",
            help="Audio file or folder to write; output/ by default.",
        ),
    ] = None,
    format_: Annotated[
        EpisodeFormat | None,
        typer.Option("--format", help="What to write; by default what -o says, or mp3."),
    ] = None,
    voice: Voice = None,
    quote_voice: QuoteVoice = None,
    speed: Annotated[float, typer.Option(metavar="RATE", help="Speaking rate, 0.5 to 2.0.")] = 1.0,
    lexicon: LexiconFile = None,
    tables: TablesOption = Tables.ROWS,
    code: CodeOption = Code.ANNOUNCED,
    notes: NotesOption = Notes.PLACED,
    figures: FiguresOption = Figures.MARKED,
    title: Title = None,
    captions: Annotated[
        bool, typer.Option("--captions", help="Write WebVTT and SRT beside the audio.")
    ] = False,
    epub: Annotated[
        bool, typer.Option("--epub", help="Write a book that reads itself out beside the audio.")
    ] = False,
    intro: Annotated[
        Path | None, typer.Option(metavar="MUSIC", help="Music before the speech.")
    ] = None,
    outro: Annotated[
        Path | None, typer.Option(metavar="MUSIC", help="Music after the speech.")
    ] = None,
    keep: Keep = None,
    keep_all: KeepAll = False,
    drop: Drop = None,
    sites: SitesFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a file made from another article.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Speak everything anew and keep nothing of it.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Hear it back before it is joined: list what came back wrong, and read it "
            "another way where that helps. Needs narrator[check]; English only.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    as_json: Json = False,
) -> int:
    """Narrate articles: one audio file each, with chapters and a manifest beside it."""
    from narrator.cli.lexicons import read_lexicons
    from narrator.config import read_settings
    from narrator.pipeline import narrate as narrate_article
    from narrator.studio import Studio
    from narrator.text import load_sites

    settings = read_settings()
    named = find_articles(articles)
    _check_one_for_one(named, out, title)
    record = functools.partial(
        narrate_article,
        out=out or settings.home,
        format=format_,
        voice=voice,
        usual_voice=settings.voice,
        quote_voice=quote_voice,
        speed=speed,
        lexicon=read_lexicons(settings.lexicon, lexicon),
        reading=Reading(tables=tables, code=code, notes=notes, figures=figures),
        title=title,
        captions=captions,
        epub=epub,
        intro=intro,
        outro=outro,
        keep=keep or (),
        keep_all=keep_all,
        drop=drop or (),
        sites=load_sites(sites or settings.sites),
        force=force,
        proofreader=_proofreader(settings.threads) if check else None,
    )
    codes = []
    with Studio(
        settings.cache,
        voices=settings.voices,
        threads=settings.threads,
        keep_speech=not no_cache,
        limit=settings.cache_limit,
    ) as studio:
        for item in named:
            try:
                source, url = open_source(item, settings.fetch_allow)
                with Meter(item.label, shown=not (quiet or as_json)) as meter:
                    findings: list[Finding] = []
                    episode = record(
                        source,
                        url=url,
                        studio=studio,
                        on_progress=meter.update,
                        on_findings=findings.extend,
                    )
            except NarratorError as error:
                codes.append(complain(error, item.label))
                continue
            if voice is None and not quiet:
                _hint_at_better_voice(episode.metadata.language, settings)
            if as_json:
                facts = _facts(episode, meter) | ({"check": _listed(findings)} if check else {})
                print(json.dumps(facts, ensure_ascii=False), flush=True)
            elif not quiet:
                print(_summary(episode, meter), flush=True)
                if check:
                    print(_told(findings, episode), flush=True)
    return min(codes, default=0)


def _proofreader(threads: int | None) -> Proofreader:
    """Load the recognizer that `--check` hears with."""
    from narrator.hearing import load_recognizer
    from narrator.proof import Proofreader

    return Proofreader(load_recognizer(threads))


def _listed(findings: list[Finding]) -> list[dict[str, object]]:
    return [dataclasses.asdict(finding) for finding in findings]


def _told(findings: list[Finding], episode: Episode) -> str:
    """Say what came back wrong, and what became of it."""
    from narrator.hearing import LANGUAGE

    if episode.metadata.language != LANGUAGE:
        return f"check: not heard back; the recognizer knows no {episode.metadata.language}"
    mended = sum(finding.mended for finding in findings)
    count = len(episode.timeline.cues)
    told = f"check: {count} sentences heard back, {len(findings)} came back wrong"
    lines = [f"{told}, {mended} of them were read another way and came back right"]
    for finding in findings:
        lines += [f"  {finding.spoken}", f"    heard{' first' * finding.mended}: {finding.heard}"]
    return "\n".join(lines)


def _hint_at_better_voice(language: str, settings: Settings) -> None:
    """Say which command gets a better voice, where the operating system's had to read."""
    from narrator.casting import choose_voice
    from narrator.voices import find_voice, suggest_voices
    from narrator.voices.catalogue import SYSTEM_ENGINE

    read_by = choose_voice(language, settings.voice, settings.voices)
    better = suggest_voices(language, settings.voices)[0]
    if read_by == settings.voice or better.engine == SYSTEM_ENGINE:
        return
    if find_voice(read_by, settings.voices).engine == SYSTEM_ENGINE:
        say(
            f"read by the operating system's own voice; for a better one: "
            f"narrator voices install {better.name}",
            0,
        )


def _check_one_for_one(named: list[Named], out: Path | None, title: str | None) -> None:
    """Refuse to give several articles one name."""
    from narrator.output import names_a_file

    if len(named) < 2:
        return
    if title is not None:
        raise InputError("--title is for one article", hint="narrate them one by one")
    if out is not None and names_a_file(out):
        raise InputError(
            f"{len(named)} articles do not go into one file", hint="give -o the name of a folder"
        )


def _facts(episode: Episode, meter: Meter) -> dict[str, object]:
    return {
        "audio": str(episode.path),
        "title": episode.metadata.title,
        "duration": episode.duration,
        "chapters": [
            {"title": chapter.title, "start": chapter.start}
            for chapter in episode.timeline.chapters
        ],
        "utterances": len(episode.timeline.cues),
        "synthesized": meter.last.fresh if meter.last else 0,
        "loudness": episode.loudness.integrated,
        "elapsed": round(meter.elapsed, 3),
    }


def _summary(episode: Episode, meter: Meter) -> str:
    minutes, seconds = divmod(round(episode.duration), 60)
    chapters = len(episode.timeline.chapters)
    return (
        f"{episode.path}  {minutes}:{seconds:02}, {chapters} chapter{'s' * (chapters != 1)}, "
        f"{episode.loudness.integrated:.1f} LUFS, made in {meter.elapsed:.1f} s "
        f"({episode.duration / meter.elapsed:.0f}x real time)"
    )
