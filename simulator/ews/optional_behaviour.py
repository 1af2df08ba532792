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
ANY_ATTACHED_ITEM_HAS_MIME = Behaviour(
    "GetAttachment gives the MIME content of any attached item; before, of messages, appointments and posts alone",
    "MS-OXWSATT_R552, R55001, R55002, R55003",
    since="Exchange2013",
)
ATTACHMENTS_NEST_TO_A_LIMIT = Behaviour(
    "items attached to each other may be nested to a limit only",
    "Learn, ResponseCode (ErrorAttachmentNestLevelLimitExceeded)",
    since="Exchange2010_SP2",
)
JUNK_THAT_MOVES_BLOCKS_ITS_SENDER = Behaviour(
    "MarkAsJunk that moves the item blocks its sender, too",
    "MS-OXWSCORE_R1839",
    until="Exchange2016",
)
PERMISSION_LEVELS_STAND_ALONE = Behaviour(
    "single permissions beside a level other than Custom are ErrorInvalidPermissionSettings",
    "MS-OXWSFOLD_R54911",
    until="Exchange2013",
)

BEHAVIOURS = (
    SEARCHES_FIND_250,
    GROUPS_ARE_NUMBERED,
    GROUPS_ARE_ROWS,
    ANY_ATTACHED_ITEM_HAS_MIME,
    ATTACHMENTS_NEST_TO_A_LIMIT,
    JUNK_THAT_MOVES_BLOCKS_ITS_SENDER,
    PERMISSION_LEVELS_STAND_ALONE,
)
"""All of them."""
