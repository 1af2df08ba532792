"""A task.

Read from ce/developer/entities/task.md (9.x). Left out because CRM 2013 had none of it: service levels.
"""

from simulator.crm.attributes import REGARDING, activity, integer, state, status, unique_identifier
from simulator.crm.metadata import Entity

TASK = Entity(
    "task",
    "activityid",
    "subject",
    (
        *activity(2000, *REGARDING),
        integer("percentcomplete", 0, 100),
        unique_identifier("crmtaskassigneduniqueid"),
        state((0, "Open", 2), (1, "Completed", 5), (2, "Canceled", 6)),
        status(
            (2, "Not Started", 0),
            (3, "In Progress", 0),
            (4, "Waiting on someone else", 0),
            (5, "Completed", 1),
            (6, "Canceled", 2),
            (7, "Deferred", 0),
        ),
    ),
    type_code=4212,
    activity=True,
)
