"""Alerts, Test and Enable, the administrator's commands."""
