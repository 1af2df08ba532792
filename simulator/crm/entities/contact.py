"""A contact.

Read from ce/developer/entities/contact.md (9.x), addresses 2 and 3 included. Left out: ids and shipping codes of the
addresses, currency, preferences of service, images, service levels, business process flow; they take no part in
synchronization.
"""

from simulator.crm.attributes import (
    ACTIVE_STATE,
    MIGRATION,
    OWNERSHIP,
    STAMPS,
    TIME_ZONE,
    boolean,
    date_time,
    double,
    integer,
    memo,
    money,
    picklist,
    postal_address,
    primary_id,
    string,
)
from simulator.crm.metadata import Attribute, Entity, Required, Type


def _address(number: int) -> tuple[Attribute, ...]:
    prefix = f"address{number}_"
    return (
        *postal_address(prefix),
        string(prefix + "county", 50),
        string(prefix + "postofficebox", 20),
        string(prefix + "primarycontactname", 100),
        string(prefix + "telephone1", 50),
        string(prefix + "telephone2", 50),
        string(prefix + "telephone3", 50),
        string(prefix + "fax", 50),
        double(prefix + "latitude", -90, 90),
        double(prefix + "longitude", -180, 180),
        integer(prefix + "utcoffset", -1500, 1500),
        memo(prefix + "composite", 1000, create=False, update=False),
    )


_NAMES = (
    string("salutation", 100),
    string("firstname", 50, required=Required.RECOMMENDED),
    string("middlename", 50),
    string("lastname", 50, required=Required.APPLICATION),
    string("suffix", 10),
    string("nickname", 100),
    string("fullname", 160, create=False, update=False),
    string("yomifirstname", 150),
    string("yomimiddlename", 150),
    string("yomilastname", 150),
    string("yomifullname", 450, create=False, update=False),
)
_WORK = (
    Attribute("parentcustomerid", Type.CUSTOMER, targets=("account", "contact")),
    string("jobtitle", 100),
    string("department", 100),
    string("employeeid", 50),
    string("governmentid", 50),
    string("assistantname", 100),
    string("assistantphone", 50),
    string("managername", 100),
    string("managerphone", 50),
    picklist("accountrolecode", (1, "Decision Maker"), (2, "Employee"), (3, "Influencer")),
)
_REACH = (
    string("emailaddress1", 100),
    string("emailaddress2", 100),
    string("emailaddress3", 100),
    string("telephone1", 50),
    string("telephone2", 50),
    string("telephone3", 50),
    string("business2", 50),
    string("home2", 50),
    string("mobilephone", 50),
    string("company", 50),
    string("callback", 50),
    string("pager", 50),
    string("fax", 50),
    string("websiteurl", 200),
    string("ftpsiteurl", 200),
    picklist("preferredcontactmethodcode", (1, "Any"), (2, "Email"), (3, "Phone"), (4, "Fax"), (5, "Mail"), default=1),
    boolean("donotemail"),
    boolean("donotbulkemail"),
    boolean("donotbulkpostalmail"),
    boolean("donotfax"),
    boolean("donotphone"),
    boolean("donotpostalmail"),
    boolean("donotsendmm"),
)
_LIFE = (
    date_time("anniversary"),
    date_time("birthdate"),
    string("spousesname", 100),
    string("childrensnames", 255),
    integer("numberofchildren", 0, 1000000000),
    picklist("familystatuscode", (1, "Single"), (2, "Married"), (3, "Divorced"), (4, "Widowed")),
    picklist("gendercode", (1, "Male"), (2, "Female")),
    memo("description", 2000),
    string("externaluseridentifier", 50),
    date_time("lastusedincampaign", create=False),
    money("annualincome"),
    money("creditlimit"),
    boolean("creditonhold"),
)
CONTACT = Entity(
    "contact",
    "contactid",
    "fullname",
    (
        primary_id("contactid"),
        *_NAMES,
        *_WORK,
        *_REACH,
        *_LIFE,
        *_address(1),
        *_address(2),
        *_address(3),
        *ACTIVE_STATE,
        *STAMPS,
        *OWNERSHIP,
        *MIGRATION,
        *TIME_ZONE,
    ),
    type_code=2,
)
