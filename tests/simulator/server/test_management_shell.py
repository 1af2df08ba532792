"""The article's own line works, and what this shell lacks is said."""

import pytest

from simulator.directory import Directory
from simulator.errors import SimulatorMisuse
from simulator.management_shell import parse, run
from simulator.topologies import TOPOLOGIES

ARTICLE = 'New-ManagementRoleAssignment -Name "CRM ExServiceAcc" -Role:ApplicationImpersonation -User crm13.service'


@pytest.mark.parametrize(
    "line",
    [
        ARTICLE,
        "  new-managementroleassignment  -ROLE ApplicationImpersonation "
        "-name:'CRM ExServiceAcc' -user:\"crm13.service\" ",
        "New-ManagementRoleAssignment -User:CONTOSO\\crm13.service -Role applicationimpersonation "
        '-Name "CRM ExServiceAcc"',
    ],
)
def test_the_right_is_granted(line: str) -> None:
    directory = Directory(TOPOLOGIES[0])
    printed = run(line, directory)
    assert "CRM ExServiceAcc" in printed
    assert "crm13.service" in run("Get-ManagementRoleAssignment -Role ApplicationImpersonation", directory)
    service = directory.by_name("crm13.service")
    assert service is not None
    assert directory.may_impersonate(service)
    run('Remove-ManagementRoleAssignment "CRM ExServiceAcc" -Confirm:$false', directory)
    assert not directory.may_impersonate(service)
    assert run("Get-ManagementRoleAssignment", directory) == ""


def test_quoting() -> None:
    _cmdlet, parameters = parse("New-ManagementRoleAssignment -Name \"a `\"b`\" 'c'\" -Role 'it''s' -User x")
    assert parameters == {"Name": "a \"b\" 'c'", "Role": "it's", "User": "x"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "the line is empty"),
        ("Get-Mailbox", "The term 'Get-Mailbox' is not a cmdlet"),
        ('New-ManagementRoleAssignment -Name "open', "never closed"),
        ("New-ManagementRoleAssignment -Colour red", "matches parameter name 'Colour'"),
        ("New-ManagementRoleAssignment -Role:ApplicationImpersonation", "needs the parameter -User"),
        ("New-ManagementRoleAssignment -Name -Role:x -User y", "Missing an argument for parameter 'Name'"),
        ("New-ManagementRoleAssignment -User", "Missing an argument for parameter 'User'"),
        ("New-ManagementRoleAssignment -User a -User b", "given twice"),
        ("New-ManagementRoleAssignment x", "positional parameter"),
        ("New-ManagementRoleAssignment -Role:Mailbox -User ana.silva", "is not simulated"),
        ("New-ManagementRoleAssignment -Role:ApplicationImpersonation -User nobody", "couldn't be found"),
        ("Remove-ManagementRoleAssignment nothing", "couldn't be found"),
    ],
)
def test_refused_with_one_line(line: str, says: str) -> None:
    with pytest.raises(SimulatorMisuse) as caught:
        run(line, Directory(TOPOLOGIES[0]))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
