"""What the pages say is there in every language."""

import ast
import re
from pathlib import Path

import pytest

from narrator import service
from narrator.domain import ErrorKind
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


def constants(node):
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}


def problems_raised():
    """Kinds of all problems that the service's code names; the status of those without one."""
    kinds = set(ErrorKind)
    for path in Path(service.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "ProblemError":
                continue
            kind = next((one.value for one in call.keywords if one.arg == "kind"), None)
            if kind is not None:
                kinds |= {name for name in constants(kind) if isinstance(name, str)}
            elif call.args:
                kinds |= {f"status_{code}" for code in constants(call.args[0])}
    return kinds


def test_every_kind_of_problem_is_documented(request):
    told = (request.config.rootpath / "docs" / "http.md").read_text("utf-8")
    kinds = {kind for kind in problems_raised() if not kind.startswith("status_")}
    assert {kind for kind in kinds if f"`{kind}`" not in told} == set()


def test_every_problem_of_the_service_can_be_told_in_every_language():
    kinds = problems_raised()
    assert {"article", "rate", "validation", "embed-origin", "status_404"} <= kinds
    for language in LANGUAGES:
        assert {kind for kind in kinds if f"problem.{kind}" not in texts(language)} == set()


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
