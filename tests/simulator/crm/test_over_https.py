"""The Organization Service of a running simulator, over TLS with NTLM and Basic, by requests and lxml alone."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests_ntlm import HttpNtlmAuth

import simulator
from tests.simulator.crm.soap import CrmClient, Fault, action_of, flag, guid, parties, reference, string, value


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with simulator.start() as started:
        yield started


def connect(ready: dict[str, Any], name: str, kind: str) -> CrmClient:
    account = next(account for account in ready["accounts"] if account["name"] == name)
    session = requests.Session()
    session.trust_env = False
    session.verify = ready["ca_bundle"]
    login = (account["domain_user"], account["password"])
    session.auth = HttpNtlmAuth(*login) if kind == "ntlm" else login

    def send(body: bytes) -> bytes:
        answer = session.post(
            ready["crm"]["organization_service_url"], data=body, timeout=10,
            headers={"Content-Type": "text/xml; charset=utf-8", **action_of(body)},
        )  # fmt: skip
        assert answer.status_code in (200, 500), answer.text
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        return answer.content

    return CrmClient(send)


@pytest.mark.parametrize("kind", ["ntlm", "basic"])
def test_a_mail_is_written_and_handed_over(running: Any, kind: str) -> None:
    client = connect(running.ready, "ana.silva", kind)
    me = value(client.execute("WhoAmI")["UserId"])
    assert value(client.execute("RetrieveVersion")["Version"]) == "6.0.0.809"
    contact = client.create("contact", {"lastname": string("Gomes"), "emailaddress1": string("gomes@example.test")})
    email_id = client.create(
        "email",
        {"subject": string("Offer"), "from": parties({"partyid": reference("systemuser", me)}),
         "to": parties({"partyid": reference("contact", contact)})},
    )  # fmt: skip
    results = client.execute("SendEmail", {"EmailId": guid(email_id), "IssueSend": flag(True)})
    assert value(results["Subject"]).startswith("Offer CRM:0001")
    with pytest.raises(Fault, match="0x80040217"):
        client.retrieve("contact", email_id)


def test_wrong_password_and_no_password_are_refused(running: Any) -> None:
    url, bundle = running.ready["crm"]["organization_service_url"], running.ready["ca_bundle"]
    with requests.Session() as session:
        session.trust_env = False
        for auth in (None, ("CONTOSO\\ana.silva", "wrong")):
            assert session.post(url, data=b"<a/>", verify=bundle, timeout=10, auth=auth).status_code == 401


def test_what_we_lack_is_501(running: Any) -> None:
    account = next(account for account in running.ready["accounts"] if account["name"] == "ana.silva")
    body = (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Associate '
        b'xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services"/></s:Body></s:Envelope>'
    )
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            running.ready["crm"]["organization_service_url"], data=body, verify=running.ready["ca_bundle"], timeout=10,
            auth=(account["domain_user"], account["password"]), headers=action_of(body),
        )  # fmt: skip
    assert answer.status_code == 501
    assert "Associate" in answer.text
