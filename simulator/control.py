"""What a test or an administrator can do to a running simulator, from Python or (`control_plane`) over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator import management_shell
from simulator.directory import APPLICATION_IMPERSONATION
from simulator.errors import SimulatorMisuse
from simulator.exchange import delivery
from simulator.seeding import content_folder
from simulator.seeding.load_report import Loaded
from simulator.server import Listener
from simulator.simulation import Simulation


class Control:
    """The levers of one running simulator. `sites` and `crm` are its open or closed ports.

    Every function raises SimulatorMisuse, with one line that says what to do, for what makes no sense.
    """

    def __init__(self, simulation: Simulation, sites: Mapping[str, Listener], crm: Listener) -> None:
        """Drive `simulation`."""
        self._simulation = simulation
        self._sites = sites
        self._crm = crm

    def report_bug(self, problem: BaseException) -> None:
        """Keep an exception that nobody should see; it is raised when the simulator stops."""
        self._simulation.bugs.append(problem)

    def keep(self) -> None:
        """Return once everything done so far would survive the end of the process. Raises StateNotWritten.

        Every answered request and every call of the control plane does so by itself.
        """
        self._simulation.keep()

    def reset(self) -> None:
        """Back to the beginning, with every site and the CRM up."""
        with self._simulation.moving:
            self._simulation.reset()
            for listener in (*self._sites.values(), self._crm):
                listener.up()

    def grant(self, user: str, name: str | None = None) -> dict[str, str]:
        """Give a user ApplicationImpersonation."""
        assignment = self._simulation.directory.assign(
            name or f"{APPLICATION_IMPERSONATION}-{user}", APPLICATION_IMPERSONATION, user
        )
        return {"name": assignment.name, "role": assignment.role, "user": assignment.user}

    def revoke(self, user: str) -> int:
        """Take ApplicationImpersonation from a user; returns how many assignments went."""
        return self._simulation.directory.unassign_user(user)

    def impersonation(self) -> list[dict[str, str]]:
        """Who holds ApplicationImpersonation."""
        return [
            {"name": held.name, "role": held.role, "user": held.user} for held in self._simulation.directory.assignments
        ]

    def shell(self, line: str) -> str:
        """Run a line of the Exchange Management Shell and return what it prints."""
        return management_shell.run(line, self._simulation.directory)

    def site_down(self, site: str) -> None:
        """Stop a site: connections drop, new ones are refused, mail for it waits."""
        with self._simulation.moving:
            self._simulation.directory.set_up(site, False)
            self._sites[site].down()

    def site_up(self, site: str) -> None:
        """Start a site again on the same port; what waited for it is delivered first."""
        with self._simulation.moving:
            self._simulation.directory.set_up(site, True)
            with self._simulation.exchange.lock:
                delivery.site_up(self._simulation.exchange, site)
            self._sites[site].up()

    def crm_down(self) -> None:
        """Stop the CRM."""
        with self._simulation.moving:
            self._crm.down()

    def crm_up(self) -> None:
        """Start the CRM again on the same port."""
        with self._simulation.moving:
            self._crm.up()

    def async_service(self, enabled: bool) -> None:
        """Switch the organization's own async service on or off; on, it works the mailbox rows as Microsoft's would."""
        self._simulation.crm.async_service.enabled = enabled

    def clock(self) -> dict[str, Any]:
        """The simulator's time and whether it stands still."""
        clock = self._simulation.clock
        return {"now": clock.now().isoformat(), "stopped": clock.stopped}

    def clock_stop(self, at: datetime | None = None) -> dict[str, Any]:
        """Hold time still, at `at` or now."""
        self._simulation.clock.stop(at)
        return self.clock()

    def clock_advance(self, seconds: float) -> dict[str, Any]:
        """Move time on."""
        self._simulation.clock.advance(seconds)
        if self._simulation.crm.async_service.enabled:
            self._simulation.crm.async_service.tick()
        return self.clock()

    def clock_resume(self) -> dict[str, Any]:
        """Let time run on from where it was stopped."""
        self._simulation.clock.resume()
        return self.clock()

    def plan_fault(
        self, do: Mapping[str, Any], where: Mapping[str, str] | None = None, nth: int = 1, times: int = 1
    ) -> int:
        """Plan a fault (see `simulator.faults`); returns its id."""
        places = {"crm", *self._sites}
        if where and where.get("site", "crm") not in places:
            raise SimulatorMisuse(
                f"where.site = {where['site']!r}: no such site; known are {', '.join(sorted(places))}"
            )
        return self._simulation.faults.plan(where, do, nth, times)

    def faults(self) -> list[dict[str, Any]]:
        """Every planned fault, with how often it struck and whether it holds somebody now."""
        return self._simulation.faults.listed()

    def delete_fault(self, fault_id: int) -> None:
        """Forget one fault."""
        self._simulation.faults.delete(fault_id)

    def clear_faults(self) -> None:
        """Forget every fault."""
        self._simulation.faults.clear()

    def release_fault(self, fault_id: int) -> None:
        """Let the calls go on that a fault holds."""
        self._simulation.faults.release(fault_id)

    def wire_log(self, since: int = 0, site: str | None = None, operation: str | None = None) -> list[dict[str, Any]]:
        """The calls after number `since`, both sides of each."""
        return [entry.as_json() for entry in self._simulation.wire_log.entries(since, site, operation)]

    def load(self, folder: Path) -> dict[str, Loaded]:
        """Put real content into mailboxes (see `simulator.seeding.content_folder`); tells what became of every file."""
        return content_folder.load(self._simulation.exchange, folder)

    def wire_log_end(self) -> int:
        """The number of the latest call."""
        return self._simulation.wire_log.last

    def clear_wire_log(self) -> None:
        """Forget the calls so far."""
        self._simulation.wire_log.clear()
