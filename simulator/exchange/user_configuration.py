"""User configuration: settings that programs keep in a folder, each as an associated item (MS-OXOCFG, MS-OXWSUSRCFG).

The item's class is ``IPM.Configuration.`` and the configuration's name. Dictionary, XML and binary data are its
PidTagRoaming… properties, so that whoever reads the item itself finds the same. Names are compared without regard to
case, as item classes are.
"""

from collections.abc import Mapping

from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import PropertyPath, tagged
from simulator.exchange.roaming_dictionary import DictionaryEntry, stream_of, text_object
from simulator.exchange.time_zones import windows_id_of_city

CLASS_PREFIX = "IPM.Configuration."
DATA_TYPES = tagged(0x7C06, "Integer")
"""PidTagRoamingDatatypes: which of the three kinds of data there are, as the bits of `_BIT_OF`."""
DICTIONARY = tagged(0x7C07, "Binary")
XML_DATA = tagged(0x7C08, "Binary")
BINARY_DATA = tagged(0x7C09, "Binary")
"""Not in MS-OXOCFG; the tag that MAPI tools show for it."""
_BIT_OF = ((DICTIONARY, 4), (XML_DATA, 2), (BINARY_DATA, 1))

USER_OPTIONS = "OWA.UserOptions"
"""The settings of Outlook on the web, in the root folder. Clients look up the owner's time zone there."""

Parts = Mapping[PropertyPath, bytes]
"""Data by `DICTIONARY`, `XML_DATA` and `BINARY_DATA`."""


def find_configuration(folder: Folder, name: str) -> Item:
    """The configuration of this name. Raises ErrorItemNotFound."""
    wanted = (CLASS_PREFIX + name).lower()
    for item in folder.associated.values():
        if item.item_class.lower() == wanted:
            return item
    raise ExchangeError("ErrorItemNotFound")


def create_configuration(mailbox: Mailbox, folder: Folder, name: str, parts: Parts) -> Item:
    """A new configuration. Raises ErrorItemSave when the folder has one of this name (our choice of code)."""
    try:
        find_configuration(folder, name)
    except ExchangeError:
        pass
    else:
        raise ExchangeError("ErrorItemSave", "A user configuration with this name exists already.")
    item = Item("Message", CLASS_PREFIX + name, {"item:Subject": CLASS_PREFIX + name}, is_associated=True)
    item.properties.update(parts)
    item.properties[DATA_TYPES] = _types(item.properties)
    item.properties["item:IsDraft"] = False
    complete_new_item(mailbox, item)
    return mailbox.add_item(item, folder)


def update_configuration(mailbox: Mailbox, item: Item, parts: Parts) -> None:
    """Replace the given parts of a configuration, each as a whole; the others stay."""
    changes: dict[PropertyPath, object] = {**parts}
    changes[DATA_TYPES] = _types({**item.properties, **parts})
    mailbox.update_item(item, changes)


def furnish(mailbox: Mailbox) -> None:
    """Give a new mailbox the options that it has after its owner first logged on to Outlook on the web: the time zone,
    that of the office's city, else UTC (our choice).
    """
    zone = windows_id_of_city(mailbox.account.office) or "UTC"
    dictionary = stream_of([DictionaryEntry(text_object("timezone"), text_object(zone))])
    create_configuration(mailbox, mailbox.distinguished("root"), USER_OPTIONS, {DICTIONARY: dictionary})


def _types(properties: Mapping[PropertyPath, object]) -> int:
    return sum(bit for path, bit in _BIT_OF if path in properties)
