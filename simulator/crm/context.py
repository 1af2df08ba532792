"""Who asks, and of which organization: what every message gets."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.crm.organization import CrmOrganization


@dataclass(frozen=True)
class CrmContext:
    """One request. `user_id` acts; `initiating_user_id` logged in (they differ when CallerId is used).

    `secure` tells whether the connection was HTTPS.
    """

    organization: "CrmOrganization"
    user_id: uuid.UUID
    initiating_user_id: uuid.UUID
    secure: bool = True
