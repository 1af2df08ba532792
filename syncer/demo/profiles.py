"""Step 3: three e-mail server profiles, one of them by autodiscover."""

from __future__ import annotations

from syncer.demo.processes import Answer
from syncer.demo.stage import DEFAULT_PROFILE, LONDON_PROFILE, NEW_YORK_PROFILE, Stage
from syncer.demo.step import Step, StepFailed, expect


def play(stage: Stage) -> str:
    """Add them with the syncer's own command, then look at the list."""
    sites = stage.ready["sites"]
    user = stage.account(stage.ready["service_account"])["domain_user"]
    add = ("profile", "add")
    lisbon, new_york = (("--location", sites[name]["ews_url"]) for name in ("lisbon", "new-york"))
    for answer in stage.syncer_at_once(
        (*add, DEFAULT_PROFILE, "--user", user, *lisbon, "--default"),
        (*add, NEW_YORK_PROFILE, "--user", user, *new_york),
        (*add, LONDON_PROFILE, "--user", user, "--autodiscover"),
    ):
        must(answer)
    listed = {profile["name"]: profile for profile in must(stage.syncer("profile", "list")).document}
    expect(set(listed) == {DEFAULT_PROFILE, NEW_YORK_PROFILE, LONDON_PROFILE}, f"profiles are {sorted(listed)}")
    expect(listed[LONDON_PROFILE]["location"] == "autodiscover", "London's profile is not by autodiscover")
    expect(listed[DEFAULT_PROFILE]["default"], "no default profile")
    return f"{DEFAULT_PROFILE} (Lisbon), {NEW_YORK_PROFILE}, {LONDON_PROFILE} (autodiscover)"


def must(answer: Answer) -> Answer:
    """The answer of a command that has to succeed. Raises `StepFailed` with what it said."""
    if answer.code != 0:
        raise StepFailed(f"exit code {answer.code}: {'; '.join(_troubles(answer)) or answer.said}")
    return answer


def _troubles(answer: Answer) -> list[str]:
    """What a pass's document says about mailboxes in trouble."""
    document = answer.document if isinstance(answer.document, dict) else {}
    tests = [f"{test['mailbox']}: {test['channels']}" for test in document.get("tests", ()) if not test["success"]]
    cycles = [
        f"{outcome['address']}: {outcome['problem'] or outcome['held'] or 'lease lost'}"
        for outcome in document.get("outcomes", ())
        if outcome["problem"] or outcome["held"] or outcome["lost"]
    ]
    return tests + cycles


PROFILES = Step("3", "E-mail server profiles", play)
