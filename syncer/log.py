"""Structured log lines: JSON for machines, columns for people. Mailbox, site and cycle are bound once per cycle."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, cast

import structlog
from pydantic import SecretStr
from structlog.typing import FilteringBoundLogger

__all__ = ["bound", "configure", "logger"]

_SECRET_WORDS = ("password", "secret", "authorization", "token")


def configure(*, level: str = "info", as_json: bool = False) -> None:
    """Set the log up for the process; lines go to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_secrets,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    """Standard error as it is when the line is written, not as it was when the log was set up."""
    return structlog.PrintLogger(sys.stderr)


def logger(name: str) -> FilteringBoundLogger:
    """The log of one module."""
    return cast(FilteringBoundLogger, structlog.get_logger(part=name))


@contextmanager
def bound(**names: str) -> Iterator[None]:
    """Bind `mailbox`, `site`, `cycle` … to every line written inside, in this thread."""
    with structlog.contextvars.bound_contextvars(**names):
        yield


def hide_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what must never be logged: secret types, and values under names that speak of secrets."""
    for key, value in event.items():
        if isinstance(value, SecretStr) or any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "**********"
    return event
