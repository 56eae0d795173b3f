from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from narrator.audio.cover import draw

TITLES = [
    "Why we sleep",
    "Größe – und was sie kostet",
    "한국 경제의 미래",
    "日本の経済はどこへ向かうのか、専門家に聞いた",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwe " * 3,
    "A title that goes on and on, " * 30,
    "",
]


def pixels(cover):
    return np.asarray(Image.open(io.BytesIO(cover))).astype(int)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_gets_a_square_jpeg_that_directories_take(title):
    cover = draw(title, "Jane Doe")
    image = Image.open(io.BytesIO(cover))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))
    assert len(cover) < 180_000


def test_the_same_words_give_the_same_cover():
    assert draw("Why we sleep", "Jane") == draw("Why we sleep", "Jane")


def test_other_titles_have_other_colours():
    corners = {tuple(pixels(draw(title))[5, 5] // 8) for title in ("one", "two", "three", "four")}
    assert len(corners) == 4


def test_nothing_is_drawn_in_the_margin():
    ground = pixels(draw("W" * 400, "Jane Doe"))
    for edge in (ground[:90], ground[-90:], ground[:, :90], ground[:, -90:]):
        assert edge.max(axis=2).max() < 190
