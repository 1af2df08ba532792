"""The control plane: `Control` as JSON over plain HTTP on loopback. Nobody logs in; nobody else can reach it.

What makes no sense is answered 400 with `{"error": one line}`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control import Control
from simulator.errors import NotSimulated, SimulatorMisuse

Handler = Callable[[Control, "Asked"], Any]


class Asked:
    """What a request to the control plane said: `path`, `query` and the JSON `body`."""

    def __init__(self, path: dict[str, Any], query: dict[str, str], body: dict[str, Any]) -> None:
        """Keep the three."""
        self.path = path
        self.query = query
        self.body = body

    def text(self, key: str) -> str:
        """A string of the body. Raises SimulatorMisuse when it is missing."""
        value = self.body.get(key)
        if not isinstance(value, str):
            raise SimulatorMisuse(f"{key} is missing: send it as a string in the JSON body")
        return value

    def maybe_text(self, key: str) -> str | None:
        """A string of the body, or None. Raises SimulatorMisuse when it is something else."""
        return None if self.body.get(key) is None else self.text(key)

    def number(self, key: str) -> float:
        """A number of the body. Raises SimulatorMisuse when it is missing."""
        value = self.body.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise SimulatorMisuse(f"{key} is missing: send it as a number in the JSON body")
        return value

    def flag(self, key: str) -> bool:
        """True or false from the body. Raises SimulatorMisuse when it is missing."""
        value = self.body.get(key)
        if not isinstance(value, bool):
            raise SimulatorMisuse(f"{key} is missing: send it as true or false in the JSON body")
        return value

    def moment(self, key: str) -> datetime | None:
        """An ISO 8601 moment of the body, or None."""
        if self.body.get(key) is None:
            return None
        try:
            found = datetime.fromisoformat(self.text(key))
            return found if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, OverflowError) as problem:
            raise SimulatorMisuse(f"{key}: write it as 2026-11-23T09:00:00Z ({problem})") from problem


def _wire_log(control: Control, asked: Asked) -> dict[str, Any]:
    try:
        since = int(asked.query.get("since", "0"))
    except ValueError as problem:
        raise SimulatorMisuse("since: give a whole number") from problem
    end = control.wire_log_end()
    entries = control.wire_log(since, asked.query.get("site") or None, asked.query.get("operation") or None)
    return {"entries": entries, "next": max([end, *(entry["seq"] for entry in entries)])}


def _plan_fault(control: Control, asked: Asked) -> dict[str, int]:
    body: dict[str, Any] = {"where": {}, "nth": 1, "times": 1} | asked.body
    kinds = {"where": dict, "nth": int, "times": int, "do": dict}
    if set(body) != set(kinds) or any(type(body[key]) is not kind for key, kind in kinds.items()):
        raise SimulatorMisuse('a fault is {"where": {…}, "nth": 1, "times": 1, "do": {"kind": …}}')
    return {"id": control.plan_fault(body["do"], body["where"], body["nth"], body["times"])}


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/reset", lambda control, _asked: control.reset()),
    (
        "POST",
        "/impersonation/grant",
        lambda control, asked: control.grant(asked.text("user"), asked.maybe_text("name")),
    ),
    ("POST", "/impersonation/revoke", lambda control, asked: {"revoked": control.revoke(asked.text("user"))}),
    ("GET", "/impersonation", lambda control, _asked: control.impersonation()),
    ("POST", "/shell", lambda control, asked: {"output": control.shell(asked.text("line"))}),
    ("POST", "/sites/{name}/down", lambda control, asked: control.site_down(asked.path["name"])),
    ("POST", "/sites/{name}/up", lambda control, asked: control.site_up(asked.path["name"])),
    ("POST", "/crm/down", lambda control, _asked: control.crm_down()),
    ("POST", "/crm/up", lambda control, _asked: control.crm_up()),
    ("POST", "/crm/async-service", lambda control, asked: control.async_service(asked.flag("enabled"))),
    ("POST", "/load", lambda control, asked: control.load(Path(asked.text("folder")))),
    ("GET", "/clock", lambda control, _asked: control.clock()),
    ("POST", "/clock/stop", lambda control, asked: control.clock_stop(asked.moment("at"))),
    ("POST", "/clock/advance", lambda control, asked: control.clock_advance(asked.number("seconds"))),
    ("POST", "/clock/resume", lambda control, _asked: control.clock_resume()),
    ("POST", "/faults", _plan_fault),
    ("GET", "/faults", lambda control, _asked: control.faults()),
    ("DELETE", "/faults", lambda control, _asked: control.clear_faults()),
    ("DELETE", "/faults/{id:int}", lambda control, asked: control.delete_fault(asked.path["id"])),
    ("POST", "/faults/{id:int}/release", lambda control, asked: control.release_fault(asked.path["id"])),
    ("GET", "/wire-log", _wire_log),
    ("DELETE", "/wire-log", lambda control, _asked: control.clear_wire_log()),
)
"""Everything that can be asked. What returns nothing is answered `{}`."""


def control_plane(control: Control) -> Starlette:
    """The control plane as an ASGI application."""
    return Starlette(
        routes=[Route(path, _endpoint(control, handler), methods=[method]) for method, path, handler in ROUTES]
    )


def _handled(control: Control, handler: Handler, asked: Asked) -> Any:
    try:
        return handler(control, asked)
    finally:
        control.keep()


def _endpoint(control: Control, handler: Handler) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json() if await request.body() else {}
        except (ValueError, RecursionError):
            return JSONResponse({"error": "the body is not JSON"}, 400)
        if not isinstance(body, dict):
            return JSONResponse({"error": "the body is not a JSON object"}, 400)
        asked = Asked(dict(request.path_params), dict(request.query_params), body)
        try:
            result = await run_in_threadpool(_handled, control, handler, asked)
        except SimulatorMisuse as problem:
            return JSONResponse({"error": str(problem)}, 400)
        except NotSimulated as problem:
            return JSONResponse({"error": f"not simulated: {problem.what}"}, 501)
        except Exception as problem:
            control.report_bug(problem)
            return JSONResponse({"error": f"a bug in the simulator: {problem!r}"}, 500)
        return JSONResponse({} if result is None else result)

    return endpoint
