"""Options that every command has, and how a command that changed something ends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", envvar="TAGUS_SYNCER_SETTINGS", help="The settings file (TOML)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer JSON.")]


def done(output: Output, text: str, **document: object) -> ExitCode:
    """Say what was done: one line, or the document."""
    if output.as_json:
        output.document(document)
    output.line(text)
    return ExitCode.FINE
