"""The organization's own asynchronous service, as far as a second syncer can see it.

Off by default. While on, each tick takes every mailbox that server-side synchronization serves and moves its row as
Microsoft's service does: host, start, attempt, success and the counters of empty cycles. It touches no mail server.
"""

import threading
import uuid
from typing import TYPE_CHECKING

from simulator.crm.rows import Row
from simulator.crm.values import OptionSetValue

if TYPE_CHECKING:
    from simulator.crm.organization import CrmOrganization

HOST = "CONTOSO-CRM01.MSCRMAsyncService"
SECONDS_BETWEEN_TICKS = 5.0
_SERVER_SIDE, _ACT_SERVER_SIDE = OptionSetValue(2), OptionSetValue(1)


class AsyncService:
    """On or off; when on, a thread of its own ticks, and so may whoever moves the clock.

    Whoever switches it must not hold the organization's lock: switching off waits for a tick that needs it.
    """

    def __init__(self, organization: "CrmOrganization") -> None:
        """Start switched off."""
        self._organization = organization
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._switch = threading.Lock()

    @property
    def enabled(self) -> bool:
        """Whether the service runs."""
        return self._thread is not None

    @enabled.setter
    def enabled(self, wanted: bool) -> None:
        with self._switch:
            if wanted == self.enabled:
                return
            if wanted:
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, name="crm-async-service", daemon=True)
                self._thread.start()
                return
            self._stop.set()
            thread, self._thread = self._thread, None
            if thread is not None:
                thread.join()

    def tick(self) -> int:
        """Process every mailbox once, if switched on; returns how many."""
        if not self.enabled:
            return 0
        served = [row_id for row_id, row in self._organization.all("mailbox") if _is_served(row)]
        for mailbox_id in served:
            self._process(mailbox_id)
        return len(served)

    def _process(self, mailbox_id: uuid.UUID) -> None:
        organization = self._organization
        with organization.lock:
            row = organization.row("mailbox", mailbox_id)
            if row is None:
                return
            moment = organization.clock.now().replace(microsecond=0)
            organization.write_past_the_rules(
                "mailbox",
                mailbox_id,
                {
                    "hostid": HOST,
                    "processinglastattemptedon": moment,
                    "lastsyncstartedon": moment,
                    "lastsuccessfulsynccompletedon": moment,
                    "noemailcount": _count(row, "noemailcount") + 1,
                    "noactcount": _count(row, "noactcount") + 1,
                },
            )

    def _run(self) -> None:
        while True:
            self.tick()
            if self._stop.wait(SECONDS_BETWEEN_TICKS):
                return


def _is_served(row: Row) -> bool:
    methods = (row.get("incomingemaildeliverymethod"), row.get("outgoingemaildeliverymethod"))
    server_side = _SERVER_SIDE in methods or row.get("actdeliverymethod") == _ACT_SERVER_SIDE
    return server_side and row.get("statecode") == OptionSetValue(0) and row.get("emailserverprofile") is not None


def _count(row: Row, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
