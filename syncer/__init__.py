"""The production syncer between Dynamics CRM and Exchange."""
