"""The message of Test & Enable from a mailbox to itself: sent at most once, whoever is killed, frozen or too late.

As with outgoing e-mail, the sending call is never the creating one: a marked draft is made, recorded in our state
under the lease, and then sent with its ChangeKey. Only the recorded draft is ever sent: a worker that made one and
lost its lease meanwhile cannot record it, and takes it away again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from syncer.crm_side.records import MailboxRecord
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.exchange_side.side import Address, ExchangeSide, ItemRef, Stamp
from syncer.state.errors import LeaseLost
from syncer.state.store import Store
from syncer.state.values import Intent, Lease

SUBJECT = "Test Message"
TEXT = "This is a test message to check the outgoing email configuration for [{user}]."

ACTION = "test_message"
OPENED, DRAFTED = "opened", "drafted"
_SOMEBODY_ELSE = frozenset({ProblemKind.STALE, ProblemKind.GONE})


@dataclass(frozen=True, slots=True)
class TestMessage:
    """One test's message; `mark` is the same however often this test is begun."""

    mark: str
    mailbox: MailboxRecord
    store: Store
    lease: Lease
    check_lease: Callable[[], None]

    __test__ = False

    def send(self, exchange: ExchangeSide) -> None:
        """Send it unless it is sent. Raises `EwsError`, `LeaseLost`."""
        if exchange.find_by_stamp("sentitems", self.mark):
            return
        begun = next((one for one in self.store.intents(self.mailbox.id) if one.id == self.mark), None)
        drafts = exchange.find_by_stamp("drafts", self.mark)
        if begun is None or begun.phase == OPENED:
            self._discard(exchange, drafts)
            self._send_draft(exchange, self._draft(exchange))
            return
        recorded = [draft for draft in drafts if draft.item_id == begun.item_id]
        self._discard(exchange, [draft for draft in drafts if draft not in recorded])
        if recorded:
            self._send_draft(exchange, recorded[0])

    def _draft(self, exchange: ExchangeSide) -> ItemRef:
        """Make the draft and record it. Raises `LeaseLost`, and then the draft is away again."""
        self.store.open_intent(self.lease, Intent(self.mark, ACTION, OPENED, "mailbox", self.mailbox.id))
        self.check_lease()
        try:
            draft = exchange.create_draft(_fields(self.mailbox), Stamp(crm_id=self.mark))
        except EwsError:
            with contextlib.suppress(EwsError):
                self._discard_strays(exchange)
            raise
        try:
            self.store.open_intent(
                self.lease, Intent(self.mark, ACTION, DRAFTED, "mailbox", self.mailbox.id, draft.item_id)
            )
        except LeaseLost:
            with contextlib.suppress(EwsError):
                exchange.discard_draft(draft)
            raise
        return draft

    def _send_draft(self, exchange: ExchangeSide, draft: ItemRef) -> None:
        """Only one sender can win. A draft that is not as it was made, or gone, was sent by another (STALE, GONE)."""
        self.check_lease()
        try:
            exchange.send_draft(draft)
        except EwsError as error:
            if error.problem.kind not in _SOMEBODY_ELSE:
                raise

    def _discard_strays(self, exchange: ExchangeSide) -> None:
        """After a call that may have made a draft all the same: when another worker has taken over meanwhile and
        recorded its own, or is done, the others are nobody's."""
        begun = next((one for one in self.store.intents(self.mailbox.id) if one.id == self.mark), None)
        if begun is not None and begun.phase == OPENED:
            return
        for draft in exchange.find_by_stamp("drafts", self.mark):
            if begun is None or draft.item_id != begun.item_id:
                exchange.discard_draft(draft)

    def _discard(self, exchange: ExchangeSide, drafts: list[ItemRef]) -> None:
        """Drafts that nobody has recorded: nobody sends them."""
        for draft in drafts:
            self.check_lease()
            exchange.discard_draft(draft)


def close_test_messages(store: Store, lease: Lease) -> None:
    """The test is over: what was recorded of its message, and of interrupted ones before it, is not needed any more.

    Raises `LeaseLost`.
    """
    recorded = [intent.id for intent in store.intents(lease.mailbox_id) if intent.action == ACTION]
    with store.writing(lease) as writing:
        for identity in recorded:
            writing.close_intent(identity)


def _fields(mailbox: MailboxRecord) -> Mapping[str, object]:
    user = (mailbox.user.name if mailbox.user else None) or mailbox.name or mailbox.email
    return {
        "Subject": SUBJECT,
        "Body": TEXT.format(user=user),
        "ToRecipients": (Address(user, mailbox.email),),
    }
