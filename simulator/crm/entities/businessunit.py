"""A business unit: every organization has its root one, which has the organization's name.

Which columns can be written is read from ce/developer/entities/businessunit.md (9.x); lengths are from memory, since
only reading matters here. That `isdisabled` cannot be written is our choice: the only unit stays enabled.
"""

from simulator.crm.attributes import STAMPS, boolean, lookup, memo, primary_id, string
from simulator.crm.metadata import Entity, Required

BUSINESSUNIT = Entity(
    "businessunit",
    "businessunitid",
    "name",
    (
        primary_id("businessunitid"),
        string("name", 160, required=Required.SYSTEM),
        memo("description", 2000),
        string("divisionname", 100),
        string("emailaddress", 100),
        lookup("parentbusinessunitid", "businessunit"),
        lookup("organizationid", "organization", create=False, update=False),
        boolean("isdisabled", create=False, update=False),
        *STAMPS,
    ),
    ownership="BusinessOwned",
    type_code=10,
    can_delete=False,
)
