"""What the pages say is there in every language."""

import re
from pathlib import Path

import pytest

from narrator.service import web
from narrator.service.web.texts import LANGUAGES, choose_language, texts
from narrator.text.residue import rule_names

FOLDER = Path(web.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_places(language):
    here, first = texts(language), texts(LANGUAGES[0])
    assert here.keys() == first.keys()
    for key, text in here.items():
        assert text.strip()
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", first[key])), key


def test_every_text_that_is_asked_for_is_there():
    asked = set()
    for path in FOLDER.rglob("*.js"):
        asked |= set(re.findall(r"[( ]\"([a-z]+\.[a-z_]+)\"[,):;]", path.read_text("utf-8")))
    for path in FOLDER.rglob("*.html"):
        asked |= set(re.findall(r"t\[[\"']([a-z_.]+)[\"']\]", path.read_text("utf-8")))
    known = {key.partition(".")[0] for key in texts("en")}
    asked |= {f"rule.{name}" for name in rule_names()}
    missing = {key for key in asked if key.partition(".")[0] in known} - texts("en").keys()
    assert missing == set()


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "fr,en;q=0.3,de;q=0.8", "de"),
        (None, "de;q=0", "en"),
        (None, "de;q=x", "en"),
        ("en", "de", "en"),
        ("xx", "de", "de"),
        (None, "", "en"),
    ],
)
def test_the_language_is_what_was_chosen_or_else_the_browsers(chosen, accepted, language):
    assert choose_language(chosen, accepted) == language
