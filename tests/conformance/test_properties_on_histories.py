"""Every property lets its good histories pass and catches its bad ones; it sees nothing but the history."""

import ast
from pathlib import Path

import pytest

import conformance.properties
from conformance.broken import BROKEN_SERVERS
from conformance.history import History
from conformance.properties import PROPERTIES
from conformance.property import Nonconformance, Property
from conformance.requirements import REQUIREMENTS
from tests.conformance.histories import BAD, GOOD

NAMES = [prop.name for prop in PROPERTIES]
BY_NAME = {prop.name: prop for prop in PROPERTIES}
FILES = sorted(path for path in Path(conformance.properties.__file__).parent.glob("*.py") if path.stem != "__init__")


def test_every_property_has_a_good_and_a_bad_history_and_a_broken_server() -> None:
    caught = {server.caught_by for server in BROKEN_SERVERS}
    assert set(NAMES) == set(GOOD) == set(BAD) == caught
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(
    ("name", "history"), [(name, history) for name, histories in GOOD.items() for history in histories]
)
def test_a_good_history_puts_the_promise_to_the_test_and_keeps_it(name: str, history: History) -> None:
    assert BY_NAME[name].check(history) > 0


@pytest.mark.parametrize(
    ("name", "history"), [(name, history) for name, histories in BAD.items() for history in histories]
)
def test_a_bad_history_is_caught(name: str, history: History) -> None:
    with pytest.raises(Nonconformance):
        BY_NAME[name].check(history)


@pytest.mark.parametrize("prop", PROPERTIES, ids=NAMES)
def test_every_good_history_keeps_every_promise(prop: Property) -> None:
    for histories in GOOD.values():
        for history in histories:
            prop.check(history)


@pytest.mark.parametrize("prop", PROPERTIES, ids=NAMES)
def test_an_empty_history_says_nothing(prop: Property) -> None:
    assert prop.check(History()) == 0


@pytest.mark.parametrize("prop", PROPERTIES, ids=NAMES)
def test_requirements_are_on_file(prop: Property) -> None:
    assert prop.requirements
    assert set(prop.requirements) <= {requirement.id for requirement in REQUIREMENTS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_property_imports_only_history_and_property(path: Path) -> None:
    ours = {
        node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "conformance"
    }
    assert ours <= {"conformance.history", "conformance.property"}
    others = {
        name.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert not others
    assert path.stem in NAMES
