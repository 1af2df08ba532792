"""`tagus-syncer take-over`"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.holds import take_over_mailboxes
from syncer.administration.status import opened_store
from syncer.commands.options import AsJson, SettingsFile, done

app = typer.Typer(add_completion=False)


@app.command("take-over")
def take_over(
    mailboxes: Annotated[list[str], typer.Argument(help="Addresses or names of mailboxes.")],
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Say that mailboxes are ours now: accept what another service wrote into their rows before."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm), opened_store(loaded) as store:
            changed = take_over_mailboxes(crm, store, mailboxes, datetime.now(UTC))
        return done(Output(as_json), f"{len(changed)} mailboxes taken over", mailboxes=changed)

    raise typer.Exit(run_command(command))
