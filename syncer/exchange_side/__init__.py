"""The only package that speaks EWS."""
