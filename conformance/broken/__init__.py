"""Servers that are broken on purpose, to prove that the properties catch something: one file each, listed here."""

from conformance.broken import (
    answers_out_of_order,
    fails_whole_batches,
    forgets_deletes,
    forgets_updates,
    keeps_change_keys,
    keeps_deleted_items,
    loses_a_page,
    loses_accents,
    overwrites_conflicts,
    sends_stale_drafts,
)
from conformance.spoiler import BrokenServer

BROKEN_SERVERS: tuple[BrokenServer, ...] = (
    loses_accents.BROKEN,
    keeps_deleted_items.BROKEN,
    keeps_change_keys.BROKEN,
    overwrites_conflicts.BROKEN,
    sends_stale_drafts.BROKEN,
    fails_whole_batches.BROKEN,
    answers_out_of_order.BROKEN,
    forgets_deletes.BROKEN,
    forgets_updates.BROKEN,
    loses_a_page.BROKEN,
)
