"""A simulated CRM organization: its rows, its users and one lock for everything done to them."""

import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.clock import Clock, Ids
from simulator.crm import errors, pipeline, security
from simulator.crm.async_service import AsyncService
from simulator.crm.capabilities import capabilities
from simulator.crm.context import CrmContext
from simulator.crm.platform_writes import amend, insert
from simulator.crm.rows import Row, Rows
from simulator.crm.rules import mailbox_owners
from simulator.crm.rules.rule import Change
from simulator.crm.validation import entity_named
from simulator.crm.values import EMPTY_ID, EntityReference, Record
from simulator.directory import Directory
from simulator.topology import Account, Topology


@dataclass(frozen=True)
class CrmIdentity:
    """What an organization is made with: its own Ids, and the user and role of each account."""

    id: uuid.UUID
    business_unit_id: uuid.UUID
    system_id: uuid.UUID
    users: tuple[tuple[str, uuid.UUID], ...]
    roles: tuple[tuple[uuid.UUID, str], ...]


class CrmOrganization:
    """The CRM of a topology, made with every CRM user of the directory, their settings and their mailboxes.

    Everything that reads or writes rows takes `lock` first; the methods here do so by themselves.
    """

    def __init__(self, topology: Topology, directory: Directory, clock: Clock, ids: Ids) -> None:
        """Make the organization. Raises ValueError for a CRM version that is not simulated."""
        self.topology = topology
        self.directory = directory
        self.clock = clock
        self.ids = ids
        self.name = topology.crm.name
        self.version = topology.crm.version
        self.capabilities = capabilities(self.version)
        self.lock = threading.RLock()
        self.async_service = AsyncService(self)
        self._start()

    def _start(self) -> None:
        self.rows = Rows()
        self.id = self.ids.guid()
        self.business_unit_id = self.ids.guid()
        self.system_id = self.ids.guid()
        self._users: dict[str, uuid.UUID] = {}
        self._roles: dict[uuid.UUID, str] = {self.system_id: security.SYSTEM_ADMINISTRATOR}
        context = CrmContext(self, self.system_id, self.system_id)
        insert(context, "organization", self.id, {"name": self.topology.crm.friendly_name})
        insert(context, "businessunit", self.business_unit_id, {"name": self.topology.crm.friendly_name})
        self._make_system_user(context)
        for account in self.directory.accounts:
            if account.crm_user or account.crm_administrator:
                self._make_user(context, account)

    def _make_system_user(self, context: CrmContext) -> None:
        insert(
            context,
            "systemuser",
            self.system_id,
            {
                "domainname": "",
                "fullname": "SYSTEM",
                "lastname": "SYSTEM",
                "isdisabled": True,
                "businessunitid": EntityReference("businessunit", self.business_unit_id),
            },
        )

    def _make_user(self, context: CrmContext, account: Account) -> None:
        given, _, surname = account.display_name.rpartition(" ")
        attributes = {
            "domainname": account.domain_user,
            "firstname": account.given_name or given or None,
            "lastname": account.surname or surname,
            "fullname": account.display_name,
            "internalemailaddress": account.smtp,
            "islicensed": True,
            "businessunitid": EntityReference("businessunit", self.business_unit_id),
        }
        user_id = self.ids.guid()
        role = security.SYSTEM_ADMINISTRATOR if account.crm_administrator else security.SALESPERSON
        self._users[account.name.lower()] = user_id
        self._roles[user_id] = role
        insert(context, "systemuser", user_id, attributes)
        change = Change("Create", entity_named("systemuser"), user_id, {}, attributes, {})
        mailbox_owners.after_user(context, change)

    @property
    def identity(self) -> CrmIdentity:
        """What makes this organization itself, apart from its rows."""
        return CrmIdentity(
            self.id, self.business_unit_id, self.system_id, tuple(self._users.items()), tuple(self._roles.items())
        )

    def restore(self, identity: CrmIdentity, rows: Rows) -> None:
        """Become the organization that was written down before."""
        with self.lock:
            self.rows = rows
            self.id, self.business_unit_id = identity.id, identity.business_unit_id
            self.system_id = identity.system_id
            self._users, self._roles = dict(identity.users), dict(identity.roles)

    def reset(self) -> None:
        """Throw every row away and start again as at the beginning."""
        self.async_service.enabled = False
        with self.lock:
            self._start()

    def close(self) -> None:
        """Stop the async service's thread, if it runs."""
        self.async_service.enabled = False

    def user_of(self, account: Account) -> uuid.UUID | None:
        """The systemuser of somebody who logged in; None when the CRM does not know the account."""
        with self.lock:
            found = self._users.get(account.name.lower())
            return found if found is not None else self._user_by_domain_name(account.domain_user)

    def _user_by_domain_name(self, domain_user: str) -> uuid.UUID | None:
        for user_id, row in self.rows.all("systemuser"):
            if str(row.get("domainname", "")).lower() == domain_user.lower():
                return user_id
        return None

    def is_administrator(self, user_id: uuid.UUID) -> bool:
        """Whether the user holds the role System Administrator. A user created later holds Salesperson."""
        return self._roles.get(user_id, security.SALESPERSON) == security.SYSTEM_ADMINISTRATOR

    def context_for(self, account: Account, caller_id: uuid.UUID | None, secure: bool) -> CrmContext:
        """Who acts when `account` asks, on behalf of `caller_id` if given. Raises CrmFault."""
        with self.lock:
            user_id = self.user_of(account)
            if user_id is None:
                raise errors.fault(errors.INVALID_USER, f"No CRM user has the domain name {account.domain_user}.")
            self._refuse_disabled(user_id)
            if caller_id is None or caller_id in (EMPTY_ID, user_id):
                return CrmContext(self, user_id, user_id, secure)
            if self.rows.get("systemuser", caller_id) is None:
                raise errors.fault(errors.OBJECT_DOES_NOT_EXIST, f"systemuser With Id = {caller_id} Does Not Exist")
            if not self.is_administrator(user_id):
                raise errors.fault(errors.CANNOT_ACT_ON_BEHALF)
            self._refuse_disabled(caller_id)
            return CrmContext(self, caller_id, user_id, secure)

    def _refuse_disabled(self, user_id: uuid.UUID) -> None:
        if (self.rows.get("systemuser", user_id) or {}).get("isdisabled"):
            raise errors.fault(errors.SYSTEM_USER_DISABLED)

    def system_context(self) -> CrmContext:
        """What the organization does by itself."""
        return CrmContext(self, self.system_id, self.system_id)

    def _context(self, user_id: uuid.UUID | None) -> CrmContext:
        acting = user_id or self.system_id
        return CrmContext(self, acting, acting)

    def create(
        self,
        entity: str,
        attributes: Mapping[str, object],
        row_id: uuid.UUID = EMPTY_ID,
        *,
        user_id: uuid.UUID | None = None,
    ) -> uuid.UUID:
        """Create a row from Python, by the rules, as a user or the system; for seeding and tests. Raises CrmFault."""
        with self.lock:
            return pipeline.create(self._context(user_id), Record(entity, row_id, attributes))

    def update(
        self, entity: str, row_id: uuid.UUID, attributes: Mapping[str, object], *, user_id: uuid.UUID | None = None
    ) -> None:
        """Change a row from Python, by the rules. Raises CrmFault."""
        with self.lock:
            pipeline.update(self._context(user_id), Record(entity, row_id, attributes))

    def row(self, entity: str, row_id: uuid.UUID) -> Row | None:
        """The row as it is, every column, or None."""
        with self.lock:
            return self.rows.get(entity, row_id)

    def all(self, entity: str) -> list[tuple[uuid.UUID, Row]]:
        """Every row of an entity with its Id, oldest first."""
        with self.lock:
            return self.rows.all(entity)

    def write_past_the_rules(self, entity: str, row_id: uuid.UUID, changes: Mapping[str, object]) -> None:
        """Change a row as the platform's own services do: read-only columns too. For the async service and faults."""
        with self.lock, self.rows.transaction():
            amend(self.system_context(), entity, row_id, changes)
