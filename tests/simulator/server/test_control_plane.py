"""The control plane: every lever over HTTP, and one line for what makes no sense."""

from typing import Any

import pytest
import requests

from simulator.running import Running
from tests.simulator.server.ews_client import GET_INBOX, fault_code, impersonating, post, response_codes


def call(running: Running, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    answer = requests.request(method, running.ready["control_url"] + path, json=body, timeout=30)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_impersonation(running: Running) -> None:
    header = impersonating("SmtpAddress", "ana.silva@contoso.test")
    assert call(running, "GET", "/impersonation") == []
    line = 'New-ManagementRoleAssignment -Name "CRM ExServiceAcc" -Role:ApplicationImpersonation -User crm13.service'
    assert "CRM ExServiceAcc" in call(running, "POST", "/shell", {"line": line})["output"]
    assert response_codes(post(running, GET_INBOX, user="crm13.service", header=header)) == ["NoError"]
    assert call(running, "POST", "/impersonation/revoke", {"user": "crm13.service"}) == {"revoked": 1}
    assert fault_code(post(running, GET_INBOX, user="crm13.service", header=header)) == "ErrorImpersonateUserDenied"
    granted = call(running, "POST", "/impersonation/grant", {"user": "crm13.service", "name": "again"})
    assert call(running, "GET", "/impersonation") == [granted]


def test_the_clock(running: Running) -> None:
    stopped = call(running, "POST", "/clock/stop", {"at": "2026-03-29T00:59:00Z"})
    assert stopped == {"now": "2026-03-29T00:59:00+00:00", "stopped": True}
    assert call(running, "POST", "/clock/advance", {"seconds": 90})["now"] == "2026-03-29T01:00:30+00:00"
    assert call(running, "GET", "/clock")["stopped"] is True
    assert call(running, "POST", "/clock/resume")["stopped"] is False


def test_faults(running: Running) -> None:
    planned = call(running, "POST", "/faults", {"where": {"site": "lisbon"}, "times": 0, "do": {"kind": "server_busy"}})
    assert fault_code(post(running, GET_INBOX)) == "ErrorServerBusy"
    (listed,) = call(running, "GET", "/faults")
    assert (listed["id"], listed["hits"], listed["holding"], listed["where"]) == (
        planned["id"],
        1,
        False,
        {"site": "lisbon"},
    )
    call(running, "POST", f"/faults/{planned['id']}/release")
    call(running, "DELETE", f"/faults/{planned['id']}")
    call(running, "POST", "/faults", {"do": {"kind": "hold_answer"}})
    call(running, "DELETE", "/faults")
    assert call(running, "GET", "/faults") == []


def test_the_wire_log(running: Running) -> None:
    assert call(running, "GET", "/wire-log")["entries"] == []
    post(running, GET_INBOX)
    seen = call(running, "GET", "/wire-log")
    (entry,) = seen["entries"]
    assert (entry["site"], entry["path"], entry["operation"]) == ("lisbon", "/EWS/Exchange.asmx", "GetFolder")
    assert (entry["caller"], entry["acting"]) == ("ana.silva@contoso.test",) * 2
    assert (entry["http_status"], entry["response_codes"]) == (200, ["NoError"])
    assert "<m:GetFolder>" in entry["request"]
    assert entry["answer"].startswith("<?xml")
    post(running, "<m:Nothing/>", site="london", user="oliver.smith")
    later = call(running, "GET", f"/wire-log?since={seen['next']}")
    assert [(found["site"], found["response_codes"]) for found in later["entries"]] == [
        ("london", ["ErrorInvalidOperation"])
    ]
    assert later["next"] == seen["next"] + 1
    assert len(call(running, "GET", "/wire-log?site=lisbon")["entries"]) == 1
    assert len(call(running, "GET", "/wire-log?operation=GetFolder")["entries"]) == 1
    call(running, "DELETE", "/wire-log")
    assert call(running, "GET", "/wire-log") == {"entries": [], "next": later["next"]}


def test_down_up_and_reset(running: Running) -> None:
    for path in ("/sites/london/down", "/sites/london/up", "/crm/down", "/crm/up", "/reset"):
        assert call(running, "POST", path) == {}


@pytest.mark.parametrize(
    ("method", "path", "body", "says"),
    [
        ("POST", "/impersonation/grant", {}, "user is missing"),
        ("POST", "/impersonation/grant", {"user": "nobody"}, "couldn't be found"),
        ("POST", "/shell", {"line": "Get-Mailbox"}, "is not a cmdlet"),
        ("POST", "/sites/rome/down", None, "there is no site 'rome'"),
        ("POST", "/clock/stop", {"at": "soon"}, "write it as"),
        ("POST", "/clock/stop", {"at": "2026-03-29T00:59:00"}, "needs a moment with a zone"),
        ("POST", "/clock/advance", {"seconds": "5"}, "send it as a number"),
        ("POST", "/faults", {}, "a fault is"),
        ("POST", "/faults", {"do": {"kind": "x"}}, "no such fault"),
        ("POST", "/faults", {"do": {"kind": "hold_answer"}, "where": {"site": "rome"}}, "no such site"),
        ("POST", "/faults", {"do": {"kind": "hold_answer"}, "nth": "1"}, "a fault is"),
        ("POST", "/faults", {"do": {"kind": "hold_answer"}, "where": []}, "a fault is"),
        ("POST", "/crm/async-service", {}, "enabled is missing"),
        ("POST", "/load", {"folder": "/nowhere/at/all"}, "there is no folder"),
        ("POST", "/faults", [], "not a JSON object"),
        ("DELETE", "/faults/99", None, "there is no fault 99"),
        ("GET", "/wire-log?since=x", None, "whole number"),
    ],
)
def test_what_makes_no_sense(running: Running, method: str, path: str, body: Any, says: str) -> None:
    error = call(running, method, path, body, 400)["error"]
    assert says in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/impersonation/grant", b'{"user": "ana.silva", "name": 3}'),
        ("/clock/stop", b'{"at": "0001-01-01T00:00:00+14:00"}'),
        ("/clock/advance", b'{"seconds": 1e308}'),
        ("/clock/advance", b'{"seconds": 1e12}'),
        ("/clock/advance", b'{"seconds": NaN}'),
        ("/reset", b'{"a": ' * 5000),
    ],
)
def test_values_that_nothing_can_be_done_with_are_no_bug(running: Running, path: str, body: bytes) -> None:
    answer = requests.post(running.ready["control_url"] + path, data=body, timeout=30)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert running.simulation.bugs == []
