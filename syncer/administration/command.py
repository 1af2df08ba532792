"""How every command begins and ends: settings, connection, output, exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from syncer.crm_side.connect import connect_crm
from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.crm_side.side import CrmSide
from syncer.exchange_side.errors import EwsError
from syncer.settings import Settings, SettingsError, load_settings

Record = Mapping[str, object]


class ExitCode(IntEnum):
    """What the process answers its caller."""

    FINE = 0
    FOUND_SOMETHING = 1
    COULD_NOT_RUN = 2


class CommandError(Exception):
    """The command cannot do what was asked; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where answers go: JSON for machines, a Rich table on a terminal, plain text otherwise."""

    as_json: bool = False

    def records(self, records: Sequence[Record], *, nothing: str) -> None:
        """Show rows that all have the same keys; `nothing` is said when there are none."""
        if self.as_json:
            self.document(list(records))
        elif not records:
            sys.stdout.write(nothing + "\n")
        elif sys.stdout.isatty():
            Console().print(_table(records))
        else:
            _write_plain(records)

    def document(self, value: object) -> None:
        """One JSON document."""
        sys.stdout.write(json.dumps(value, default=_plain_json, ensure_ascii=False, indent=2) + "\n")

    def line(self, text: str) -> None:
        """One line for people; nothing when the output is JSON."""
        if not self.as_json:
            sys.stdout.write(text + "\n")


def run_command(command: Callable[[], ExitCode]) -> int:
    """Run it; an expected failure becomes one line on standard error and exit code 2."""
    try:
        return int(command())
    except (SettingsError, CommandError) as error:
        reason = str(error)
    except CrmError as error:
        reason = crm_advice(error)
    except EwsError as error:
        reason = f"Exchange: {error.problem}"
    sys.stderr.write(f"tagus-syncer: {' '.join(reason.split())}\n")
    return int(ExitCode.COULD_NOT_RUN)


@contextmanager
def opened_crm(settings_file: Path | None) -> Iterator[tuple[Settings, CrmSide]]:
    """The settings and a connection to CRM. Raises `SettingsError`, `CrmError`."""
    settings = load_settings(settings_file)
    crm = connect_crm(settings)
    try:
        yield settings, crm
    finally:
        crm.close()


_ADVICE: Mapping[CrmProblemKind, str] = {
    CrmProblemKind.UNREACHABLE: "CRM does not answer: check crm.organization_service_url and that CRM is up",
    CrmProblemKind.UNTRUSTED: "CRM's certificate is not trusted: put it into the PEM file that ca_bundle names",
    CrmProblemKind.UNAUTHORIZED: "CRM refuses the user or password: check crm.user and the secret crm_password",
    CrmProblemKind.THROTTLED: "CRM is overloaded: try again later",
    CrmProblemKind.MALFORMED: "this does not answer like CRM: check crm.organization_service_url",
}


def crm_advice(error: CrmError) -> str:
    """One line: what is wrong with CRM and what to do."""
    problem = error.problem
    advice = _ADVICE.get(problem.kind, "CRM refuses this")
    return f"{advice} ({' '.join(part for part in (problem.code, problem.text) if part) or problem.kind})"


def _plain_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%SZ")
        case _:
            return str(value)


def _table(records: Sequence[Record]) -> Table:
    table = Table()
    for key in records[0]:
        table.add_column(key.replace("_", " "))
    for record in records:
        table.add_row(*(_text(value) for value in record.values()))
    return table


def _write_plain(records: Sequence[Record]) -> None:
    lines = [[key.replace("_", " ") for key in records[0]]] + [
        [_text(v) for v in record.values()] for record in records
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
