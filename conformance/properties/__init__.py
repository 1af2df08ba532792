"""The promises that are judged: one file each, listed here."""

from conformance.properties import (
    change_key_moves_with_content,
    created_item_is_readable,
    deleted_item_is_gone,
    one_bad_entry_does_not_spoil_the_batch,
    stale_change_key_is_refused,
    sync_replays_mailbox,
)
from conformance.property import Property

PROPERTIES: tuple[Property, ...] = (
    one_bad_entry_does_not_spoil_the_batch.PROPERTY,
    created_item_is_readable.PROPERTY,
    deleted_item_is_gone.PROPERTY,
    change_key_moves_with_content.PROPERTY,
    stale_change_key_is_refused.PROPERTY,
    sync_replays_mailbox.PROPERTY,
)
