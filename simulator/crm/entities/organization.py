"""The organization's settings: its one row.

Read from ce/developer/entities/organization.md (9.x): which columns can be written, types and ranges of the columns
of e-mail; defaults are those of the reference's sections 1.2, 1.3 and 2, which speak of on-premises organizations
(the page gives No for smart matching and approval). The expansion windows and their ranges are from the reference.
Left out because CRM 2013 had none of it: folder tracking, change tracking's expiry, mailbox back-off and forced
unlocking; and everything that has nothing to do with e-mail or time.
"""

from simulator.crm.attributes import (
    GREATEST_INT,
    LONGEST_MEMO,
    STAMPS,
    boolean,
    integer,
    lookup,
    memo,
    picklist,
    primary_id,
    string,
)
from simulator.crm.metadata import Entity, Required

ORGANIZATION = Entity(
    "organization",
    "organizationid",
    "name",
    (
        primary_id("organizationid"),
        string("name", 160, required=Required.SYSTEM),
        string("trackingprefix", 256, default="CRM:"),
        integer("trackingtokenidbase", 0, GREATEST_INT, default=0),
        integer("trackingtokeniddigits", 1, 9, default=3),
        integer("nexttrackingnumber", 0, GREATEST_INT, default=1),
        integer("maximumtrackingnumber", 0, GREATEST_INT, default=999),
        boolean("emailcorrelationenabled", default=True),
        boolean("enablesmartmatching", default=True),
        string("hashfilterkeywords", 1073741823, default=r"^[\s]*([\w]+\s?:[\s]*)+"),
        integer("hashmaxcount", default=20),
        integer("hashdeltasubjectcount", default=0),
        integer("hashminaddresscount", default=2),
        boolean("ignoreinternalemail", default=True),
        boolean("requireapprovalforuseremail", default=True),
        boolean("requireapprovalforqueueemail", default=True),
        picklist(
            "emailconnectionchannel",
            (0, "Server-Side Synchronization"),
            (1, "Microsoft Dynamics CRM E-mail Router"),
            default=0,
        ),
        lookup("defaultemailserverprofileid", "emailserverprofile"),
        string("defaultemailsettings", LONGEST_MEMO),
        boolean("allowunresolvedpartiesonemailsend"),
        boolean("unresolveemailaddressifmultiplematch"),
        boolean("resolvesimilarunresolvedemailaddress"),
        boolean("generatealertsforerrors", default=True),
        boolean("generatealertsforwarnings", default=True),
        boolean("generatealertsforinformation", default=True),
        boolean("notifymailboxownerofemailserverlevelalerts"),
        integer("maxuploadfilesize", 0, GREATEST_INT, default=5242880),
        integer("pastexpansionwindow", 1, 120, default=3),
        integer("futureexpansionwindow", 1, 140, default=12),
        memo("orgdborgsettings", LONGEST_MEMO),
        integer("languagecode", 0, update=False, default=1033),
        *STAMPS,
    ),
    ownership="OrganizationOwned",
    type_code=1019,
    can_create=False,
    can_delete=False,
)
