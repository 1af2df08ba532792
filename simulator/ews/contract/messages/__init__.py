"""The complex types of messages.xsd."""

from simulator.ews.contract.messages import requests, responses
from simulator.ews.contract.rows import ComplexType

MESSAGE_TYPES: tuple[ComplexType, ...] = (*requests.ROWS, *responses.ROWS)
"""Every complex type of messages.xsd."""
