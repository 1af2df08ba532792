"""The Exchange Management Shell, as far as an administrator of this story needs it: three cmdlets about roles.

Parameters are written as PowerShell writes them: `-Name "CRM ExServiceAcc"`, `-Role:ApplicationImpersonation`, in any
case and order.
"""

import re
from collections.abc import Mapping

from simulator.directory import APPLICATION_IMPERSONATION, Directory, ManagementRoleAssignment
from simulator.errors import SimulatorMisuse

_TOKEN = re.compile(r"""(-[A-Za-z]+)(:(?!\s|$))?|"((?:[^"`]|`.|"")*)"|'((?:[^']|'')*)'|([^\s"']+)|(\s+)""")

_CMDLETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("New-ManagementRoleAssignment", ("Name", "Role", "User")),
    ("Get-ManagementRoleAssignment", ("Identity", "Role", "RoleAssignee")),
    ("Remove-ManagementRoleAssignment", ("Identity", "Confirm")),
)
"""What can be typed here, with the parameters that are understood."""


def run(line: str, directory: Directory) -> str:
    """Do what `line` says and return what the shell would print. Raises SimulatorMisuse with one line of text."""
    cmdlet, parameters = parse(line)
    if cmdlet == "New-ManagementRoleAssignment":
        return _new(parameters, directory)
    if cmdlet == "Get-ManagementRoleAssignment":
        return _get(parameters, directory)
    gone = directory.unassign(_needed(parameters, "Identity", cmdlet))
    return f"Removed the management role assignment '{gone.name}'.\n"


def parse(line: str) -> tuple[str, Mapping[str, str]]:
    """The cmdlet and its parameters, in their proper case. A value without a name is the Identity."""
    words = _words(line)
    if not words:
        raise SimulatorMisuse("the line is empty; paste a cmdlet such as New-ManagementRoleAssignment …")
    known = {name.lower(): (name, allowed) for name, allowed in _CMDLETS}
    typed = words[0][0]
    if typed.lower() not in known:
        names = ", ".join(name for name, _allowed in _CMDLETS)
        raise SimulatorMisuse(f"The term '{typed}' is not a cmdlet that this shell has. It has {names}.")
    cmdlet, allowed = known[typed.lower()]
    return cmdlet, _parameters(words[1:], cmdlet, allowed)


def _parameters(words: list[tuple[str, bool]], cmdlet: str, allowed: tuple[str, ...]) -> Mapping[str, str]:
    parameters: dict[str, str] = {}
    waiting: str | None = None
    for word, is_name in words:
        if is_name:
            if waiting is not None and waiting != "Confirm":
                raise SimulatorMisuse(f"Missing an argument for parameter '{waiting}' of {cmdlet}.")
            waiting = _parameter(word, cmdlet, allowed)
            continue
        name = waiting or ("Identity" if "Identity" in allowed and "Identity" not in parameters else None)
        if name is None:
            raise SimulatorMisuse(f"A positional parameter cannot be found that accepts argument '{word}'.")
        if name in parameters:
            raise SimulatorMisuse(f"The parameter '{name}' of {cmdlet} is given twice.")
        parameters[name], waiting = word, None
    if waiting is not None and waiting != "Confirm":
        raise SimulatorMisuse(f"Missing an argument for parameter '{waiting}' of {cmdlet}.")
    return parameters


def _parameter(word: str, cmdlet: str, allowed: tuple[str, ...]) -> str:
    for name in allowed:
        if name.lower() == word.lower():
            return name
    raise SimulatorMisuse(f"A parameter cannot be found that matches parameter name '{word}' of {cmdlet}.")


def _words(line: str) -> list[tuple[str, bool]]:
    """The words of the line; True marks the name of a parameter (without its dash)."""
    words: list[tuple[str, bool]] = []
    position, line = 0, line.strip()
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            raise SimulatorMisuse(f"The line has a quotation mark that is never closed: {line[position:]}")
        position = match.end()
        name, _colon, double, single, bare, _space = match.groups()
        if name is not None and words:
            words.append((name[1:], True))
        elif double is not None:
            words.append((re.sub(r'`(.)|""', lambda found: found.group(1) or '"', double), False))
        elif single is not None:
            words.append((single.replace("''", "'"), False))
        elif bare is not None:
            words.append((bare, False))
    return words


def _new(parameters: Mapping[str, str], directory: Directory) -> str:
    cmdlet = "New-ManagementRoleAssignment"
    role, user = _needed(parameters, "Role", cmdlet), _needed(parameters, "User", cmdlet)
    if role.lower() != APPLICATION_IMPERSONATION.lower():
        raise SimulatorMisuse(f"The role '{role}' is not simulated; {APPLICATION_IMPERSONATION} is.")
    name = parameters.get("Name", f"{APPLICATION_IMPERSONATION}-{user}")
    return _table([directory.assign(name, APPLICATION_IMPERSONATION, user)])


def _get(parameters: Mapping[str, str], directory: Directory) -> str:
    wanted = {key: value.lower() for key, value in parameters.items()}
    return _table(
        [
            held
            for held in directory.assignments
            if wanted.get("Identity", held.name.lower()) == held.name.lower()
            and wanted.get("Role", held.role.lower()) == held.role.lower()
            and wanted.get("RoleAssignee", held.user.lower()) == held.user.lower()
        ]
    )


def _needed(parameters: Mapping[str, str], name: str, cmdlet: str) -> str:
    if name not in parameters:
        raise SimulatorMisuse(f"{cmdlet} needs the parameter -{name}.")
    return parameters[name]


def _table(assignments: list[ManagementRoleAssignment]) -> str:
    if not assignments:
        return ""
    rows = [("Name", "Role", "RoleAssigneeName"), ("----", "----", "----------------")]
    rows += [(held.name, held.role, held.user) for held in assignments]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )
