"""Step 5: the organization's global e-mail settings, as the syncer reads them."""

from __future__ import annotations

from syncer.demo.stage import DEFAULT_PROFILE, Stage
from syncer.demo.step import Step, expect


def play(stage: Stage) -> str:
    """`check` finds nothing wrong and says what the settings are."""
    findings = stage.syncer("check").document
    problems = [f"{finding['subject']}: {finding['detail']}" for finding in findings if finding["result"] != "ok"]
    expect(not problems, f"check finds {'; '.join(problems)}")
    settings = next(finding["detail"] for finding in findings if finding["subject"] == "e-mail settings")
    expect(
        "server-side synchronization" in settings, f"e-mail is not processed by server-side synchronization: {settings}"
    )
    expect(DEFAULT_PROFILE in settings, f"the default profile is not read: {settings}")
    return str(settings)


GLOBAL_SETTINGS = Step("5", "Global e-mail settings", play)
