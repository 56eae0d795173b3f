"""What has once been reached on our own corpora is held."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("measures", Path(__file__).with_name("measures.py"))
measures = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(measures)


@pytest.mark.parametrize("name", measures.read_floors())
def test_no_metric_falls_below_its_floor(name):
    floors, found = measures.read_floors()[name], measures.MEASURES[name]()
    under = {metric: found.get(metric) for metric in floors if not found[metric] >= floors[metric]}
    assert not under, f"floors: {floors}"


def test_every_measure_has_floors():
    assert set(measures.read_floors()) == set(measures.MEASURES)


def test_a_floor_is_raised_and_never_lowered():
    assert measures.raised({"a": {"x": 0.5}}, {"a": {"x": 0.71239}, "b": {"y": 1.0}}) == {
        "a": {"x": 0.712},
        "b": {"y": 1.0},
    }
    assert measures.raised({"a": {"x": 0.7124}}, {"a": {"x": 0.71245}}) == {"a": {"x": 0.7124}}
    with pytest.raises(ValueError, match=r"a.x is 0.4000, floor 0.500"):
        measures.raised({"a": {"x": 0.5}}, {"a": {"x": 0.4}})
    with pytest.raises(ValueError, match=r"a.x is nan"):
        measures.raised({"a": {"x": 0.5}}, {})
