"""A module in a folder of things is listed in that folder's table: nothing is scanned for, nothing is forgotten."""

import re
from pathlib import Path

import pytest

from tests.repository.source_files import ROOT, relative

TABLES = (
    "simulator/ews/operations",
    "simulator/crm/messages",
    "simulator/crm/entities",
    "simulator/topologies",
    "syncer/entities",
    "syncer/correlation",
    "syncer/mail_filters",
    "conformance/properties",
    "conformance/targets",
    "conformance/broken",
)


@pytest.mark.parametrize("folder", TABLES)
def test_every_module_is_in_the_table_of_its_folder(folder: str) -> None:
    table = (ROOT / folder / "__init__.py").read_text(encoding="utf-8")
    modules = sorted(path.stem for path in (ROOT / folder).glob("*.py") if path.stem != "__init__")
    assert modules, f"{folder} is empty"
    for module in modules:
        uses = re.findall(rf"\b{module}\b", table, re.IGNORECASE)
        assert len(uses) >= 2, f"{folder}/{module}.py is not imported and listed in {folder}/__init__.py"


@pytest.mark.parametrize("path", sorted((ROOT / "simulator/ews/operations").glob("*.py")), ids=relative)
def test_every_ews_operation_links_its_specification(path: Path) -> None:
    if path.stem != "__init__":
        docstring = path.read_text(encoding="utf-8").split('"""')[1]
        assert "MS-OX" in docstring, f"{relative(path)} names no section of a specification"
