"""MS-OXWSCORE: items and the operations on them."""

from conformance.requirements.requirement import Requirement

REQUIREMENTS = (
    Requirement("MS-OXWSCORE_R73", "2.2.4.24", "Subject holds the subject of an item."),
    Requirement("MS-OXWSCORE_R76", "2.2.4.24", "Body holds the content of an item."),
    Requirement("MS-OXWSCORE_R158", "2.2.4.25", "ChangeKey, beside an item's id, names one version of the item."),
    Requirement("MS-OXWSCORE_R258", "3.1.4.2", "CreateItem makes items on the server."),
    Requirement("MS-OXWSCORE_R303", "3.1.4.3", "DeleteItem deletes items on the server."),
    Requirement("MS-OXWSCORE_R346", "3.1.4.4", "GetItem brings items from the server."),
    Requirement("MS-OXWSCORE_R466", "3.1.4.9", "UpdateItem changes items on the server."),
    Requirement(
        "MS-OXWSCORE_R588", "3.1.4.9.4.1", "With NeverOverwrite a conflict makes UpdateItem fail with an error."
    ),
    Requirement("MS-OXWSCORE_R1667", "3.1.4.3.3.2", "HardDelete takes an item out of the store for good."),
)
