"""Properties that follow from each other: flags, the progress of tasks, the names of contacts, one entry of many."""

import pytest
from lxml import etree

from tests.simulator.ews.conversation import NS, Conversation, codes, conversation, only, text_at


def field(uri: str) -> str:
    return f'<t:FieldURI FieldURI="{uri}"/>'


def change(path: str, kind: str, inner: str) -> str:
    return f"<t:SetItemField>{path}<t:{kind}>{inner}</t:{kind}></t:SetItemField>"


def update(talk: Conversation, item_id: str, *changes: str) -> etree._Element:
    attributes = 'ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"'
    return talk.update(etree.Element("x", Id=item_id), "".join(changes), attributes)


DAY = "2026-11-20T00:00:00Z"
START, DUE, DONE = (f"<t:{name}Date>{DAY}</t:{name}Date>" for name in ("Start", "Due", "Complete"))


@pytest.mark.parametrize(
    ("status", "dates", "fits"),
    [
        ("Flagged", "", True), ("Flagged", START + DUE, True), ("Complete", "", True), ("Complete", DONE, True),
        ("NotFlagged", "", True), ("Flagged", START, False), ("Flagged", DUE, False), ("Flagged", DONE, False),
        ("Complete", START + DUE, False), ("NotFlagged", START + DUE, False), ("NotFlagged", DONE, False),
    ],
)  # fmt: skip
def test_a_flag_has_the_dates_of_its_status(status: str, dates: str, fits: bool) -> None:
    """MS-OXWSCORE_R2002, R2005, R2008, R2010: what can't be together is ErrorInvalidArgument."""
    talk = conversation()
    xml = f"<t:Message><t:Flag><t:FlagStatus>{status}</t:FlagStatus>{dates}</t:Flag></t:Message>"
    answer = talk.call(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{xml}</m:Items></m:CreateItem>')
    assert codes(answer) == (["NoError"] if fits else ["ErrorInvalidArgument"])
    if fits:
        flag = only(talk.get(str(only(answer, "//t:ItemId").get("Id"))), "t:Flag")
        assert text_at(flag, "t:FlagStatus") == status
        assert text_at(flag, "t:StartDate") == (DAY if START in dates else None)
        assert (text_at(flag, "t:CompleteDate") is not None) == (status == "Complete")


PROGRESS = {
    "CompleteDate": ("task:CompleteDate", f"<t:CompleteDate>{DAY}</t:CompleteDate>"),
    **{str(n): ("task:PercentComplete", f"<t:PercentComplete>{n}</t:PercentComplete>") for n in (0, 40, 100)},
    **{
        status: ("task:Status", f"<t:Status>{status}</t:Status>")
        for status in ("NotStarted", "InProgress", "Completed", "Deferred")
    },
}


@pytest.mark.parametrize(
    ("steps", "status", "percent", "dated"),
    [
        (["CompleteDate"], "Completed", "100", True), (["100"], "Completed", "100", True),
        (["Completed"], "Completed", "100", True), (["40"], "InProgress", "40", False),
        (["CompleteDate", "100", "NotStarted"], "NotStarted", "0", False),
        (["Completed", "40"], "InProgress", "40", False), (["Completed", "0"], "NotStarted", "0", False),
        (["Completed", "InProgress"], "InProgress", "0", False), (["40", "Deferred"], "Deferred", "40", False),
        (["NotStarted", "CompleteDate"], "Completed", "100", True), (["Deferred", "40"], "Deferred", "40", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("at_once", [True, False])
def test_the_last_of_three_says_how_far_a_task_is(
    steps: list[str], status: str, percent: str, dated: bool, at_once: bool
) -> None:
    """MS-OXWSTASK_R67001, R67002, R67003, R5555, R5556, R66, R45."""
    talk = conversation()
    created = str(talk.create("<t:Task><t:Subject>t</t:Subject></t:Task>").get("Id"))
    changes = [change(field(uri), "Task", inner) for uri, inner in (PROGRESS[step] for step in steps)]
    for together in [changes] if at_once else [[one] for one in changes]:
        assert codes(update(talk, created, *together)) == ["NoError"]
    task = talk.get(created)
    assert (text_at(task, "t:Status"), text_at(task, "t:PercentComplete")) == (status, percent)
    assert (text_at(task, "t:CompleteDate") is not None) == dated
    assert text_at(task, "t:IsComplete") == ("true" if status == "Completed" else "false")
    words = {"NotStarted": "Not Started", "InProgress": "In Progress"}
    assert text_at(task, "t:StatusDescription") == words.get(status, status)
    assert text_at(task, "t:ChangeCount") == str(1 + (1 if at_once else len(steps)))


def test_the_last_of_three_in_a_new_task() -> None:
    """MS-OXWSTASK_R67003, the specification's own example."""
    talk = conversation()
    inner = "".join(PROGRESS[step][1] for step in ("CompleteDate", "100", "NotStarted"))
    task = talk.get(str(talk.create(f"<t:Task>{inner}</t:Task>").get("Id")))
    assert (text_at(task, "t:Status"), text_at(task, "t:PercentComplete")) == ("NotStarted", "0")
    assert task.find("t:CompleteDate", NS) is None


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<t:PercentComplete>101</t:PercentComplete>", "ErrorInvalidPercentCompleteValue"),
        ("<t:PercentComplete>-1</t:PercentComplete>", "ErrorInvalidPercentCompleteValue"),
        ("<t:CompleteDate>2999-01-01T00:00:00Z</t:CompleteDate>", "ErrorInvalidCompleteDate"),
        ("<t:Culture>x</t:Culture>", "ErrorUnsupportedCulture"),
    ],
)
def test_a_task_that_cannot_be(inner: str, code: str) -> None:
    talk = conversation()
    answer = talk.call(f"<m:CreateItem><m:Items><t:Task>{inner}</t:Task></m:Items></m:CreateItem>")
    assert codes(answer) == [code]
    assert not talk.mailbox.distinguished("tasks").items


NAMES = (
    "<t:FileAsMapping>{}</t:FileAsMapping><t:GivenName>Ana</t:GivenName><t:MiddleName>M</t:MiddleName>"
    "<t:CompanyName>Contoso</t:CompanyName><t:Generation>Jr</t:Generation><t:Surname>Silva</t:Surname>"
)


@pytest.mark.parametrize(
    ("mapping", "filed"),
    [
        ("LastCommaFirst", "Silva, Ana M"), ("FirstSpaceLast", "Ana M Silva Jr"), ("Company", "Contoso"),
        ("LastCommaFirstCompany", "Silva, Ana M\r\nContoso"), ("CompanyLastFirst", "Contoso\r\nSilvaAna M"),
        ("LastFirst", "SilvaAna M"), ("LastFirstCompany", "SilvaAna M\r\nContoso"),
        ("CompanyLastCommaFirst", "Contoso\r\nSilva, Ana M"), ("LastFirstSuffix", "SilvaAna M Jr"),
        ("LastSpaceFirstCompany", "Silva Ana M\r\nContoso"), ("CompanyLastSpaceFirst", "Contoso\r\nSilva Ana M"),
        ("LastSpaceFirst", "Silva Ana M"), ("DisplayName", "Ana M Silva Jr"), ("FirstName", "Ana"),
        ("LastFirstMiddleSuffix", "Silva, Ana M Jr"), ("LastName", "Silva"), ("None", None), ("Empty", ""),
    ],
)  # fmt: skip
def test_how_a_contact_is_filed(mapping: str, filed: str | None) -> None:
    """MS-OXWSCONT_R21, R23."""
    talk = conversation()
    created = str(talk.create(f"<t:Contact>{NAMES.format(mapping)}</t:Contact>").get("Id"))
    contact = talk.get(created)
    assert text_at(contact, "t:FileAs") == filed
    assert text_at(contact, "t:DisplayName") == "Ana M Silva Jr"
    assert text_at(contact, "t:CompleteName/t:FullName") == "Ana M Silva Jr"
    renamed = change(field("contacts:GivenName"), "Contact", "<t:GivenName>Eva</t:GivenName>")
    assert codes(update(talk, created, renamed)) == ["NoError"]
    again = text_at(talk.get(created), "t:FileAs")
    if mapping != "DisplayName":
        assert again == (filed.replace("Ana", "Eva") if filed else filed)


def test_a_file_as_that_was_given_stays() -> None:
    talk = conversation()
    created = str(talk.create(f"<t:Contact><t:FileAs>mine</t:FileAs>{NAMES.format('Company')}</t:Contact>").get("Id"))
    assert text_at(talk.get(created), "t:FileAs") == "mine"


@pytest.mark.parametrize(
    ("uri", "index", "code"),
    [
        ("contacts:EmailAddress", "EmailAddress4", "ErrorInvalidContactEmailIndex"),
        ("contacts:PhoneNumber", "Tin", "ErrorInvalidPropertyRequest"),
        ("contacts:ImAddress", "ImAddress9", "ErrorInvalidPropertyRequest"),
        ("contacts:PhysicalAddress:City", "Moon", "ErrorInvalidPropertyRequest"),
        ("contacts:EmailAddress", "EmailAddress3", "NoError"),
        ("contacts:PhysicalAddress:City", "Other", "NoError"),
    ],
)
def test_the_index_of_an_entry_is_checked(uri: str, index: str, code: str) -> None:
    """MS-OXWSCDATA_R368 in MS-OXWSCONT."""
    talk = conversation()
    created = str(talk.create("<t:Contact><t:GivenName>g</t:GivenName></t:Contact>").get("Id"))
    path = f'<t:IndexedFieldURI FieldURI="{uri}" FieldIndex="{index}"/>'
    asked = talk.call(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        f'{path}</t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="{created}"/></m:ItemIds></m:GetItem>'
    )
    deleted = update(talk, created, f"<t:DeleteItemField>{path}</t:DeleteItemField>")
    assert codes(asked) == codes(deleted) == [code]


def test_a_body_of_the_other_form_is_not_appended() -> None:
    """Learn "ResponseCode", ErrorInvalidPropertyAppend."""
    talk = conversation()
    created = str(talk.create("<t:Message><t:Body BodyType='Text'>a</t:Body></t:Message>").get("Id"))
    more = "<t:AppendToItemField>{}<t:Message><t:Body BodyType='{}'>b</t:Body></t:Message></t:AppendToItemField>"
    assert codes(update(talk, created, more.format(field("item:Body"), "HTML"))) == ["ErrorInvalidPropertyAppend"]
    assert codes(update(talk, created, more.format(field("item:Body"), "Text"))) == ["NoError"]
    assert text_at(talk.get(created), "t:Body") == "ab"


def test_an_item_counts_as_unmodified_until_it_is_changed() -> None:
    """MS-OXWSCORE_R1614, R1615."""
    talk = conversation()
    created = str(talk.create("<t:Message><t:Subject>s</t:Subject></t:Message>").get("Id"))
    assert text_at(talk.get(created), "t:IsUnmodified") == "true"
    unread = change(field("message:IsRead"), "Message", "<t:IsRead>false</t:IsRead>")
    assert codes(update(talk, created, unread)) == ["NoError"]
    assert text_at(talk.get(created), "t:IsUnmodified") == "true"
    assert codes(update(talk, created, change(field("item:Subject"), "Message", "<t:Subject>z</t:Subject>")))
    assert text_at(talk.get(created), "t:IsUnmodified") == "false"


def test_the_flags_of_a_new_message_say_that_it_is_sent_again() -> None:
    """MS-OXWSCORE_R1612, R1613."""
    talk = conversation()
    uri = '<t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/>'
    for flags, resent in ((0x80, "true"), (0, "false")):
        given = f"<t:ExtendedProperty>{uri}<t:Value>{flags}</t:Value></t:ExtendedProperty>"
        item = talk.get(str(talk.create(f"<t:Message>{given}</t:Message>").get("Id")))
        assert text_at(item, "t:IsResend") == resent


MEMBER = "<t:Member><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox></t:Member>"


def members(talk: Conversation, item_id: str) -> dict[str, str]:
    found = talk.get(item_id).iterfind("t:Members/t:Member", NS)
    assert found is not None
    return {str(one.findtext("t:Mailbox/t:EmailAddress", namespaces=NS)): str(one.get("Key")) for one in found}


def test_a_distribution_list_keeps_its_members_by_key() -> None:
    talk = conversation()
    contact = talk.create(
        "<t:Contact><t:GivenName>C</t:GivenName><t:EmailAddresses><t:Entry Key='EmailAddress1'>c@x.test</t:Entry>"
        "</t:EmailAddresses></t:Contact>"
    ).get("Id")
    by_id = f'<t:Member><t:Mailbox><t:ItemId Id="{contact}"/></t:Mailbox></t:Member>'
    given = MEMBER.format("bruno.costa@contoso.test") + MEMBER.format("x@y.test") * 2 + by_id
    xml = f"<t:DistributionList><t:DisplayName>Team</t:DisplayName><t:Members>{given}</t:Members></t:DistributionList>"
    created = str(talk.create(xml, "").get("Id"))
    item = talk.get(created)
    assert (text_at(item, "t:Subject"), text_at(item, "t:FileAs")) == ("Team", "Team")
    assert {one.text for one in item.iterfind(".//t:Status", NS)} == {"Normal"}
    first = only(item, "t:Members/t:Member[1]/t:Mailbox")
    assert (text_at(first, "t:MailboxType"), text_at(first, "t:Name")) == ("Mailbox", "Bruno Costa")
    keys = members(talk, created)
    assert list(keys) == ["bruno.costa@contoso.test", "x@y.test", "c@x.test"]
    path = f'<t:IndexedFieldURI FieldURI="distributionlist:Members:Member" FieldIndex="{keys["x@y.test"]}"/>'
    alone = talk.get(created, "IdOnly", f"<t:AdditionalProperties>{path}</t:AdditionalProperties>")
    assert [one.text for one in alone.iterfind(".//t:EmailAddress", NS)] == ["x@y.test"]
    more = f"<t:DistributionList><t:Members>{MEMBER.format('d@x.test')}</t:Members></t:DistributionList>"
    add = f"<t:AppendToItemField>{field('distributionlist:Members')}{more}</t:AppendToItemField>"
    assert codes(update(talk, created, f"<t:DeleteItemField>{path}</t:DeleteItemField>", add)) == ["NoError"]
    assert list(members(talk, created)) == ["bruno.costa@contoso.test", "c@x.test", "d@x.test"]
    assert codes(update(talk, created, f"<t:DeleteItemField>{path}</t:DeleteItemField>")) == [
        "ErrorInvalidPropertyRequest"
    ]


def test_a_post_is_put_up_at_once_and_only_in_a_mail_folder() -> None:
    talk = conversation()
    post = "<t:PostItem><t:Subject>RE: tide</t:Subject><t:Body BodyType='Text'>high</t:Body></t:PostItem>"
    item = talk.get(str(talk.create(post, "").get("Id")))
    assert text_at(item, "t:ItemClass") == "IPM.Post"
    assert (text_at(item, "t:IsDraft"), text_at(item, "t:ConversationTopic")) == ("false", "tide")
    assert text_at(item, "t:From/t:Mailbox/t:EmailAddress") == talk.me
    assert text_at(item, "t:PostedTime") == text_at(item, "t:DateTimeSent")
    calendar = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="calendar"/></m:SavedItemFolderId>'
    answer = talk.call(f"<m:CreateItem>{calendar}<m:Items>{post}</m:Items></m:CreateItem>")
    assert codes(answer) == ["ErrorCannotCreatePostItemInNonMailFolder"]


@pytest.mark.parametrize(
    ("kind", "item_class", "code"),
    [
        ("Contact", "IPM.Contact.Tide", "NoError"), ("Contact", "IPM.Note", "ErrorObjectTypeChanged"),
        ("Task", "IPM.Task", "NoError"), ("Task", "IPM.Tasks", "ErrorObjectTypeChanged"),
        ("PostItem", "IPM.Post.x", "NoError"), ("DistributionList", "IPM.Contact", "ErrorObjectTypeChanged"),
        ("Message", "IPM.Anything", "NoError"), ("Message", "IPM.Task", "ErrorObjectTypeChanged"),
        ("Message", "IPM.StickyNote", "NoError"), ("Contact", "", "NoError"),
    ],
)  # fmt: skip
def test_a_class_that_a_kind_cannot_have(kind: str, item_class: str, code: str) -> None:
    """MS-OXWSCORE_R2018 to R2023."""
    talk = conversation()
    xml = f"<t:{kind}><t:ItemClass>{item_class}</t:ItemClass></t:{kind}>"
    answer = talk.call(f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{xml}</m:Items></m:CreateItem>')
    assert codes(answer) == [code]
