"""Talking to the operations without a server: XML in, XML out.

Every request is held to the contract of the site, as the endpoint does, and every answer to it and to the published
schema.
"""

from dataclasses import dataclass, field, replace

from lxml import etree

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.ews.contract.contract import contract_of
from simulator.ews.operation import whole
from simulator.ews.operations import OPERATIONS
from simulator.ews.rendered_items import RenderedItems
from simulator.ews.request_context import BinaryFaults, RequestContext
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.namespaces import MESSAGES, TYPES
from simulator.topologies import TOPOLOGIES
from tests.published_schema import errors_of_body
from tests.simulator.ews_contract.site_schema import check_answer
from tests.simulator.state.keeping import watched

MESSAGE_UPDATE = 'ConflictResolution="NeverOverwrite" MessageDisposition="SaveOnly"'
NS = {"m": MESSAGES, "t": TYPES}
BY_NAME = {operation.name: operation for operation in OPERATIONS}
PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False)


@dataclass
class Conversation:
    """One organization and who speaks in it."""

    organization: ExchangeOrganization
    me: str = "ana.silva@contoso.test"
    faults: BinaryFaults | None = None
    version: str | None = None
    checked: bool = True
    """Whether answers must fit the schema (a planned fault may break it)."""
    held: bool = True
    """Whether both are held to the contract of the site (a test of every row names properties of later versions)."""
    rendered: RenderedItems = field(default_factory=RenderedItems)
    """What GetItem gave before: every such answer must be the same when it is made afresh."""

    @property
    def mailbox(self) -> Mailbox:
        """The speaker's mailbox."""
        return self.organization.mailbox_at(self.me)

    def call(self, body: str) -> etree._Element:
        """Send the body element, written with the prefixes ``m`` and ``t``; returns the answer's body element."""
        request = etree.fromstring(f'<x xmlns:m="{MESSAGES}" xmlns:t="{TYPES}">{body}</x>'.encode(), PARSER)[0]
        account = self.organization.directory.by_smtp(self.me)
        assert account is not None
        context = RequestContext(
            organization=self.organization,
            site=self.organization.directory.site_of(account),
            caller=account,
            acting=account,
            request_version=self.version,
            faults=self.faults,
        )
        contract = contract_of(context.site.version, BY_NAME)
        if self.held:
            contract.check(request, b"")
        handle = BY_NAME[etree.QName(request).localname].answer
        with watched(self.organization):
            answer = whole(handle(request, context))
        if request.tag == f"{{{MESSAGES}}}GetItem" and self.faults is None:
            assert whole(handle(request, replace(context, rendered=self.rendered))) == answer
        if self.checked and self.held:
            check_answer(contract, etree.fromstring(answer, PARSER))
        if self.checked:
            assert errors_of_body(answer) == [], answer[:4000]
        return etree.fromstring(answer, PARSER)

    def get(self, item_id: str, shape: str = "AllProperties", extra: str = "") -> etree._Element:
        """GetItem of one item; returns its element."""
        answer = self.call(
            f"<m:GetItem><m:ItemShape><t:BaseShape>{shape}</t:BaseShape>{extra}</m:ItemShape>"
            f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'
        )
        assert codes(answer) == ["NoError"], codes(answer)
        return only(answer, "//m:Items/*")

    def create(self, item: str, attributes: str = 'MessageDisposition="SaveOnly"', folder: str = "") -> etree._Element:
        """CreateItem of one item; returns its ItemId."""
        answer = self.call(f"<m:CreateItem {attributes}>{folder}<m:Items>{item}</m:Items></m:CreateItem>")
        assert codes(answer) == ["NoError"], etree.tostring(answer)
        return only(answer, "//t:ItemId")

    def update(self, item_id: etree._Element, changes: str, attributes: str = MESSAGE_UPDATE) -> etree._Element:
        """UpdateItem of one item; returns the whole answer."""
        key = f'ChangeKey="{item_id.get("ChangeKey")}"' if item_id.get("ChangeKey") else ""
        return self.call(
            f"<m:UpdateItem {attributes}><m:ItemChanges><t:ItemChange>"
            f'<t:ItemId Id="{item_id.get("Id")}" {key}/><t:Updates>{changes}</t:Updates>'
            "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
        )


def conversation(me: str = "ana.silva@contoso.test") -> Conversation:
    """A new organization with the default topology."""
    return Conversation(ExchangeOrganization(Directory(TOPOLOGIES[0]), Clock(), Ids(7)), me)


def codes(answer: etree._Element) -> list[str]:
    """The response codes, in order."""
    return [str(code.text) for code in answer.iterfind(".//m:ResponseCode", NS)]


def only(element: etree._Element, path: str) -> etree._Element:
    """The one element at an XPath."""
    found = element.xpath(path, namespaces=NS)
    assert isinstance(found, list) and len(found) == 1, (path, etree.tostring(element)[:2000])
    one = found[0]
    assert isinstance(one, etree._Element)
    return one


def text_at(element: etree._Element, path: str) -> str | None:
    """The text of the first element at a path of ``t:`` steps; None when it isn't there."""
    return element.findtext(path, namespaces=NS)
