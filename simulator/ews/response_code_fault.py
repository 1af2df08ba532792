"""The planned fault "response_code": entries of a request answered with an error, and nothing done for them."""

import copy
from collections.abc import Callable

from lxml import etree

from simulator.ews.operation import whole
from simulator.soap.application import Answer
from simulator.soap.faults import MESSAGES_OF_CODES
from simulator.soap.namespaces import MESSAGES, TYPES

_LISTS = (
    "ItemIds",
    "FolderIds",
    "ItemChanges",
    "FolderChanges",
    "Items",
    "Folders",
    "AttachmentIds",
    "Attachments",
    "ParentFolderIds",
)
"""The elements of a request that hold its entries, each answered by one response message."""


def answer_with_code(
    operation: str,
    body: etree._Element,
    code: str,
    item_id: str | None,
    perform: Callable[[etree._Element], Answer],
) -> Answer:
    """The answer in which `code` stands for every entry, or for the entries about `item_id` alone.

    The other entries are performed; those struck are not.
    """
    entries = _entries(body)
    struck = [number for number, entry in enumerate(entries) if item_id is None or _is_about(entry, item_id)]
    message = _message(operation, code)
    if not entries or len(struck) == len(entries):
        return _response(operation, [message] * max(1, len(entries)))
    rest = copy.deepcopy(body)
    for number, entry in enumerate(_entries(rest)):
        if number in struck:
            parent = entry.getparent()
            if parent is not None:
                parent.remove(entry)
    given = perform(rest)
    answer = given if isinstance(given, etree._Element) else etree.fromstring(whole(given))
    holder = answer.find(f"{{{MESSAGES}}}ResponseMessages")
    if holder is not None:
        for number in struck:
            holder.insert(number, etree.fromstring(message))
    return answer


def item_ids(body: etree._Element) -> frozenset[str]:
    """Every item that a request names."""
    return frozenset(
        str(element.get("Id"))
        for element in body.iter(f"{{{TYPES}}}ItemId", f"{{{TYPES}}}ReferenceItemId", f"{{{TYPES}}}ParentItemId")
        if element.get("Id")
    ) | frozenset(str(element.get("Id")) for element in body.iter(f"{{{MESSAGES}}}ParentItemId") if element.get("Id"))


def _entries(body: etree._Element) -> list[etree._Element]:
    for name in _LISTS:
        found = body.find(f"{{{MESSAGES}}}{name}")
        if found is not None:
            return list(found)
    return []


def _is_about(entry: etree._Element, item_id: str) -> bool:
    return any(element.get("Id") == item_id for element in entry.iter())


def _message(operation: str, code: str) -> bytes:
    text = dict(MESSAGES_OF_CODES).get(code, "A planned fault of the simulator.")
    extra = {
        "FindItem": "",
        "GetItem": "<m:Items/>",
        "CreateItem": "<m:Items/>",
        "UpdateItem": "<m:Items/>",
        "MoveItem": "<m:Items/>",
        "CopyItem": "<m:Items/>",
        "ArchiveItem": "<m:Items/>",
        "GetFolder": "<m:Folders/>",
        "CreateFolder": "<m:Folders/>",
        "UpdateFolder": "<m:Folders/>",
        "CreateAttachment": "<m:Attachments/>",
        "GetAttachment": "<m:Attachments/>",
    }.get(operation, "")
    return (
        f'<m:{operation}ResponseMessage xmlns:m="{MESSAGES}" ResponseClass="Error">'
        f"<m:MessageText>{text}</m:MessageText><m:ResponseCode>{code}</m:ResponseCode>"
        f"<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{extra}</m:{operation}ResponseMessage>"
    ).encode()


def _response(operation: str, messages: list[bytes]) -> bytes:
    opening = f'<m:{operation}Response xmlns:m="{MESSAGES}"><m:ResponseMessages>'.encode()
    return opening + b"".join(messages) + f"</m:ResponseMessages></m:{operation}Response>".encode()
