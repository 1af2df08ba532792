"""A person's part in an activity. Rows come and go with their activity; clients only query them.

Read from ce/developer/entities/activityparty.md: RetrieveMultiple is the only message. The writable columns are those
of the entities inside a party list.
"""

from simulator.crm.attributes import boolean, date_time, integer, lookup, picklist, primary_id, string
from simulator.crm.metadata import Attribute, Entity, Required, Type

MASKS = (
    (1, "Sender"),
    (2, "To Recipient"),
    (3, "CC Recipient"),
    (4, "BCC Recipient"),
    (5, "Required attendee"),
    (6, "Optional attendee"),
    (7, "Organizer"),
    (8, "Regarding"),
    (9, "Owner"),
    (10, "Resource"),
    (11, "Customer"),
)

ACTIVITYPARTY = Entity(
    "activityparty",
    "activitypartyid",
    None,
    (
        primary_id("activitypartyid"),
        lookup("activityid", "activitypointer", "appointment", "email", "task"),
        lookup("partyid", "account", "contact", "queue", "systemuser"),
        string("addressused", 200),
        picklist("participationtypemask", *MASKS, required=Required.SYSTEM),
        string("exchangeentryid", 1024),
        Attribute("effort", Type.DOUBLE, least=0, most=1000000000),
        integer("addressusedemailcolumnnumber", 1, create=False, update=False),
        boolean("donotemail", create=False, update=False),
        boolean("donotfax", create=False, update=False),
        boolean("donotphone", create=False, update=False),
        boolean("donotpostalmail", create=False, update=False),
        boolean("ispartydeleted", create=False, update=False),
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
        Attribute("ownerid", Type.OWNER, create=False, update=False, targets=("systemuser",)),
        date_time("scheduledstart", create=False, update=False),
        date_time("scheduledend", create=False, update=False),
        Attribute("versionnumber", Type.BIG_INT, create=False, update=False),
    ),
    ownership="None",
    type_code=135,
    can_create=False,
    can_update=False,
    can_delete=False,
)
