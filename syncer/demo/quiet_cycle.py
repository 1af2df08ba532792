"""At the end everything agrees: one more cycle writes nothing, on no side."""

from __future__ import annotations

from syncer.demo.control import writes
from syncer.demo.profiles import must
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect


def play(stage: Stage) -> str:
    """Look at every mailbox once more and count what changed anything in the simulator's wire log."""
    since = stage.control.wire_position()
    outcomes = must(stage.syncer("once")).document["outcomes"]
    entries = stage.control.wire_entries(since)
    written = writes(entries)
    expect(not written, f"{len(written)} writes: {', '.join(written[:5])}")
    expect(len(outcomes) == len(stage.crm_users()), f"only {len(outcomes)} mailboxes were looked at")
    return f"{len(outcomes)} mailboxes, {len(entries)} requests, 0 writes"


QUIET_CYCLE = Step("9", "One more cycle", play)
