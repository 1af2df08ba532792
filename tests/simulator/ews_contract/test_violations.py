"""What Exchange says about a request that the schema forbids: the words, the line and the position."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from simulator.ews.contract.contract import Contract, contract_of
from simulator.ews.contract.operation_rows import OPERATION_ROWS
from simulator.exchange_version import exchange_version
from simulator.soap.faults import EwsFault
from simulator.soap.namespaces import MESSAGES, SOAP, TYPES, XSD, XSI

IDS = "'ItemId, OccurrenceItemId, RecurringMasterItemId, RecurringMasterItemIdRanges'"
SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"


def contract(product: str) -> Contract:
    return contract_of(exchange_version(product), [row.name for row in OPERATION_ROWS])


def envelope(body: str) -> str:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}" xmlns:xsi="{XSI}">\n'
        f"  <s:Body>\n{body}\n  </s:Body>\n</s:Envelope>"
    )


def refused(document: bytes, product: str = "2019") -> EwsFault | None:
    body = etree.fromstring(document)[0][0]
    try:
        contract(product).check(body, document)
    except EwsFault as fault:
        return fault
    return None


def get(entry: str, shape: str = SHAPE) -> str:
    return f"<m:GetItem>\n{shape}\n<m:ItemIds>{entry}</m:ItemIds></m:GetItem>"


def create(item: str) -> str:
    return f'<m:CreateItem MessageDisposition="SaveOnly">\n<m:Items>\n{item}</m:Items></m:CreateItem>'


def find(inner: str) -> str:
    return f'<m:FindItem Traversal="Shallow">{SHAPE}\n{inner}</m:FindItem>'


CASES = (
    # The place of an attribute and its words: Learn, FindConversation operation, its example of an error response.
    (
        '        <m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>\n'
        '        <t:DistinguishedFolderId Id="inbox1"/></m:FolderIds></m:GetFolder>',
        4, 34,
        "The 'Id' attribute is invalid - The value 'inbox1' is invalid according to its datatype "
        f"'{TYPES}:DistinguishedFolderIdNameType' - The Enumeration constraint failed.",
    ),
    # The place of a text: Learn, GetServiceConfiguration operation, its example of an error response.
    (
        get('<t:ItemId Id="a"/>', "        <m:ItemShape><t:BaseShape>Whatever</t:BaseShape></m:ItemShape>"),
        4, 45,
        f"The '{TYPES}:BaseShape' element is invalid - The value 'Whatever' is invalid according to its datatype "
        f"'{TYPES}:DefaultShapeNamesType' - The Enumeration constraint failed.",
    ),
    (
        get('<t:Other Id="x"/>'), 5, 13,
        f"The element 'ItemIds' in namespace '{MESSAGES}' has invalid child element 'Other' in namespace '{TYPES}'. "
        f"List of possible elements expected: {IDS} in namespace '{TYPES}'.",
    ),
    (
        get(""), 5, 14,
        f"The element 'ItemIds' in namespace '{MESSAGES}' has incomplete content. "
        f"List of possible elements expected: {IDS} in namespace '{TYPES}'.",
    ),
    (
        get('yes<t:ItemId Id="a"/>'), 5, 2,
        f"The element 'ItemIds' in namespace '{MESSAGES}' cannot contain text. "
        f"List of possible elements expected: {IDS} in namespace '{TYPES}'.",
    ),
    (get("<t:ItemId/>"), 5, 13, "The required attribute 'Id' is missing."),
    (get('<t:ItemId Id="é" Foo="b"/>'), 5, 29, "The 'Foo' attribute is not declared."),
    ("<m:GetItem/>", 3, 2,
     f"The element 'GetItem' in namespace '{MESSAGES}' has incomplete content. "
     f"List of possible elements expected: 'ItemShape' in namespace '{MESSAGES}'."),
    (
        create("<t:Message><t:Body BodyType='Text'/><t:InReplyTo>a</t:InReplyTo><t:Size>1</t:Size></t:Message>"), 5, 66,
        f"The element 'Message' in namespace '{TYPES}' has invalid child element 'Size' in namespace '{TYPES}'. "
        "List of possible elements expected: 'IsSubmitted, IsDraft, IsFromMe, IsResend, IsUnmodified, "
        "InternetMessageHeaders, ",
    ),
    (create("<t:Message><t:IsRead>maybe</t:IsRead></t:Message>"), 5, 29,
     f"The '{TYPES}:IsRead' element is invalid - The value 'maybe' is invalid according to its datatype "
     f"'{XSD}:boolean' - The string 'maybe' is not a valid Boolean value."),
    (create("<t:Message><t:Subject><t:b/></t:Subject></t:Message>"), 5, 24,
     f"The element 'Subject' in namespace '{TYPES}' cannot contain child element 'b' in namespace '{TYPES}' because "
     "the parent element's content model is text only."),
    (create('<t:Message><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x12345" PropertyType="String"/>'
            "<t:Value>a</t:Value></t:ExtendedProperty></t:Message>"), 5, 52,
     f"The 'PropertyTag' attribute is invalid - The value '0x12345' is invalid according to its datatype "
     f"'{TYPES}:PropertyTagType' - The value '0x12345' is not valid according to any of the memberTypes of the union."),
    (find("<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI='item:Subject'/><t:Foo/></t:IsEqualTo></m:Restriction>"),
     4, 67,
     f"The element 'IsEqualTo' in namespace '{TYPES}' has invalid child element 'Foo' in namespace '{TYPES}'. "
     f"List of possible elements expected: 'FieldURIOrConstant' in namespace '{TYPES}'."),
    (f'<m:SyncFolderItems>{SHAPE}<m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>\n'
     "<m:MaxChangesReturned>513</m:MaxChangesReturned></m:SyncFolderItems>", 4, 28,
     f"The '{MESSAGES}:MaxChangesReturned' element is invalid - The value '513' is invalid according to its datatype "
     f"'{TYPES}:MaxSyncChangesReturnedType' - The MaxInclusive constraint failed."),
)  # fmt: skip


@pytest.mark.parametrize(("body", "line", "position", "words"), CASES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_words_and_the_place(body: str, line: int, position: int, words: str, encoding: str) -> None:
    fault = refused(f'<?xml version="1.0" encoding="{encoding}"?>{envelope(body)}'.encode(encoding))
    assert fault is not None
    assert (fault.code, fault.message[: len(words)], fault.line, fault.position) == (
        "ErrorSchemaValidation", words, line, position,
    )  # fmt: skip


def test_only_the_first_violation_is_told() -> None:
    fault = refused(envelope(get('<t:ItemId/><t:Wrong/><t:ItemId Foo="b"/>')).encode())
    assert fault is not None
    assert fault.message == "The required attribute 'Id' is missing."


def test_the_fault_as_it_is_sent() -> None:
    """Learn, FindConversation operation: the violation stands in the fault's text and in MessageXml."""
    fault = refused(envelope(get("<t:ItemId/>")).encode())
    assert fault is not None
    sent = etree.fromstring(f'<x xmlns:s="{SOAP}">{fault.body()}</x>')[0]
    assert sent.findtext("faultstring") == (
        "The request failed schema validation: The required attribute 'Id' is missing."
    )
    detail = sent.find("detail")
    assert detail is not None
    assert [(etree.QName(one).localname, one.text) for one in detail.iter(etree.Element)][1:] == [
        ("ResponseCode", "ErrorSchemaValidation"),
        ("Message", "The request failed schema validation."),
        ("MessageXml", None),
        ("LineNumber", "5"),
        ("LinePosition", "13"),
        ("Violation", "The required attribute 'Id' is missing."),
    ]


