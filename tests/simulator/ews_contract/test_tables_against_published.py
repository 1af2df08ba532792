"""Our tables against the types.xsd and messages.xsd that Exchange publishes: same names, order and types.

Left out unless TAGUS_EWS_VALIDATOR leads to such a schema: beside the script that it names, or in or below the folder
that the script calls SCHEMAS. Of several the one with the most types is taken.
"""

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from simulator.ews.contract.operation_rows import OPERATION_ROWS
from simulator.ews.contract.schema_text import schema_text
from simulator.exchange_version import KNOWN_VERSIONS
from tests.simulator.ews_contract.schema_reading import Read, read

VALIDATOR = os.environ.get("TAGUS_EWS_VALIDATOR")
pytestmark = pytest.mark.skipif(not VALIDATOR, reason="TAGUS_EWS_VALIDATOR leads to no published schema")
NEWEST = KNOWN_VERSIONS[-1]
OURS_ALONE = frozenset(
    {"t:GetRemindersMaxItemsType", "t:GetRemindersKindType", "m:MessageXmlType", "t:MailboxGuidsType"}
    | {"t:RequestServerVersionType", "t:ServerVersionInfoType"}
)
"""What the published schema writes inside an element, without a name."""


@cache
def published() -> Read:
    spec = importlib.util.spec_from_file_location("ews_validator", str(VALIDATOR))
    assert spec is not None and spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = Path(getattr(module, "SCHEMAS", Path(str(VALIDATOR)).parent))
    found = [
        [etree.parse(str(file)).getroot() for file in (types, types.with_name("messages.xsd"))]
        for types in folder.rglob("types.xsd")
        if types.with_name("messages.xsd").exists()
    ]
    assert found, f"no published schema in {folder}"
    return read(max(found, key=lambda roots: sum(len(root) for root in roots)), {*ours().types, *ours().elements})


@cache
def ours() -> Read:
    text = schema_text(NEWEST, OPERATION_ROWS)
    return read([etree.fromstring(one.encode()) for one in (text.types, text.messages)])


def test_every_type_holds_what_exchange_says() -> None:
    """Content in order, attributes, base types, allowed values.

    MS-OXWSCDATA_R20, R25, R33, R52, R76, R155, R163, R174, R189, R191, R197, R783, R995, R999, R1005, R1014, R1019,
    R1033, R1036, R1081, R1092, R1096, R1109, R1111, R1129, R1147, R1152, R1165, R1173, R1175, R1181, R1203, R1205,
    R1229, R1236, R1255, R1259, R1267, R1276, R1286, R1289, R1292, R1295, R1297, R1307, R1431, R1434, R114701,
    R1081001. MS-OXWSCONT_R19, R122, R128, R149, R155, R178, R185, R192, R214, R220, R226, R236, R240, R244, R248,
    R252, R256, R270, R1901, R16003, R19002, R19013, R19017, R19026, R120002, R120009, R224002, R224011, R341002.
    MS-OXWSCORE_R122, R1213.
    """
    for name, type_ in ours().types.items():
        if name in OURS_ALONE | {"m:ArrayOfResponseMessagesType", "t:ExchangeVersionType"}:
            continue
        assert type_ == published().types[name], name


def test_every_element_has_the_type_that_exchange_says() -> None:
    for name, (kind, head) in ours().elements.items():
        published_kind, published_head = published().elements[name]
        assert head == published_head, name
        assert kind == published_kind or (kind in OURS_ALONE and not published_kind), name


def test_response_messages_and_versions_are_some_of_the_published() -> None:
    """Only the operations that are simulated have response messages; no site knows every version."""
    (_, (mine,), _, _), (_, (all_,), _, _) = (
        schema.types["m:ArrayOfResponseMessagesType"] for schema in (ours(), published())
    )
    assert (mine[0], mine[1]) == (all_[0], all_[1])
    assert set(mine[2]) <= set(all_[2])
    assert ours().types["t:ExchangeVersionType"][2] <= published().types["t:ExchangeVersionType"][2]
