"""A plain SOAP 1.1 client for tests: XML in, XML out, nothing of the simulator's codec."""

import re
import uuid
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from lxml import etree

SERVICES = "http://schemas.microsoft.com/xrm/2011/Contracts/Services"
NAMESPACES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "w": SERVICES,
    "b": "http://schemas.microsoft.com/xrm/2011/Contracts",
    "c": "http://schemas.datacontract.org/2004/07/System.Collections.Generic",
    "i": "http://www.w3.org/2001/XMLSchema-instance",
    "x": "http://www.w3.org/2001/XMLSchema",
    "g": "http://schemas.microsoft.com/crm/2011/Contracts",
    "ser": "http://schemas.microsoft.com/2003/10/Serialization/",
    "a": "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix not in ("s", "w"))
NOBODY = "00000000-0000-0000-0000-000000000000"
Send = Callable[[bytes], bytes]


class Fault(Exception):
    """An OrganizationServiceFault: its code (unsigned) and message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code:#010x} {message}")
        self.code = code
        self.message = message


def string(value: str) -> str:
    return f'<c:value i:type="x:string">{escape(value)}</c:value>'


def option(value: int) -> str:
    return f'<c:value i:type="b:OptionSetValue"><b:Value>{value}</b:Value></c:value>'


def number(value: int) -> str:
    return f'<c:value i:type="x:int">{value}</c:value>'


def flag(value: bool) -> str:
    return f'<c:value i:type="x:boolean">{"true" if value else "false"}</c:value>'


def moment(value: str) -> str:
    return f'<c:value i:type="x:dateTime">{value}</c:value>'


def guid(value: uuid.UUID | str) -> str:
    return f'<c:value i:type="ser:guid">{value}</c:value>'


def nothing() -> str:
    return '<c:value i:nil="true"/>'


def reference(entity: str, row_id: uuid.UUID | str, tag: str = "c:value") -> str:
    inner = f'<b:Id>{row_id}</b:Id><b:LogicalName>{entity}</b:LogicalName><b:Name i:nil="true"/>'
    return f'<{tag} i:type="b:EntityReference">{inner}</{tag}>'


def parties(*people: Mapping[str, str]) -> str:
    """A party list: each party is a mapping of attribute to value XML."""
    inner = "".join(f"<b:Entity>{entity_inside('activityparty', party)}</b:Entity>" for party in people)
    return f'<c:value i:type="b:EntityCollection"><b:Entities>{inner}</b:Entities></c:value>'


def pairs(values: Mapping[str, str]) -> str:
    return "".join(
        f"<b:KeyValuePairOfstringanyType><c:key>{key}</c:key>{value}</b:KeyValuePairOfstringanyType>"
        for key, value in values.items()
    )


def entity_inside(name: str, attributes: Mapping[str, str], row_id: uuid.UUID | str = NOBODY) -> str:
    return (
        f'<b:Attributes>{pairs(attributes)}</b:Attributes><b:EntityState i:nil="true"/><b:FormattedValues/>'
        f"<b:Id>{row_id}</b:Id><b:LogicalName>{name}</b:LogicalName><b:RelatedEntities/>"
    )


def envelope(operation: str, inside: str, header: str = "") -> bytes:
    return (
        f'<s:Envelope xmlns:s="{NAMESPACES["s"]}"><s:Header>{header}</s:Header><s:Body>'
        f'<{operation} xmlns="{SERVICES}" {_DECLARED}>{inside}</{operation}></s:Body></s:Envelope>'
    ).encode()


def action_of(body: bytes) -> dict[str, str]:
    """The SOAPAction header that belongs to an envelope of `envelope`."""
    operation = re.search(rb"<s:Body><(\w+)", body)
    name = operation.group(1).decode() if operation else ""
    return {"soapaction": f'"{SERVICES}/IOrganizationService/{name}"'}


class CrmClient:
    """The operations, over whatever sends bytes and brings the answer's."""

    def __init__(self, send: Send, header: str = "") -> None:
        self.send = send
        self.header = header

    def call(self, operation: str, inside: str) -> etree._Element:
        """The body's element of the answer. Raises Fault."""
        root = etree.fromstring(self.send(envelope(operation, inside, self.header)))
        fault = root.find(".//b:OrganizationServiceFault", NAMESPACES)
        if fault is not None:
            code = int(fault.findtext("b:ErrorCode", namespaces=NAMESPACES))
            raise Fault(code & 0xFFFFFFFF, fault.findtext("b:Message", namespaces=NAMESPACES))
        return root.find("s:Body", NAMESPACES)[0]

    def create(self, entity: str, attributes: Mapping[str, str], row_id: uuid.UUID | str = NOBODY) -> uuid.UUID:
        answer = self.call("Create", f"<entity>{entity_inside(entity, attributes, row_id)}</entity>")
        return uuid.UUID(answer.findtext("w:CreateResult", namespaces=NAMESPACES))

    def update(self, entity: str, row_id: uuid.UUID | str, attributes: Mapping[str, str]) -> None:
        self.call("Update", f"<entity>{entity_inside(entity, attributes, row_id)}</entity>")

    def delete(self, entity: str, row_id: uuid.UUID | str) -> None:
        self.call("Delete", f"<entityName>{entity}</entityName><id>{row_id}</id>")

    def retrieve(self, entity: str, row_id: uuid.UUID | str, *columns: str) -> dict[str, etree._Element]:
        """Attribute to value element; no columns means all."""
        answer = self.call(
            "Retrieve",
            f"<entityName>{entity}</entityName><id>{row_id}</id><columnSet>{column_set(*columns)}</columnSet>",
        )
        return attributes_of(answer.find("w:RetrieveResult", NAMESPACES))

    def fetch(self, text: str) -> etree._Element:
        """The RetrieveMultipleResult of a FetchXML query."""
        answer = self.call(
            "RetrieveMultiple", f'<query i:type="b:FetchExpression"><b:Query>{escape(text)}</b:Query></query>'
        )
        return answer.find("w:RetrieveMultipleResult", NAMESPACES)

    def query(self, inside: str) -> etree._Element:
        """The RetrieveMultipleResult of a QueryExpression."""
        answer = self.call("RetrieveMultiple", f'<query i:type="b:QueryExpression">{inside}</query>')
        return answer.find("w:RetrieveMultipleResult", NAMESPACES)

    def execute(self, name: str, parameters: Mapping[str, str] | None = None) -> dict[str, etree._Element]:
        """The Results of a message."""
        inside = (
            f'<request i:type="g:{name}Request"><b:Parameters>{pairs(parameters or {})}</b:Parameters>'
            f'<b:RequestId i:nil="true"/><b:RequestName>{name}</b:RequestName></request>'
        )
        answer = self.call("Execute", inside)
        return pairs_of(answer.find("w:ExecuteResult/b:Results", NAMESPACES))

    def set_state(self, entity: str, row_id: uuid.UUID | str, state: int, status: int) -> None:
        self.execute(
            "SetState", {"EntityMoniker": reference(entity, row_id), "State": option(state), "Status": option(status)}
        )

    def send_email(self, email_id: uuid.UUID, token: str | None = None, *, issue: bool = True) -> str:
        found = self.execute(
            "SendEmail",
            {
                "EmailId": guid(email_id),
                "IssueSend": flag(issue),
                "TrackingToken": nothing() if token is None else string(token),
            },
        )
        return found["Subject"].text or ""


def column_set(*columns: str) -> str:
    names = "".join(f"<a:string>{column}</a:string>" for column in columns)
    return f"<b:AllColumns>{'false' if columns else 'true'}</b:AllColumns><b:Columns>{names}</b:Columns>"


def pairs_of(element: etree._Element) -> dict[str, etree._Element]:
    return {pair.findtext("c:key", namespaces=NAMESPACES): pair.find("c:value", NAMESPACES) for pair in element}


def attributes_of(entity: etree._Element) -> dict[str, etree._Element]:
    return pairs_of(entity.find("b:Attributes", NAMESPACES))


def records(result: etree._Element) -> list[etree._Element]:
    return result.findall("b:Entities/b:Entity", NAMESPACES)


def ids(result: etree._Element) -> list[str]:
    return [record.findtext("b:Id", namespaces=NAMESPACES) for record in records(result)]


def value(element: etree._Element) -> str:
    """The text of a simple value, of an option or the Id of a reference."""
    inner = element.find("b:Value", NAMESPACES)
    identifier = element.find("b:Id", NAMESPACES)
    chosen = inner if inner is not None else identifier if identifier is not None else element
    return chosen.text or ""
