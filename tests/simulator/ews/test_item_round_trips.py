"""Any item that can be made of the properties that a client may set is read back without losing one of them."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from simulator.ews.contact_properties import ADDRESS_KEYS, ADDRESS_PARTS, EMAIL_KEYS, IM_KEYS, PHONE_KEYS
from simulator.ews.property_table import ROWS_OF_KIND
from simulator.ews.value_codecs import BOOLEAN, INTEGER, LONG, MOMENT, REMINDER_MINUTES, STRINGS, TEXT
from tests.simulator.ews.conversation import NS
from tests.simulator.ews.test_attachment_operations import at_site

KINDS = ("Message", "Contact", "Task", "PostItem", "DistributionList")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
ESCAPED = WORDS.map(escape)
EMAILS = st.from_regex(r"[a-z]{1,8}@x\.test", fullmatch=True)
MOMENTS = st.datetimes().filter(lambda at: 1602 < at.year < 9998).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z")


def mailbox(emails: list[str]) -> str:
    return "".join(f"<t:Mailbox><t:EmailAddress>{one}</t:EmailAddress></t:Mailbox>" for one in emails)


def entries(keys: tuple[str, ...], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chosen = st.dictionaries(st.sampled_from(keys), values, min_size=1, max_size=4)
    return chosen.map(
        lambda held: "".join(f'<t:Entry Key="{key}">{held[key]}</t:Entry>' for key in keys if key in held)
    )


def parts_of_address() -> st.SearchStrategy[str]:
    chosen = st.dictionaries(st.sampled_from(ADDRESS_PARTS), ESCAPED, min_size=1)
    return chosen.map(
        lambda held: "".join(f"<t:{part}>{held[part]}</t:{part}>" for part in ADDRESS_PARTS if part in held)
    )


BY_CODEC = (
    (TEXT, ESCAPED),
    (BOOLEAN, st.sampled_from(["true", "false"])),
    (INTEGER, st.integers(-(1 << 31), (1 << 31) - 1).map(str)),
    (REMINDER_MINUTES, st.integers(0, 2_629_800).map(str)),
    (LONG, st.integers(-(1 << 63), (1 << 63) - 1).map(str)),
    (MOMENT, MOMENTS),
    (STRINGS, st.lists(ESCAPED, min_size=1, max_size=3).map(
        lambda texts: "".join(f"<t:String>{text}</t:String>" for text in texts))),
)  # fmt: skip
PEOPLE = st.lists(EMAILS, min_size=1, max_size=3, unique=True).map(mailbox)
PERSON = EMAILS.map(lambda email: mailbox([email]))
BY_PATH: dict[str, st.SearchStrategy[str]] = {
    "item:ItemClass": st.just(""),
    "item:Sensitivity": st.sampled_from(["Normal", "Personal", "Private", "Confidential"]),
    "item:Importance": st.sampled_from(["Low", "Normal", "High"]),
    "item:Culture": st.sampled_from(["pt-PT", "de", "zh-Hans-CN"]),
    "item:Body": ESCAPED,
    "item:Flag": st.sampled_from(["<t:FlagStatus>Flagged</t:FlagStatus>", "<t:FlagStatus>NotFlagged</t:FlagStatus>"]),
    "item:Mentions": PEOPLE,
    **{f"message:{name}": PEOPLE for name in ("ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo")},
    **{f"message:{name}": PERSON for name in ("Sender", "From")},
    "contacts:FileAsMapping": st.sampled_from(["LastCommaFirst", "None", "Company"]),
    "contacts:PostalAddressIndex": st.sampled_from(["None", "Home", "Business", "Other"]),
    "contacts:EmailAddresses": entries(EMAIL_KEYS, EMAILS),
    "contacts:ImAddresses": entries(IM_KEYS, ESCAPED),
    "contacts:PhoneNumbers": entries(PHONE_KEYS, ESCAPED),
    "contacts:PhysicalAddresses": entries(ADDRESS_KEYS, parts_of_address()),
    "task:PercentComplete": st.sampled_from(["0", "12.5", "40"]),
    "distributionlist:Members": PEOPLE.map(
        lambda people: people.replace("<t:Mailbox>", "<t:Member><t:Mailbox>").replace(
            "</t:Mailbox>", "</t:Mailbox></t:Member>"
        )
    ),
}
LEFT_OUT = frozenset(
    {"item:ItemClass", "item:MimeContent", "item:Attachments", "item:InternetMessageHeaders", "item:ExtendedProperty",
     "item:PolicyTag", "item:ArchiveTag", "contacts:Urls", "contacts:AbchEmailAddresses", "task:Recurrence",
     "task:CompleteDate", "task:Status", "contacts:AbchContactId", "contacts:ConversationGuid",
     "contacts:BusinessHomePage"}
)  # fmt: skip
"""Rows that other tests are about, or whose values follow from each other."""


@st.composite
def items(draw: st.DrawFn) -> tuple[str, dict[str, tuple[str, str]]]:
    """A kind, and by FieldURI the element and what is in it."""
    kind = draw(st.sampled_from(KINDS))
    made: dict[str, tuple[str, str]] = {}
    for row in ROWS_OF_KIND[kind]:
        if not row.settable or row.path in LEFT_OUT or not draw(st.sampled_from([True, False, False])):
            continue
        by_codec = (found for codec, found in BY_CODEC if codec is row.codec)
        made[row.path] = (row.element, draw(BY_PATH[row.path] if row.path in BY_PATH else next(by_codec)))
    return kind, made


def said(element: etree._Element) -> list[tuple[str, str, str]]:
    """What an element says: of each element with text its name, its key and its text; of people the address alone."""
    found = []
    for one in element.iter():
        name = etree.QName(one).localname
        people = one.getparent() is not None and etree.QName(one.getparent()).localname == "Mailbox"
        if len(one) == 0 and (not people or name == "EmailAddress") and name != "Status":
            found.append((name, str(one.get("Key") or one.getparent().get("Key") or ""), one.text or ""))
    return found


TALK = at_site("Exchange 2016")


@settings(max_examples=80, deadline=None)
@given(items())
def test_nothing_that_was_set_is_lost(drawn: tuple[str, dict[str, tuple[str, str]]]) -> None:
    kind, made = drawn
    inner = "".join(
        f"<t:{element}{' BodyType=' + chr(34) + 'Text' + chr(34) if element == 'Body' else ''}>{value}</t:{element}>"
        for element, value in made.values()
    )
    xml = f"<t:{kind}>{inner}</t:{kind}>"
    given_ = etree.fromstring(f'<x xmlns:t="{NS["t"]}">{xml}</x>')[0]
    created = str(TALK.create(xml).get("Id"))
    uris = "".join(f'<t:FieldURI FieldURI="{path}"/>' for path in made)
    extra = f"<t:AdditionalProperties>{uris}</t:AdditionalProperties>" if uris else ""
    item = TALK.get(created, "AllProperties", extra)
    for element in given_:
        name = etree.QName(element).localname
        found = item.find(f"t:{name}", NS)
        assert found is not None, name
        assert sorted(without_keys(said(found))) == sorted(without_keys(said(element))), name


def without_keys(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Members get their keys from the server."""
    return [(name, "" if name == "EmailAddress" else key, text) for name, key, text in rows]
