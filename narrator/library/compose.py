"""Several articles as one script: a list of what is to come, then each article.

Nothing of them is written anew, so their sentences are spoken already and their sound is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narrator.domain import Article, Role, Script, ScriptSection, Utterance
from narrator.library.codec import decode
from narrator.library.plan import Plan
from narrator.manifest import Source
from narrator.text.normalize import to_spoken

KIND = "digest"
"""`Order.kind` of an order whose source names other episodes."""

_PAUSE = 0.4
"""Seconds between two lines of the list."""

_CHANGE = 1.5
"""Seconds between two articles: twice what is between two sections."""

_ORDINALS = {
    language: tuple(words.split())
    for language, words in {
        "en": "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth",
        "de": "Erstens Zweitens Drittens Viertens Fünftens Sechstens Siebtens Achtens Neuntens",
        "fr": "Premièrement Deuxièmement Troisièmement Quatrièmement Cinquièmement Sixièmement "
        "Septièmement Huitièmement Neuvièmement",
        "es": "Primero Segundo Tercero Cuarto Quinto Sexto Séptimo Octavo Noveno",
        "ko": "첫째 둘째 셋째 넷째 다섯째 여섯째 일곱째 여덟째 아홉째",
    }.items()
}
"""How the lines of the list begin, by language; the titles speak for themselves in others."""

_OPENINGS = {"en": "In this episode", "de": "In dieser Folge", "fr": "Dans cet épisode"}
_OPENINGS |= {"es": "En este episodio", "ko": "이번 에피소드"}
"""How the list is introduced, and what its chapter is called."""

_OPENING = _OPENINGS["en"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The source of a digest: what it consists of."""

    title: str
    """Title of the digest."""

    plans: tuple[str, ...]
    """Keys of the articles' plans, in the order they are heard."""


def compose(title: str, plans: Sequence[Plan], source: Source) -> Plan:
    """Join articles into one.

    Args:
        title: Of the whole.
        plans: The articles and what is said of each; at least one.
        source: What the digest was ordered with.
    """
    language = plans[0].script.language
    voice = plans[0].script.utterances[0].voice
    opening = _OPENINGS.get(language, _OPENING)
    sections = [ScriptSection(opening, 1)]
    utterances = list(_contents(opening, plans, language, voice))
    for plan in plans:
        first = len(sections)
        sections += _sections(plan.script)
        said = [
            dataclasses.replace(one, section=first + one.section, span=None)
            for one in plan.script.utterances
        ]
        said[-1] = dataclasses.replace(said[-1], pause=_CHANGE)
        utterances += said
    script = Script(title, language, tuple(sections), tuple(utterances))
    article = Article(
        title=title,
        sections=tuple(section for plan in plans for section in plan.article.sections),
        language=language,
        removed=tuple(item for plan in plans for item in plan.article.removed),
    )
    return Plan(article, script, source, plans[0].speed)


def _contents(opening: str, plans: Sequence[Plan], language: str, voice: str) -> list[Utterance]:
    ordinals = _ORDINALS.get(language, ())
    colon = " :" if language == "fr" else ":"
    lines = [f"{opening}{colon}"]
    for place, plan in enumerate(plans):
        lead = f"{ordinals[place]}{colon} " if place < len(ordinals) else ""
        title = plan.script.title.rstrip(" .")
        lines.append(f"{lead}{title}.")
    spoken = [to_spoken(line, language) for line in lines]
    last = len(lines) - 1
    return [
        Utterance(
            text=form.text,
            spoken=form.spoken,
            role=Role.TITLE if place == 0 else Role.ITEM,
            section=0,
            voice=voice,
            pause=_CHANGE if place == last else _PAUSE,
            replacements=form.replacements,
            pronunciations=form.pronunciations,
        )
        for place, form in enumerate(spoken)
    ]


def _sections(script: Script) -> list[ScriptSection]:
    """Give an article's sections as a group: its title, then its parts one level deeper."""
    inner = [
        ScriptSection(f"{script.title}: {section.title}", section.level + 1)
        for section in script.sections
    ]
    return [ScriptSection(script.title, 1), *inner[1:]]


def usual_manifest(manifests: Iterable[bytes]) -> bytes | None:
    """Give the manifest whose gain most of the audio has, so that most of it can be kept.

    Args:
        manifests: Those of the articles.
    """
    found: dict[float, tuple[float, bytes]] = {}
    for data in manifests:
        facts = decode(data, dict)["audio"]
        gain = facts["loudness"]["gain"]
        seconds, first = found.get(gain, (0.0, data))
        found[gain] = seconds + facts["duration"], first
    return max(found.values(), key=lambda one: one[0])[1] if found else None
