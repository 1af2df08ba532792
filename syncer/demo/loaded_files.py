"""With `--load FOLDER`: real .eml files, one sub-folder a mailbox; each message is accounted for in the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect

REASONS: Mapping[str, str] = {
    "mail_promoted": "promoted",
    "mail_already_promoted": "untracked: already promoted from another mailbox",
    "mail_not_wanted": "untracked: the user's filter does not take it",
    "mail_not_mail": "untracked: no e-mail message",
    "mail_before_watermark": "untracked: received before the profile's date",
    "mail_test_message": "untracked: message of a configuration test",
    "mail_waiting": "untracked: its own sending is not settled",
    "mail_quarantined": "quarantined",
}
"""The counts of incoming mail in a cycle's outcome, and what they mean for one message."""

REFUSED = "refused: no readable message"
NO_CRM_MAILBOX = "untracked: the mailbox is not in CRM"
NO_SUCH_MAILBOX = "refused: no mailbox has this name"


def loaded_files(folder: Path) -> Step:
    """The step that loads this folder."""
    return Step("8b", "Real messages, each accounted for", lambda stage: play(stage, folder))


def play(stage: Stage, folder: Path) -> str:
    """Load them into the simulator, let the syncer look once, and add up."""
    files = {sub.name: sum(1 for _ in sub.rglob("*.eml")) for sub in sorted(folder.iterdir()) if sub.is_dir()}
    expect(sum(files.values()) > 0, f"there are no .eml files in the sub-folders of {folder}")
    loaded = _loaded(stage.control.post("/load", folder=str(folder.resolve())))
    outcomes = {outcome["address"]: outcome for outcome in stage.syncer("once").document["outcomes"]}
    total: Counter[str] = Counter()
    documents: list[dict[str, object]] = []
    for name, number in files.items():
        result = _result(stage, name, number, loaded, outcomes)
        total += result
        documents.append({"mailbox": name, "files": number, "result": dict(result)})
        expect(result.total() == number, f"{name}: {number} files, but {result.total()} accounted for: {dict(result)}")
    stage.notes["loaded"] = {"files": sum(files.values()), "result": dict(total), "mailboxes": documents}
    return f"{sum(files.values())} files: " + ", ".join(f"{count} {what}" for what, count in sorted(total.items()))


def _result(
    stage: Stage, name: str, number: int, loaded: Mapping[str, int], outcomes: Mapping[str, dict[str, Any]]
) -> Counter[str]:
    accounts = [a for a in stage.ready["accounts"] if name.lower() in (a["name"].lower(), a["smtp"].lower())]
    if not accounts:
        return Counter({NO_SUCH_MAILBOX: number})
    address = accounts[0]["smtp"]
    arrived = next((loaded[key] for key in (name, accounts[0]["name"], address) if key in loaded), 0)
    result = Counter({REFUSED: number - arrived})
    outcome = outcomes.get(address)
    if outcome is None:
        return +(result + Counter({NO_CRM_MAILBOX: arrived}))
    counts = outcome["counts"]
    return +(result + Counter({meaning: counts.get(key, 0) for key, meaning in REASONS.items()}))


def _loaded(answer: Any) -> dict[str, int]:
    """Messages that arrived, by mailbox: the control plane answers a number, or an object with `loaded`."""
    mailboxes = answer.get("mailboxes", answer)
    return {
        name: int(value["loaded"] if isinstance(value, dict) else value)
        for name, value in mailboxes.items()
        if isinstance(value, int | dict)
    }
