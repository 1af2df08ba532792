"""The contract as clients fetch it, and requests that are held to it, over HTTP."""

import pytest
import requests
from lxml import etree

from simulator.ews.operations import OPERATIONS
from simulator.running import Running
from simulator.soap.namespaces import MESSAGES, TYPES
from tests.simulator.server.ews_client import GET_INBOX, fault_code, login, post, response_codes, session

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP_BINDING = "{http://schemas.xmlsoap.org/wsdl/soap/}"


def fetch(running: Running, path: str, site: str = "lisbon", method: str = "GET") -> requests.Response:
    url = running.ready["sites"][site]["ews_url"].replace("/EWS/Exchange.asmx", path)
    with session(running, login("ana.silva")) as client:
        return client.request(method, url, timeout=30, allow_redirects=False)


@pytest.mark.parametrize("path", ["/EWS/Services.wsdl", "/ews/services.wsdl", "/EWS/messages.xsd", "/ews/TYPES.xsd"])
def test_who_is_logged_in_may_fetch_it(running: Running, path: str) -> None:
    """As Exchange's: first 401, then the document, whatever the case of the path."""
    url = running.ready["sites"]["lisbon"]["ews_url"].replace("/EWS/Exchange.asmx", path)
    with session(running) as client:
        asked = client.get(url, timeout=30)
    assert (asked.status_code, asked.content) == (401, b"")
    given = fetch(running, path)
    assert (given.status_code, given.headers["Content-Type"]) == (200, "text/xml")
    etree.fromstring(given.content)
    assert fetch(running, path, method="POST").status_code == 405
    assert fetch(running, path + "x").status_code == 404


@pytest.mark.parametrize("path", ["/EWS/Exchange.asmx", "/ews/exchange.asmx?wsdl"])
def test_a_browser_at_the_endpoint_is_sent_to_it(running: Running, path: str) -> None:
    answer = fetch(running, path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/EWS/Services.wsdl")


def test_the_wsdl_has_every_operation_with_its_action_and_headers(running: Running) -> None:
    """Port types, bindings and messages.

    MS-OXWSATT_R165, R222, R280, R320, R323, R324, R327, R328, R535. MS-OXWSBTRF_R38, R51, R87, R101.
    MS-OXWSCONT_R114, R274, R280, R286, R292, R298. MS-OXWSCORE_R222, R223, R259, R260, R304, R305, R347, R348,
    R389, R390, R425, R426, R467, R468, R1168, R1170, R1791, R1792. MS-OXWSFOLD_R183, R218, R310, R347, R386, R431,
    R464. MS-OXWSMSG_R107, R109, R116, R118, R137, R139, R148, R150, R157, R159, R166, R175, R202. MS-OXWSMTGS_R436,
    R444, R451, R457, R464, R472, R596, R597, R614, R625, R635, R645, R694, R695, R2012, R2013, R2102.
    MS-OXWSSYNC_R299, R457, R459, R468, R469, R480. MS-OXWSTASK_R148, R150, R155, R157, R162, R164, R176, R178,
    R183, R185, R191, R193.
    """
    root = etree.fromstring(fetch(running, "/EWS/Services.wsdl").content)
    operations = root.findall(f"{WSDL}binding/{WSDL}operation")
    known = {one.name for one in OPERATIONS}
    assert {one.get("name") for one in operations} == known
    assert {one.get("name") for one in root.findall(f"{WSDL}portType/{WSDL}operation")} == known
    actions = {one.get("name"): str(one[0].get("soapAction")) for one in operations}
    assert all(action == f"{MESSAGES}/{name}" for name, action in actions.items())
    (item,) = (one for one in operations if one.get("name") == "GetItem")
    headers = [one.get("part") for one in item.iterfind(f"{WSDL}input/{SOAP_BINDING}header")]
    assert headers == [
        "Impersonation", "MailboxCulture", "RequestVersion", "TimeZoneContext", "DateTimePrecision", "ManagementRole",
    ]  # fmt: skip
    assert root.find(f"{WSDL}service") is None


def test_each_site_publishes_its_own_version(running: Running) -> None:
    operations = {
        site: {one.get("name") for one in etree.fromstring(fetch(running, "/EWS/Services.wsdl", site).content).iter()}
        for site in ("lisbon", "london")
    }
    assert b'version="Exchange2013_SP1"' in fetch(running, "/EWS/types.xsd").content
    assert b'version="Exchange2010_SP2"' in fetch(running, "/EWS/types.xsd", "london").content
    newer = {one.name for one in OPERATIONS if one.since == "Exchange2013"}
    assert newer <= operations["lisbon"]
    assert not newer & operations["london"]


def test_the_schema_loads_from_the_server(running: Running, tmp_path: object) -> None:
    schema = loaded(running)
    answer = etree.fromstring(post(running, GET_INBOX).content)
    assert schema.validate(answer[1][0]), schema.error_log


def loaded(running: Running) -> etree.XMLSchema:
    types = fetch(running, "/EWS/types.xsd").text

    class FromServer(etree.Resolver):
        def resolve(self, url: str, _id: str, context: object) -> object:  # type: ignore[override]
            assert url.endswith("types.xsd")
            return self.resolve_string(types, context)  # type: ignore[call-arg]

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(FromServer())
    return etree.XMLSchema(etree.fromstring(fetch(running, "/EWS/messages.xsd").content, parser))


def test_a_request_that_the_schema_forbids(running: Running) -> None:
    answer = post(running, GET_INBOX.replace("inbox", "inbox1"))
    assert fault_code(answer) == "ErrorSchemaValidation"
    detail = {etree.QName(one).localname: one.text for one in etree.fromstring(answer.content).iter(f"{{{TYPES}}}*")}
    assert detail["LineNumber"] == "1"
    assert str(detail["Violation"]).startswith("The 'Id' attribute is invalid - The value 'inbox1' is invalid")
    at = int(str(detail["LinePosition"])) - 1
    (entry, *_) = (one for one in running.control.wire_log() if one["operation"] == "GetFolder")
    assert entry["request"][at:].startswith('Id="inbox1"')


def test_a_property_that_the_site_does_not_have_yet(running: Running) -> None:
    """The version of the site decides, not RequestServerVersion."""
    request = (
        '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Subject>s</t:Subject><t:Flag>'
        "<t:FlagStatus>Flagged</t:FlagStatus></t:Flag></t:Message></m:Items></m:CreateItem>"
    )
    assert response_codes(post(running, request)) == ["NoError"]
    older = post(running, request, site="london", user="oliver.smith")
    assert fault_code(older) == "ErrorSchemaValidation"


def test_planned_faults_and_gaps_come_first(running: Running) -> None:
    """A request that nothing is done for is not held to the schema."""
    wrong = GET_INBOX.replace("inbox", "inbox1")
    running.control.plan_fault({"kind": "response_code", "code": "ErrorFolderNotFound"}, {"operation": "GetFolder"}, 1)
    assert response_codes(post(running, wrong)) == ["ErrorFolderNotFound"]
    assert fault_code(post(running, wrong)) == "ErrorSchemaValidation"
    assert post(running, "<m:FindPeople><m:Wrong/></m:FindPeople>").status_code == 501