@pytest.mark.parametrize(
    ("product", "allowed"), [("2007 SP1", False), ("2010 SP2", True), ("2013 SP1", True), ("SE", True)]
)
def test_a_version_has_its_own_schema(product: str, allowed: bool) -> None:
    document = envelope(find("<m:ParentFolderIds><t:DistinguishedFolderId Id='inbox'/></m:ParentFolderIds>"
                             "<m:QueryString>a</m:QueryString>")).encode()  # fmt: skip
    assert (refused(document, product) is None) is allowed


def test_a_hint_where_a_schema_might_be_is_not_followed(tmp_path: object) -> None:
    """And the request is judged as if the hint were not there."""
    hint = f'xsi:schemaLocation="urn:x file://{tmp_path}/there-is-none.xsd" xsi:noNamespaceSchemaLocation="none.xsd"'
    good = get('<t:ItemId Id="a"/>')
    assert refused(envelope(good.replace("<m:GetItem>", f"<m:GetItem {hint}>")).encode()) is None
    bad = refused(envelope(get(f"<t:ItemId {hint}/>")).encode())
    assert bad is not None
    assert (bad.message, bad.line) == ("The required attribute 'Id' is missing.", 0)


def test_whatever_prefixes_a_client_likes() -> None:
    body = f'<GetItem xmlns="{MESSAGES}"><ItemShape><BaseShape xmlns="{TYPES}">Most</BaseShape></ItemShape></GetItem>'
    fault = refused(envelope(body).encode())
    assert fault is not None
    assert fault.message.startswith(f"The '{TYPES}:BaseShape' element is invalid - The value 'Most' is invalid")


def test_requests_at_the_same_time_are_told_their_own_violations() -> None:
    """Large ones, whose checking takes long enough for others to come between."""
    bodies = [
        etree.fromstring(
            envelope(get('<t:ItemId Id="a"/>' * 20_000, SHAPE.replace("IdOnly", f"Wrong{number}"))).encode()
        )[0][0]
        for number in range(40)
    ]

    def told(body: etree._Element) -> str:
        with pytest.raises(EwsFault) as fault:
            contract("2019").check(body, b"")
        return fault.value.message

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(told, bodies))
    assert [number for number, text in enumerate(found) if f"The value 'Wrong{number}' is invalid" not in text] == []
