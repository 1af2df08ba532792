"""Autodiscover names the right site for each user, wherever it is asked."""

import pytest
import requests
from lxml import etree

from simulator.running import Running
from simulator.soap.namespaces import AUTODISCOVER, POX_OUTLOOK_RESPONSE, POX_REQUEST, POX_RESPONSE, SOAP
from tests.simulator.server.ews_client import login, session

PEOPLE = [("ana.silva", "lisbon"), ("oliver.smith", "london"), ("david.miller", "new-york"), ("hiro.suzuki", "lisbon")]


def pox(running: Running, site: str, request: str) -> etree._Element:
    with session(running, login("crm13.service")) as client:
        answer = client.post(running.ready["sites"][site]["autodiscover_url"], data=request.encode(), timeout=30)
    assert answer.status_code == 200
    return etree.fromstring(answer.content)


def about(address: str, schema: str = POX_OUTLOOK_RESPONSE) -> str:
    return (
        f'<Autodiscover xmlns="{POX_REQUEST}"><Request><EMailAddress>{address}</EMailAddress>'
        f"<AcceptableResponseSchema>{schema}</AcceptableResponseSchema></Request></Autodiscover>"
    )


def settings(running: Running, users: list[str], wanted: list[str], site: str = "lisbon") -> requests.Response:
    mailboxes = "".join(f"<a:User><a:Mailbox>{user}</a:Mailbox></a:User>" for user in users)
    asked = "".join(f"<a:Setting>{name}</a:Setting>" for name in wanted)
    body = (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:a="{AUTODISCOVER}" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header>'
        "<a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion><w:Action>http://schemas.microsoft.com/exchange"
        "/2010/Autodiscover/Autodiscover/GetUserSettings</w:Action></s:Header><s:Body><a:GetUserSettingsRequestMessage>"
        f"<a:Request><a:Users>{mailboxes}</a:Users><a:RequestedSettings>{asked}</a:RequestedSettings></a:Request>"
        "</a:GetUserSettingsRequestMessage></s:Body></s:Envelope>"
    )
    url = running.ready["sites"][site]["autodiscover_url"].removesuffix("xml") + "svc"
    with session(running, login("crm13.service")) as client:
        return client.post(url, data=body.encode(), timeout=30)


@pytest.mark.parametrize("asked", ["lisbon", "london", "new-york"])
@pytest.mark.parametrize(("name", "home"), PEOPLE)
def test_pox(running: Running, asked: str, name: str, home: str) -> None:
    root = pox(running, asked, about(f"{name}@contoso.test"))
    urls = {url.text for url in root.iter(f"{{{POX_OUTLOOK_RESPONSE}}}EwsUrl")}
    assert urls == {running.ready["sites"][home]["ews_url"]}
    assert root.findtext(f".//{{{POX_OUTLOOK_RESPONSE}}}AutoDiscoverSMTPAddress") == f"{name}@contoso.test"


@pytest.mark.parametrize(
    ("request_text", "code"),
    [
        (about("nobody@contoso.test"), "500"),
        (about("ana.silva@contoso.test", "urn:x"), "601"),
        ("<a/>", "600"),
        ("<a", "600"),
    ],
)
def test_pox_errors(running: Running, request_text: str, code: str) -> None:
    root = pox(running, "lisbon", request_text)
    assert root.findtext(f".//{{{POX_RESPONSE}}}ErrorCode") == code


def test_soap_for_several_users(running: Running) -> None:
    users = [f"{name}@contoso.test" for name, _home in PEOPLE] + ["nobody@contoso.test"]
    answer = settings(running, users, ["ExternalEwsUrl", "EwsSupportedSchemas", "AlternateMailboxes"], "london")
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    found = root.findall(f".//{{{AUTODISCOVER}}}UserResponse")
    codes = [response.findtext(f"{{{AUTODISCOVER}}}ErrorCode") for response in found]
    assert codes == ["NoError"] * 4 + ["InvalidUser"]
    urls = [response.findtext(f".//{{{AUTODISCOVER}}}Value") for response in found[:4]]
    assert urls == [running.ready["sites"][home]["ews_url"] for _name, home in PEOPLE]
    assert "Exchange2010_SP2" in answer.text
    assert root.findtext(f".//{{{AUTODISCOVER}}}SettingName") == "AlternateMailboxes"


def test_soap_that_is_no_request(running: Running) -> None:
    assert settings(running, [], []).text.count("InvalidRequest") == 1
    url = running.ready["sites"]["lisbon"]["autodiscover_url"].removesuffix("xml") + "svc"
    with session(running, login("ana.silva")) as client:
        assert client.post(url, data=b"<a", timeout=30).status_code == 500
        unknown = f'<s:Envelope xmlns:s="{SOAP}"><s:Body><x xmlns="{AUTODISCOVER}"/></s:Body></s:Envelope>'
        assert client.post(url, data=unknown, timeout=30).status_code == 500
        lacking = unknown.replace("<x ", "<GetDomainSettingsRequestMessage ")
        assert client.post(url, data=lacking, timeout=30).status_code == 501


def test_without_a_login(running: Running) -> None:
    with session(running) as client:
        for url in (
            running.ready["sites"]["lisbon"]["autodiscover_url"],
            running.ready["sites"]["lisbon"]["autodiscover_url"].removesuffix("xml") + "svc",
        ):
            assert client.post(url, data=about("ana.silva@contoso.test"), timeout=30).status_code == 401
