"""Values to XML, as WCF writes data contracts: members in order, i:type on every value, nil for what is empty."""

import base64
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from simulator.crm.soap_names import CONTRACTS, GENERIC, SERIALIZATION, SERVICES, XSD, XSI
from simulator.crm.values import AliasedValue, EntityCollection, EntityReference, Money, OptionSetValue, Record

_CONTRACT_NAMESPACES = f'xmlns:b="{CONTRACTS}" xmlns:i="{XSI}" xmlns:c="{GENERIC}" xmlns:x="{XSD}"'
_NIL = ' i:nil="true"/>'


def response(operation: str, result: str) -> bytes:
    """The body element of an answer: `<CreateResponse>` around `result`."""
    return f'<{operation}Response xmlns="{SERVICES}">{result}</{operation}Response>'.encode()


def result(operation: str, content: str) -> str:
    """`<RetrieveResult>` around the inside of a data contract."""
    return f"<{operation}Result {_CONTRACT_NAMESPACES}>{content}</{operation}Result>"


def execute_result(name: str, results: Mapping[str, object]) -> str:
    """What Execute answers: the response's name and its Results."""
    return result("Execute", f"<b:ResponseName>{escape(name)}</b:ResponseName><b:Results>{pairs(results)}</b:Results>")


def pairs(values: Mapping[str, object]) -> str:
    """KeyValuePairOfstringanyType for each value."""
    return "".join(
        f"<b:KeyValuePairOfstringanyType><c:key>{escape(name)}</c:key>{typed('c:value', value)}"
        "</b:KeyValuePairOfstringanyType>"
        for name, value in values.items()
    )


def entity(record: Record) -> str:
    """The inside of an Entity."""
    labels = "".join(
        f"<b:KeyValuePairOfstringstring><c:key>{escape(name)}</c:key><c:value>{_text(label)}</c:value>"
        "</b:KeyValuePairOfstringstring>"
        for name, label in record.formatted.items()
    )
    return (
        f"<b:Attributes>{pairs(record.attributes)}</b:Attributes><b:EntityState{_NIL}"
        f"<b:FormattedValues>{labels}</b:FormattedValues><b:Id>{record.id}</b:Id>"
        f"<b:LogicalName>{record.logical_name}</b:LogicalName><b:RelatedEntities/>"
    )


def collection(found: EntityCollection) -> str:
    """The inside of an EntityCollection."""
    cookie = (
        "<b:PagingCookie" + _NIL
        if found.paging_cookie is None
        else (f"<b:PagingCookie>{escape(found.paging_cookie)}</b:PagingCookie>")
    )
    entities = "".join(f"<b:Entity>{entity(record)}</b:Entity>" for record in found.records)
    return (
        f"<b:Entities>{entities}</b:Entities><b:EntityName>{found.entity_name}</b:EntityName>"
        f"<b:MinActiveRowVersion>-1</b:MinActiveRowVersion><b:MoreRecords>{_boolean(found.more_records)}"
        f"</b:MoreRecords>{cookie}<b:TotalRecordCount>{found.total_record_count}</b:TotalRecordCount>"
        "<b:TotalRecordCountLimitExceeded>false</b:TotalRecordCountLimitExceeded>"
    )


def typed(tag: str, value: object) -> str:
    """A value in the element `tag` with its i:type. Raises TypeError for a value no contract has."""
    if value is None:
        return f"<{tag}{_NIL}"
    kind, content = _kind_and_content(value)
    extra = f' xmlns:s="{SERIALIZATION}"' if kind == "s:guid" else ""
    return f'<{tag} i:type="{kind}"{extra}>{content}</{tag}>'


def _kind_and_content(value: object) -> tuple[str, str]:
    simple = _simple(value)
    if simple is not None:
        return simple
    if isinstance(value, EntityReference):
        name = f"<b:Name{_NIL}" if value.name is None else f"<b:Name>{_text(value.name)}</b:Name>"
        return "b:EntityReference", f"<b:Id>{value.id}</b:Id><b:LogicalName>{value.logical_name}</b:LogicalName>{name}"
    if isinstance(value, OptionSetValue | Money):
        return f"b:{type(value).__name__}", f"<b:Value>{value.value}</b:Value>"
    if isinstance(value, AliasedValue):
        return "b:AliasedValue", (
            f"<b:AttributeLogicalName>{value.attribute}</b:AttributeLogicalName>"
            f"<b:EntityLogicalName>{value.entity}</b:EntityLogicalName>{typed('b:Value', value.value)}"
        )
    if isinstance(value, EntityCollection):
        return "b:EntityCollection", collection(value)
    if isinstance(value, Record):
        return "b:Entity", entity(value)
    raise TypeError(f"no data contract for {type(value).__name__}")


def _simple(value: object) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return "x:boolean", _boolean(value)
    if isinstance(value, str):
        return "x:string", _text(value)
    if isinstance(value, int):
        return ("x:int" if -(2**31) <= value < 2**31 else "x:long"), str(value)
    if isinstance(value, datetime):
        return "x:dateTime", value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, uuid.UUID):
        return "s:guid", str(value)
    if isinstance(value, float):
        return "x:double", repr(value)
    if isinstance(value, Decimal):
        return "x:decimal", f"{value:f}"
    if isinstance(value, bytes):
        return "x:base64Binary", base64.b64encode(value).decode()
    return None


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _text(text: str) -> str:
    """Escaped text. What XML 1.0 cannot carry becomes U+FFFD (our choice); carriage returns keep their meaning."""
    allowed = "".join(letter if _is_xml(letter) else "\ufffd" for letter in text)
    return escape(allowed, {"\r": "&#xD;"})


def _is_xml(letter: str) -> bool:
    code = ord(letter)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
