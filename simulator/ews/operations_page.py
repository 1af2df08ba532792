"""docs/operations.md, made from the table of operations: what each one does here, and what Exchange has beside them.

``python -m simulator.ews.operations_page > docs/operations.md`` writes it again.
"""

import sys

from simulator.ews.known_operations import KNOWN_OPERATIONS
from simulator.ews.operation import Operation
from simulator.ews.operations import OPERATIONS

COMMAND = "python -m simulator.ews.operations_page > docs/operations.md"
_HEAD = f"""\
<!-- Made by `{COMMAND}` from the table in simulator/ews/operations: change it there. -->
# EWS operations

What a site answers, by its version. All of these and their types are in the contract that it publishes for whoever is
logged in: `/EWS/Services.wsdl`, `/EWS/messages.xsd` and `/EWS/types.xsd`. Each version has its own. A request with an
element that came later, or with anything else that the schema forbids, is answered with the fault
`ErrorSchemaValidation`, which names the violation, its line and its position.

| operation | first version | simulated | not simulated |
|---|---|---|---|
"""
_REST = """
## Known, and not simulated

A request for one of these is answered with HTTP 501 and a line that says so, never with an error of Exchange:
"""
_WIDTH = 120


def operations_page() -> str:
    """The whole page."""
    here = {one.name for one in OPERATIONS}
    rest = [f"`{name}`" for name in KNOWN_OPERATIONS if name not in here]
    return _HEAD + "".join(map(_row, OPERATIONS)) + _REST + "\n".join(_wrapped(rest)) + ".\n"


def _row(one: Operation) -> str:
    return f"| `{one.name}` | {_version(one.since)} | {one.simulated or '–'} | {one.lacks or '–'} |\n"


def _version(api: str) -> str:
    """An API version as people write it: Exchange2010_SP2 is 2010 SP2."""
    return api.removeprefix("Exchange").replace("_", " ")


def _wrapped(names: list[str]) -> list[str]:
    lines = [""]
    for number, name in enumerate(names):
        word = name + (", " if number + 1 < len(names) else "")
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


if __name__ == "__main__":
    sys.stdout.write(operations_page())
