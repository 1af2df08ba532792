"""UpdateItem: conflicts, the three kinds of change, and what can't be changed."""

import pytest
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at

CALENDAR_UPDATE = 'ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"'
MESSAGE = (
    "<t:Message><t:Subject>S</t:Subject><t:Body BodyType='Text'>one</t:Body>"
    "<t:ToRecipients><t:Mailbox><t:EmailAddress>bruno.costa@contoso.test</t:EmailAddress></t:Mailbox></t:ToRecipients>"
    "</t:Message>"
)
CALENDAR_ITEM = (
    "<t:CalendarItem><t:Subject>C</t:Subject><t:Start>2026-12-01T10:00:00Z</t:Start>"
    "<t:End>2026-12-01T11:00:00Z</t:End></t:CalendarItem>"
)


def set_field(path: str, element: str) -> str:
    return f"<t:SetItemField>{path}{element}</t:SetItemField>"


def set_subject(value: str) -> str:
    return set_field('<t:FieldURI FieldURI="item:Subject"/>', f"<t:Message><t:Subject>{value}</t:Subject></t:Message>")


def field(uri: str) -> str:
    return f'<t:FieldURI FieldURI="{uri}"/>'


def test_a_change_key_is_used_up_by_a_change() -> None:
    talk = conversation()
    created = talk.create(MESSAGE)
    first = talk.update(created, set_subject("first"))
    assert codes(first) == ["NoError"]
    second = talk.update(created, set_subject("second"))
    assert codes(second) == ["ErrorIrresolvableConflict"]
    assert text_at(talk.get(str(created.get("Id"))), "t:Subject") == "first"
    fresh = only(first, "//t:ItemId")
    assert fresh.get("Id") == created.get("Id")
    assert fresh.get("ChangeKey") != created.get("ChangeKey")
    assert codes(talk.update(fresh, set_subject("third"))) == ["NoError"]


@pytest.mark.parametrize(
    ("resolution", "code"),
    [("AlwaysOverwrite", "NoError"), ("AutoResolve", "NoError"), ("NeverOverwrite", "ErrorIrresolvableConflict")],
)
def test_conflict_resolution(resolution: str, code: str) -> None:
    talk = conversation()
    created = talk.create(MESSAGE)
    talk.update(created, set_subject("first"))
    attributes = f'ConflictResolution="{resolution}" MessageDisposition="SaveOnly"'
    assert codes(talk.update(created, set_subject("second"), attributes)) == [code]


def test_never_overwrite_needs_a_change_key() -> None:
    talk = conversation()
    created = talk.create(MESSAGE)
    del created.attrib["ChangeKey"]
    assert codes(talk.update(created, set_subject("x"))) == ["ErrorChangeKeyRequiredForWriteOperations"]
    always = 'ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
    assert codes(talk.update(created, set_subject("x"), always)) == ["NoError"]


def test_calendar_items_need_the_invitations_attribute() -> None:
    talk = conversation()
    assert codes(talk.call(f"<m:CreateItem><m:Items>{CALENDAR_ITEM}</m:Items></m:CreateItem>")) == [
        "ErrorSendMeetingInvitationsRequired"
    ]
    created = talk.create(CALENDAR_ITEM, 'SendMeetingInvitations="SendToNone"')
    change = set_field(field("calendar:Location"), "<t:CalendarItem><t:Location>L</t:Location></t:CalendarItem>")
    assert codes(talk.update(created, change)) == ["ErrorSendMeetingInvitationsOrCancellationsRequired"]
    assert codes(talk.update(created, change, CALENDAR_UPDATE)) == ["NoError"]
    delete = f'<m:ItemIds><t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:DeleteItem>'
    assert codes(talk.call(f'<m:DeleteItem DeleteType="HardDelete">{delete}')) == [
        "ErrorSendMeetingCancellationsRequired"
    ]
    assert codes(
        talk.call(f'<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone">{delete}')
    ) == ["NoError"]


def test_tasks_need_the_occurrences_attribute_to_be_deleted() -> None:
    talk = conversation()
    created = talk.create("<t:Task><t:Subject>s</t:Subject></t:Task>", "")
    delete = f'<m:ItemIds><t:ItemId Id="{created.get("Id")}"/></m:ItemIds></m:DeleteItem>'
    assert codes(talk.call(f'<m:DeleteItem DeleteType="HardDelete">{delete}')) == [
        "ErrorAffectedTaskOccurrencesRequired"
    ]
    assert codes(
        talk.call(f'<m:DeleteItem DeleteType="HardDelete" AffectedTaskOccurrences="AllOccurrences">{delete}')
    ) == ["NoError"]


def test_messages_need_a_disposition() -> None:
    talk = conversation()
    assert codes(talk.call(f"<m:CreateItem><m:Items>{MESSAGE}</m:Items></m:CreateItem>")) == [
        "ErrorMessageDispositionRequired"
    ]
    created = talk.create(MESSAGE)
    answer = talk.update(created, set_subject("x"), 'ConflictResolution="NeverOverwrite"')
    assert codes(answer) == ["ErrorMessageDispositionRequired"]


