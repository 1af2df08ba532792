"""A queue. Creating one makes its mailbox.

Read from ce/developer/entities/queue.md (9.x). Queue items are not simulated. The incoming filtering default "all" is
our choice.
"""

from simulator.crm.attributes import (
    ACTIVE_STATE,
    APPROVALS,
    FILTERING_METHODS,
    INCOMING_METHODS,
    MIGRATION,
    OUTGOING_METHODS,
    OWNERSHIP,
    STAMPS,
    boolean,
    lookup,
    memo,
    picklist,
    primary_id,
    string,
)
from simulator.crm.metadata import Entity, Required

QUEUE = Entity(
    "queue",
    "queueid",
    "name",
    (
        primary_id("queueid"),
        string("name", 200, required=Required.APPLICATION),
        memo("description", 2000),
        string("emailaddress", 100),
        lookup("businessunitid", "businessunit"),
        lookup("primaryuserid", "systemuser"),
        boolean("ignoreunsolicitedemail"),
        picklist("incomingemaildeliverymethod", INCOMING_METHODS[0], *INCOMING_METHODS[2:], default=0),
        picklist("outgoingemaildeliverymethod", OUTGOING_METHODS[0], OUTGOING_METHODS[2], default=0),
        picklist("incomingemailfilteringmethod", *FILTERING_METHODS, default=0),
        picklist("emailrouteraccessapproval", *APPROVALS, create=False, default=0),
        picklist("queueviewtype", (0, "Public"), (1, "Private"), default=0),
        lookup("defaultmailbox", "mailbox", create=False, update=False),
        lookup("organizationid", "organization", create=False, update=False),
        *ACTIVE_STATE,
        *STAMPS,
        *OWNERSHIP,
        *MIGRATION,
    ),
    type_code=2020,
)
