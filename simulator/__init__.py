"""A fake Exchange organization and a fake Dynamics CRM, over real HTTPS."""
