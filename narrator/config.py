"""Settings, read once: the environment (`NARRATOR_*`), then `narrator.toml`, then defaults."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import ByteSize, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from narrator.domain import InputError
from narrator.voices import default_folder

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class Settings(BaseSettings):
    """What holds for a whole run, whatever the article."""

    model_config = SettingsConfigDict(
        env_prefix="NARRATOR_", toml_file="narrator.toml", extra="forbid", frozen=True
    )

    home: Path = Path("output")
    """Folder for finished episodes."""

    cache: Path = Field(default_factory=lambda: platformdirs.user_cache_path("narrator"))
    """Folder for spoken sentences and prepared models; all of it can be made again."""

    cache_limit: ByteSize = ByteSize(2 * 1024**3)
    """Most that spoken sentences may take; "500MB" and "2GiB" are understood."""

    voices: Path = Field(default_factory=default_folder)
    """Folder for installed voices."""

    sites: Path | None = None
    """TOML file with rules for single web sites, beside our own."""

    voice: str = "joe"
    """Voice where none is named, for articles in its language."""

    lexicon: Path | None = None
    """File that says how words are spoken in every article."""

    threads: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Sentences to synthesize at once."""

    fetch_allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts and networks that may be read besides the public internet ("wiki.example",
    "10.2.0.0/16"); commas between them in the environment."""

    host: str = "127.0.0.1"
    """Address that `narrator serve` listens on; any but this machine's own needs API keys."""

    port: int = Field(default=8000, ge=0, le=65535)
    """Port that `narrator serve` listens on; 0 for any that is free."""

    workers: int = Field(default=1, ge=0)
    """Worker processes that `narrator serve` starts; 0 where others do the work."""

    database: str | None = None
    """PostgreSQL URL for a library on several machines; by default a file in `home`."""

    store: str | None = None
    """Object store URL ("s3://bucket/prefix") for finished episodes; by default a folder in
    `home`."""

    patience: float = Field(default=1.0, gt=0)
    """Factor on the time that an engine may take before a worker gives it up as hanging."""

    public_url: str | None = None
    """Address the service is known by outside, such as "https://listen.example.org"."""

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Host names the service answers to besides this machine's own and `public_url`'s; "*" for
    any."""

    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins whose pages may use the API from a browser; "*" for any. With API keys any may by
    default, since no page has the key unless its user gave it."""

    embed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Sites whose pages may have a "Listen to this article" button, as origins
    ("https://news.example"): pressing it makes an episode of the page it stands on."""

    embed_limit: int = Field(default=60, ge=1)
    """New episodes an hour that the buttons of one site may make."""

    upload_limit: ByteSize = ByteSize(100 * 1000**2)
    """Most that a request's body may hold."""

    rate_limit: int = Field(default=240, ge=1)
    """Requests a minute for each API key."""

    audio_limit: int = Field(default=600, ge=1)
    """Minutes of audio in 24 hours for each API key that has no figure of its own."""

    @field_validator("fetch_allow", "allowed_hosts", "cors_origins", "embed_origins", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Take a list with commas, as environments write it."""
        if isinstance(value, str):
            return tuple(item.strip() for item in value.split(",") if item.strip())
        return value

    @field_validator("fetch_allow")
    @classmethod
    def _reachable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is neither a host nor a network before anything is read."""
        if value:
            from narrator.fetch import Access

            Access.of(value)
        return value

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is more, or less, than an origin (RFC 6454)."""
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is no origin such as https://news.example")
        return tuple(origin.lower() for origin in value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, and leave out the sources we do not document."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        InputError: A setting is unknown or has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise InputError(
                f"there is no setting {name!r}", hint="take it out of narrator.toml"
            ) from error
        raise InputError(
            f"the setting {name!r} is wrong ({first['msg']})",
            hint=f"correct NARRATOR_{name.upper()} or {name} in narrator.toml",
        ) from error
    except ValueError as error:
        raise InputError(f"narrator.toml cannot be read ({error})", hint="correct it") from error
