"""An appointment.

Read from ce/developer/entities/appointment.md (9.x). Left out because CRM 2013 had none of it: service levels, drafts.
Columns of recurring series are present and never set: series are not simulated yet.
"""

from simulator.crm.attributes import (
    REGARDING,
    activity,
    boolean,
    date_time,
    integer,
    party_list,
    picklist,
    state,
    status,
    string,
    unique_identifier,
)
from simulator.crm.metadata import Entity

_PEOPLE = ("account", "contact", "systemuser")

APPOINTMENT = Entity(
    "appointment",
    "activityid",
    "subject",
    (
        *activity(2000, *REGARDING),
        string("location", 200),
        boolean("isalldayevent"),
        integer("scheduleddurationminutes", 0),
        party_list("requiredattendees", 5, *_PEOPLE),
        party_list("optionalattendees", 6, *_PEOPLE),
        party_list("organizer", 7, "systemuser"),
        string("globalobjectid", 300),
        integer("outlookownerapptid"),
        boolean("ismapiprivate"),
        picklist(
            "attachmenterrors",
            (0, "None"),
            (1, "The appointment was saved, but not all the attachments could be saved with it."),
        ),
        integer("attachmentcount", 0, create=False, update=False, default=0),
        picklist(
            "instancetypecode",
            (0, "Not Recurring"),
            (1, "Recurring Master"),
            (2, "Recurring Instance"),
            (3, "Recurring Exception"),
            (4, "Recurring Future Exception"),
            create=False,
            update=False,
            default=0,
        ),
        unique_identifier("seriesid", create=False, update=False),
        date_time("originalstartdate", create=False, update=False),
        state((0, "Open", 1), (1, "Completed", 3), (2, "Canceled", 4), (3, "Scheduled", 5)),
        status(
            (1, "Free", 0),
            (2, "Tentative", 0),
            (3, "Completed", 1),
            (4, "Canceled", 2),
            (5, "Busy", 3),
            (6, "Out of Office", 3),
        ),
    ),
    type_code=4201,
    activity=True,
)
