"""A trace: what the alert wall shows.

Read from ce/developer/entities/tracelog.md: Create, Delete, Retrieve and RetrieveMultiple are its only messages, so the
columns the page allows to update cannot be. The page lists no `versionnumber`; ours has one, as every row here.
"""

from simulator.crm.attributes import (
    LONGEST_MEMO,
    STAMPS,
    TIME_ZONE,
    boolean,
    integer,
    lookup,
    memo,
    picklist,
    primary_id,
    string,
)
from simulator.crm.metadata import Attribute, Entity, Option, Required, Type

TRACELOG = Entity(
    "tracelog",
    "tracelogid",
    "text",
    (
        primary_id("tracelogid"),
        string("text", 2000, update=False),
        picklist(
            "level", (1, "Information"), (2, "Warning"), (3, "Error"), update=False, required=Required.APPLICATION
        ),
        integer("tracecode", 0, 1000000000, update=False, required=Required.SYSTEM),
        lookup("regardingobjectid", "mailbox", "emailserverprofile", update=False, required=Required.SYSTEM),
        Attribute(
            "tracestatus",
            Type.BOOLEAN,
            update=False,
            options=(Option(0, "Failure"), Option(1, "Success")),
            default=False,
        ),
        boolean("canbedeleted", default=True, update=False),
        boolean("isunique", update=False),
        integer("collationlevel", 0, update=False),
        lookup("parenttracelogid", "tracelog", update=False),
        memo("traceactionxml", LONGEST_MEMO, update=False),
        memo("traceparameterxml", LONGEST_MEMO, update=False),
        memo("tracedetailxml", LONGEST_MEMO),
        string("errordetails", 2048),
        string("errortypedisplay", 320),
        string("machinename", 320),
        integer("traceparameterhash", create=False, update=False),
        Attribute("regardingobjectownerid", Type.OWNER, create=False, update=False, targets=("systemuser",)),
        lookup("organizationid", "organization", create=False, update=False),
        *STAMPS,
        *TIME_ZONE,
    ),
    ownership="OrganizationOwned",
    type_code=8050,
    can_update=False,
)
