"""What every item has from the start when the server itself makes it."""

from datetime import datetime

from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath

ORDINARY: tuple[tuple[PropertyPath, object], ...] = (
    ("item:Importance", "Normal"),
    ("item:Sensitivity", "Normal"),
    ("item:IsSubmitted", False),
    ("item:IsDraft", False),
    ("item:IsFromMe", False),
    ("item:IsResend", False),
    ("item:IsUnmodified", False),
)


def message_id(organization: ExchangeOrganization) -> str:
    """A new Internet message id in the organization's mail domain, with its angle brackets."""
    return f"<{organization.ids.guid().hex}@{organization.directory.topology.mail_domain}>"


def sent_message(organization: ExchangeOrganization, now: datetime) -> dict[PropertyPath, object]:
    """The properties of a message sent at `now` (aware), before its own are added."""
    return dict(ORDINARY) | {
        "message:InternetMessageId": message_id(organization),
        "message:IsReadReceiptRequested": False,
        "message:IsDeliveryReceiptRequested": False,
        "message:IsRead": True,
        "item:DateTimeSent": now,
        "item:DateTimeReceived": now,
    }
