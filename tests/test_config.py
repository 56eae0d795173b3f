"""Settings come from the environment first, then from narrator.toml."""

from pathlib import Path

import pytest

from narrator.config import read_settings
from narrator.domain import InputError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_the_defaults_hold():
    settings = read_settings()
    assert settings.home == Path("output")
    assert settings.cache_limit == 2 * 1024**3
    assert settings.voice == "joe"


def test_the_file_sets_what_the_environment_does_not(folder, monkeypatch):
    (folder / "narrator.toml").write_text('voice = "tone"\nthreads = 3\ncache_limit = "500MB"\n')
    monkeypatch.setenv("NARRATOR_THREADS", "1")
    settings = read_settings()
    assert settings.voice == "tone"
    assert settings.threads == 1
    assert settings.cache_limit == 500_000_000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("threads = 0", "threads"),
        ("voices = 3", "voices"),
        ("threads = [", "narrator.toml"),
        ('fetch_allow = ["http://wiki"]', "fetch_allow"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(folder, text, named):
    (folder / "narrator.toml").write_text(text)
    with pytest.raises(InputError, match=named):
        read_settings()


def test_a_list_is_written_with_commas_in_the_environment(monkeypatch):
    monkeypatch.setenv("NARRATOR_FETCH_ALLOW", "wiki.example, 10.0.0.0/8")
    assert read_settings().fetch_allow == ("wiki.example", "10.0.0.0/8")
