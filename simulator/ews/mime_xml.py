"""``t:MimeContent``: the whole item as MIME, in base64 (MS-OXWSCORE 2.2.4.28)."""

import base64

from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.mime_out import mime_of


def write_mime_content(mailbox: Mailbox, item: Item) -> str:
    """The item as MIME. Raises ErrorUnsupportedMimeConversion for an item that has no such form."""
    content = base64.b64encode(mime_of(mailbox, item)).decode()
    return f'<t:MimeContent CharacterSet="UTF-8">{content}</t:MimeContent>'
