"""What a message is: a name and what it does with its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from simulator.crm import errors
from simulator.crm.context import CrmContext

Parameters = Mapping[str, object]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Message:
    """An OrganizationRequest by its RequestName; `handle` returns the Results of the response. Raises CrmFault."""

    name: str
    handle: Callable[[CrmContext, Parameters], Mapping[str, object]]


def parameter(parameters: Parameters, name: str, kind: type[_T]) -> _T:
    """A required parameter. Raises CrmFault when it is absent or of another type."""
    value = parameters.get(name)
    if not isinstance(value, kind):
        raise errors.fault(errors.INVALID_ARGUMENT, f"Required parameter '{name}' ({kind.__name__}) is missing.")
    return value


def optional(parameters: Parameters, name: str, kind: type[_T]) -> _T | None:
    """A parameter that may be absent or null. Raises CrmFault when it is of another type."""
    return None if parameters.get(name) is None else parameter(parameters, name, kind)
