"""Names and days in bylines."""

from __future__ import annotations

from datetime import date

import pytest

from narrator.text.byline import byline_names, written_day


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Harker", "Ann Harker"),
        ("by Ann Harker and Joe van der Marl", "Ann Harker and Joe van der Marl"),
        ("BY ANN HARKER", "ANN HARKER"),
        ("By Ann Harker at the Marl Arena", "Ann Harker"),
        ("By Ann Harker, harbour reporter", "Ann Harker"),
        ("By Ann Harker | March 3, 2025", "Ann Harker"),
        ("Words: Ann Harker", "Ann Harker"),
        ("Von Anna Härker", "Anna Härker"),
        ("Par Anne Harquer", "Anne Harquer"),
    ],
)
def test_names_are_read_from_a_byline(text, names):
    assert byline_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "By Thursday it was over.",
        "By Thursday",
        "By Monday morning Elsa knew.",
        "By noon the road was closed.",
        "By Ann, who knew.",
        "By Jove!",
        "By Ann Harker's watch it was ten.",
        "Von Marl nach Orrin",
        "Par la fenêtre, on voyait la mer.",
        "Words fail me",
        "Stand by me.",
    ],
)
def test_what_only_begins_like_a_byline_has_no_names(text):
    assert byline_names(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 3, 2025", date(2025, 3, 3)),
        ("Updated: 3 Mar 2025, 10:15 am", date(2025, 3, 3)),
        ("Stand: 4. Oktober 2024", date(2024, 10, 4)),
        ("Publié le 1er août 2024 à 10h", date(2024, 8, 1)),
        ("3 de mayo de 2024", date(2024, 5, 3)),
        ("2025-03-03", date(2025, 3, 3)),
        ("입력 2025년 3월 3일", date(2025, 3, 3)),
        ("03.04.2025", date(2025, 4, 3)),
        ("03/04/2025", None),
        ("31 February 2025", None),
        ("12 monkeys 2025", None),
        ("10:30", None),
    ],
)
def test_days_are_read_as_they_are_written(text, day):
    assert written_day(text) == day
