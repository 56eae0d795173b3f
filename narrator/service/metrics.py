"""What is counted, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from narrator.library import Library

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds, from a status call to a long download."""

_FIRST_SOUND = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0)
"""Seconds around the goal of 0.3."""

_SUMS = (
    ("audio_seconds", "Length of the episodes that were published.", None),
    ("speech_seconds", "Length of the utterances spoken; a hit was kept from before.", "cache"),
    ("speech", "Utterances asked for in the speech store.", "cache"),
    ("reels", "Stretches of encoded audio asked for in the store.", "cache"),
    ("stage_seconds", "Time that tasks of each stage took.", "stage"),
    ("stage_tasks", "Tasks of each stage that were done.", "stage"),
)
"""Name in the library's totals, what it tells, and what its label is called."""


class Metrics:
    """The counters of one service."""

    def __init__(self, library: Library) -> None:
        """Count for a service of `library`."""
        self.registry = CollectorRegistry()
        self.registry.register(_LibraryCollector(library))
        self.requests = Counter(
            "narrator_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.latency = Histogram(
            "narrator_http_request_seconds",
            "From a request's first byte to its answer's first byte.",
            ("method", "route"),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self.first_sound = Histogram(
            "narrator_first_sound_seconds",
            "From a request to the first sound of its stream.",
            registry=self.registry,
            buckets=_FIRST_SOUND,
        )

    def render(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _LibraryCollector(Collector):
    """Asks the library when it is scraped, so that the totals hold for every machine."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def collect(self) -> Iterator[Metric]:
        """Give what there is now, and what was done since the library began."""
        episodes = GaugeMetricFamily(
            "narrator_episodes",
            "Episodes in each state; queued is the depth of the queue.",
            labels=("state",),
        )
        for state, count in self._library.counts().items():
            episodes.add_metric((state,), count)
        yield episodes
        workers = GaugeMetricFamily("narrator_workers", "Workers that are alive.")
        workers.add_metric((), len(self._library.workers()))
        yield workers
        yield from _done(self._library.totals())


def _done(totals: dict[tuple[str, str], float]) -> Iterator[Metric]:
    """Give what all workers together did since the library began."""
    for name, text, label in _SUMS:
        family = CounterMetricFamily(f"narrator_{name}", text, labels=(label,) if label else ())
        for (of, value), total in sorted(totals.items()):
            if of == name:
                family.add_metric((value,) if label else (), total)
        yield family
    spoken = totals.get(("speech_seconds", "miss"), 0.0)
    if spoken:
        factor = GaugeMetricFamily(
            "narrator_real_time_factor",
            "Seconds of speaking, in one booth, for a second of new speech.",
        )
        factor.add_metric((), totals.get(("stage_seconds", "speak"), 0.0) / spoken)
        yield factor
