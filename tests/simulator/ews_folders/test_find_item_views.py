"""FindItem: groups, sought pages, limits, and what each version has."""

import base64

import pytest
from lxml import etree

from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.property_path import named
from simulator.soap.faults import EwsFault
from tests.simulator.ews_folders.asking import NAMES, ask, codes, texts
from tests.simulator.ews_folders.finding import CALENDAR, by, equal, field, fill, find, query, subjects
from tests.simulator.exchange_flow.organization import mailbox, message, new_organization


@pytest.fixture
def organization() -> ExchangeOrganization:
    return new_organization()


@pytest.fixture
def ana(organization: ExchangeOrganization) -> Mailbox:
    return mailbox(organization, "ana.silva")


def group_by(path: str, on: str, direction: str = "Ascending") -> str:
    aggregate = f'<t:AggregateOn Aggregate="Maximum">{on}</t:AggregateOn>'
    return f'<m:GroupBy Order="{direction}">{path}{aggregate}</m:GroupBy>'


def root(organization: ExchangeOrganization, whose: Mailbox, request: str) -> etree._Element:
    found = ask(organization, whose, request).find(".//{*}RootFolder")
    assert found is not None
    return found


GROUPED = (
    group_by(field("item:Subject"), field("item:DateTimeCreated"))
    + '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Size"/></t:FieldOrder></m:SortOrder>'
)


@pytest.mark.parametrize(
    ("who", "indexes", "offset"), [("ana.silva", ["0", "1"], "5"), ("oliver.smith", ["a", "b"], "3")]
)
def test_grouped_items_by_the_ways_of_two_versions(
    organization: ExchangeOrganization, who: str, indexes: list[str], offset: str
) -> None:
    whose = mailbox(organization, who)
    for subject in "ab":
        for _ in range(2):
            whose.add_item(message(organization, who, item__Subject=subject), whose.distinguished("inbox"))
            organization.clock.advance(60)
    view = '<m:IndexedPageItemView MaxEntriesReturned="{}" Offset="{}" BasePoint="Beginning"/>'
    whole = root(organization, whose, find(view.format(9, 0) + GROUPED))
    assert texts(whole, "t:Groups/t:GroupedItems/t:GroupIndex") == indexes
    assert texts(whole, "t:Groups/t:GroupedItems/t:Items/t:Message/t:Subject") == ["a", "a", "b", "b"]
    first = root(organization, whose, find(view.format(3, 0) + GROUPED))
    assert (first.get("TotalItemsInView"), first.get("IndexedPagingOffset")) == ("4", offset)
    rest = root(organization, whose, find(view.format(3, first.get("IndexedPagingOffset")) + GROUPED))
    assert texts(rest, "t:Groups/t:GroupedItems/t:Items/t:Message/t:Subject") == ["b"]


def test_conversations_are_a_standard_grouping(organization: ExchangeOrganization, ana: Mailbox) -> None:
    for topic in ("x", "y", "x"):
        item = message(organization, "ana.silva", message__ConversationTopic=topic, item__Subject=topic)
        ana.add_item(item, ana.distinguished("inbox"))
    standard = '<m:DistinguishedGroupBy Order="Descending"><t:StandardGroupBy>ConversationTopic</t:StandardGroupBy>'
    found = root(organization, ana, find(f"{standard}</m:DistinguishedGroupBy>"))
    groups = [len(group) for group in found.iterfind("t:Groups/t:GroupedItems/t:Items", NAMES)]
    assert sorted(groups) == [1, 2]


def seek(condition: str, base: str = "Beginning") -> str:
    name = "m:SeekToConditionPageItemView"
    inner = f"<t:Condition>{condition}</t:Condition>"
    return f'<{name} BasePoint="{base}" MaxEntriesReturned="2">{inner}</{name}>'


