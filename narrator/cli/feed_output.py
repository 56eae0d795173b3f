"""What `narrator feed` prints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.library.feeds.check import Fault
    from narrator.library.feeds.site import SiteReport


def print_site(report: SiteReport, site: Path, *, as_json: bool) -> None:
    """Say what a build did."""
    if as_json:
        print(json.dumps(dataclasses.asdict(report) | {"site": str(site)}, ensure_ascii=False))
        return
    minutes = round(report.duration / 60)
    length = f"{minutes // 60}:{minutes % 60:02} h" if minutes >= 60 else f"{minutes} min"
    changes = f"{report.written} files written"
    if report.deleted:
        changes += f", {report.deleted} deleted"
    if not report.written and not report.deleted:
        changes = "nothing has changed"
    plural = "s" * (report.episodes != 1)
    print(f"{site}  {report.episodes} episode{plural}, {length}; {changes}")
    print(f"Subscribe to {report.feed} once {site} is served there.")


def print_faults(faults: Sequence[Fault], what: str, *, as_json: bool) -> None:
    """Say which rules a feed breaks."""
    if as_json:
        print(json.dumps([dataclasses.asdict(fault) for fault in faults], ensure_ascii=False))
        return
    for fault in faults:
        place = f" ({fault.place})" if fault.place else ""
        print(f"{fault.rule}: {fault.message}{place}")
    if not faults:
        print(f"{what} keeps every rule")
