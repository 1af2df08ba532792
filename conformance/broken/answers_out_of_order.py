"""Answers whose failures come last."""

from conformance.spoiler import BrokenServer, Conversation, Spoiler, response_messages


def _spoil(conversation: Conversation) -> None:
    messages = response_messages(conversation.answer)
    failed = [message for message in messages if message.get("ResponseClass") == "Error"]
    for message in failed:
        parent = message.getparent()
        if parent is not None:
            parent.append(message)


BROKEN = BrokenServer(
    name="answers_out_of_order",
    meaning="the entries that failed are answered after those that succeeded",
    caught_by="one_bad_entry_does_not_spoil_the_batch",
    make=lambda: Spoiler(_spoil),
)
