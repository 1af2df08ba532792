"""Planned faults strike where, when and as often as they were told, and nowhere else."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
import requests

from simulator.errors import SimulatorMisuse
from simulator.faults import Faults
from simulator.running import Running
from tests.simulator.server.ews_client import GET_INBOX, fault_code, fault_values, post, response_codes

FIND_ITEM = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="tasks"/></m:ParentFolderIds></m:FindItem>'
)
CREATE = (
    '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Task><t:Subject>Call</t:Subject></t:Task></m:Items>'
    "</m:CreateItem>"
)


def tasks(running: Running) -> int:
    return post(running, FIND_ITEM).text.count("<t:ItemId ")


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, 20 seconds at most."""
    for _turn in range(2000):
        if condition():
            return
        threading.Event().wait(0.01)
    pytest.fail("it did not come about")


def in_thread(work: Callable[[], Any]) -> "Future[Any]":
    pool = ThreadPoolExecutor(1)
    found = pool.submit(work)
    pool.shutdown(wait=False)
    return found


def test_server_busy(running: Running) -> None:
    running.control.plan_fault(
        {"kind": "server_busy", "back_off_ms": 1500}, {"site": "lisbon", "operation": "GetFolder"}
    )
    answer = post(running, GET_INBOX)
    assert fault_code(answer) == "ErrorServerBusy"
    assert fault_values(answer) == {"BackOffMilliseconds": "1500"}
    assert response_codes(post(running, GET_INBOX)) == ["NoError"]


@pytest.mark.parametrize(("nth", "times", "struck"), [(1, 1, "x..."), (2, 1, ".x.."), (2, 2, ".xx."), (3, 0, "..xx")])
def test_nth_and_times(running: Running, nth: int, times: int, struck: str) -> None:
    running.control.plan_fault({"kind": "server_busy"}, nth=nth, times=times)
    seen = "".join("x" if post(running, GET_INBOX).status_code == 500 else "." for _call in struck)
    assert seen == struck
    assert running.control.faults()[0]["hits"] == struck.count("x")


@pytest.mark.parametrize(
    ("where", "strikes"),
    [
        ({}, True),
        ({"site": "lisbon"}, True),
        ({"site": "london"}, False),
        ({"operation": "FindItem"}, False),
        ({"mailbox": "Ana.Silva@contoso.test"}, True),
        ({"mailbox": "bruno.costa@contoso.test"}, False),
        ({"item_id": "AAMk"}, False),
    ],
)
def test_where(running: Running, where: dict[str, str], strikes: bool) -> None:
    running.control.plan_fault({"kind": "http_status", "status": 503, "retry_after": 7}, where)
    answer = post(running, GET_INBOX)
    assert answer.status_code == (503 if strikes else 200)
    assert answer.headers.get("Retry-After") == ("7" if strikes else None)


def test_closed_before_the_effect(running: Running) -> None:
    running.control.plan_fault({"kind": "close_before_effect"}, {"operation": "CreateItem"})
    with pytest.raises(requests.exceptions.ConnectionError):
        post(running, CREATE)
    assert tasks(running) == 0
    entry = running.control.wire_log(operation="CreateItem")[0]
    assert (entry["http_status"], entry["answer"]) == (0, "")


def test_closed_after_the_effect(running: Running) -> None:
    running.control.plan_fault({"kind": "close_after_effect"}, {"operation": "CreateItem"})
    with pytest.raises(requests.exceptions.ConnectionError):
        post(running, CREATE)
    assert tasks(running) == 1


@pytest.mark.spoils_answers
def test_truncated(running: Running) -> None:
    running.control.plan_fault({"kind": "truncate", "bytes": 100}, {"operation": "CreateItem"})
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
        post(running, CREATE)
    assert tasks(running) == 1
    assert len(running.control.wire_log(operation="CreateItem")[0]["answer"]) == 100


def test_an_answer_held_back_holds_nobody_else(running: Running) -> None:
    fault = running.control.plan_fault({"kind": "hold_answer"}, {"operation": "CreateItem"})
    held = in_thread(lambda: post(running, CREATE))
    wait_until(lambda: bool(running.control.faults()[0]["holding"]))
    assert tasks(running) == 1
    assert response_codes(post(running, CREATE)) == ["NoError"]
    assert not held.done()
    running.control.release_fault(fault)
    assert response_codes(held.result(20)) == ["NoError"]
    assert running.control.faults()[0]["holding"] is False


@pytest.mark.parametrize("how", ["release", "delete", "clear", "reset"])
def test_held_before_the_effect(running: Running, how: str) -> None:
    fault = running.control.plan_fault({"kind": "hold_before_effect"}, {"operation": "CreateItem"})
    held = in_thread(lambda: post(running, CREATE))
    wait_until(lambda: bool(running.control.faults()[0]["holding"]))
    assert tasks(running) == 0
    {
        "release": lambda: running.control.release_fault(fault),
        "delete": lambda: running.control.delete_fault(fault),
        "clear": running.control.clear_faults,
        "reset": running.control.reset,
    }[how]()
    assert held.result(20).status_code == 200
    assert tasks(running) == 1


