"""Autodiscover: which site's EWS has a user's mailbox (MS-OXDSCLI for POX, MS-OXWSADISC for SOAP)."""
