"""What servers do in one version and not in another, where the specifications leave it open (their Appendix C,
"Product Behavior") or a page of Learn tells a difference.

Elements and operations that came with a version are not here: rows of the property table and operations say so
themselves. A behaviour is asked of the site's build, whatever schema version the client speaks.
"""

from dataclasses import dataclass

from simulator.exchange_version import ExchangeVersion, is_older


@dataclass(frozen=True)
class Behaviour:
    """One difference: what servers do from the version `since` up to, not including, `until`."""

    what: str
    source: str
    since: str = "Exchange2007"
    until: str | None = None

    def of(self, server: ExchangeVersion) -> bool:
        """Whether this server does it."""
        ended = self.until is not None and not is_older(server.api, self.until)
        return server.at_least(self.since) and not ended


SEARCHES_FIND_250 = Behaviour(
    "FindItem with a restriction or a query string answers at most 250 items at a time",
    "Learn, EWS throttling in Exchange",
    since="Exchange2013",
)
GROUPS_ARE_NUMBERED = Behaviour(
    "GroupIndex is the number of the group; before, it is the value that the group has in common",
    "Learn, Perform grouped searches; Learn, AggregateOn",
    since="Exchange2013",
)
GROUPS_ARE_ROWS = Behaviour(
    "IndexedPagingOffset of grouped items counts a row for each group, too",
    "Learn, Perform grouped searches; Learn, AggregateOn",
    since="Exchange2013",
)
BEHAVIOURS = (SEARCHES_FIND_250, GROUPS_ARE_NUMBERED, GROUPS_ARE_ROWS)
"""All of them."""
