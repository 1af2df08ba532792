"""One response message per entry: what one error does to the others, and what an error tells."""

from uuid import UUID

import pytest
from lxml import etree

from simulator.ews.operation import STOPPING, answer_each
from simulator.exchange.errors import TEXT_OF_CODE, TEXTS, ExchangeError
from simulator.exchange.ids import FolderKey, ItemKey, encode_folder_id, encode_item_id
from tests.simulator.ews.conversation import NS, codes, conversation

NOBODY = UUID("f3f6f699-2254-40ce-9994-388d9d98419e")


def answered(*outcomes: str) -> etree._Element:
    """The answer to entries of which each succeeds (""), or fails with its code."""

    def handle(outcome: str) -> str:
        if outcome:
            raise ExchangeError(outcome)
        return ""

    return etree.fromstring(answer_each("DeleteItem", outcomes, handle))


def classes(answer: etree._Element) -> list[str]:
    return [str(one.get("ResponseClass")) for one in answer.iterfind("m:ResponseMessages/*", NS)]


def test_an_error_spoils_its_own_entry_alone() -> None:
    answer = answered("", "ErrorItemNotFound", "")
    assert codes(answer) == ["NoError", "ErrorItemNotFound", "NoError"]
    assert classes(answer) == ["Success", "Error", "Success"]


@pytest.mark.parametrize("code", sorted(STOPPING))
def test_what_the_next_entry_would_meet_too_stops_the_batch(code: str) -> None:
    answer = answered("", code, "", "ErrorItemNotFound")
    assert codes(answer) == ["NoError", code, *["ErrorBatchProcessingStopped"] * 2]
    assert classes(answer) == ["Success", "Error", "Warning", "Warning"]


def test_texts_are_in_order_and_there_once() -> None:
    assert [code for code, _ in TEXTS] == sorted(TEXT_OF_CODE)
    assert all(text.endswith((".", "StartDate")) for _, text in TEXTS)


def test_an_id_of_no_mailbox_tells_its_guid() -> None:
    talk = conversation()
    shape = "<t:BaseShape>IdOnly</t:BaseShape>"
    item, folder = encode_item_id(ItemKey(NOBODY, 1, 2)), encode_folder_id(FolderKey(NOBODY, 1))
    for request in (
        f'<m:GetItem><m:ItemShape>{shape}</m:ItemShape><m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>',
        f"<m:GetFolder><m:FolderShape>{shape}</m:FolderShape>"
        f'<m:FolderIds><t:FolderId Id="{folder}"/></m:FolderIds></m:GetFolder>',
    ):
        answer = talk.call(request)
        assert codes(answer) == ["ErrorNonExistentMailbox"]
        assert answer.findtext(".//m:MessageText", namespaces=NS) == "No mailbox with such guid."
        assert answer.findtext(".//m:MessageXml/t:Value[@Name='MailboxGuid']", namespaces=NS) == str(NOBODY)
