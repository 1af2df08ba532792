"""A fake Dynamics CRM organization: its rows, its rules and its Organization Service."""
