"""A server whose items keep their first ChangeKey for ever."""

from lxml import etree

from conformance.spoiler import BrokenServer, Conversation, Spoiler, item_ids


def _make() -> Spoiler:
    first: dict[str, str] = {}
    newest: dict[str, str] = {}

    def newest_in_request(_operation: str, request: etree._Element) -> None:
        for key in item_ids(request):
            if key.get("ChangeKey") and key.get("Id", "") in newest:
                key.set("ChangeKey", newest[key.get("Id", "")])

    def first_in_answer(conversation: Conversation) -> None:
        for key in item_ids(conversation.answer):
            item_id, change_key = key.get("Id", ""), key.get("ChangeKey")
            if change_key:
                newest[item_id] = change_key
                key.set("ChangeKey", first.setdefault(item_id, change_key))

    return Spoiler(first_in_answer, newest_in_request)


BROKEN = BrokenServer(
    name="keeps_change_keys",
    meaning="an item keeps its first ChangeKey, whatever is written to it",
    caught_by="change_key_moves_with_content",
    make=_make,
)
