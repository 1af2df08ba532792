"""An account.

The writable list, the addresses and the account number are read from ce/developer/entities/account.md (9.x); the
lengths of the others are those of contact.md for columns of the same name, `name` 160 and `yominame` 160 from memory.
Left out: money, stock market, shipping, territories, service levels, business process flow, images.
"""

from simulator.crm.attributes import (
    ACTIVE_STATE,
    MIGRATION,
    OWNERSHIP,
    STAMPS,
    TIME_ZONE,
    boolean,
    integer,
    lookup,
    memo,
    picklist,
    postal_address,
    primary_id,
    string,
)
from simulator.crm.metadata import Attribute, Entity, Required


def _address(number: int) -> tuple[Attribute, ...]:
    prefix = f"address{number}_"
    return (
        *postal_address(prefix),
        string(prefix + "telephone1", 50),
        string(prefix + "fax", 50),
    )


ACCOUNT = Entity(
    "account",
    "accountid",
    "name",
    (
        primary_id("accountid"),
        string("name", 160, required=Required.APPLICATION),
        string("yominame", 160),
        string("accountnumber", 20),
        lookup("parentaccountid", "account"),
        lookup("primarycontactid", "contact"),
        string("emailaddress1", 100),
        string("emailaddress2", 100),
        string("emailaddress3", 100),
        string("telephone1", 50),
        string("telephone2", 50),
        string("telephone3", 50),
        string("fax", 50),
        string("websiteurl", 200),
        string("ftpsiteurl", 200),
        memo("description", 2000),
        integer("numberofemployees", 0, 1000000000),
        picklist("accountcategorycode", (1, "Preferred Customer"), (2, "Standard")),
        boolean("donotemail"),
        boolean("donotbulkemail"),
        boolean("donotfax"),
        boolean("donotphone"),
        boolean("donotpostalmail"),
        *_address(1),
        *_address(2),
        *ACTIVE_STATE,
        *STAMPS,
        *OWNERSHIP,
        *MIGRATION,
        *TIME_ZONE,
    ),
    type_code=1,
)
