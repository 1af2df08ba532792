"""More people for a topology: made-up accounts with mailboxes, spread over its sites."""

from dataclasses import replace

import factory
import factory.random

from simulator.topology import Account, Topology

_SID = "S-1-5-21-1004336348-1177238915-682003330"
_FIRST_RID = 200_000
"""Above the relative identifiers of the people and rooms that ship with the simulator."""


class AccountFactory(factory.Factory):  # type: ignore[misc]
    """An account of a domain; its login ends with a number that makes it the only one. The password is
    `Tagus-<name>-1`, as for the people of the shipped topologies.
    """

    class Meta:
        """What is built."""

        model = Account

    class Params:
        """What the rest follows from."""

        number = factory.Sequence(int)
        domain = "contoso.test"
        netbios = "CONTOSO"

    given_name = factory.Faker("first_name")
    surname = factory.Faker("last_name")
    display_name = factory.LazyAttribute(lambda made: f"{made.given_name} {made.surname}")
    name = factory.LazyAttribute(lambda made: f"{_letters(made.given_name)}.{_letters(made.surname)}{made.number}")
    smtp = factory.LazyAttribute(lambda made: f"{made.name}@{made.domain}")
    upn = factory.SelfAttribute("smtp")
    domain_user = factory.LazyAttribute(lambda made: f"{made.netbios}\\{made.name}")
    sid = factory.LazyAttribute(lambda made: f"{_SID}-{_FIRST_RID + made.number}")
    site = "lisbon"
    office = factory.SelfAttribute("site")
    password = factory.LazyAttribute(lambda made: f"Tagus-{made.name}-1")
    crm_user = factory.LazyAttribute(lambda made: made.number % 4 != 3)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha()) or "x"


def grown(topology: Topology, mailboxes: int, seed: int | str = 0) -> Topology:
    """The topology with so many accounts: its own, then people made up, three of four known to the CRM.

    The same seed gives the same people. A topology with as many accounts or more stays as it is.
    """
    factory.random.reseed_random(f"{seed} people")
    sites = [site.name for site in topology.sites]
    new = tuple(
        AccountFactory(
            number=number, site=sites[number % len(sites)], domain=topology.mail_domain, netbios=topology.netbios
        )
        for number in range(mailboxes - len(topology.accounts))
    )
    return replace(topology, accounts=(*topology.accounts, *new)) if new else topology
