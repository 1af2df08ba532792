"""docs/operations.md says what the table of operations says."""

from simulator.ews.known_operations import KNOWN_OPERATIONS
from simulator.ews.operations import OPERATIONS
from simulator.ews.operations_page import COMMAND, operations_page
from tests.repository.source_files import ROOT

FILE = ROOT / "docs" / "operations.md"


def test_the_page_is_as_the_table_makes_it() -> None:
    assert FILE.read_text(encoding="utf-8") == operations_page(), f"make it again: {COMMAND}"


def test_every_operation_says_what_it_does() -> None:
    assert [one.name for one in OPERATIONS if not one.simulated] == []


def test_every_operation_is_on_it_once() -> None:
    page = operations_page()
    for name in {*KNOWN_OPERATIONS, *(one.name for one in OPERATIONS)}:
        assert page.count(f"`{name}`") == 1, name


def test_the_readme_leads_there() -> None:
    assert "(docs/operations.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
