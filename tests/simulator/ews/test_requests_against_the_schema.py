"""Requests that the schema forbids: a fault, ErrorSchemaValidation, whatever else is in the request."""

import pytest

from simulator.soap.faults import EwsFault
from tests.simulator.ews.conversation import codes, conversation, text_at

GET = "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>{}</m:ItemIds></m:GetItem>"
CREATE = '<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{}</m:Items></m:CreateItem>'
FILE = "<t:Attachments><t:FileAttachment><t:Name>x</t:Name><t:Content>*</t:Content></t:FileAttachment></t:Attachments>"
FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>'
    '<t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds><m:QueryString>{}</m:QueryString></m:FindItem>'
)


@pytest.mark.parametrize(
    "request_text",
    [
        GET.format('<t:Other Id="x"/>'),
        GET.format("<t:ItemId/>"),
        CREATE.format("<t:Other/>"),
        CREATE.format("<m:Message/>"),
        CREATE.format("<t:Message><t:Other/></t:Message>"),
        CREATE.format("<t:Message><m:Subject>s</m:Subject></t:Message>"),
        CREATE.format('<t:Message><t:Body BodyType="Text">b</t:Body><t:Subject>s</t:Subject></t:Message>'),
        CREATE.format("<t:Message><t:Subject>a</t:Subject><t:Subject>b</t:Subject></t:Message>"),
        CREATE.format("<t:Message><t:Body>b</t:Body></t:Message>"),
        CREATE.format(f"<t:Message>{FILE}</t:Message>"),
        CREATE.format("<t:CalendarItem><t:ReminderMinutesBeforeStart>9999999999</t:ReminderMinutesBeforeStart>"
                      "</t:CalendarItem>"),
    ],
)  # fmt: skip
def test_what_the_schema_forbids(request_text: str) -> None:
    with pytest.raises(EwsFault) as refused:
        conversation().call(request_text)
    assert refused.value.code == "ErrorSchemaValidation"


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1601-01-01T00:00:00"]
)
def test_moments_at_the_ends_of_time(moment: str) -> None:
    talk = conversation()
    created = talk.create(f"<t:Contact><t:Birthday>{moment}</t:Birthday></t:Contact>", "")
    kept = text_at(talk.get(str(created.get("Id"))), "t:Birthday")
    assert kept is not None
    assert kept[:4] in ("1601", "9999")


@pytest.mark.parametrize("query", ["(" * 3000, "NOT " * 3000 + "a", "received:&gt;9999-12-31", "a OR", ")"])
def test_broken_queries(query: str) -> None:
    assert codes(conversation().call(FIND.format(query))) == ["ErrorInvalidArgument"]
