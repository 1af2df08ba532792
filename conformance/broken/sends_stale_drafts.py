"""SendItem that does not look at the ChangeKey."""

from lxml import etree

from conformance.spoiler import BrokenServer, Conversation, Spoiler, item_ids


def _make() -> Spoiler:
    newest: dict[str, str] = {}

    def use_newest(operation: str, request: etree._Element) -> None:
        if operation == "SendItem":
            for key in item_ids(request):
                key.set("ChangeKey", newest.get(key.get("Id", ""), key.get("ChangeKey", "")))

    def learn(conversation: Conversation) -> None:
        for key in item_ids(conversation.answer):
            if key.get("ChangeKey"):
                newest[key.get("Id", "")] = key.get("ChangeKey", "")

    return Spoiler(learn, use_newest)


BROKEN = BrokenServer(
    name="sends_stale_drafts",
    meaning="SendItem sends a draft whatever ChangeKey is given",
    caught_by="stale_change_key_is_refused",
    make=_make,
)
