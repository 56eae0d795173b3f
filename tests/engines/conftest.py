from __future__ import annotations

import pytest

from narrator.engines import load_engine
from narrator.voices import find_voice


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
