"""`tagus-syncer once`"""

from __future__ import annotations

import typer

from syncer.administration.command import Output, run_command
from syncer.commands.options import AsJson, SettingsFile
from syncer.service import run_once

app = typer.Typer(add_completion=False)


@app.command("once")
def once(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Look at every mailbox once; exit code 1 when a mailbox could not be synchronized."""
    raise typer.Exit(run_command(lambda: run_once(settings, Output(as_json))))
