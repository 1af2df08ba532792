"""Files and functions stay small, and no module has a name that says nothing."""

import ast
from pathlib import Path

import pytest

from tests.repository.source_files import PACKAGES, python_files, relative

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "core"}
FILES = python_files(*PACKAGES, "tests")


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_is_small_enough_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES_IN_A_FILE, f"{relative(path)} has {lines} lines: it is more than one thing"


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=relative)
def test_functions_are_small_enough_to_read(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_LINES_IN_A_FUNCTION, f"{relative(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=relative)
def test_module_name_says_what_it_is(path: Path) -> None:
    assert path.stem not in NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=relative)
def test_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{relative(path)} has no docstring"
