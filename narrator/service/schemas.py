"""What comes in, as the OpenAPI document shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from narrator.domain import EpisodeFormat
from narrator.library import Priority
from narrator.text.reading import Code, Figures, Notes, Reading, Tables

Speed = Annotated[float, Field(ge=0.5, le=2.0)]
Text = Annotated[str, Field(min_length=1, max_length=20_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Kept = Annotated[str, Field(min_length=1, max_length=10_000)]
Dropped = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=10_000)]], Field(max_length=1000)
]

_SLASHED = re.compile(r"\s*/([^/]+)/\s*")


class Model(BaseModel):
    """A schema that takes no field it does not know."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Word(Model):
    """How a word or phrase is said."""

    written: Annotated[str, Field(min_length=1, max_length=200, examples=["Hynix"])]
    """The word as written; in small letters it is found in any case."""

    spoken: Annotated[str, Field(max_length=500, examples=["High nicks"])] | None = None
    """How it is said; empty to say nothing. Its sounds may stand in slashes ("/wˈɪn/"), as in a
    lexicon file."""

    ipa: Annotated[str, Field(max_length=500, pattern=r"^[^0-9\[\]{}<>/]*$")] = ""
    """How it sounds, in the International Phonetic Alphabet; empty where the voice decides."""

    language: Annotated[str, Field(pattern="^([a-z]{2,3})?$")] = ""
    """Language it holds for ("en"); empty for any."""

    @model_validator(mode="before")
    @classmethod
    def _in_slashes(cls, data: Any) -> Any:
        spoken = data.get("spoken") if isinstance(data, dict) else None
        slashed = _SLASHED.fullmatch(spoken) if isinstance(spoken, str) else None
        if slashed is None:
            return data
        rest = {name: value for name, value in data.items() if name != "spoken"}
        return {"ipa": slashed[1], **rest}

    @model_validator(mode="after")
    def _is_said(self) -> Self:
        if self.spoken is None and not self.ipa.strip():
            raise ValueError("say how it is said: give spoken or ipa")
        return self


class ReadingChoice(Model):
    """How what was made for the eye is read out."""

    tables: Tables | None = None
    """Tables: "rows" (a large one is announced), "read" or "announced"."""

    code: Code | None = None
    """Code listings: "announced", "read" or "skipped"."""

    notes: Notes | None = None
    """Footnotes and references: "placed" behind the text or "skipped"."""

    figures: Figures | None = None
    """Captions of pictures: "marked", "read" or "skipped"."""

    def reading(self, usual: Reading) -> Reading:
        """Give the choice: as usual where nothing is chosen."""
        chosen = {name: getattr(self, name) for name in ReadingChoice.model_fields}
        return replace(usual, **{name: value for name, value in chosen.items() if value})


class Hook(Model):
    """Whom to tell when an episode is ready or has failed, by Standard Webhooks."""

    url: Annotated[str, Field(max_length=2000, examples=["https://example.org/hooks/narrator"])]
    """Where a POST is sent to."""

    secret: Annotated[
        str,
        Field(
            pattern=r"^whsec_[A-Za-z0-9+/]{32,88}={0,2}$",
            examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        ),
    ]
    """Secret that signs it: "whsec_" and 24 to 64 bytes as base64."""


class Settings(ReadingChoice):
    """How an article is narrated."""

    title: Annotated[str, Field(max_length=500)] | None = None
    """Title in place of the article's own."""

    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    """BCP 47 primary language subtag; told by the article where it is left out."""

    voice: Name | None = None
    """A voice of `/v1/voices`; by default one that speaks the article's language."""

    quote_voice: Name | None = None
    """Second voice, for block quotes."""

    speed: Speed = 1.0
    """Speaking rate; 1.0 is the voice's own."""

    format: EpisodeFormat = EpisodeFormat.MP3
    """The audio that is made at once; every other one can be asked for later."""

    lexicon: Annotated[list[Word], Field(max_length=1000)] = []
    """Words that are said otherwise in this episode."""

    keep: Annotated[list[Kept], Field(max_length=100)] = []
    """What is not to be removed, as the receipt of `/v1/scripts` has it: the names of rules, and
    single lines, each as `=` and its text."""

    keep_all: bool = False
    """Whether nothing is removed at all."""

    drop: Dropped = []
    """Sentences that are not to be said, as the preview of `/v1/scripts` writes them; each goes
    wherever it stands, and what is not there is ignored."""

    webhook: Hook | None = None
    """Whom to tell when it is ready or has failed."""

    priority: Priority | None = None
    """Who is served first: "now" for somebody who waits, "later" for a backlog."""

    labels: Annotated[dict[Name, Annotated[str, Field(max_length=500)]], Field(max_length=20)] = {}
    """Whatever you want to find again in the episode."""


