"""What every item has from the start when the server itself makes it."""

from datetime import datetime

from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import PropertyPath


def message_id(organization: ExchangeOrganization) -> str:
    """A new Internet message id in the organization's mail domain, with its angle brackets."""
    return f"<{organization.ids.guid().hex}@{organization.directory.topology.mail_domain}>"


def sent_message(organization: ExchangeOrganization, now: datetime) -> dict[PropertyPath, object]:
    """What sending at `now` (aware) gives a message that the server writes; `complete_new_item` adds what every
    item has.
    """
    return {
        "message:InternetMessageId": message_id(organization),
        "message:IsRead": True,
        "item:IsDraft": False,
        "item:DateTimeSent": now,
        "item:DateTimeReceived": now,
    }
