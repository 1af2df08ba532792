"""The peer beside whom the simulator's cost is put: exchangelib, reading the same answer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping

from exchangelib import DELEGATE, Account, Configuration, Credentials, EWSTimeZone
from exchangelib.services import GetItem


def parse_seconds(account: Mapping[str, str], url: str, answer: bytes, repeat: int = 7) -> float:
    """CPU seconds that exchangelib takes to make items of a GetItem answer: the median of ``repeat``."""
    configuration = Configuration(
        service_endpoint=url, credentials=Credentials(account["domain_user"], account["password"])
    )
    reader = Account(
        account["smtp"], config=configuration, access_type=DELEGATE, autodiscover=False,
        default_timezone=EWSTimeZone("UTC"),
    )  # fmt: skip
    assert reader.version is not None
    taken = []
    for _ in range(repeat):
        begin = time.process_time()
        items = list(GetItem(account=reader).parse(answer))
        taken.append(time.process_time() - begin)
        assert len(items) == answer.count(b"<t:CalendarItem>"), items[:1]
    return statistics.median(taken)
