"""An email server profile: where a mail server is and how to log in.

Columns, types, limits and defaults are those of ce/developer/entities/emailserverprofile.md
(MicrosoftDocs/dynamics-365-customer-engagement), which describes 9.x. Left out because CRM 2013 had none of it:
Exchange Online and hybrid tenants, time-outs, the owner's address and e-mail alerts, results of Test Connection,
images. That a profile must have a name (only ApplicationRequired there) is our choice. Windows-integrated credentials
exist; anonymous ones are refused for Exchange.
"""

from simulator.crm.attributes import (
    ACTIVE_STATE,
    OWNERSHIP,
    STAMPS,
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

_CREDENTIALS = (
    (0, "Credentials Specified by a User or Queue"),
    (1, "Credentials Specified in Email Server Profile"),
    (2, "Server to Server Authentication"),
    (3, "Windows Integrated Authentication"),
    (4, "Without Credentials (Anonymous)"),
)
_PROTOCOLS = ((0, "Auto Detect"), (1, "Negotiate"), (2, "NTLM"), (3, "Basic"))

EMAILSERVERPROFILE = Entity(
    "emailserverprofile",
    "emailserverprofileid",
    "name",
    (
        primary_id("emailserverprofileid"),
        string("name", 100, required=Required.SYSTEM),
        memo("description", 2000),
        picklist("servertype", (0, "Exchange Server"), (1, "Other (POP3/SMTP)"), default=0),
        boolean("useautodiscover"),
        string("defaultserverlocation", 2084),
        string("incomingserverlocation", 2084),
        string("outgoingserverlocation", 2084),
        picklist("incomingcredentialretrieval", *_CREDENTIALS, default=0),
        picklist("outgoingcredentialretrieval", *_CREDENTIALS, default=0),
        string("incomingusername", 250),
        string("outgoingusername", 250),
        string("incomingpassword", 250, read=False),
        string("outgoingpassword", 250, read=False),
        boolean("isincomingpasswordset", create=False, update=False),
        boolean("isoutgoingpasswordset", create=False, update=False),
        boolean("incominguseimpersonation"),
        boolean("outgoinguseimpersonation"),
        boolean("usesamesettingsforoutgoingconnections", default=True),
        boolean("outgoingautograntdelegateaccess"),
        integer("incomingportnumber", 0, 65536),
        integer("outgoingportnumber", 0, 65536),
        boolean("incomingusessl", default=True),
        boolean("outgoingusessl", default=True),
        picklist("incomingauthenticationprotocol", *_PROTOCOLS, default=0),
        picklist("outgoingauthenticationprotocol", *_PROTOCOLS, default=0),
        date_time("processemailsreceivedafter"),
        integer("minpollingintervalinminutes", 0, 1440),
        integer("maxconcurrentconnections", 1, 65536, default=10),
        boolean("moveundeliveredemails"),
        picklist(
            "exchangeversion",
            (0, "Exchange 2007"),
            (1, "Exchange 2007 SP1"),
            (2, "Exchange 2010"),
            (3, "Exchange 2010 SP1"),
            (4, "Exchange 2010 SP2"),
            (5, "Exchange 2013"),
        ),
        string("encodingcodepage", 100),
        lookup("organizationid", "organization", create=False, update=False),
        *ACTIVE_STATE,
        *STAMPS,
        *OWNERSHIP,
        *TIME_ZONE,
    ),
    type_code=9605,
)
