"""The people of Contoso, shared by the topologies that ship with the simulator. All names are test data."""

from simulator.topology import Account, DistributionGroup, Room

MAIL_DOMAIN = "contoso.test"
NETBIOS = "CONTOSO"
DOMAIN_SID = "S-1-5-21-1004336348-1177238915-682003330"

PEOPLE = (
    # login, office, site, known to the CRM
    ("ana.silva", "lisbon", "lisbon", True),
    ("bruno.costa", "lisbon", "lisbon", True),
    ("carla.mendes", "lisbon", "lisbon", True),
    ("diogo.reis", "lisbon", "lisbon", False),
    ("oliver.smith", "london", "london", True),
    ("emily.jones", "london", "london", True),
    ("harry.brown", "london", "london", True),
    ("grace.taylor", "london", "london", False),
    ("michael.johnson", "new-york", "new-york", True),
    ("jessica.davis", "new-york", "new-york", True),
    ("david.miller", "new-york", "new-york", True),
    ("susan.wilson", "new-york", "new-york", False),
    ("kenji.sato", "tokyo", "lisbon", True),
    ("yuki.tanaka", "tokyo", "lisbon", True),
    ("hiro.suzuki", "tokyo", "lisbon", True),
    ("aiko.ito", "tokyo", "lisbon", False),
)
"""Three CRM users and one who is not in each office; Tokyo has no server and lives on Lisbon's."""


def person(
    name: str,
    *,
    office: str,
    site: str,
    number: int,
    crm_user: bool,
    service: bool = False,
    administrator: bool = False,
) -> Account:
    """An account with the addresses, login and password that follow from its name (`Tagus-<name>-1`)."""
    given, _, surname = name.partition(".")
    words = (
        ("CRM 2013" if name == "crm13.service" else given.upper(), surname.title())
        if service or administrator
        else (
            given.title(),
            surname.title(),
        )
    )
    return Account(
        name=name,
        display_name=" ".join(words),
        smtp=f"{name}@{MAIL_DOMAIN}",
        upn=f"{name}@{MAIL_DOMAIN}",
        domain_user=f"{NETBIOS}\\{name}",
        sid=f"{DOMAIN_SID}-{1104 + number}",
        site=site,
        office=office,
        password=f"Tagus-{name}-1",
        kind="service" if service else "user",
        crm_user=crm_user,
        crm_administrator=service or administrator,
        given_name=words[0],
        surname=words[1],
    )


def accounts(sites: tuple[str, ...]) -> tuple[Account, ...]:
    """Everybody, at the sites of `sites`; whoever's own site is not there lives on the first one."""
    found = [
        person(name, office=office, site=site if site in sites else sites[0], number=number, crm_user=crm_user)
        for number, (name, office, site, crm_user) in enumerate(PEOPLE)
    ]
    more = len(found)
    found.append(person("crm13.service", office="lisbon", site=sites[0], number=more, crm_user=True, service=True))
    found.append(
        person("crm.admin", office="lisbon", site=sites[0], number=more + 1, crm_user=True, administrator=True)
    )
    return tuple(found)


def rooms(sites: tuple[str, ...]) -> tuple[Room, ...]:
    """One meeting room an office."""
    names = (
        ("room.alfama", "Alfama", "lisbon"),
        ("room.thames", "Thames", "london"),
        ("room.hudson", "Hudson", "new-york"),
    )
    return tuple(
        Room(
            name=name,
            display_name=display,
            smtp=f"{name}@{MAIL_DOMAIN}",
            site=office if office in sites else sites[0],
            office=office,
            capacity=12,
            list_name=f"{office.title()} rooms",
        )
        for name, display, office in names
    )


def groups() -> tuple[DistributionGroup, ...]:
    """Everybody in sales: the three CRM users of each office."""
    members = tuple(f"{name}@{MAIL_DOMAIN}" for name, _office, _site, crm_user in PEOPLE if crm_user)
    return (DistributionGroup(name="sales", display_name="Sales", smtp=f"sales@{MAIL_DOMAIN}", members=members),)
