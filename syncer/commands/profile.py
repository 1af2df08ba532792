"""`tagus-syncer profile …`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.profiles import NewProfile, add_profile, list_profiles
from syncer.commands.options import AsJson, SettingsFile, done

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Email server profiles.")


@app.command("add")
def profile_add(
    name: Annotated[str, typer.Argument(help="The profile's name; its password is the secret profile.<name>.")],
    user: Annotated[str, typer.Option(help="The service account, for instance CONTOSO\\crm13.service.")],
    location: Annotated[str | None, typer.Option(help="https://host/EWS/Exchange.asmx")] = None,
    autodiscover: Annotated[bool, typer.Option("--autodiscover", help="Find the server by autodiscover.")] = False,
    impersonation: Annotated[bool, typer.Option(help="Act as each mailbox's user.")] = True,
    default: Annotated[bool, typer.Option("--default", help="Make it the organization's default profile.")] = False,
    description: Annotated[str, typer.Option()] = "",
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Create an email server profile (New on the form)."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm):
            profile = NewProfile(name, user, location, autodiscover, impersonation, default, description)
            identity = add_profile(loaded, crm, profile)
        return done(Output(as_json), f'profile "{name}" created', profile=name, id=identity)

    raise typer.Exit(run_command(command))


@app.command("list")
def profile_list(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the email server profiles."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            Output(as_json).records(list_profiles(crm), nothing="no profiles")
        return ExitCode.FINE

    raise typer.Exit(run_command(command))
