"""Whose fault is an answer that cannot be read: the one item's that was written, or the server's?

A server may answer one request with a page of its own (too large, a filter in between), every time; if it answers
another request as it should, only this item has to wait.
"""

from __future__ import annotations

from syncer.crm_side.errors import CrmError, CrmProblemKind
from syncer.cycle_context import Cycle
from syncer.exchange_side.errors import EwsError, ProblemKind


def only_this_one(cycle: Cycle, error: EwsError | CrmError) -> bool:
    """Whether the server that answered unreadably answers a small request well. Its write may have taken effect."""
    try:
        if error.problem.kind is ProblemKind.MALFORMED:
            cycle.exchange.folder_size("inbox")
            return True
        if error.problem.kind is CrmProblemKind.MALFORMED:
            cycle.crm.who_am_i()
            return True
    except (EwsError, CrmError):
        return False
    return False
