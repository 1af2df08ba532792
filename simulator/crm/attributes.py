"""Ways to write an attribute down in one line, and the groups of attributes that many entities share."""

from simulator.crm.metadata import Attribute, Option, Required, Type

GREATEST_INT = 2147483647
LEAST_INT = -2147483648
LONGEST_MEMO = 1073741823
SYSTEM = Required.SYSTEM


def string(
    name: str,
    length: int,
    *,
    create: bool = True,
    update: bool = True,
    read: bool = True,
    required: Required = Required.NONE,
    default: str | None = None,
) -> Attribute:
    """A line of text of at most `length` characters."""
    return Attribute(name, Type.STRING, create, update, read, required, length=length, default=default)


def memo(name: str, length: int, *, create: bool = True, update: bool = True, default: str | None = None) -> Attribute:
    """Text of several lines."""
    return Attribute(name, Type.MEMO, create, update, length=length, default=default)


def integer(
    name: str,
    least: int = LEAST_INT,
    most: int = GREATEST_INT,
    *,
    create: bool = True,
    update: bool = True,
    required: Required = Required.NONE,
    default: int | None = None,
) -> Attribute:
    """A whole number from `least` to `most`, both included."""
    return Attribute(name, Type.INTEGER, create, update, required=required, least=least, most=most, default=default)


def double(name: str, least: float, most: float) -> Attribute:
    """A floating-point number."""
    return Attribute(name, Type.DOUBLE, least=least, most=most)


def money(name: str, least: float = 0, most: float = 100000000000000) -> Attribute:
    """An amount of money."""
    return Attribute(name, Type.MONEY, least=least, most=most)


def boolean(name: str, default: bool | None = False, *, create: bool = True, update: bool = True) -> Attribute:
    """Yes or no."""
    return Attribute(name, Type.BOOLEAN, create, update, options=(Option(0, "No"), Option(1, "Yes")), default=default)


def date_time(name: str, *, create: bool = True, update: bool = True, read: bool = True) -> Attribute:
    """A moment, kept and sent in UTC (UserLocal behaviour)."""
    return Attribute(name, Type.DATE_TIME, create, update, read)


def unique_identifier(name: str, *, create: bool = True, update: bool = True) -> Attribute:
    """A GUID."""
    return Attribute(name, Type.UNIQUE_IDENTIFIER, create, update)


def primary_id(name: str) -> Attribute:
    """The row's own Id: chosen on Create or made, never changed."""
    return Attribute(name, Type.UNIQUE_IDENTIFIER, create=True, update=False)


def lookup(
    name: str,
    *targets: str,
    create: bool = True,
    update: bool = True,
    required: Required = Required.NONE,
) -> Attribute:
    """A reference to a row of one of `targets`."""
    return Attribute(name, Type.LOOKUP, create, update, required=required, targets=targets)


def party_list(name: str, mask: int, *targets: str) -> Attribute:
    """A list of activity parties with this participationtypemask."""
    return Attribute(name, Type.PARTY_LIST, targets=targets, mask=mask)


def picklist(
    name: str,
    *options: tuple[int, str],
    create: bool = True,
    update: bool = True,
    default: int | None = None,
    required: Required = Required.NONE,
) -> Attribute:
    """A choice among (value, label)."""
    found = tuple(Option(value, label) for value, label in options)
    return Attribute(name, Type.PICKLIST, create, update, required=required, options=found, default=default)


def state(*options: tuple[int, str, int]) -> Attribute:
    """The statecode: (value, label, default status). Only SetState changes it in CRM 2013."""
    found = tuple(Option(value, label, default_status=status) for value, label, status in options)
    return Attribute("statecode", Type.STATE, create=False, update=False, options=found, default=options[0][0])


def status(*options: tuple[int, str, int]) -> Attribute:
    """The statuscode: (value, label, state it belongs to). Only SetState changes it in CRM 2013."""
    found = tuple(Option(value, label, state=belongs) for value, label, belongs in options)
    return Attribute("statuscode", Type.STATUS, create=True, update=False, options=found)


STAMPS = (
    date_time("createdon", create=False, update=False),
    lookup("createdby", "systemuser", create=False, update=False),
    lookup("createdonbehalfby", "systemuser", create=False, update=False),
    date_time("modifiedon", create=False, update=False),
    lookup("modifiedby", "systemuser", create=False, update=False),
    lookup("modifiedonbehalfby", "systemuser", create=False, update=False),
    Attribute("versionnumber", Type.BIG_INT, create=False, update=False),
)
OWNERSHIP = (
    Attribute("ownerid", Type.OWNER, targets=("systemuser",)),
    lookup("owningbusinessunit", "businessunit", create=False, update=False),
    lookup("owninguser", "systemuser", create=False, update=False),
)
MIGRATION = (
    integer("importsequencenumber", update=False),
    date_time("overriddencreatedon", update=False),
)
TIME_ZONE = (
    integer("timezoneruleversionnumber", -1),
    integer("utcconversiontimezonecode", -1),
)
ACTIVE_STATE = (
    state((0, "Active", 1), (1, "Inactive", 2)),
    status((1, "Active", 0), (2, "Inactive", 1)),
)
INCOMING_METHODS = (
    (0, "None"),
    (1, "Microsoft Dynamics CRM for Outlook"),
    (2, "Server-Side Synchronization or Email Router"),
    (3, "Forward Mailbox"),
)
OUTGOING_METHODS = INCOMING_METHODS[:3]
APPROVALS = ((0, "Empty"), (1, "Approved"), (2, "Pending Approval"), (3, "Rejected"))
TEST_RESULTS = ((0, "Not Run"), (1, "Success"), (2, "Failure"))
PRIORITIES = ((0, "Low"), (1, "Normal"), (2, "High"))
FILTERING_METHODS = (
    (0, "All email messages"),
    (1, "Email messages in response to CRM email"),
    (2, "Email messages from CRM Leads, Contacts and Accounts"),
    (3, "Email messages from CRM records that are email enabled"),
)


def postal_address(prefix: str) -> tuple[Attribute, ...]:
    """The columns that every address of a row has; `prefix` is such as `address1_`."""
    return (
        string(prefix + "name", 200),
        string(prefix + "line1", 250),
        string(prefix + "line2", 250),
        string(prefix + "line3", 250),
        string(prefix + "city", 80),
        string(prefix + "stateorprovince", 50),
        string(prefix + "postalcode", 20),
        string(prefix + "country", 80),
    )


def activity(description_length: int, *regarding: str) -> tuple[Attribute, ...]:
    """What every activity has. `regarding` are the entities it may be about."""
    return (
        primary_id("activityid"),
        Attribute("activitytypecode", Type.ENTITY_NAME, create=False, update=False),
        string("subject", 200),
        memo("description", description_length),
        lookup("regardingobjectid", *regarding),
        picklist("prioritycode", *PRIORITIES, default=1),
        date_time("scheduledstart"),
        date_time("scheduledend"),
        date_time("actualstart"),
        date_time("actualend"),
        integer("actualdurationminutes", 0),
        string("category", 250),
        string("subcategory", 250),
        boolean("isbilled"),
        boolean("isworkflowcreated"),
        Attribute(
            "isregularactivity",
            Type.BOOLEAN,
            create=False,
            update=False,
            options=(Option(0, "No"), Option(1, "Yes")),
            default=True,
        ),
        *STAMPS,
        *OWNERSHIP,
        *MIGRATION,
        *TIME_ZONE,
    )


REGARDING = ("account", "contact")
