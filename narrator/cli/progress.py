"""The progress bar of a narration, on standard error and only where a person is looking."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from narrator.pipeline import Progress


class Meter:
    """Shows time left, audio seconds a second and the current section."""

    def __init__(self, label: str, *, shown: bool) -> None:
        """Show the progress of the article called `label`, if `shown` and there is a terminal."""
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar
        from rich.table import Column

        console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("{task.description}", table_column=Column(ratio=2, no_wrap=True)),
            BarColumn(table_column=Column(ratio=1)),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            expand=True,
            transient=True,
            disable=not (shown and console.is_terminal),
        )
        self._task = self._bar.add_task(label, total=1.0, rate="")
        self._started = time.perf_counter()
        self.last: Progress | None = None

    def __enter__(self) -> Self:
        """Start to show."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    def update(self, progress: Progress) -> None:
        """Show how far the narration is."""
        self.last = progress
        self._bar.update(
            self._task,
            completed=progress.share,
            description=progress.section,
            rate=f"{progress.seconds / self.elapsed:.0f}x",
        )
