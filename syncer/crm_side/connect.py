"""From settings to `CrmSide`."""

from __future__ import annotations

from syncer.crm_side.connection import CrmConnection, CrmEndpoint
from syncer.crm_side.organization_service import OrganizationService
from syncer.settings import Settings


def connect_crm(settings: Settings) -> OrganizationService:
    """The organization of the settings. No call is made yet. Raises `SettingsError` when there is no password."""
    endpoint = CrmEndpoint(
        url=settings.crm.organization_service_url,
        user=settings.crm.user,
        auth=settings.crm.auth,
        timeout=settings.http_timeout_seconds,
        max_answer_bytes=settings.max_answer_bytes,
        ca_bundle=settings.ca_bundle,
    )
    return OrganizationService(CrmConnection(endpoint, settings.crm_password().get_secret_value()))
