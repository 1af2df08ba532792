"""The CRM over HTTP: who may come in, faults that strike there, and its own async service."""

import pytest
import requests

from simulator.running import Running
from tests.simulator.server.ews_client import login, session

WHO_AM_I = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    b'<Execute xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services">'
    b'<request xmlns:a="http://schemas.microsoft.com/xrm/2011/Contracts"><a:Parameters/>'
    b"<a:RequestName>WhoAmI</a:RequestName></request></Execute></s:Body></s:Envelope>"
)
EXECUTE = '"http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/Execute"'


def who_am_i(running: Running, user: str = "crm.admin") -> requests.Response:
    with session(running, login(user)) as client:
        client.headers["SOAPAction"] = EXECUTE
        return client.post(running.ready["crm"]["organization_service_url"], data=WHO_AM_I, timeout=30)


def test_who_may_come_in(running: Running) -> None:
    answer = who_am_i(running)
    assert (answer.status_code, "UserId" in answer.text) == (200, True)
    stranger = who_am_i(running, "susan.wilson")
    assert (stranger.status_code, "OrganizationServiceFault" in stranger.text) == (500, True)
    with session(running, ("crm.admin", "wrong")) as client:
        url = running.ready["crm"]["organization_service_url"]
        assert client.post(url, data=WHO_AM_I, timeout=30).status_code == 401
        client.auth = login("crm.admin")
        assert client.post(url.replace("/contoso/", "/fabrikam/"), data=WHO_AM_I, timeout=30).status_code == 404
        assert client.get(url, timeout=30).status_code == 405


def test_faults_and_wire_log(running: Running) -> None:
    where = {"site": "crm", "operation": "Execute:WhoAmI"}
    running.control.plan_fault({"kind": "http_status", "status": 503, "retry_after": 3}, where)
    answer = who_am_i(running)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    running.control.plan_fault({"kind": "close_after_effect"}, where, nth=2)
    assert who_am_i(running).status_code == 200
    with pytest.raises(requests.exceptions.ConnectionError):
        who_am_i(running)
    running.control.plan_fault({"kind": "server_busy"})
    assert who_am_i(running).status_code == 200
    seen = [(entry["site"], entry["operation"], entry["http_status"]) for entry in running.control.wire_log()]
    assert seen == [("crm", "Execute:WhoAmI", status) for status in (503, 200, 0, 200)]


def test_the_organizations_own_async_service(running: Running) -> None:
    control = running.ready["control_url"]
    assert requests.post(f"{control}/crm/async-service", json={"enabled": True}, timeout=30).json() == {}
    assert running.simulation.crm.async_service.enabled
    requests.post(f"{control}/clock/advance", json={"seconds": 60}, timeout=30)
    requests.post(f"{control}/reset", timeout=30)
    assert not running.simulation.crm.async_service.enabled
