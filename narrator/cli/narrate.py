"""`narrator narrate`."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Annotated

import typer

from narrator.cli.articles import Named, find_articles, open_source
from narrator.cli.messages import complain
from narrator.cli.options import (
    Articles,
    Json,
    Keep,
    KeepAll,
    LexiconFile,
    QuoteVoice,
    Title,
    Voice,
)
from narrator.cli.progress import Meter
from narrator.domain import Episode, EpisodeFormat, InputError, NarratorError


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
    title: Title = None,
    captions: Annotated[
        bool, typer.Option("--captions", help="Write WebVTT and SRT beside the audio.")
    ] = False,
    intro: Annotated[
        Path | None, typer.Option(metavar="MUSIC", help="Music before the speech.")
    ] = None,
    outro: Annotated[
        Path | None, typer.Option(metavar="MUSIC", help="Music after the speech.")
    ] = None,
    keep: Keep = None,
    keep_all: KeepAll = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a file made from another article.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Speak everything anew and keep nothing of it.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    as_json: Json = False,
) -> int:
    """Narrate articles: one audio file each, with chapters and a manifest beside it."""
    from narrator.config import read_settings
    from narrator.pipeline import narrate as narrate_article
    from narrator.studio import Studio
    from narrator.text import load_lexicon

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
        lexicon=load_lexicon(lexicon) if lexicon else None,
        title=title,
        captions=captions,
        intro=intro,
        outro=outro,
        keep=keep or (),
        keep_all=keep_all,
        force=force,
    )
    codes = []
    with Studio(
        settings.cache,
        threads=settings.threads,
        keep_speech=not no_cache,
        limit=settings.cache_limit,
    ) as studio:
        for item in named:
            try:
                source, url = open_source(item, settings.fetch_allow)
                with Meter(item.label, shown=not (quiet or as_json)) as meter:
                    episode = record(source, url=url, studio=studio, on_progress=meter.update)
            except NarratorError as error:
                codes.append(complain(error, item.label))
                continue
            if as_json:
                print(json.dumps(_facts(episode, meter), ensure_ascii=False), flush=True)
            elif not quiet:
                print(_summary(episode, meter), flush=True)
    return min(codes, default=0)


def _check_one_for_one(named: list[Named], out: Path | None, title: str | None) -> None:
    """Refuse to give several articles one name."""
    from narrator.pipeline import names_a_file

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
