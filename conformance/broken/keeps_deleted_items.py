"""GetItem that answers a deleted item from what it answered before."""

from copy import deepcopy

from lxml import etree

from conformance.spoiler import BrokenServer, Conversation, Spoiler, code_of, exchange, item_ids, response_messages


def _make() -> Spoiler:
    remembered: dict[str, etree._Element] = {}

    def spoil(conversation: Conversation) -> None:
        if conversation.operation != "GetItem":
            return
        asked = [key.get("Id", "") for key in item_ids(conversation.request)]
        for item_id, message in zip(asked, response_messages(conversation.answer), strict=False):
            if code_of(message) == "NoError":
                remembered[item_id] = deepcopy(message)
            elif code_of(message) == "ErrorItemNotFound" and item_id in remembered:
                exchange(message, deepcopy(remembered[item_id]))

    return Spoiler(spoil)


BROKEN = BrokenServer(
    name="keeps_deleted_items",
    meaning="GetItem goes on answering an item that was read once, after it was deleted",
    caught_by="deleted_item_is_gone",
    make=_make,
)
