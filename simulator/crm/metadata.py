"""Metadata as data: what an attribute and an entity are. The entities themselves are in `simulator.crm.entities`.

The flags have the names and meaning of AttributeMetadata. Required levels: only SystemRequired is enforced by the
platform; ApplicationRequired ("business required") is a matter of forms and is not (Learn: "Required level").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class Type(Enum):
    """AttributeTypeCode, as far as the entities here need it."""

    STRING = "String"
    MEMO = "Memo"
    INTEGER = "Integer"
    BIG_INT = "BigInt"
    DOUBLE = "Double"
    DECIMAL = "Decimal"
    MONEY = "Money"
    BOOLEAN = "Boolean"
    DATE_TIME = "DateTime"
    UNIQUE_IDENTIFIER = "Uniqueidentifier"
    LOOKUP = "Lookup"
    CUSTOMER = "Customer"
    OWNER = "Owner"
    PARTY_LIST = "PartyList"
    PICKLIST = "Picklist"
    STATE = "State"
    STATUS = "Status"
    ENTITY_NAME = "EntityName"


LOOKUPS = frozenset({Type.LOOKUP, Type.CUSTOMER, Type.OWNER})
OPTION_SETS = frozenset({Type.PICKLIST, Type.STATE, Type.STATUS})


class Required(Enum):
    """AttributeRequiredLevel."""

    NONE = "None"
    RECOMMENDED = "Recommended"
    APPLICATION = "ApplicationRequired"
    SYSTEM = "SystemRequired"


@dataclass(frozen=True)
class Option:
    """One option. `state` belongs to a status, `default_status` to a state."""

    value: int
    label: str
    state: int | None = None
    default_status: int | None = None


@dataclass(frozen=True)
class Attribute:
    """One attribute. `length` counts characters; `least` and `most` bound numbers; `default` is written on Create."""

    name: str
    type: Type
    create: bool = True
    update: bool = True
    read: bool = True
    required: Required = Required.NONE
    length: int | None = None
    least: float | None = None
    most: float | None = None
    options: tuple[Option, ...] = ()
    targets: tuple[str, ...] = ()
    default: object = None
    mask: int | None = None

    def option(self, value: int) -> Option | None:
        """The option with this value."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Entity:
    """One entity. `state_transitions` lists the (from, to) states SetState may make; None means every one."""

    name: str
    primary_id: str
    primary_name: str | None
    attributes: tuple[Attribute, ...]
    ownership: str = "UserOwned"
    type_code: int = 0
    activity: bool = False
    can_create: bool = True
    can_update: bool = True
    can_delete: bool = True
    state_transitions: frozenset[tuple[int, int]] | None = None
    by_name: Mapping[str, Attribute] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the attributes by name; raises ValueError when one is listed twice."""
        index = {attribute.name: attribute for attribute in self.attributes}
        if len(index) != len(self.attributes):
            raise ValueError(f"{self.name}: an attribute is listed twice")
        object.__setattr__(self, "by_name", MappingProxyType(index))

    @property
    def has_state(self) -> bool:
        """Whether SetState works on it."""
        return "statecode" in self.by_name
