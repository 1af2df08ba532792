"""The wire log numbers calls, finds them again and keeps within its bounds."""

from datetime import UTC, datetime

import pytest

from simulator.wire_log import WireLog

pytestmark = pytest.mark.spoils_answers


def add(log: WireLog, operation: str, answer: bytes = b"", site: str = "lisbon") -> None:
    log.add(
        time=datetime(2026, 1, 1, tzinfo=UTC),
        site=site,
        path="/EWS/Exchange.asmx",
        caller="a@x.test",
        acting="",
        operation=operation,
        http_status=200,
        request=b"",
        answer=(answer,),
    )


def test_numbers_and_filters() -> None:
    log = WireLog()
    for operation, site in (("GetItem", "lisbon"), ("GetItem", "london"), ("FindItem", "lisbon")):
        add(log, operation, site=site)
    assert [entry.seq for entry in log.entries()] == [1, 2, 3]
    assert [entry.seq for entry in log.entries(since=1)] == [2, 3]
    assert [entry.seq for entry in log.entries(site="lisbon", operation="GetItem")] == [1]
    log.clear()
    add(log, "GetItem")
    assert [entry.seq for entry in log.entries()] == [4]
    assert log.last == 4


def test_response_codes_of_messages_and_faults() -> None:
    log = WireLog()
    add(
        log,
        "x",
        b'<m:ResponseCode>NoError</m:ResponseCode><e:ResponseCode xmlns:e="u">ErrorServerBusy</e:ResponseCode>',
    )
    assert log.entries()[0].response_codes == ["NoError", "ErrorServerBusy"]


def test_the_oldest_go_first() -> None:
    log = WireLog(maximum_bytes=100)
    for _call in range(5):
        add(log, "x", b"." * 40)
    assert [entry.seq for entry in log.entries()] == [4, 5]
    add(log, "x", b"." * 400)
    assert [entry.seq for entry in log.entries()] == [6]


def test_listeners_are_told() -> None:
    log, told = WireLog(), []
    log.listeners.append(lambda entry: told.append(entry.operation))
    add(log, "GetItem")
    assert told == ["GetItem"]
