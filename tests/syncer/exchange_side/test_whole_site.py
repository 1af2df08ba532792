"""What concerns a whole site: a stated back-off, a site that hangs, a server that is only just starting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from syncer.exchange_side.connection import Endpoint, ExchangeConnection
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.mailbox import EwsMailbox
from tests.syncer.exchange_side.simulator_process import Simulated


def requests_to(simulated: Simulated, site: str, since: int) -> int:
    entries = simulated.control("GET", f"/wire-log?since={since}&site={site}")["entries"]
    return sum(1 for entry in entries if entry["http_status"] != 401)


def wire_position(simulated: Simulated) -> int:
    return int(simulated.control("GET", "/wire-log")["next"])


@pytest.mark.parametrize("do", [
    {"kind": "server_busy", "back_off_ms": 700}, {"kind": "http_status", "status": 503, "retry_after": 1},
])  # fmt: skip
def test_no_request_leaves_before_the_time_that_the_server_named(simulated: Simulated, do: dict[str, object]) -> None:
    connection = simulated.connection("london")
    oliver = EwsMailbox(connection, simulated.account("oliver.smith")["smtp"], impersonate=True)
    emily = EwsMailbox(connection, simulated.account("emily.jones")["smtp"], impersonate=True)
    oliver.folder_size("inbox")
    fault = simulated.fault(do, site="london")
    since, begun = wire_position(simulated), time.monotonic()
    with pytest.raises(EwsError) as told:
        oliver.folder_size("inbox")
    assert told.value.problem.kind is ProblemKind.BUSY
    simulated.control("DELETE", f"/faults/{fault}")
    waited = 0
    while True:
        try:
            emily.folder_size("inbox")
            break
        except EwsError as error:
            assert error.problem.kind is ProblemKind.BUSY
            assert 0 < (error.problem.back_off_seconds or 0) <= 1
            assert requests_to(simulated, "london", since) == 1
            waited += 1
    assert waited
    assert time.monotonic() - begun >= 0.7
    connection.close()


class Starting(BaseHTTPRequestHandler):
    """A front end that is up before what is behind it: 503, then a server that wants NTLM."""

    ready = False

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = self.headers.get("Authorization", "")
        type(self).basic_seen |= asked.startswith("Basic")
        self.send_response(401 if self.ready else 503)
        if self.ready:
            self.send_header("WWW-Authenticate", "NTLM")
        self.send_header("Content-Length", "0")
        self.end_headers()

    basic_seen = False

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def starting() -> Iterator[str]:
    Starting.ready = Starting.basic_seen = False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Starting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/EWS/Exchange.asmx"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_server_that_is_starting_gets_no_password_in_clear_and_disables_nobody(starting: str) -> None:
    connection = ExchangeConnection(Endpoint(starting, "CONTOSO\\service", 0, 1, 5, 1_000_000, None), "hunter2")
    with pytest.raises(EwsError) as down:
        connection.api_version()
    assert down.value.problem.kind is ProblemKind.BUSY, "a permanent failure would disable every mailbox"
    Starting.ready = True
    with pytest.raises(EwsError):
        connection.api_version()
    assert not Starting.basic_seen
    assert "hunter2" not in f"{down.value} {connection!r} {connection.endpoint!r}"
    connection.close()
