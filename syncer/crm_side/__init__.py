"""The only package that speaks CRM's Organization Service."""
