"""Reading answers: what is no honest SOAP answer is refused, not guessed at."""

import pytest

from conformance.wire import reply
from conformance.wire.post import HttpAnswer, WireError

ENVELOPE = (
    f'<s:Envelope xmlns:s="{reply.SOAP}" xmlns:m="{reply.MESSAGES}" xmlns:t="{reply.TYPES}" '
    f'xmlns:e="{reply.ERRORS}"><s:Body>%s</s:Body></s:Envelope>'
)


def test_get_item() -> None:
    body = ENVELOPE % (
        '<m:GetItemResponse><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success">'
        "<m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message>"
        '<t:ItemId Id="a" ChangeKey="k"/><t:Subject>Évora</t:Subject></t:Message></m:Items>'
        "</m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse>"
    )
    fault, (message,) = reply.read(HttpAnswer(200, body.encode()))
    answered = reply.answered(message)
    assert (fault, answered.item_id, answered.change_key, answered.subject) == ("", "a", "k", "Évora")
    assert answered.body is None


def test_page_of_changes() -> None:
    body = ENVELOPE % (
        '<m:SyncFolderItemsResponse><m:ResponseMessages><m:SyncFolderItemsResponseMessage ResponseClass="Success">'
        "<m:ResponseCode>NoError</m:ResponseCode><m:SyncState>s2</m:SyncState>"
        "<m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>"
        '<t:Create><t:Message><t:ItemId Id="a" ChangeKey="k"/></t:Message></t:Create>'
        '<t:Delete><t:ItemId Id="b"/></t:Delete></m:Changes>'
        "</m:SyncFolderItemsResponseMessage></m:ResponseMessages></m:SyncFolderItemsResponse>"
    )
    _, (message,) = reply.read(HttpAnswer(200, body.encode()))
    page = reply.page(message, "s1", 2)
    assert [(change.kind, change.item_id) for change in page.changes] == [("Create", "a"), ("Delete", "b")]
    assert (page.asked_state, page.state, page.includes_last) == ("s1", "s2", False)


def test_fault() -> None:
    body = ENVELOPE % (
        "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring>"
        "<detail><e:ResponseCode>ErrorSchemaValidation</e:ResponseCode></detail></s:Fault>"
    )
    assert reply.read(HttpAnswer(500, body.encode())) == ("ErrorSchemaValidation", [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Bad Gateway",
        b"<html/>",
        f'<!DOCTYPE x [<!ENTITY e "boo">]>{ENVELOPE % "&e;"}'.encode(),
        f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{ENVELOPE % ""}'.encode(),
        (ENVELOPE % "<m:GetItemResponse/>").encode(),
    ],
)
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(WireError):
        reply.read(HttpAnswer(200, body))
