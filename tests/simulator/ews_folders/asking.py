"""Asking operations without a server: a request's body in, the answer's body out.

Every request and answer is held to the contract of the site, and every answer to the published schema when
TAGUS_EWS_VALIDATOR names the checking script.
"""

from lxml import etree

from simulator.ews.contract.contract import contract_of
from simulator.ews.operation import whole
from simulator.ews.operations import OPERATIONS
from simulator.ews.request_context import RequestContext
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.soap.namespaces import MESSAGES, TYPES
from tests.published_schema import errors_of_body
from tests.simulator.ews_contract.site_schema import check_answer
from tests.simulator.state.keeping import watched

NAMES = {"m": MESSAGES, "t": TYPES}


def check(body: bytes) -> None:
    """Fail when the published schema is given and the body does not follow it."""
    assert errors_of_body(body) == []


def context(organization: ExchangeOrganization, mailbox: Mailbox, version: str | None = None) -> RequestContext:
    """A request of the mailbox's owner at the owner's own site."""
    account = mailbox.account
    return RequestContext(organization, organization.directory.site_of(account), account, account, version)


def namespaced(request: str) -> str:
    """A request written with the prefixes m and t, with what they stand for."""
    head, tail = request.split(">", 1) if not request.split(">", 1)[0].endswith("/") else (request[:-2], "")
    return f'{head} xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"' + (f">{tail}" if tail else "/>")


def parsed(request: str) -> etree._Element:
    """The element of such a request."""
    return etree.fromstring(namespaced(request))


def ask(
    organization: ExchangeOrganization, mailbox: Mailbox, request: str, version: str | None = None
) -> etree._Element:
    """The answer to a request written with the prefixes m and t."""
    element = parsed(request)
    name = etree.QName(element).localname
    operation = next(one for one in OPERATIONS if one.name == name)
    asked = context(organization, mailbox, version)
    server = asked.site.version
    contract = contract_of(server, (one.name for one in OPERATIONS if server.at_least(one.since)))
    contract.check(element, b"")
    with watched(organization):
        body = whole(operation.answer(element, asked))
    if name in contract.operations:
        check_answer(contract, etree.fromstring(body))
    check(body)
    return etree.fromstring(body)


def codes(answer: etree._Element) -> list[str]:
    """The ResponseCode of each response message."""
    return [str(one.text) for one in answer.iterfind(".//m:ResponseCode", NAMES)]


def texts(answer: etree._Element, path: str) -> list[str]:
    """The texts of the elements a path with prefixes finds."""
    return [one.text or "" for one in answer.iterfind(path, NAMES)]


def ids(answer: etree._Element, path: str) -> list[str]:
    """The Id attributes of the elements a path with prefixes finds."""
    return [one.get("Id", "") for one in answer.iterfind(path, NAMES)]


def names(answer: etree._Element, path: str) -> list[str]:
    """The local names of the children of the element a path finds."""
    found = answer.find(path, NAMES)
    return [etree.QName(one).localname for one in found] if found is not None else []
