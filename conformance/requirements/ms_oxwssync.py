"""MS-OXWSSYNC: telling a client what changed."""

from conformance.requirements.requirement import Requirement

REQUIREMENTS = (
    Requirement("MS-OXWSSYNC_R131", "3.1.4.2.3.2", "Create tells of an item that the client does not have yet."),
    Requirement("MS-OXWSSYNC_R132", "3.1.4.2.3.2", "Update tells of an item that was changed."),
    Requirement("MS-OXWSSYNC_R134", "3.1.4.2.3.2", "Delete tells of an item that the client has to delete."),
    Requirement("MS-OXWSSYNC_R184", "3.1.4.2.3.4", "The ItemId in Delete says which item is to be deleted."),
    Requirement(
        "MS-OXWSSYNC_R382",
        "3.1.4.2.3.8",
        "Without a SyncState, all items are told as if nothing had been synchronized.",
    ),
    Requirement("MS-OXWSSYNC_R388", "3.1.4.2.3.8", "MaxChangesReturned limits the number of changes in one answer."),
    Requirement("MS-OXWSSYNC_R6701", "3.1.4.2.3.6", "IncludesLastItemInRange is true when no change is left to tell."),
)
