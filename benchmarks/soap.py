"""The requests that are measured, as text."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from xml.sax.saxutils import escape

from simulator.soap.namespaces import MESSAGES, SOAP, TYPES


def envelope(body: str) -> bytes:
    """A SOAP request that names no version."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def headers(user: str, password: str) -> dict[str, str]:
    """What a client with Basic authentication sends."""
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {login}", "Content-Type": "text/xml; charset=utf-8"}


def get_items(ids: Iterable[str]) -> bytes:
    """GetItem of everything that AllProperties has."""
    wanted = "".join(f'<t:ItemId Id="{identity}"/>' for identity in ids)
    shape = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
    return envelope(f"<m:GetItem>{shape}<m:ItemIds>{wanted}</m:ItemIds></m:GetItem>")


def sync_items(folder: str, sync_state: str = "", limit: int = 512) -> bytes:
    """SyncFolderItems, ids only."""
    state = f"<m:SyncState>{sync_state}</m:SyncState>" if sync_state else ""
    return envelope(
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f'<m:SyncFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SyncFolderId>{state}'
        f"<m:MaxChangesReturned>{limit}</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def find_items(folder: str, word: str) -> bytes:
    """FindItem, ids of the first ten whose subject contains a word."""
    return envelope(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:IndexedPageItemView MaxEntriesReturned="10" Offset="0" BasePoint="Beginning"/><m:Restriction>'
        '<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">'
        '<t:FieldURI FieldURI="item:Subject"/>'
        f'<t:Constant Value="{escape(word)}"/></t:Contains></m:Restriction><m:ParentFolderIds>'
        f'<t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds></m:FindItem>'
    )


def create_message(subject: str) -> bytes:
    """CreateItem of a draft."""
    return envelope(
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message>'
        f"<t:Subject>{escape(subject)}</t:Subject>"
        '<t:Body BodyType="Text">A line of text, as people write them to each other on a working day.</t:Body>'
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>someone@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>"
        "</t:Message></m:Items></m:CreateItem>"
    )
