"""Starting and stopping a simulator: the parts put together, the ports opened, the ready document written."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

from simulator.authentication import Authenticator
from simulator.autodiscover.endpoint import AutodiscoverEndpoint
from simulator.certificates import Certificates, write_bundle
from simulator.control import Control
from simulator.control_plane import control_plane
from simulator.crm_site import CrmSite
from simulator.errors import SimulatorMisuse
from simulator.ews.endpoint import EwsEndpoint
from simulator.ews.operations import OPERATIONS
from simulator.exchange_site import EWS_PATH, POX_PATH, ExchangeSite
from simulator.server import EventLoop, HttpAnswer, HttpRequest, Listener, Respond, all_down, responder
from simulator.simulation import Simulation, simulate
from simulator.state.state_file import StateFile
from simulator.topologies import TOPOLOGIES
from simulator.topology import Site, Topology
from simulator.topology_file import topology_from_toml

_LOCAL = ("127.0.0.1", "0.0.0.0", "localhost")
"""Addresses under which the simulator's URLs say `localhost`."""


class Running:
    """A simulator that answers. Leave it with `stop` or as a context manager.

    `ready` is the document that `--ready-file` writes, `control` what the control plane offers.
    """

    def __init__(
        self, topology: Topology, host: str, base_port: int, http: bool, state: StateFile | None = None
    ) -> None:
        """Open every port. Raises SimulatorMisuse if one is taken."""
        self.simulation: Simulation = simulate(topology, state=state)
        self._folder = Path(tempfile.mkdtemp(prefix="tagus-simulator-"))
        self._certificates = Certificates((host,))
        self._authenticator = Authenticator(self.simulation.directory)
        self._events = EventLoop()
        self._scheme = "http" if http else "https"
        self._name = "localhost" if host in _LOCAL else host
        self._stopped = False
        ports = iter(range(base_port, base_port + 64)) if base_port else None

        def listener(application: Any, tls: Any = None) -> Listener:
            return Listener(self._events, application, host, next(ports) if ports else 0, None if http else tls)

        self._sites = {
            site.name: listener(self._site_application(site), self._certificates.exchange) for site in topology.sites
        }
        self._crm = listener(self._crm_application(), self._certificates.crm)
        self.control = Control(self.simulation, self._sites, self._crm)
        loopback = "127.0.0.1"
        self._control_plane = Listener(self._events, control_plane(self.control), loopback, next(ports) if ports else 0)
        try:
            for each in (*self._sites.values(), self._crm, self._control_plane):
                each.up()
            for name in sorted(self.simulation.directory.down):
                self._sites[name].down()
        except SimulatorMisuse:
            self._close()
            raise
        self.ready: dict[str, Any] = self._ready_document()

    def __enter__(self) -> "Running":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; what broke inside is raised unless something else is being raised already."""
        try:
            self.stop()
        except Exception:
            if problem is None:
                raise

    def stop(self) -> None:
        """Close everything. Raises the first exception that no real server would have shown, if there was one."""
        if not self._stopped:
            self._close()
        bugs = self.simulation.bugs
        if bugs:
            first, bugs[:] = bugs[0], []
            raise first

    def _close(self) -> None:
        self._stopped = True
        self.simulation.faults.clear()
        all_down((*self._sites.values(), self._crm, self._control_plane))
        self.simulation.crm.close()
        self._events.stop()
        self._authenticator.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        if self.simulation.state is not None:
            self.simulation.state.close()

    def _site_application(self, site: Site) -> Any:
        simulation = self.simulation
        ews = EwsEndpoint(site, simulation.exchange, OPERATIONS, faults=simulation.faults, wire_log=simulation.wire_log)
        autodiscover = AutodiscoverEndpoint(
            site,
            simulation.directory,
            self._address,
            faults=simulation.faults,
            wire_log=simulation.wire_log,
            clock=simulation.clock,
        )
        exchange_site = ExchangeSite(self._authenticator, ews, autodiscover, simulation.bugs.append)
        return responder(self._kept(exchange_site.respond), self._events)

    def _crm_application(self) -> Any:
        simulation = self.simulation
        crm_site = CrmSite(
            simulation.crm,
            self._authenticator,
            simulation.faults,
            simulation.wire_log,
            simulation.clock,
            simulation.bugs.append,
        )
        return responder(self._kept(crm_site.respond), self._events)

    def _kept(self, respond: Respond) -> Respond:
        """The same answers, each given away only when what it tells of would survive the end of the process."""

        def answer(request: HttpRequest) -> HttpAnswer:
            answered = respond(request)
            try:
                self.simulation.keep()
            except Exception as problem:
                self.simulation.bugs.append(problem)
                return HttpAnswer(500, f"THE STATE IS NOT KEPT\n{problem}\n".encode())
            return answered

        return answer if self.simulation.state is not None else respond

    def _address(self, site: str) -> str:
        return f"{self._scheme}://{self._name}:{self._sites[site].port}"

    def _ready_document(self) -> dict[str, Any]:
        topology = self.simulation.topology
        crm = f"{self._scheme}://{self._name}:{self._crm.port}/{topology.crm.name}"
        return {
            "ca_bundle": str(write_bundle(self._certificates, self._folder)),
            "sites": {
                site.name: {
                    "ews_url": self._address(site.name) + EWS_PATH,
                    "autodiscover_url": self._address(site.name) + POX_PATH,
                    "exchange_version": site.version.build,
                }
                for site in topology.sites
            },
            "crm": {
                "url": crm,
                "organization_service_url": f"{crm}/XRMServices/2011/Organization.svc/web",
                "web_api_url": None,
            },
            "control_url": f"http://127.0.0.1:{self._control_plane.port}",
            "accounts": [
                {
                    "name": account.name,
                    "smtp": account.smtp,
                    "upn": account.upn,
                    "domain_user": account.domain_user,
                    "password": account.password,
                    "site": account.site,
                    "office": account.office,
                    "display_name": account.display_name,
                    "crm_user": account.crm_user,
                }
                for account in topology.accounts
            ],
            "service_account": topology.service_account,
            "mail_domain": topology.mail_domain,
        }


def chosen_topology(topology: str | Path | Topology | None) -> Topology | None:
    """The topology that a name, the path of a TOML file or a topology stands for; None for None.

    Raises SimulatorMisuse and TopologyError.
    """
    if isinstance(topology, Path) or (isinstance(topology, str) and topology.endswith(".toml")):
        return topology_from_toml(Path(topology))
    return named_topology(topology) if isinstance(topology, str) else topology


def named_topology(name: str) -> Topology:
    """The shipped topology called `name`. Raises SimulatorMisuse when there is none."""
    for topology in TOPOLOGIES:
        if topology.name == name:
            return topology
    names = ", ".join(topology.name for topology in TOPOLOGIES)
    raise SimulatorMisuse(f"there is no topology {name!r}; use one of {names}, or the path of a .toml file")
