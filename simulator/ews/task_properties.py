"""Properties of tasks, in the order of types.xsd (MS-OXWSTASK 2.2.4.6)."""

from simulator.ews.property_row import Property, computed, stored
from simulator.ews.recurrence_xml import TASK_RECURRENCE
from simulator.ews.value_codecs import BOOLEAN, DOUBLE, INTEGER, MOMENT, STRINGS, TEXT, one_of
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.task_rules import status_text


def _is_complete(_mailbox: Mailbox, item: Item) -> object:
    return item.text("task:Status") == "Completed"


def _status_description(_mailbox: Mailbox, item: Item) -> object:
    return status_text(item.text("task:Status"))


TASK: tuple[Property, ...] = (
    Property("task:ActualWork", "ActualWork", INTEGER),
    stored("task:AssignedTime", "AssignedTime", MOMENT),
    Property("task:BillingInformation", "BillingInformation", TEXT),
    stored("task:ChangeCount", "ChangeCount", INTEGER),
    Property("task:Companies", "Companies", STRINGS),
    Property("task:CompleteDate", "CompleteDate", MOMENT),
    Property("task:Contacts", "Contacts", STRINGS),
    stored("task:DelegationState", "DelegationState", TEXT),
    stored("task:Delegator", "Delegator", TEXT),
    Property("task:DueDate", "DueDate", MOMENT, default=True),
    stored("task:IsAssignmentEditable", "IsAssignmentEditable", INTEGER),
    computed("task:IsComplete", "IsComplete", BOOLEAN, _is_complete),
    stored("task:IsRecurring", "IsRecurring", BOOLEAN),
    stored("task:IsTeamTask", "IsTeamTask", BOOLEAN),
    Property("task:Mileage", "Mileage", TEXT),
    stored("task:Owner", "Owner", TEXT),
    Property("task:PercentComplete", "PercentComplete", DOUBLE, default=True, deletable=False),
    Property("task:Recurrence", "Recurrence", TASK_RECURRENCE, find=False),
    Property("task:StartDate", "StartDate", MOMENT, default=True),
    Property(
        "task:Status",
        "Status",
        one_of("NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred"),
        default=True,
        deletable=False,
    ),
    computed("task:StatusDescription", "StatusDescription", TEXT, _status_description),
    Property("task:TotalWork", "TotalWork", INTEGER),
)
