"""The syncer with its recovery taken out: the crash tests must notice."""

from __future__ import annotations

from syncer.state.store import Store
from syncer.state.values import Intent


def forget_recovery() -> None:
    """From now on this process's store shows no open intents: what an interrupted pass began is never looked at."""

    def none(_store: Store, _mailbox_id: str) -> list[Intent]:
        return []

    Store.intents = none  # type: ignore[method-assign,assignment]
