"""The mailbox of a user or queue, or a forward mailbox.

Read from ce/developer/entities/mailbox.md (MicrosoftDocs/dynamics-365-customer-engagement), which describes 9.x. Left
out because CRM 2013 had none of it: office apps deployment, folder hierarchy, contact import, service accounts,
approval by an Office 365 administrator, performance counters, processing context, images.
`nextscheduledactsyncinseconds` and `lastmessageid` (never readable) are left out too.
"""

from simulator.crm.attributes import (
    ACTIVE_STATE,
    APPROVALS,
    INCOMING_METHODS,
    LONGEST_MEMO,
    OUTGOING_METHODS,
    OWNERSHIP,
    STAMPS,
    TEST_RESULTS,
    TIME_ZONE,
    boolean,
    date_time,
    integer,
    lookup,
    memo,
    picklist,
    primary_id,
    string,
)
from simulator.crm.metadata import Entity, Required

_WRITABLE = (
    primary_id("mailboxid"),
    string("name", 200, required=Required.SYSTEM),
    string("emailaddress", 100),
    lookup("emailserverprofile", "emailserverprofile"),
    picklist("incomingemaildeliverymethod", *INCOMING_METHODS, default=0),
    picklist("outgoingemaildeliverymethod", *OUTGOING_METHODS, default=0),
    picklist(
        "actdeliverymethod",
        (0, "Microsoft Dynamics CRM for Outlook"),
        (1, "Server-Side Synchronization"),
        (2, "None"),
        default=2,
    ),
    picklist("emailrouteraccessapproval", *APPROVALS, default=0),
    boolean("allowemailconnectortousecredentials"),
    string("username", 200),
    string("password", 200, read=False),
    boolean("processanddeleteemails"),
    date_time("processemailreceivedafter"),
    boolean("testemailconfigurationscheduled"),
    integer("testemailconfigurationretrycount", 0, default=0),
    date_time("postponetestemailconfigurationuntil"),
    date_time("postponesendinguntil"),
    string("ewsurl", 2084),
    date_time("lastautodiscoveredon"),
    memo("exchangesyncstatexml", LONGEST_MEMO),
    boolean("isactsyncorgflagset"),
    boolean("orgmarkedasprimaryforexchangesync"),
    integer("itemsprocessedforlastsync", 0),
    integer("itemsfailedforlastsync", 0),
    string("lastsyncerror", 2048),
    integer("lastsyncerrorcode"),
    integer("lastsyncerrorcount", 0),
    string("lastsyncerrormachinename", 320),
    date_time("lastsyncerroroccurredon"),
)
_UPDATE_ONLY = (
    picklist("incomingemailstatus", *TEST_RESULTS, create=False, default=0),
    picklist("outgoingemailstatus", *TEST_RESULTS, create=False, default=0),
    picklist("actstatus", *TEST_RESULTS, create=False, default=0),
    boolean("enabledforincomingemail", create=False),
    boolean("enabledforoutgoingemail", create=False),
    boolean("enabledforact", create=False),
    date_time("testmailboxaccesscompletedon", create=False),
    date_time("postponemailboxprocessinguntil", create=False),
    string("undeliverablefolder", 256, create=False),
    integer("verboseloggingenabled", 0, 100, create=False, default=0),
)
_READ_ONLY = (
    lookup("regardingobjectid", "systemuser", "queue", create=False, update=False),
    boolean("isforwardmailbox", default=True, create=False, update=False),
    boolean("ispasswordset", create=False, update=False),
    string("hostid", 160, create=False, update=False),
    picklist("mailboxstatus", *TEST_RESULTS, create=False, update=False, default=0),
    integer("processingstatecode", 0, create=False, update=False, default=0),
    date_time("processinglastattemptedon", create=False, update=False),
    date_time("lastsyncstartedon", create=False, update=False),
    date_time("lastsuccessfulsynccompletedon", create=False, update=False),
    date_time("receivingpostponeduntil", create=False, update=False),
    date_time("receivingpostponeduntilforact", create=False, update=False),
    integer("noemailcount", 0, create=False, update=False, default=0),
    integer("noactcount", 0, create=False, update=False, default=0),
    integer("transientfailurecount", 0, create=False, update=False, default=0),
    integer("forcedunlockcount", 0, create=False, update=False, default=0),
    date_time("lastmailboxforcedunlockoccurredon", create=False, update=False),
    lookup("organizationid", "organization", create=False, update=False),
)
MAILBOX = Entity(
    "mailbox",
    "mailboxid",
    "name",
    (*_WRITABLE, *_UPDATE_ONLY, *_READ_ONLY, *ACTIVE_STATE, *STAMPS, *OWNERSHIP, *TIME_ZONE),
    type_code=9606,
)
