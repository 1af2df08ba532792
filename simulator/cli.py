"""The command `tagus-simulator`: serve a topology, paste a line into its management shell, list the topologies."""

import http.client
import json
import os
import signal
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import simulator
from simulator.errors import SimulatorMisuse
from simulator.seeding.seeded_state import make_state
from simulator.topologies import TOPOLOGIES
from simulator.topology import TopologyError
from simulator.wire_log import WireLogEntry

READY_FILE_VARIABLE = "TAGUS_SIMULATOR_READY_FILE"

app = typer.Typer(
    help="A fake Exchange organization and a fake Dynamics CRM, over real HTTPS.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def serve(
    topology: Annotated[
        str | None,
        typer.Option(
            help="Name of a topology, or the path of a .toml file.",
            show_default=f"the state file's, else {TOPOLOGIES[0].name}",
        ),
    ] = None,
    ready_file: Annotated[
        Path | None, typer.Option(help="Write URLs and accounts here once everything answers.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    base_port: Annotated[int, typer.Option(min=0, max=65000, help="First port; 0 takes any free ones.")] = 0,
    http: Annotated[bool, typer.Option("--http", help="Plain HTTP, for clients that cannot trust our CA.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Say everything as JSON, one object a line, and every call.")
    ] = False,
    state: Annotated[Path | None, typer.Option(help="Keep everything in this file over restarts.")] = None,
    load: Annotated[
        Path | None, typer.Option(help="A folder of .eml, .mbox, .ics and .vcf files, one sub-folder a mailbox.")
    ] = None,
) -> None:
    """Start a topology and stay up until Ctrl-C."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: ended.set())
    try:
        if ready_file is not None:
            _refuse_unwritable(ready_file)
        running = simulator.start(topology, host, base_port, http, state)
    except (SimulatorMisuse, TopologyError) as problem:
        _give_up(str(problem))
    try:
        if load is not None:
            _say({"loaded": running.control.load(load)}, as_json)
            running.control.keep()
        _announce(running.ready, as_json)
        if as_json:
            running.simulation.wire_log.listeners.append(_say_call)
        if ready_file is not None:
            _write_atomically(ready_file, json.dumps(running.ready, indent=1))
        ended.wait()
    except (SimulatorMisuse, OSError) as problem:
        running.stop()
        _give_up(str(problem))
    running.stop()


@app.command()
def seed(
    state: Annotated[Path, typer.Option(help="The state file to make; serve it with `serve --state`.")],
    mailboxes: Annotated[int, typer.Option(min=1, help="How many mailboxes to fill; people are made up.")] = 20,
    items: Annotated[int, typer.Option(min=0, help="How many items each; half of them are mail.")] = 100,
    topology: Annotated[
        str, typer.Option(help="Name of a topology, or the path of a .toml file: its sites and its people.")
    ] = TOPOLOGIES[0].name,
    number: Annotated[int, typer.Option("--seed", help="The same number gives the same content.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was made as JSON, without progress.")] = False,
) -> None:
    """Make a state file with many mailboxes full of made-up items."""
    quiet = as_json or not sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        chosen = simulator.chosen_topology(topology) or TOPOLOGIES[0]
        with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
            shown = progress.add_task("mailboxes", total=mailboxes)
            made = make_state(
                state, chosen, mailboxes, items, number, lambda done: progress.update(shown, completed=done)
            )
    except (SimulatorMisuse, TopologyError) as problem:
        _give_up(str(problem))
    fact = asdict(made) | {"items_per_second": round(made.items_per_second), "seconds": round(made.seconds, 2)}
    if as_json:
        _say({"seeded": fact | {"state": str(state)}}, as_json)
    else:
        typer.echo(
            f"{state}: {made.mailboxes} mailboxes, {made.items} items, {made.bytes / 1e6:.1f} MB "
            f"in {made.seconds:.1f} s, {made.items_per_second:.0f} items a second"
        )


@app.command()
def shell(
    line: Annotated[str, typer.Argument(help="The line, as an administrator would paste it.")],
    control_url: Annotated[str | None, typer.Option(help="control_url of the ready file.")] = None,
    ready_file: Annotated[Path | None, typer.Option(help=f"The ready file; or set {READY_FILE_VARIABLE}.")] = None,
) -> None:
    """Run one line of the Exchange Management Shell in a running simulator."""
    try:
        url = control_url or _control_url(ready_file)
        typer.echo(_post(f"{url}/shell", {"line": line})["output"], nl=False)
    except SimulatorMisuse as problem:
        _give_up(str(problem))


@app.command()
def topologies() -> None:
    """List the topologies that ship with the simulator."""
    for topology in TOPOLOGIES:
        sites = ", ".join(f"{site.name} ({site.version.product}, {site.version.build})" for site in topology.sites)
        typer.echo(f"{topology.name}: {sites}; {len(topology.accounts)} accounts; CRM {topology.crm.version}")


def _control_url(ready_file: Path | None) -> str:
    named = ready_file or (Path(os.environ[READY_FILE_VARIABLE]) if READY_FILE_VARIABLE in os.environ else None)
    if named is None:
        raise SimulatorMisuse(f"which simulator? Give --control-url or --ready-file, or set {READY_FILE_VARIABLE}")
    try:
        return str(json.loads(named.read_text(encoding="utf-8"))["control_url"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise SimulatorMisuse(f"{named} is not the ready file of a running simulator: {problem}") from problem


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    if not url.startswith(("http://", "https://")):
        raise SimulatorMisuse(f"{url!r} is no URL of a control plane; take control_url from the ready file")
    try:
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            found = json.loads(answer.read())
    except urllib.error.HTTPError as problem:
        with problem:
            raise SimulatorMisuse(
                _refusal(problem.read()) or f"{url} answered {problem}; is it a simulator?"
            ) from problem
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise SimulatorMisuse(f"no simulator answers at {url}: {problem}; is it running?") from problem
    if not isinstance(found, dict) or "output" not in found:
        raise SimulatorMisuse(f"what answers at {url} is no simulator; take control_url from the ready file")
    return found


def _refusal(document: bytes) -> str:
    """What a control plane says when it refuses; "" for an answer that is not its own."""
    try:
        return str(json.loads(document)["error"])
    except (ValueError, KeyError, TypeError):
        return ""


def _announce(ready: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _say({"ready": ready}, as_json)
        return
    for name, site in ready["sites"].items():
        typer.echo(f"{name:12} Exchange {site['exchange_version']:14} {site['ews_url']}")
    typer.echo(f"{'crm':12} {'':23} {ready['crm']['organization_service_url']}")
    typer.echo(f"{'control':12} {'':23} {ready['control_url']}")
    typer.echo(f"{'ca bundle':12} {'':23} {ready['ca_bundle']}")
    typer.echo("ready; Ctrl-C ends it")
    sys.stdout.flush()


def _say(fact: dict[str, Any], as_json: bool) -> None:
    typer.echo(json.dumps(fact) if as_json else "\n".join(f"{key}: {value}" for key, value in fact.items()))
    sys.stdout.flush()


def _say_call(entry: WireLogEntry) -> None:
    shown = entry.as_json()
    _say({"call": {key: value for key, value in shown.items() if key not in ("request", "answer")}}, as_json=True)


def _refuse_unwritable(path: Path) -> None:
    if path.is_dir() or not path.absolute().parent.is_dir() or not os.access(path.absolute().parent, os.W_OK):
        raise SimulatorMisuse(f"--ready-file {path}: cannot be written; name a file in a folder that you may write to")


def _write_atomically(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _give_up(text: str) -> NoReturn:
    typer.echo(f"tagus-simulator: {text}", err=True)
    raise typer.Exit(2)
