"""The EWS endpoint: what Exchange answers for a whole request, before any operation works."""

import time

import pytest
from lxml import etree

from simulator.running import Running
from simulator.soap.namespaces import MESSAGES, SOAP, TYPES
from tests.simulator.server.ews_client import (
    GET_INBOX,
    envelope,
    fault_code,
    fault_values,
    impersonating,
    login,
    post,
    response_codes,
    session,
)
from tests.simulator.server.test_parsing import BOMB


def version(name: str) -> str:
    return f'<t:RequestServerVersion Version="{name}"/>'


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"hello",
        b"<a>",
        envelope(GET_INBOX)[:-10],
        b"<!DOCTYPE a><a/>",
        BOMB,
        envelope("<a>" * 300 + "</a>" * 300),
        envelope(""),
        envelope(GET_INBOX).replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
    ],
    ids=["nothing", "text", "open", "cut", "doctype", "bomb", "deep", "no body", "soap 1.2"],
)
def test_what_is_no_request(running: Running, document: bytes) -> None:
    started = time.monotonic()
    answer = post(running, document)
    assert fault_code(answer) == "ErrorInvalidRequest"
    assert answer.content.startswith(b"<?xml")
    assert time.monotonic() - started < 5


def test_unknown_operations(running: Running) -> None:
    assert fault_code(post(running, "<m:GetHolidays/>")) == "ErrorInvalidOperation"
    assert fault_code(post(running, "<GetFolder xmlns='urn:x'/>")) == "ErrorSchemaValidation"
    assert fault_code(post(running, "<GetFolder/>")) == "ErrorSchemaValidation"
    assert fault_code(post(running, GET_INBOX.replace("m:GetFolder", "t:GetFolder"))) == "ErrorSchemaValidation"


def test_a_gap_is_not_an_answer_of_exchange(running: Running) -> None:
    answer = post(running, "<m:GetPersona/>")
    assert (answer.status_code, answer.text) == (501, "NOT SIMULATED: EWS operation GetPersona\n")
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("site", "user", "build", "name"),
    [
        ("lisbon", "ana.silva", ("15", "0", "847", "32"), "Exchange2013_SP1"),
        ("london", "oliver.smith", ("14", "2", "247", "5"), "Exchange2010_SP2"),
        ("new-york", "michael.johnson", ("15", "0", "516", "32"), "Exchange2013"),
    ],
)
def test_each_site_tells_its_version(running: Running, site: str, user: str, build: tuple[str, ...], name: str) -> None:
    answer = post(running, GET_INBOX, site=site, user=user)
    assert response_codes(answer) == ["NoError"]
    info = etree.fromstring(answer.content).find(f"{{{SOAP}}}Header/{{{TYPES}}}ServerVersionInfo")
    assert info is not None
    keys = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    assert (tuple(info.get(key) for key in keys), info.get("Version")) == (build, name)


def test_requested_versions(running: Running) -> None:
    for known in ("Exchange2007_SP1", "Exchange2010_SP2"):
        assert response_codes(post(running, GET_INBOX, site="london", user="oliver.smith", header=version(known))) == [
            "NoError"
        ]
    for unknown in ("Exchange2013", "Exchange2099", ""):
        answer = post(running, GET_INBOX, site="london", user="oliver.smith", header=version(unknown))
        assert fault_code(answer) == "ErrorInvalidServerVersion"


def test_impersonation_needs_the_right(running: Running) -> None:
    header = impersonating("PrimarySmtpAddress", "bruno.costa@contoso.test")
    assert fault_code(post(running, GET_INBOX, user="crm13.service", header=header)) == "ErrorImpersonateUserDenied"
    own = post(running, GET_INBOX, user="bruno.costa").text
    running.control.grant("crm13.service")
    granted = post(running, GET_INBOX, user="crm13.service", header=header)
    assert response_codes(granted) == ["NoError"]
    folder = etree.fromstring(granted.content).find(f".//{{{TYPES}}}FolderId")
    assert folder is not None
    assert str(folder.get("Id")) in own
    running.control.revoke("crm13.service")
    assert fault_code(post(running, GET_INBOX, user="crm13.service", header=header)) == "ErrorImpersonateUserDenied"


def test_everybody_can_be_named_in_four_ways(running: Running) -> None:
    running.control.grant("crm13.service")
    account = running.simulation.directory.by_name("bruno.costa")
    assert account is not None
    for kind, value in (
        ("PrimarySmtpAddress", account.smtp),
        ("SmtpAddress", account.smtp.upper()),
        ("PrincipalName", account.upn),
        ("SID", account.sid),
    ):
        answer = post(running, GET_INBOX, user="crm13.service", header=impersonating(kind, value))
        assert response_codes(answer) == ["NoError"], kind
    acting = {entry["acting"] for entry in running.control.wire_log()}
    assert acting == {"bruno.costa@contoso.test"}


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("PrimarySmtpAddress", "nobody@contoso.test", "ErrorNonExistentMailbox"),
        ("SmtpAddress", "CONTOSO\\bruno.costa", "ErrorNonExistentMailbox"),
        ("PrincipalName", "nobody@contoso.test", "ErrorInvalidUserPrincipalName"),
        ("SID", "S-1-5-21-1", "ErrorInvalidUserSid"),
        ("Name", "bruno", "ErrorSchemaValidation"),
    ],
)
def test_impersonating_nobody(running: Running, kind: str, value: str, code: str) -> None:
    running.control.grant("crm13.service")
    answer = post(running, GET_INBOX, user="crm13.service", header=impersonating(kind, value))
    assert fault_code(answer) == code
    if code == "ErrorNonExistentMailbox":
        assert fault_values(answer) == {"SmtpAddress": value}


def test_a_mailbox_of_another_site(running: Running) -> None:
    assert response_codes(post(running, GET_INBOX, site="lisbon", user="oliver.smith")) == ["NoError"]
    older = post(running, GET_INBOX, site="london", user="ana.silva")
    assert fault_code(older) == "ErrorNoApplicableProxyCASServersAvailable"
    running.control.site_down("london")
    down = post(running, GET_INBOX, site="lisbon", user="oliver.smith")
    assert fault_code(down) == "ErrorNoRespondingCASInDestinationSite"


def test_headers_that_nobody_needs(running: Running) -> None:
    answer = post(running, GET_INBOX, header='<x:Trace xmlns:x="urn:x"/><t:MailboxCulture>pt-PT</t:MailboxCulture>')
    assert response_codes(answer) == ["NoError"]
    with session(running, login("ana.silva")) as client:
        del client.headers["Content-Type"]
        client.headers["SOAPAction"] = '"x"'
        bare = envelope(GET_INBOX).replace(b"<s:Header></s:Header>", b"")
        assert client.post(running.ready["sites"]["lisbon"]["ews_url"], data=bare, timeout=30).status_code == 200


def test_an_answer_is_one_document(running: Running) -> None:
    answer = post(running, GET_INBOX)
    root = etree.fromstring(answer.content)
    assert [child.tag for child in root] == [f"{{{SOAP}}}Header", f"{{{SOAP}}}Body"]
    assert [child.tag for child in root[1]] == [f"{{{MESSAGES}}}GetFolderResponse"]
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
