"""The directory of a running simulator: who exists, where each mailbox is, who may impersonate, which sites are up.

It stands where Active Directory stands. Every look-up ignores case. Addresses are compared as written otherwise.
"""

import threading
from dataclasses import dataclass

from simulator.errors import SimulatorMisuse
from simulator.topology import Account, DistributionGroup, Site, Topology

APPLICATION_IMPERSONATION = "ApplicationImpersonation"


@dataclass(frozen=True)
class ManagementRoleAssignment:
    """One management role assignment: its name, the role and the name of the account that has it."""

    name: str
    role: str
    user: str


class Directory:
    """Accounts, groups, role assignments and the state of the sites of one running simulator.

    `accounts` holds everybody with a mailbox, rooms included, in the order of the topology.
    """

    def __init__(self, topology: Topology) -> None:
        """Take the topology's people and the rights they have from the start."""
        self.topology = topology
        self.accounts: tuple[Account, ...] = (*topology.accounts, *_room_accounts(topology))
        self.groups: tuple[DistributionGroup, ...] = topology.groups
        self._by_name = {account.name.lower(): account for account in self.accounts}
        self._by_upn = {account.upn.lower(): account for account in self.accounts}
        self._by_sid = {account.sid.lower(): account for account in self.accounts}
        self._by_domain_user = {account.domain_user.lower(): account for account in self.accounts}
        self._by_smtp = {address.lower(): account for account in self.accounts for address in account.addresses}
        self._groups_by_smtp = {group.smtp.lower(): group for group in self.groups}
        self._lock = threading.Lock()
        self._assignments: tuple[ManagementRoleAssignment, ...] = ()
        self._down: frozenset[str] = frozenset()
        self.reset()

    def reset(self) -> None:
        """Back to the topology's own rights, with every site up."""
        with self._lock:
            self._down = frozenset()
            self._assignments = tuple(
                ManagementRoleAssignment(
                    f"{APPLICATION_IMPERSONATION}-{account.name}", APPLICATION_IMPERSONATION, account.name
                )
                for account in self.topology.accounts
                if account.impersonation
            )

    def by_name(self, name: str) -> Account | None:
        """The account with this login (without a domain)."""
        return self._by_name.get(name.lower())

    def by_smtp(self, address: str) -> Account | None:
        """The account with this address, primary or not; a group's address finds nobody."""
        return self._by_smtp.get(address.strip().lower())

    def by_primary_smtp(self, address: str) -> Account | None:
        """The account whose primary address this is."""
        account = self.by_smtp(address)
        return account if account is not None and account.smtp.lower() == address.strip().lower() else None

    def by_upn(self, upn: str) -> Account | None:
        """The account with this user principal name."""
        return self._by_upn.get(upn.strip().lower())

    def by_sid(self, sid: str) -> Account | None:
        """The account with this security identifier (`S-1-5-21-…`)."""
        return self._by_sid.get(sid.strip().lower())

    def by_domain_user(self, domain_user: str) -> Account | None:
        r"""The account with this `DOMAIN\name`."""
        return self._by_domain_user.get(domain_user.strip().lower())

    def by_login(self, login: str) -> Account | None:
        r"""The account that logs in as `DOMAIN\name`, `name` or its UPN. Another address of it does not log in."""
        if "\\" in login:
            domain, _, name = login.partition("\\")
            return self.by_domain_user(login) if domain else self.by_login(name)
        return self.by_upn(login) or self.by_name(login)

    def group(self, address: str) -> DistributionGroup | None:
        """The group with this address."""
        return self._groups_by_smtp.get(address.strip().lower())

    def expand(self, address: str) -> tuple[Account, ...]:
        """The accounts that mail for `address` reaches: one, a group's members (groups in groups too), or none."""
        found: dict[str, Account] = {}
        waiting, seen = [address], set[str]()
        while waiting:
            current = waiting.pop(0).strip().lower()
            if current in seen:
                continue
            seen.add(current)
            account, group = self.by_smtp(current), self.group(current)
            if account is not None:
                found.setdefault(account.smtp, account)
            if group is not None:
                waiting.extend(group.members)
        return tuple(found.values())

    def site_of(self, account: Account) -> Site:
        """The site that has the account's mailbox."""
        return self.topology.site(account.site)

    def is_up(self, site: str) -> bool:
        """Whether the site called `site` is running."""
        return site not in self._down

    def set_up(self, site: str, up: bool) -> None:
        """Note that a site went down or came up. The sockets are the server's business."""
        self._known_site(site)
        with self._lock:
            self._down = self._down - {site} if up else self._down | {site}

    @property
    def down(self) -> frozenset[str]:
        """The sites that are not running."""
        return self._down

    def restore(self, assignments: tuple[ManagementRoleAssignment, ...], down: frozenset[str]) -> None:
        """Take the assignments and the state of the sites that were written down before."""
        with self._lock:
            self._assignments, self._down = assignments, down

    @property
    def assignments(self) -> tuple[ManagementRoleAssignment, ...]:
        """Every role assignment, oldest first."""
        return self._assignments

    def may_impersonate(self, account: Account) -> bool:
        """Whether `account` holds ApplicationImpersonation (for every mailbox: there are no scopes)."""
        return any(
            held.role == APPLICATION_IMPERSONATION and held.user.lower() == account.name.lower()
            for held in self._assignments
        )

    def assign(self, name: str, role: str, user: str) -> ManagementRoleAssignment:
        """Give `user` (a login or address) the role. Raises SimulatorMisuse for an unknown user or a used name."""
        account = self.by_login(user) or self.by_smtp(user)
        if account is None:
            raise SimulatorMisuse(f"The operation couldn't be performed because object '{user}' couldn't be found.")
        assignment = ManagementRoleAssignment(name, role, account.name)
        with self._lock:
            if any(held.name.lower() == name.lower() for held in self._assignments):
                raise SimulatorMisuse(f"The management role assignment '{name}' already exists. Choose another -Name.")
            self._assignments = (*self._assignments, assignment)
        return assignment

    def unassign(self, name: str) -> ManagementRoleAssignment:
        """Take an assignment away by its name. Raises SimulatorMisuse when there is none."""
        with self._lock:
            for held in self._assignments:
                if held.name.lower() == name.lower():
                    self._assignments = tuple(other for other in self._assignments if other is not held)
                    return held
        raise SimulatorMisuse(f"The operation couldn't be performed because object '{name}' couldn't be found.")

    def unassign_user(self, user: str, role: str = APPLICATION_IMPERSONATION) -> int:
        """Take a role from a user altogether; returns how many assignments went."""
        account = self.by_login(user) or self.by_smtp(user)
        if account is None:
            raise SimulatorMisuse(f"The operation couldn't be performed because object '{user}' couldn't be found.")
        with self._lock:
            kept = tuple(held for held in self._assignments if (held.user, held.role) != (account.name, role))
            gone = len(self._assignments) - len(kept)
            self._assignments = kept
        return gone

    def _known_site(self, site: str) -> None:
        try:
            self.topology.site(site)
        except KeyError:
            names = ", ".join(known.name for known in self.topology.sites)
            raise SimulatorMisuse(f"there is no site {site!r}; the sites are {names}") from None


def _room_accounts(topology: Topology) -> tuple[Account, ...]:
    return tuple(
        Account(
            name=room.name,
            display_name=room.display_name,
            smtp=room.smtp,
            upn=room.smtp,
            domain_user=f"{topology.netbios}\\{room.name}",
            sid=f"S-1-5-21-1004336348-1177238915-682003330-{90000 + number}",
            site=room.site,
            office=room.office,
            password=None,
            kind="room",
        )
        for number, room in enumerate(topology.rooms)
    )
