"""From CRM's rows to mailboxes: profiles, passwords, autodiscover and its cache."""

import pytest

from syncer.crm_side.records import EmailServerProfile, MailboxRecord, mailbox_from_row, profile_from_row
from syncer.crm_side.values import Row
from syncer.exchange_side.connect import ExchangeConnections
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.settings import SettingsError
from tests.syncer.exchange_side.simulator_process import Simulated


def profile(simulated: Simulated, **more: object) -> EmailServerProfile:
    values: dict[str, object] = {
        "name": "Everywhere",
        "incomingserverlocation": simulated.ready["sites"]["lisbon"]["ews_url"],
        "incomingusername": "CONTOSO\\crm13.service",
        "incominguseimpersonation": True,
        "incomingcredentialretrieval": 1,
    }
    return profile_from_row(Row("emailserverprofile", "p", 1, {**values, **more}))


def mailbox(simulated: Simulated, name: str, **more: object) -> MailboxRecord:
    values: dict[str, object] = {"emailaddress": simulated.account(name)["smtp"]}
    return mailbox_from_row(Row("mailbox", name, 1, {**values, **more}))


def connections(simulated: Simulated) -> ExchangeConnections:
    ready = simulated.ready["sites"]["lisbon"]
    profiles = {
        "Everywhere": {
            "password": simulated.account("crm13.service")["password"],
            "autodiscover_url": ready["autodiscover_url"],
        }
    }
    return ExchangeConnections(simulated.settings(profiles=profiles))


def test_mailboxes_of_a_profile_share_its_connection(simulated: Simulated) -> None:
    opened = connections(simulated)
    for name in ("ana.silva", "kenji.sato"):
        opened.side_for(mailbox(simulated, name), profile(simulated)).probe_incoming()
    assert len(opened._connections) == 1
    opened.close()


def test_autodiscover_finds_the_site_and_remembers_it(simulated: Simulated) -> None:
    opened, discovering = connections(simulated), profile(simulated, useautodiscover=True, incomingserverlocation="")
    emily = mailbox(simulated, "emily.jones")
    assert opened.ews_url(emily, discovering) == simulated.ready["sites"]["london"]["ews_url"]
    asked = simulated.control("GET", "/wire-log?since=0")["next"]
    opened.side_for(emily, discovering).probe_incoming()
    log = simulated.control("GET", f"/wire-log?since={asked}")["entries"]
    assert {entry["site"] for entry in log} == {"london"}
    opened.close()


def test_a_mailbox_that_is_not_where_its_row_says_is_looked_for_again(simulated: Simulated) -> None:
    opened, discovering = connections(simulated), profile(simulated, useautodiscover=True)
    nowhere = "https://localhost:9/EWS/Exchange.asmx"
    moved = mailbox(simulated, "emily.jones", ewsurl=nowhere)
    assert opened.ews_url(moved, discovering) == nowhere
    with pytest.raises(EwsError) as caught:
        opened.side_for(moved, discovering).probe_incoming()
    assert caught.value.problem.kind is ProblemKind.UNREACHABLE
    opened.side_for(moved, discovering).probe_incoming()
    opened.close()


def test_profiles_that_cannot_be_used(simulated: Simulated) -> None:
    opened, ana = connections(simulated), mailbox(simulated, "ana.silva")
    for refused in (
        profile(simulated, incomingserverlocation=""),
        profile(simulated, incomingserverlocation="http://localhost/EWS/Exchange.asmx"),
        profile(simulated, incomingcredentialretrieval=3),
    ):
        with pytest.raises(EwsError) as caught:
            opened.side_for(ana, refused)
        assert caught.value.problem.kind is ProblemKind.REFUSED
    with pytest.raises(SettingsError, match="no password"):
        opened.side_for(ana, profile(simulated, name="Another"))
    opened.close()
