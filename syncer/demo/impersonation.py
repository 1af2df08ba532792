"""Step 2: the service account may not act as anybody until the administrator pastes the article's line."""

from __future__ import annotations

from exchangelib.errors import ErrorImpersonateUserDenied

from syncer.demo.people import open_mailbox
from syncer.demo.processes import run_module
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect

LINE = 'New-ManagementRoleAssignment -Name "CRM ExServiceAcc" -Role:ApplicationImpersonation -User crm13.service'


def play(stage: Stage) -> str:
    """Refused, pasted, granted, on every site."""
    who = {"lisbon": "ana.silva", "london": "oliver.smith", "new-york": "michael.johnson"}
    for site, name in who.items():
        expect(not _may_impersonate(stage, site, name), f"{site} lets the service account act without the right")
    answer = run_module("simulator", "shell", "--ready-file", str(stage.simulator.ready_file), LINE)
    expect(answer.code == 0, f"the management shell refuses the line: {answer.said}")
    for site, name in who.items():
        expect(_may_impersonate(stage, site, name), f"{site} still refuses after the line")
    return "ErrorImpersonateUserDenied on three sites; line pasted; granted on three sites"


def _may_impersonate(stage: Stage, site: str, name: str) -> bool:
    service = stage.account(stage.ready["service_account"])
    url = stage.ready["sites"][site]["ews_url"]
    address = stage.account(name)["smtp"]
    try:
        account = open_mailbox(address, url, service["domain_user"], service["password"], impersonate=True)
        account.inbox.refresh()
    except ErrorImpersonateUserDenied:
        return False
    return True


IMPERSONATION = Step("2", "Exchange impersonation", play)
