"""`tagus-syncer quarantine`"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from syncer.administration.command import CommandError, ExitCode, Output, run_command
from syncer.administration.set_aside import list_quarantine, release_items
from syncer.administration.status import opened_store
from syncer.commands.options import AsJson, SettingsFile, done
from syncer.settings import load_settings

app = typer.Typer(add_completion=False)


@app.command("quarantine")
def quarantine(
    mailboxes: Annotated[list[str] | None, typer.Argument(help="Addresses; none for all.")] = None,
    release: Annotated[
        list[str] | None, typer.Option("--release", metavar="ITEM", help="Try this item again (may be repeated).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Try all of them again.")] = False,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show items and rows that are set aside, or try them again; exit code 1 when the list is not empty."""

    def command() -> ExitCode:
        loaded = load_settings(settings)
        if release and everything:
            raise CommandError("give either --release ITEM or --all")
        with opened_store(loaded) as store:
            if release or everything:
                items = release_items(loaded, store, mailboxes or [], release or [], datetime.now(UTC))
                return done(Output(as_json), f"{len(items)} will be tried again in the next cycle", items=items)
            found = list_quarantine(store, mailboxes or [])
        Output(as_json).records(found, nothing="nothing is set aside")
        return ExitCode.FOUND_SOMETHING if found else ExitCode.FINE

    raise typer.Exit(run_command(command))
