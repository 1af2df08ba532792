"""The command line: tagus-conformance run, properties, targets."""

import json
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as ProgressBar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from conformance.explore import Progress
from conformance.open_target import target_names
from conformance.properties import PROPERTIES
from conformance.report import COULD_NOT_RUN, Report, as_json, as_text, golden
from conformance.run import EXAMPLES, SEED, quiet, run
from conformance.target import CannotRun, TargetChoice

app = typer.Typer(
    name="tagus-conformance",
    help="Judge an Exchange Web Services server by its answers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command("run")
def run_command(
    target: Annotated[str, typer.Option(help="simulator, real, or broken:NAME (see: targets)")] = "simulator",
    json_: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    examples: Annotated[int, typer.Option(min=1, help="walks through the mailbox")] = EXAMPLES,
    property_: Annotated[list[str] | None, typer.Option("--property", help="only this property (repeatable)")] = None,
    seed: Annotated[int, typer.Option(help="the same seed draws the same walks")] = SEED,
    save: Annotated[Path | None, typer.Option(help="folder for the shortest conversations, in full")] = None,
    settings: Annotated[Path | None, typer.Option(help="TOML settings of the real target")] = None,
    ready_file: Annotated[Path | None, typer.Option(help="ready file of a simulator that runs already")] = None,
    site: Annotated[str | None, typer.Option(help="site of the simulator")] = None,
    account: Annotated[str | None, typer.Option(help="account of the simulator, by name or address")] = None,
) -> None:
    """Judge the properties on a target. Exit code 0: all hold; 1: one is broken; 2: nothing can be said."""
    choice = TargetChoice(settings, ready_file, site, account, dict(os.environ))
    try:
        with _progress(json_) as progress:
            report = run(target, property_ or (), examples, seed, choice, progress)
        if save is not None:
            _save(report, save)
    except (CannotRun, OSError) as error:
        _cannot_run(str(error), json_)
        raise typer.Exit(COULD_NOT_RUN) from error
    except Exception as error:  # a mistake of ours must not look like a finding about the server
        traceback.print_exc()
        _cannot_run(f"this is a mistake in tagus-conformance itself: {error!r}", json_)
        raise typer.Exit(COULD_NOT_RUN) from error
    if json_:
        typer.echo(json.dumps(as_json(report), indent=2, ensure_ascii=False))
    else:
        for line in as_text(report):
            typer.echo(line)
    raise typer.Exit(report.exit_code())


@app.command("properties")
def properties_command(
    json_: Annotated[bool, typer.Option("--json", help="print them as JSON")] = False,
) -> None:
    """List the properties: what they promise, the requirements behind them, what a server must offer."""
    rows = [
        {
            "name": prop.name,
            "statement": prop.statement,
            "requirements": list(prop.requirements),
            "needs": sorted(prop.needs),
        }
        for prop in PROPERTIES
    ]
    if json_:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for prop in PROPERTIES:
        typer.echo(f"{prop.name}\n  {prop.statement}\n  {', '.join(prop.requirements)}")


@app.command("targets")
def targets_command(
    json_: Annotated[bool, typer.Option("--json", help="print them as JSON")] = False,
) -> None:
    """List the servers that can be judged."""
    rows = target_names()
    if json_:
        typer.echo(json.dumps([{"name": name, "meaning": meaning} for name, meaning in rows], indent=2))
        return
    width = max(len(name) for name, _ in rows)
    for name, meaning in rows:
        typer.echo(f"{name:<{width}}  {meaning}")


@contextmanager
def _progress(json_: bool) -> Iterator[Progress]:
    console = Console(stderr=True)
    if json_ or not console.is_terminal:
        yield quiet
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with ProgressBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(doing: str, walks: int) -> None:
            bar.update(task, description=f"{doing}, walk {walks}")

        yield show


def _save(report: Report, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = re.sub(r"[^A-Za-z0-9.@-]+", "-", report.target)
    for verdict in report.verdicts:
        if verdict.shortest is not None:
            path = folder / f"{target}.{verdict.property.name}.txt"
            path.write_text(golden(verdict), encoding="utf-8")


def _cannot_run(text: str, json_: bool) -> None:
    line = " ".join(text.split())
    if json_:
        typer.echo(json.dumps({"exit_code": COULD_NOT_RUN, "error": line}, ensure_ascii=False))
    else:
        typer.echo(f"cannot run: {line}", err=True)


def main() -> None:
    """The console script."""
    app()