def test_a_view_seeks_a_condition(organization: ExchangeOrganization, ana: Mailbox) -> None:
    fill(organization, ana, *"abcde")
    order = by(field("item:Subject"), "Ascending")
    for base, expected in (("Beginning", ["c", "d"]), ("End", ["b", "c"])):
        asked = find(seek(equal(field("item:Subject"), "c"), base), order=order)
        assert subjects(organization, ana, asked) == expected
    answer = ask(organization, ana, find(seek(equal(field("item:Subject"), "c")), folders=CALENDAR))
    assert codes(answer) == ["ErrorCalendarSeekToConditionNotSupported"]


def test_a_search_answers_fewer_items_since_2013(organization: ExchangeOrganization) -> None:
    everything = f"<t:Exists>{field('item:Subject')}</t:Exists>"
    for who, most in (("ana.silva", 250), ("oliver.smith", 260)):
        whose = mailbox(organization, who)
        for _ in range(260):
            whose.add_item(message(organization, who), whose.distinguished("inbox"))
        assert len(subjects(organization, whose, find(restriction=everything))) == most
        assert len(subjects(organization, whose, find())) == 260


def test_a_restriction_finds_nothing_among_soft_deleted_items() -> None:
    organization = new_organization("2007 SP1")
    ana = mailbox(organization, "ana.silva")
    ana.delete_item(fill(organization, ana, "gone")[0], "SoftDelete")
    everything = f"<t:Exists>{field('item:Subject')}</t:Exists>"
    assert subjects(organization, ana, find(traversal="SoftDeleted")) == ["gone"]
    assert subjects(organization, ana, find(traversal="SoftDeleted", restriction=everything)) == []


@pytest.mark.parametrize(
    ("asked", "version", "code"),
    [
        (query("x"), "Exchange2007_SP1", "ErrorIncorrectSchemaVersion"),
        (find(traversal="Associated"), "Exchange2007_SP1", "ErrorIncorrectSchemaVersion"),
        (find(seek(equal(field("item:Subject"), "c"))), "Exchange2010_SP2", "ErrorIncorrectSchemaVersion"),
    ],
)
def test_what_is_newer_than_the_schema_asked_for_is_a_fault(
    organization: ExchangeOrganization, ana: Mailbox, asked: str, version: str, code: str
) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, ana, asked, version)
    assert caught.value.code == code


def test_what_is_newer_than_the_site_is_not_in_its_schema(organization: ExchangeOrganization) -> None:
    with pytest.raises(EwsFault) as caught:
        ask(organization, mailbox(organization, "oliver.smith"), find(seek(equal(field("item:Subject"), "c"))))
    assert caught.value.code == "ErrorSchemaValidation"


def test_only_the_beginning_of_a_long_value_is_found(organization: ExchangeOrganization, ana: Mailbox) -> None:
    text, data = named("PublicStrings", "long"), named("PublicStrings", "raw", "Binary")
    (item,) = fill(organization, ana, "x")
    ana.update_item(item, {text: "a" * 300, data: bytes(600), "message:References": "r" * 300})
    spelled = "".join(
        f'<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="{name}" PropertyType="{kind}"/>'
        for name, kind in (("long", "String"), ("raw", "Binary"))
    )
    asked = find().replace(field("item:Subject"), field("message:References") + spelled)
    answer = ask(organization, ana, asked)
    long, raw = texts(answer, ".//t:ExtendedProperty/t:Value")
    assert (len(long), len(base64.b64decode(raw))) == (255, 512)
    assert [len(one) for one in texts(answer, ".//t:References")] == [255]
    shape = asked[asked.index("<m:ItemShape>") : asked.index("</m:ItemShape>")]
    got = ask(
        organization,
        ana,
        f'<m:GetItem>{shape}</m:ItemShape><m:ItemIds><t:ItemId Id="{ana.item_id(item)}"/></m:ItemIds></m:GetItem>',
    )
    assert [len(one) for one in texts(got, ".//t:References")] == [300]