def test_append_and_delete() -> None:
    talk = conversation()
    created = talk.create(MESSAGE)
    body = "<t:Message><t:Body BodyType='Text'> two</t:Body></t:Message>"
    more = (
        "<t:Message><t:ToRecipients><t:Mailbox><t:EmailAddress>carla.mendes@contoso.test</t:EmailAddress></t:Mailbox>"
        "</t:ToRecipients></t:Message>"
    )
    changes = (
        f"<t:AppendToItemField>{field('item:Body')}{body}</t:AppendToItemField>"
        f"<t:AppendToItemField>{field('message:ToRecipients')}{more}</t:AppendToItemField>"
        f"<t:DeleteItemField>{field('item:Subject')}</t:DeleteItemField>"
    )
    assert codes(talk.update(created, changes)) == ["NoError"]
    item = talk.get(str(created.get("Id")))
    assert text_at(item, "t:Body") == "one two"
    assert len(item.findall("t:ToRecipients/t:Mailbox", NS)) == 2
    assert item.find("t:Subject", NS) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (f"<t:DeleteItemField>{field('item:DateTimeCreated')}</t:DeleteItemField>", "ErrorInvalidPropertyDelete"),
        (f"<t:DeleteItemField>{field('item:Importance')}</t:DeleteItemField>", "ErrorInvalidPropertyDelete"),
        (set_field(field("item:Size"), "<t:Message><t:Size>1</t:Size></t:Message>"), "ErrorInvalidPropertySet"),
        (
            f"<t:AppendToItemField>{field('item:Importance')}<t:Message><t:Importance>High</t:Importance></t:Message>"
            "</t:AppendToItemField>",
            "ErrorInvalidPropertyAppend",
        ),
        (
            set_field(field("item:Subject"), "<t:Message><t:Importance>High</t:Importance></t:Message>"),
            "ErrorUpdatePropertyMismatch",
        ),
        (
            set_field(
                field("item:Subject"),
                "<t:Message><t:Subject>a</t:Subject><t:Importance>High</t:Importance></t:Message>",
            ),
            "ErrorIncorrectUpdatePropertyCount",
        ),
        (f"<t:DeleteItemField>{field('contacts:GivenName')}</t:DeleteItemField>", "ErrorInvalidPropertyRequest"),
        (
            set_field(field("item:ItemClass"), "<t:Message><t:ItemClass>IPM.Contact</t:ItemClass></t:Message>"),
            "ErrorObjectTypeChanged",
        ),
    ],
)
def test_what_cannot_be_changed_changes_nothing(change: str, code: str) -> None:
    talk = conversation()
    created = talk.create(MESSAGE)
    assert codes(talk.update(created, set_subject("never") + change)) == [code]
    item = talk.get(str(created.get("Id")))
    assert text_at(item, "t:Subject") == "S"
    assert only(item, "t:ItemId").get("ChangeKey") == created.get("ChangeKey")


def contact_with_phone(talk: Conversation) -> etree._Element:
    return talk.create(
        "<t:Contact><t:GivenName>A</t:GivenName><t:PhoneNumbers><t:Entry Key='HomePhone'>1</t:Entry>"
        "<t:Entry Key='MobilePhone'>2</t:Entry></t:PhoneNumbers></t:Contact>"
    )


def phones(talk: Conversation, identity: etree._Element) -> dict[str, str | None]:
    item = talk.get(str(identity.get("Id")))
    return {str(entry.get("Key")): entry.text for entry in item.iterfind("t:PhoneNumbers/t:Entry", NS)}


def test_one_entry_of_a_dictionary_is_set_and_deleted() -> None:
    talk = conversation()
    created = contact_with_phone(talk)
    path = '<t:IndexedFieldURI FieldURI="contacts:PhoneNumber" FieldIndex="HomePhone"/>'
    value = "<t:Contact><t:PhoneNumbers><t:Entry Key='HomePhone'>9</t:Entry></t:PhoneNumbers></t:Contact>"
    answer = talk.update(created, set_field(path, value))
    assert codes(answer) == ["NoError"]
    assert phones(talk, created) == {"HomePhone": "9", "MobilePhone": "2"}
    answer = talk.update(only(answer, "//t:ItemId"), f"<t:DeleteItemField>{path}</t:DeleteItemField>")
    assert codes(answer) == ["NoError"]
    assert phones(talk, created) == {"MobilePhone": "2"}


def test_completing_a_task_moves_its_three_properties_together() -> None:
    talk = conversation()
    created = talk.create("<t:Task><t:Subject>T</t:Subject></t:Task>")
    done = set_field(field("task:PercentComplete"), "<t:Task><t:PercentComplete>100</t:PercentComplete></t:Task>")
    answer = talk.update(created, done)
    assert codes(answer) == ["NoError"]
    item = talk.get(str(created.get("Id")))
    assert (text_at(item, "t:Status"), text_at(item, "t:IsComplete")) == ("Completed", "true")
    assert text_at(item, "t:CompleteDate")
    again = set_field(field("task:Status"), "<t:Task><t:Status>InProgress</t:Status></t:Task>")
    assert codes(talk.update(only(answer, "//t:ItemId"), again)) == ["NoError"]
    item = talk.get(str(created.get("Id")))
    assert (text_at(item, "t:IsComplete"), text_at(item, "t:CompleteDate")) == ("false", None)
