"""A line before an article is said as everything else is."""

from datetime import date

import pytest

from narrator.domain import Role
from narrator.library.compose import compose
from narrator.library.intro import announce, introduce
from narrator.library.plan import Plan
from narrator.library.records import Origin
from narrator.manifest import Source
from narrator.text import read_article, verbalize, write_script
from narrator.text.lexicon import Entry, Lexicon


def test_it_comes_first_and_is_said_with_the_listeners_own_words():
    script = write_script(read_article("A day\n\nIt rained."), voice="tone")
    words = Lexicon((Entry("NationPress", "Nation Press"),))
    told = announce(script, "From NationPress, January 14th:", words)
    first, *rest = told.utterances
    assert first.spoken == "From Nation Press, January fourteenth:"
    assert (first.role, first.section, first.voice) == (Role.DATELINE, 0, "tone")
    assert tuple(rest) == script.utterances


@pytest.mark.parametrize(
    ("language", "line", "spoken"),
    [
        ("en", "From The River, January 14:", "From The River, January fourteenth:"),
        ("de", "Aus The River, vom 14. Januar:", "Aus The River, vom vierzehnten Januar:"),
        ("fr", "Lu dans The River, le 14 janvier :", "Lu dans The River, le quatorze janvier :"),
        ("es", "De The River, 14 de enero:", "De The River, catorce de enero:"),
        ("ko", "The River, 1월 14일 기사입니다.", "The River, 일월 십사일 기사입니다."),
        ("it", "The River, 14 gennaio:", "The River, quattordici gennaio:"),
    ],
)
def test_where_an_article_is_from_is_said_in_its_language(language, line, spoken):
    assert introduce(Origin("The River", date(2026, 1, 14)), language) == line
    assert verbalize(line, language) == spoken


def test_an_article_without_a_day_names_its_publication_alone():
    assert introduce(Origin("The River"), "de") == "Aus The River:"
    assert introduce(Origin("The River"), "") == "The River:"


@pytest.mark.parametrize(
    ("language", "opening", "first"),
    [
        ("en", "In this episode", "First: One."),
        ("de", "In dieser Folge", "Erstens: One."),
        ("fr", "Dans cet épisode", "Premièrement : One."),
        ("es", "En este episodio", "Primero: One."),
        ("ko", "이번 에피소드", "첫째: One."),
    ],
)
def test_a_digest_lists_what_it_has_in_its_language(language, opening, first):
    article = read_article("One\n\nIt rained.", kind="text", language=language)
    plan = Plan(article, write_script(article, voice="tone"), Source("0" * 64, None, None), 1.0)
    script = compose("Today", [plan, plan], plan.source).script
    assert script.sections[0].title == opening
    head, item = script.utterances[:2]
    assert head.text.rstrip(" :") == opening
    assert item.text == first
