"""Plays the steps one after the other and says how each went: Rich on a terminal, plain lines otherwise, or JSON."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

import requests
from exchangelib.errors import EWSError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from syncer.administration.command import CommandError, ExitCode
from syncer.crm_side.errors import CrmError
from syncer.demo.loaded_files import loaded_files
from syncer.demo.processes import ProcessFailed
from syncer.demo.stage import PROFILES, Stage
from syncer.demo.step import Step, StepFailed
from syncer.demo.steps import STEPS

FAILURES = (
    StepFailed,
    ProcessFailed,
    CrmError,
    EWSError,
    requests.RequestException,
    LookupError,
    ValueError,
    TypeError,
)
"""What a step may raise; anything else is our own mistake and stops the demo with its traceback."""


@dataclass(frozen=True, slots=True)
class Played:
    """How a step went."""

    step: str
    title: str
    held: bool
    seconds: float
    seen: str


class Narrator(Protocol):
    """Who tells what happens."""

    def begins(self, step: Step) -> None:
        """A step is about to be played."""

    def ended(self, played: Played) -> None:
        """A step was played."""

    def says(self, text: str) -> None:
        """Something about the demo itself."""


TITLE_WIDTH = 36
"""The longest title; on a terminal the rest of the line is for what was seen."""


class PlainNarrator:
    """One line a step."""

    def begins(self, step: Step) -> None:
        """Nothing: the line comes when the step is over."""

    def ended(self, played: Played) -> None:
        """The step's line."""
        tick = "✓" if played.held else "✗"
        self.says(f"{tick} {played.step:<3} {played.title:<{TITLE_WIDTH}} {played.seconds:5.1f} s  {played.seen}")

    def says(self, text: str) -> None:
        """A line of its own."""
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()


class TerminalNarrator:
    """Rich: the step that runs is shown with a spinner."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._status = self._console.status("")

    def begins(self, step: Step) -> None:
        """Start the spinner."""
        self._status.update(f"{step.number} {step.title} …")
        self._status.start()

    def ended(self, played: Played) -> None:
        """Stop the spinner, write the line."""
        self._status.stop()
        self._console.print(step_row(played))

    def says(self, text: str) -> None:
        """A line of its own; a command in it can be copied as it is."""
        self._console.print(text, markup=False, soft_wrap=True)


def step_row(played: Played) -> Table:
    """Tick, number, title, time, and what was seen: a text that is too long goes on in its own column."""
    row = Table.grid(padding=(0, 1), expand=True)
    row.add_column(width=1)
    row.add_column(width=2, style="bold")
    row.add_column(width=TITLE_WIDTH)
    row.add_column(width=6, justify="right", style="dim")
    row.add_column(ratio=1)
    tick = Text("✓", style="green") if played.held else Text("✗", style="red")
    row.add_row(tick, played.step, Text(played.title), f"{played.seconds:.1f} s", Text(played.seen))
    return row


class SilentNarrator:
    """For JSON: everything is told at the end."""

    def begins(self, step: Step) -> None:
        """Nothing."""

    def ended(self, played: Played) -> None:
        """Nothing."""

    def says(self, text: str) -> None:
        """Nothing."""


def run_demo(*, as_json: bool, keep: bool, load: Path | None) -> ExitCode:
    """Play it; 0 only if every step held. Raises `CommandError` when the stage cannot be built."""
    narrator = _narrator(as_json)
    began = time.monotonic()
    if load is not None and not load.is_dir():
        raise CommandError(f"there is no folder {load}: give one with a sub-folder of .eml files a mailbox")
    signal.signal(signal.SIGTERM, _leave_in_order)
    try:
        stage = Stage()
    except ProcessFailed as error:
        raise CommandError(str(error)) from None
    with stage:
        steps = STEPS if load is None else (*STEPS[:-1], loaded_files(load), STEPS[-1])
        narrator.says(f"three sites, one CRM, {len(stage.ready['accounts'])} accounts: ready")
        played = [_play(step, stage, narrator) for step in steps]
        if keep:
            stage.keep()
            _say_how_to_go_on(stage, narrator)
        held = all(one.held for one in played)
        seconds = time.monotonic() - began
        narrator.says(f"{sum(one.held for one in played)} of {len(played)} steps held, {seconds:.1f} s")
        if as_json:
            _write_json(stage, played, seconds=seconds, held=held, keep=keep)
    return ExitCode.FINE if held else ExitCode.FOUND_SOMETHING


def _leave_in_order(number: int, _frame: FrameType | None) -> None:
    """Being stopped is no reason to leave processes and folders behind."""
    sys.exit(128 + number)


def _play(step: Step, stage: Stage, narrator: Narrator) -> Played:
    narrator.begins(step)
    began = time.monotonic()
    held, seen = _outcome(lambda: step.play(stage))
    played = Played(step.number, step.title, held, time.monotonic() - began, seen)
    narrator.ended(played)
    return played


def _outcome(play: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, play()
    except FAILURES as error:
        name = "" if isinstance(error, StepFailed | ProcessFailed) else f"{type(error).__name__}: "
        return False, name + " ".join(str(error).split())[:500]


def _narrator(as_json: bool) -> Narrator:
    if as_json:
        return SilentNarrator()
    return TerminalNarrator() if sys.stdout.isatty() else PlainNarrator()


def _say_how_to_go_on(stage: Stage, narrator: Narrator) -> None:
    narrator.says(
        f"kept in {stage.folder}: ready.json (URLs, accounts, passwords), syncer.toml, state.db, simulator.log"
    )
    narrator.says(f"  tagus-syncer mailbox list --settings {stage.settings_file}")
    narrator.says(f"  tagus-syncer run --settings {stage.settings_file}")
    narrator.says(f"  tagus-simulator shell --ready-file {stage.simulator.ready_file} 'Get-ManagementRoleAssignment'")
    narrator.says(f"  stop the simulator: kill {stage.simulator.process_id}; then remove the folder")


def _write_json(stage: Stage, played: list[Played], *, seconds: float, held: bool, keep: bool) -> None:
    document: dict[str, object] = {
        "held": held,
        "seconds": round(seconds, 2),
        "steps": [asdict(one) for one in played],
        "profiles": list(PROFILES),
        **({"loaded": stage.notes["loaded"]} if "loaded" in stage.notes else {}),
    }
    if keep:
        document["kept"] = {
            "folder": str(stage.folder),
            "settings": str(stage.settings_file),
            "ready_file": str(stage.simulator.ready_file),
            "simulator_process": stage.simulator.process_id,
        }
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