class ArticleRequest(Settings):
    """An article, as its address or its content, and how it is narrated."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://example.org/articles/mill", "voice": "joe"},
                {"text": "A quiet day at the mill\n\nThe wheel did not turn.", "speed": 1.1},
            ]
        }
    )

    url: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    """Where the article stands on the web. It is fetched unless the content is given too."""

    text: Text | None = None
    """The article as plain text."""

    html: Text | None = None
    """The article as a web page or a piece of one."""

    markdown: Text | None = None
    """The article as Markdown."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in ("text", "html", "markdown") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"give one of text, html and markdown, not {' and '.join(given)}")
        if not given and self.url is None:
            raise ValueError("give url, text, html or markdown")
        return self


class EpisodeChange(ReadingChoice):
    """What to change in an episode; only what sounds otherwise is spoken again."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"voice": "joe"},
                {"lexicon": [{"written": "Hynix", "spoken": "High nicks"}]},
                {"text": "A quiet day at the mill\n\nThe wheel turned again."},
            ]
        }
    )

    text: Text | None = None
    """New plain text of the article."""

    html: Text | None = None
    """New HTML of the article."""

    markdown: Text | None = None
    """New Markdown of the article."""

    title: Annotated[str, Field(max_length=500)] | None = None
    """Another title."""

    voice: Name | None = None
    """Another voice."""

    quote_voice: Annotated[str, Field(max_length=100)] | None = None
    """Another voice for quotes; empty for the same as everything else."""

    speed: Speed | None = None
    """Another speaking rate."""

    lexicon: Annotated[list[Word], Field(max_length=1000)] = []
    """Words to say otherwise from now on."""

    keep: Annotated[list[Kept], Field(max_length=100)] | None = None
    """Rules and lines that are to stay."""

    keep_all: bool | None = None
    """Whether nothing is removed at all."""

    drop: Dropped | None = None
    """Sentences that are not to be said; in place of those that were not before."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in ("text", "html", "markdown") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"give one of text, html and markdown, not {' and '.join(given)}")
        if not self.model_fields_set:
            raise ValueError("say what to change")
        return self


class SpeechRequest(BaseModel):
    """What `POST /v1/audio/speech` of the OpenAI API takes."""

    model_config = ConfigDict(
        extra="ignore",
        use_attribute_docstrings=True,
        json_schema_extra={
            "examples": [{"model": "narrator", "input": "It cost $5.", "voice": "joe"}]
        },
    )

    input: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    """What to say."""

    model: str = "narrator"
    """Taken and not looked at: the voice decides."""

    voice: str | dict[str, Any] = "alloy"
    """A voice of `/v1/voices`; OpenAI's own names stand for the usual voice."""

    response_format: Annotated[str, Field(pattern="^(mp3|opus|aac|flac|wav|pcm)$")] = "mp3"
    """How it is encoded; "pcm" is 24 kHz, 16 bit, mono, little-endian."""

    speed: Speed = 1.0
    """Speaking rate."""

    lexicon: Annotated[list[Word], Field(max_length=100)] = []
    """Words that are said otherwise this once; narrator's own addition."""

    stream_format: Annotated[str, Field(pattern="^(audio|sse)$")] = "audio"
    """Whether the sound comes as it is, or as base64 in server-sent events."""
