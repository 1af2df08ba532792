"""A worker that froze in the middle of a call, a second one that took over, and the first one waking up."""

import threading
from collections.abc import Callable

import pytest

from syncer import incoming_mail, outgoing_mail
from syncer.crm_side.errors import CrmError
from syncer.crm_side.side import OptionSet
from syncer.exchange_side.errors import EwsError
from syncer.state.errors import LeaseLost
from tests.syncer.mail.office import Office
from tests.syncer.mail.test_outgoing import LONDON, assert_sent_once


class Frozen:
    """A run in a thread, held inside one of its calls."""

    def __init__(self, office: Office, run: Callable[[], object], **where: str) -> None:
        self.office = office
        self.error: BaseException | None = None
        self.fault = office.simulated.fault({"kind": "hold_before_effect"}, **where)
        self._run = run
        self.thread = threading.Thread(target=self._body)
        self.thread.start()
        self._wait_until_held()

    def _body(self) -> None:
        try:
            self._run()
        except (LeaseLost, EwsError, CrmError) as error:
            self.error = error

    def _wait_until_held(self) -> None:
        while self.thread.is_alive():
            listed = self.office.simulated.control("GET", "/faults")
            if any(str(one["id"]) == self.fault and one["holding"] for one in listed):
                return
        raise AssertionError("the run ended before it was held")

    def wake(self) -> None:
        self.office.simulated.control("POST", f"/faults/{self.fault}/release")
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.mark.parametrize("operation", ["CreateItem", "SendItem"])
def test_two_senders_and_one_message(office: Office, operation: str) -> None:
    email = office.write_email("ana.silva", LONDON, f"Frozen in {operation}")
    first = office.patient_cycle("ana.silva", "first")
    frozen = Frozen(office, lambda: outgoing_mail.run(first), site="lisbon", operation=operation)
    office.send("ana.silva")
    assert_sent_once(office, email)
    frozen.wake()
    assert isinstance(frozen.error, LeaseLost)
    assert_sent_once(office, email)
    assert office.send("ana.silva").writes == 0


def test_two_promoters_and_one_row(office: Office) -> None:
    office.receive("harry.brown")
    user = office.user("harry.brown")
    office.crm.update("usersettings", user.id, {"incomingemailfilteringmethod": OptionSet(0)})
    message = office.mail("david.miller", ["harry.brown"], "Two promoters")
    first = office.patient_cycle("harry.brown", "first")
    frozen = Frozen(office, lambda: incoming_mail.run(first), site="crm", operation="Create")
    assert office.receive("harry.brown").counts == {"mail_promoted": 1}
    frozen.wake()
    assert len(office.emails(message)) == 1
    assert office.receive("harry.brown").counts == {}
