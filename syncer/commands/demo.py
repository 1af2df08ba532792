"""`tagus-syncer demo`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from syncer.administration.command import run_command
from syncer.commands.options import AsJson
from syncer.demo.run import run_demo

app = typer.Typer(add_completion=False)


@app.command("demo")
def demo(
    as_json: AsJson = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything running and say how to use it.")] = False,
    load: Annotated[
        Path | None, typer.Option("--load", metavar="FOLDER", help="Real .eml files, one sub-folder a mailbox.")
    ] = None,
) -> None:
    """Play the walk-through between real processes: three sites, one CRM, this syncer."""
    raise typer.Exit(run_command(lambda: run_demo(as_json=as_json, keep=keep, load=load)))
