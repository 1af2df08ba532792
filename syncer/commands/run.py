"""`tagus-syncer run`"""

from __future__ import annotations

import typer

from syncer.administration.command import run_command
from syncer.commands.options import SettingsFile
from syncer.service import run_until_stopped

app = typer.Typer(add_completion=False)


@app.command("run")
def run(settings: SettingsFile = None) -> None:
    """Work until stopped (SIGTERM or Ctrl-C), which takes effect after the current step."""
    raise typer.Exit(run_command(lambda: run_until_stopped(settings)))
