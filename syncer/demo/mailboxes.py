"""Step 4: mailboxes are set to server-side synchronization, approved, tested and enabled."""

from __future__ import annotations

from typing import Any

from syncer.demo.profiles import must
from syncer.demo.stage import DEFAULT_PROFILE, LONDON_PROFILE, NEW_YORK_PROFILE, Stage
from syncer.demo.step import Step, eventually, expect
from syncer.test_and_enable import SUBJECT, TEXT

PROFILE_OF_OFFICE = {
    "lisbon": DEFAULT_PROFILE,
    "tokyo": DEFAULT_PROFILE,
    "london": LONDON_PROFILE,
    "new-york": NEW_YORK_PROFILE,
}


def play(stage: Stage) -> str:
    """What an administrator clicks in the article, with the syncer's own commands."""
    everybody = stage.crm_users()
    must(stage.syncer("mailbox", "add", *everybody, "--profile", DEFAULT_PROFILE))
    methods = ("--incoming", "server-side", "--outgoing", "server-side", "--act", "server-side")
    for answer in stage.syncer_at_once(
        ("mailbox", "set", *stage.crm_users("lisbon"), *stage.crm_users("tokyo"), *methods),
        ("mailbox", "set", *stage.crm_users("london"), "--profile", LONDON_PROFILE, *methods),
        ("mailbox", "set", *stage.crm_users("new-york"), "--profile", NEW_YORK_PROFILE, *methods),
        ("mailbox", "approve", *everybody),
    ):
        must(answer)
    must(stage.syncer("mailbox", "test", *everybody))
    must(stage.syncer("once"))
    listed, wall = stage.syncer_at_once(("mailbox", "list"), ("alerts",))
    rows, alerts = {row["address"]: row for row in must(listed).document}, must(wall).document
    for name in everybody:
        _check_row(stage, name, rows[stage.account(name)["smtp"]], alerts)
        _check_message(stage, name)
    return f"{len(everybody)} mailboxes: Success three times, alerts, a test message in each Inbox"


def _check_row(stage: Stage, name: str, row: dict[str, Any], alerts: list[dict[str, Any]]) -> None:
    profile = PROFILE_OF_OFFICE[stage.account(name)["office"]]
    expect(row["profile"] == profile, f"{name} has the profile {row['profile']}, not {profile}")
    results = [row[f"{channel}_test"] for channel in ("incoming", "outgoing", "act")]
    mine = [alert["text"] for alert in alerts if alert["mailbox"] == row["address"]]
    expect(results == ["Success"] * 3, f"{name}: {results}; {mine[-1] if mine else 'no alert'}")
    expect(len(mine) == 3, f"{name} has {len(mine)} alerts, not 3")


def _check_message(stage: Stage, name: str) -> None:
    person = stage.person(name)
    (message,) = eventually(lambda: person.inbox(SUBJECT), f"no test message in the Inbox of {name}")
    wanted = TEXT.format(user=person.display_name)
    expect(wanted in (message.text_body or message.body or ""), f"the test message of {name} says {message.body!r}")


MAILBOXES = Step("4", "Mailboxes: approve, Test & Enable", play)
