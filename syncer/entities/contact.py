"""Contacts: CRM rows and items of the Contacts folder (what-fields-synchronized-outlook.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from syncer.crm_side.side import EntityReference, Row
from syncer.entity import Entity, ItemView, Me, RowView, Verdict, stamp_view
from syncer.entity_field import Field
from syncer.exchange_side.side import ExchangeItem
from syncer.people import People
from syncer.policy import Policy
from syncer.state.values import Json, Link


class Contact(Entity):
    """Active contacts that the user owns. Only the one mailing address is synchronized (the documented default)."""

    name = "contact"
    key = "contactid"
    folder = "contacts"
    element = "Contact"
    fields = (
        Field("first_name", "firstname", "GivenName", limit=50),
        Field("middle_name", "middlename", "MiddleName", limit=50),
        Field("last_name", "lastname", "Surname", limit=50),
        Field("full_name", "fullname", "DisplayName", limit=160, direction="to_exchange"),
        Field("company", "parentcustomerid", "CompanyName", "name", limit=160, direction="to_exchange"),
        Field("nickname", "nickname", "Nickname", limit=50),
        Field("job_title", "jobtitle", "JobTitle", limit=100),
        Field("department", "department", "Department", limit=100),
        Field("manager", "managername", "Manager", limit=100),
        Field("assistant", "assistantname", "AssistantName", limit=100),
        Field("assistant_phone", "assistantphone", "AssistantPhone", limit=50),
        Field("email1", "emailaddress1", "EmailAddress1", "email", limit=100),
        Field("email2", "emailaddress2", "EmailAddress2", "email", limit=100),
        Field("email3", "emailaddress3", "EmailAddress3", "email", limit=100),
        Field("business_phone", "telephone1", "BusinessPhone", limit=50),
        Field("business_phone2", "business2", "BusinessPhone2", limit=50),
        Field("company_phone", "company", "CompanyMainPhone", limit=50),
        Field("callback_phone", "callback", "Callback", limit=50),
        Field("home_phone", "telephone2", "HomePhone", limit=50),
        Field("home_phone2", "home2", "HomePhone2", limit=50),
        Field("other_phone", "telephone3", "OtherTelephone", limit=50),
        Field("mobile_phone", "mobilephone", "MobilePhone", limit=50),
        Field("fax", "fax", "BusinessFax", limit=50),
        Field("pager", "pager", "Pager", limit=50),
        Field("web_page", "websiteurl", "BusinessHomePage", limit=200),
        Field("spouse", "spousesname", "SpouseName", limit=100),
        Field("birthday", "birthdate", "Birthday", "anniversary"),
        Field("anniversary", "anniversary", "WeddingAnniversary", "anniversary"),
        Field("mailing_address", "address1", "BusinessAddress", "postal"),
        Field("notes", "description", "Body", limit=2000),
    )
    extra_columns = ("ownerid", "statecode")

    def filter_xml(self, user_id: str) -> str:
        """My Outlook Contacts: active contacts owned by the user."""
        return (
            '<filter type="and"><condition attribute="statecode" operator="eq" value="0"/>'
            f'<condition attribute="ownerid" operator="eq" value="{{{user_id}}}"/></filter>'
        )

    def read_row(self, row: Row, people: People, me: Me) -> RowView:
        """A row that the user no longer owns is outside."""
        del people
        owner = row.attributes.get("ownerid")
        owner_id = owner.id if isinstance(owner, EntityReference) else me.user_id
        values = self.plain_values(row.attributes)
        inside = owner_id == me.user_id and row.attributes.get("statecode", 0) == 0
        return RowView(row.id, row.version, values, "owner", inside, facts={"owner": owner_id})

    def read_item(self, item: ExchangeItem, people: People, me: Me) -> ItemView:
        """One without any name part gets its display name as last name, since CRM asks for one."""
        del people, me
        values = self.plain_item_values(item.fields)
        if not values["last_name"] and not values["first_name"]:
            values["last_name"] = str(values["full_name"] or "")[:50] or None
        arguments: dict[str, Any] = stamp_view(item)
        return ItemView(**arguments, values=values)

    def row_attributes(
        self, changes: Mapping[str, Json], row: Row | None, people: People, me: Me
    ) -> dict[str, object | None]:
        """A new row belongs to the mailbox's user."""
        found = super().row_attributes(changes, row, people, me)
        if row is None:
            found["ownerid"] = EntityReference("systemuser", me.user_id)
        return found

    def when_row_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """ "The contact will only be deleted on Exchange if the syncing user is not the original contact record
        owner" (sync-logic.md); ``Policy.contact_delete`` chooses between the two readings."""
        del now
        owned = link.extra.get("owner", me.user_id) == me.user_id
        return "unlink" if owned and policy.contact_delete == "documented" else "delete"

    def when_item_is_gone(self, link: Link, me: Me, now: datetime, policy: Policy) -> Verdict:
        """Changes of either system are propagated; only the owner's delete counts (our choice, no rule published)."""
        del now, policy
        return "delete" if link.extra.get("owner", me.user_id) == me.user_id else "unlink"