def test_a_response_code_for_every_entry(running: Running) -> None:
    running.control.plan_fault({"kind": "response_code", "code": "ErrorItemSave"}, {"operation": "CreateItem"})
    assert response_codes(post(running, CREATE.replace("</m:Items>", "<t:Task/></m:Items>"))) == ["ErrorItemSave"] * 2
    assert tasks(running) == 0


def test_a_response_code_for_every_attachment(running: Running) -> None:
    running.control.plan_fault({"kind": "response_code", "code": "ErrorItemSave"}, {"operation": "CreateAttachment"})
    file = "<t:FileAttachment><t:Name>a</t:Name><t:Content>QQ==</t:Content></t:FileAttachment>"
    request = (
        f'<m:CreateAttachment><m:ParentItemId Id="x"/><m:Attachments>{file}{file}</m:Attachments></m:CreateAttachment>'
    )
    assert response_codes(post(running, request)) == ["ErrorItemSave"] * 2


def test_a_response_code_for_one_item(running: Running) -> None:
    for _item in range(3):
        post(running, CREATE)
    ids = [part.split('"')[0] for part in post(running, FIND_ITEM).text.split('<t:ItemId Id="')[1:]]
    running.control.plan_fault({"kind": "response_code", "code": "ErrorCorruptData"}, {"item_id": ids[1]}, times=0)
    wanted = "".join(f'<t:ItemId Id="{found}"/>' for found in ids)
    answer = post(
        running,
        f"<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>{wanted}</m:ItemIds></m:GetItem>",
    )
    assert response_codes(answer) == ["NoError", "ErrorCorruptData", "NoError"]
    assert ids[1] not in answer.text
    delete = (
        '<m:DeleteItem DeleteType="HardDelete" AffectedTaskOccurrences="AllOccurrences">'
        f"<m:ItemIds>{wanted}</m:ItemIds></m:DeleteItem>"
    )
    assert response_codes(post(running, delete)) == ["NoError", "ErrorCorruptData", "NoError"]
    assert tasks(running) == 1


def test_a_stop_lets_everybody_go() -> None:
    faults = Faults()
    faults.plan(do={"kind": "hold_answer"})
    struck = faults.strike("lisbon", "GetItem", "a@b")
    assert struck is not None
    waiting = in_thread(lambda: faults.hold(struck))
    wait_until(lambda: struck.holding)
    faults.clear()
    waiting.result(20)
    faults.hold(struck)


def test_binary_forms() -> None:
    faults = Faults()
    where = {"mailbox": "ana@x.test", "item_id": "A"}
    faults.plan(where, {"kind": "empty_binary", "property": "ConversationIndex", "form": "malformed"}, times=0)
    faults.plan({"item_id": "B"}, {"kind": "empty_binary", "property": "CleanGlobalObjectId"})
    assert faults.binary_form("lisbon", "Ana@x.test", "A", "ConversationIndex") == "malformed"
    assert faults.binary_form("lisbon", "Ana@x.test", "A", "ConversationIndex") == "malformed"
    assert faults.binary_form("lisbon", "ana@x.test", "B", "ConversationIndex") is None
    assert faults.binary_form("lisbon", "bob@x.test", "A", "ConversationIndex") is None
    assert faults.binary_form("lisbon", "bob@x.test", "B", "CleanGlobalObjectId") == "self_closed"
    assert faults.binary_form("lisbon", "bob@x.test", "B", "CleanGlobalObjectId") is None
    assert [fault["hits"] for fault in faults.listed()] == [2, 1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"do": {}}, "do.kind = None"),
        ({"do": {"kind": "explode"}}, "do.kind = 'explode'"),
        ({"do": {"kind": "truncate"}}, "do.bytes is missing"),
        ({"do": {"kind": "hold_answer", "seconds": 1}}, "do.seconds"),
        ({"do": {"kind": "hold_answer"}, "where": {"colour": "red"}}, "where.colour"),
        ({"do": {"kind": "empty_binary", "property": "x", "form": "odd"}}, "do.form = 'odd'"),
        ({"do": {"kind": "hold_answer"}, "nth": 0}, "nth counts from 1"),
        ({"do": {"kind": "truncate", "bytes": "5"}}, "do.bytes = '5': write a whole number"),
        ({"do": {"kind": "hold_answer"}, "where": {"mailbox": 5}}, "where.mailbox = 5: write a string"),
    ],
)
def test_plans_that_make_no_sense(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(SimulatorMisuse, match=says):
        Faults().plan(**arguments)
