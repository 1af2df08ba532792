"""The simple types that are no enumerations (MS-OXWSCDATA 2.2.5, MS-OXWSXPROP 2.1)."""

from simulator.ews.contract.rows import ListOf, RestrictedText

RESTRICTED_TEXTS: tuple[RestrictedText | ListOf, ...] = (
    ListOf("DaysOfWeekType", "DayOfWeekType"),
    RestrictedText("DerivedItemIdType", (("string", ()),)),
    RestrictedText("ExcludesAttributeType", (("string", (("pattern", "((0x|0X)[0-9A-Fa-f]*)|([0-9]*)"),)),)),
    RestrictedText("GetRemindersMaxItemsType", (("int", (("minInclusive", "0"), ("maxInclusive", "200"))),)),
    RestrictedText(
        "GuidType",
        (("string", (("pattern", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"),)),),
    ),
    RestrictedText("ItemClassType", (("string", ()),)),
    RestrictedText("MaxSyncChangesReturnedType", (("int", (("minInclusive", "1"), ("maxInclusive", "512"))),)),
    RestrictedText("NonEmptyStringType", (("string", (("minLength", "1"),)),)),
    RestrictedText("PropertyTagType", (("unsignedShort", ()), ("string", (("pattern", "(0x|0X)[0-9A-Fa-f]{1,4}"),)))),
    RestrictedText(
        "ReminderMinutesBeforeStartType",
        (
            ("int", (("minInclusive", "0"), ("maxInclusive", "2629800"))),
            ("int", (("minInclusive", "1525252321"), ("maxInclusive", "1525252321"))),
        ),
    ),
)
"""A reminder's 1525252321 minutes are the mark of one that was never set."""
