"""A batch in which one failure is everybody's."""

from copy import deepcopy

from conformance.spoiler import BrokenServer, Conversation, Spoiler, exchange, response_messages


def _spoil(conversation: Conversation) -> None:
    messages = response_messages(conversation.answer)
    failed = next((message for message in messages if message.get("ResponseClass") == "Error"), None)
    if failed is not None:
        for message in messages:
            if message is not failed:
                exchange(message, deepcopy(failed))


BROKEN = BrokenServer(
    name="fails_whole_batches",
    meaning="one bad entry of a request makes every entry answer its error",
    caught_by="one_bad_entry_does_not_spoil_the_batch",
    make=lambda: Spoiler(_spoil),
)
