"""Structured logs that never hold a secret: readable on a terminal, JSON lines elsewhere.

Secrets are recognised twice: by value (``hide_value`` learns each one when settings are read) and by shape
(tokens of the platforms we speak to, credentials inside URLs, names of keys that hold them).
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

HIDDEN = "[hidden]"
_SECRET_KEYS = re.compile(
    r"token|secret|password|passwd|authorization|api_?key|cookie|signature|ticket", re.I
)
_SHAPES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"  # Slack tokens
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password@ in URLs
    r"|(?i:(?<=bearer )[\w.~+/=-]{8,})"
    r"|(?i:(?<=[?&]ticket=)|(?<=[?&]access_token=)|(?<=[?&]token=)|(?<=[?&]key=)|(?<=[?&]sig=))[^&\s\"']+"
)
_values: set[str] = set()


def hide_value(secret: str) -> None:
    """Never print this value again. Very short values are ignored: they would blot out ordinary words."""
    if len(secret) >= 6:
        _values.add(secret)


def hide_secrets(text: str) -> str:
    """The text with every known or recognisable secret replaced by ``[hidden]``."""
    for value in _values:
        text = text.replace(value, HIDDEN)
    return _SHAPES.sub(HIDDEN, text)


def _scrub(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return hide_secrets(value)
    if depth < 6 and isinstance(value, dict):
        return {k: HIDDEN if _SECRET_KEYS.search(str(k)) else _scrub(v, depth + 1) for k, v in value.items()}
    if depth < 6 and isinstance(value, list | tuple | set | frozenset):
        return [_scrub(v, depth + 1) for v in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return hide_secrets(str(value))


def scrub_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: no value of the event holds a secret afterwards."""
    for key in list(event):
        value = event[key]
        if _SECRET_KEYS.search(key):
            event[key] = HIDDEN
        elif not key.startswith("_"):
            event[key] = _scrub(value)
    return event


def configure_logging(
    level: str = "INFO", *, json_lines: bool | None = None, stream: TextIO | None = None
) -> None:
    """Send everything, the libraries' own logs included, through one scrubbed pipe to ``stream`` (stderr).

    ``json_lines`` defaults to whether the stream is not a terminal.
    """
    out = stream or sys.stderr
    as_json = (not out.isatty()) if json_lines is None else json_lines
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        scrub_event,
    ]
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in (
        "httpx",
        "httpcore",
        "uvicorn.access",
        "apscheduler",
        "aiosqlite",
        "slack_bolt",
        "asyncio",
        "alembic",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose events are words with fields: ``log.info("source lost", source=name)``."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger
