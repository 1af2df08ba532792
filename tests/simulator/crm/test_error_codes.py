"""Every error code we have is reached by a test, and is worded."""

import re
from pathlib import Path

from simulator.crm import errors
from simulator.crm.entities import ENTITIES
from simulator.crm.known_names import ENTITIES_NOT_SIMULATED, MESSAGES_NOT_SIMULATED
from simulator.crm.messages import MESSAGES
from simulator.crm.metadata import LOOKUPS, OPTION_SETS

TESTS = Path(__file__).parent
CODES = {name: code for name, code in vars(errors).items() if name.isupper() and isinstance(code, int)}


def test_every_code_is_worded_and_reached() -> None:
    assert set(CODES.values()) == set(errors.MESSAGES)
    text = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))
    reached = set(re.findall(r"errors\.([A-Z0-9_]+)\b", text))
    assert not set(CODES) - reached


def test_codes_travel_as_signed_numbers() -> None:
    assert errors.fault(errors.OBJECT_DOES_NOT_EXIST).signed_code == -2147220969


def test_metadata_makes_sense() -> None:
    known = {entity.name for entity in ENTITIES} | {"activitypointer"}
    for entity in ENTITIES:
        assert entity.primary_id in entity.by_name
        for attribute in entity.attributes:
            assert bool(attribute.options) or attribute.type not in OPTION_SETS, attribute.name
            assert set(attribute.targets) <= known, attribute.name
            assert bool(attribute.targets) or attribute.type not in LOOKUPS, attribute.name
            states = {option.value for option in getattr(entity.by_name.get("statecode"), "options", ())}
            assert all(option.state in states for option in attribute.options if option.state is not None)


def test_nothing_is_both_simulated_and_not() -> None:
    assert not ENTITIES_NOT_SIMULATED & {entity.name for entity in ENTITIES}
    assert not MESSAGES_NOT_SIMULATED & {message.name for message in MESSAGES}
