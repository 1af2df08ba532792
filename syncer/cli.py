"""`tagus-syncer`: exit code 0 fine, 1 found something, 2 could not run.

A command's module is imported when the command is asked for: an administrator's command doesn't wait for the mail
client and the database that only the service needs.
"""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS: tuple[tuple[str, str], ...] = (
    ("profile", "syncer.commands.profile"),
    ("mailbox", "syncer.commands.mailbox"),
    ("alerts", "syncer.commands.alerts"),
    ("check", "syncer.commands.check"),
    ("run", "syncer.commands.run"),
    ("once", "syncer.commands.once"),
    ("status", "syncer.commands.status"),
    ("quarantine", "syncer.commands.quarantine"),
    ("conflicts", "syncer.commands.conflicts"),
    ("release", "syncer.commands.release"),
    ("take-over", "syncer.commands.take_over"),
    ("demo", "syncer.commands.demo"),
)
"""Every command and the module whose `app` it is."""


class CommandTable(TyperGroup):
    """Finds the commands in the table above."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names, in the table's order."""
        return [name for name, _ in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of this name; None for an unknown one."""
        for name, module in COMMANDS:
            if name == cmd_name:
                command = get_command(importlib.import_module(module).app)
                command.name = name
                return command
        return None


app = typer.Typer(
    cls=CommandTable,
    no_args_is_help=True,
    add_completion=False,
    help="Synchronize Exchange mailboxes with Dynamics CRM.",
)


@app.callback()
def _program() -> None:
    """Synchronize Exchange mailboxes with Dynamics CRM."""


def main() -> None:
    """The console script."""
    app()
