"""Logs as JSON, one object a line, each with the id of the request it belongs to.

Neither what an article says nor a key or signature is ever written: paths without their query,
ids instead of keys.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str] = ContextVar("narrator_request_id", default="")
"""Id of the request being answered."""

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}


class JsonFormatter(logging.Formatter):
    """Writes a record and its extra fields as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        facts: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            facts["request_id"] = request_id
        facts |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)


def configure(level: str = "INFO") -> None:
    """Send every log of the process to standard error: as JSON, but to a person as plain lines."""
    handler = logging.StreamHandler()
    if not sys.stderr.isatty():
        handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Uvicorn's own lines about requests have addresses in full; the middleware writes ours.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"
