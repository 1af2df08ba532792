"""Answers held against the published schemas, and how many were.

The schemas are not ours to ship: TAGUS_EWS_VALIDATOR names a script beside them that has `errors(envelope)`. Without it
nothing is checked.
"""

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MOST_BYTES = 8_000_000
"""The script's parser takes no longer texts; larger answers hold attachments and are not checked."""
NOT_GIVEN = "TAGUS_EWS_VALIDATOR names no script with the published schemas, which are not ours to ship"


@dataclass
class Checked:
    """What this process has checked so far."""

    answers: int = 0


CHECKED = Checked()


@cache
def schema_errors() -> Callable[[bytes], list[str]] | None:
    """What says what is wrong with an envelope, if there is such a script."""
    path = os.environ.get("TAGUS_EWS_VALIDATOR")
    if not path:
        return None
    spec = importlib.util.spec_from_file_location("ews_validator", Path(path))
    assert spec is not None and spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    errors: Callable[[bytes], list[str]] = module.errors
    return errors


def errors_of(envelope: bytes) -> list[str]:
    """What the schemas find wrong with an answer; nothing where they are not given."""
    errors = schema_errors()
    if errors is None or len(envelope) > MOST_BYTES:
        return []
    CHECKED.answers += 1
    return errors(envelope)


def errors_of_body(body: bytes) -> list[str]:
    """The same for what stands in the Body of an envelope."""
    return errors_of(f'<s:Envelope xmlns:s="{SOAP}"><s:Body>'.encode() + body + b"</s:Body></s:Envelope>")
