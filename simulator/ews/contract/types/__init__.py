"""The complex types of types.xsd. To add some: a row in the file that fits."""

from simulator.ews.contract.rows import ComplexType
from simulator.ews.contract.types import (
    changes,
    contacts,
    folders,
    headers,
    identifiers,
    insights,
    items,
    recurrences,
    response_objects,
    searches,
)

TYPES: tuple[ComplexType, ...] = (
    *changes.ROWS,
    *contacts.ROWS,
    *folders.ROWS,
    *headers.ROWS,
    *identifiers.ROWS,
    *insights.ROWS,
    *items.ROWS,
    *recurrences.ROWS,
    *response_objects.ROWS,
    *searches.ROWS,
)
"""Every complex type of types.xsd."""
