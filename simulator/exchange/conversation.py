"""Conversations: the ConversationIndex that answers extend, and the id that all of a conversation share.

MS-OXOMSG 2.2.1.3 (PidTagConversationIndex): a 22-byte header, then 5 bytes for each answer.
"""

import base64
from datetime import UTC, datetime
from uuid import UUID

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
HEADER_BYTES = 22


def new_conversation_index(now: datetime, conversation: UUID) -> bytes:
    """The index of a message that starts a conversation."""
    return b"\x01" + _ticks(now).to_bytes(8, "big")[1:6] + conversation.bytes_le


def answer_index(parent: bytes, now: datetime) -> bytes:
    """The index of an answer to the message with index ``parent``: the parent's and one more 5-byte block."""
    started = int.from_bytes(b"\x01" + parent[1:6] + b"\x00\x00", "big")
    passed = max(0, _ticks(now) - started)
    block = (passed >> 18) & 0x7FFFFFFF
    return parent + block.to_bytes(4, "big") + b"\x10"


def conversation_id(mailbox: UUID, index: bytes) -> str:
    """The ConversationId text of a conversation, in this mailbox."""
    raw = b"\x00\x04\x24\x00" + str(mailbox).encode() + b"\x00\x10\x00" + index[6:HEADER_BYTES]
    return base64.b64encode(raw).decode()


def topic(subject: str) -> str:
    """The subject without the prefixes of answers and forwards (MS-OXCMAIL 2.2.3.2.6, PidTagNormalizedSubject)."""
    rest = subject
    while True:
        head, colon, tail = rest.partition(":")
        if not colon or not 1 <= len(head.strip()) <= 3 or not head.strip().isalpha():
            return rest.strip()
        rest = tail.lstrip()


def _ticks(moment: datetime) -> int:
    return int((moment - _EPOCH).total_seconds() * 10_000_000)
