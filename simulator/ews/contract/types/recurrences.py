"""Recurrences, time zones and their rules (MS-OXWSCDATA 2.2.4, MS-OXWSMTGS 2.2.4, MS-OXWSGTZ 2.2)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType("AbsoluteDateTransitionType", "DateTime dateTime", base="TransitionType"),
    ComplexType("AbsoluteMonthlyRecurrencePatternType", "DayOfMonth int", base="IntervalRecurrencePatternBaseType"),
    ComplexType(
        "AbsoluteYearlyRecurrencePatternType",
        "DayOfMonth int, Month MonthNamesType",
        base="RecurrencePatternBaseType",
    ),
    ComplexType("ArrayOfTimeZoneDefinitionType", "(TimeZoneDefinition TimeZoneDefinitionType)*"),
    ComplexType("ArrayOfTransitionsGroupsType", "TransitionsGroup+ ArrayOfTransitionsType"),
    ComplexType("ArrayOfTransitionsType", "Transition+", attributes="Id string"),
    ComplexType("DailyRecurrencePatternType", base="IntervalRecurrencePatternBaseType"),
    ComplexType("DailyRegeneratingPatternType", base="RegeneratingPatternBaseType"),
    ComplexType("DeletedOccurrenceInfoType", "Start dateTime"),
    ComplexType("EndDateRecurrenceRangeType", "EndDate date", base="RecurrenceRangeBaseType"),
    ComplexType("IntervalRecurrencePatternBaseType", "Interval int", base="RecurrencePatternBaseType", abstract=True),
    ComplexType("MonthlyRegeneratingPatternType", base="RegeneratingPatternBaseType"),
    ComplexType("NoEndRecurrenceRangeType", base="RecurrenceRangeBaseType"),
    ComplexType("NonEmptyArrayOfDeletedOccurrencesType", "DeletedOccurrence+ DeletedOccurrenceInfoType"),
    ComplexType("NonEmptyArrayOfOccurrenceInfoType", "Occurrence+ OccurrenceInfoType"),
    ComplexType("NonEmptyArrayOfPeriodsType", "Period+ PeriodType"),
    ComplexType("NumberedRecurrenceRangeType", "NumberOfOccurrences int", base="RecurrenceRangeBaseType"),
    ComplexType("OccurrenceInfoType", "ItemId ItemIdType, Start dateTime, End dateTime, OriginalStart dateTime"),
    ComplexType("PeriodType", attributes="Bias duration, Name string, Id string"),
    ComplexType("RecurrencePatternBaseType", abstract=True),
    ComplexType("RecurrenceRangeBaseType", "StartDate date", abstract=True),
    ComplexType(
        "RecurrenceType",
        "(RelativeYearlyRecurrence RelativeYearlyRecurrencePatternType | "
        "AbsoluteYearlyRecurrence AbsoluteYearlyRecurrencePatternType | "
        "RelativeMonthlyRecurrence RelativeMonthlyRecurrencePatternType | "
        "AbsoluteMonthlyRecurrence AbsoluteMonthlyRecurrencePatternType | "
        "WeeklyRecurrence WeeklyRecurrencePatternType | DailyRecurrence DailyRecurrencePatternType), "
        "(NoEndRecurrence NoEndRecurrenceRangeType | EndDateRecurrence EndDateRecurrenceRangeType | "
        "NumberedRecurrence NumberedRecurrenceRangeType)",
    ),
    ComplexType("RecurringDateTransitionType", "Day int", base="RecurringTimeTransitionType"),
    ComplexType(
        "RecurringDayTransitionType",
        "DayOfWeek DayOfWeekType, Occurrence int",
        base="RecurringTimeTransitionType",
    ),
    ComplexType(
        "RecurringTimeTransitionType",
        "TimeOffset duration, Month int",
        base="TransitionType",
        abstract=True,
    ),
    ComplexType("RegeneratingPatternBaseType", base="IntervalRecurrencePatternBaseType", abstract=True),
    ComplexType(
        "RelativeMonthlyRecurrencePatternType",
        "DaysOfWeek DayOfWeekType, DayOfWeekIndex DayOfWeekIndexType",
        base="IntervalRecurrencePatternBaseType",
    ),
    ComplexType(
        "RelativeYearlyRecurrencePatternType",
        "DaysOfWeek DayOfWeekType, DayOfWeekIndex DayOfWeekIndexType, Month MonthNamesType",
        base="RecurrencePatternBaseType",
    ),
    ComplexType(
        "TaskRecurrenceType",
        "(RelativeYearlyRecurrence RelativeYearlyRecurrencePatternType | "
        "AbsoluteYearlyRecurrence AbsoluteYearlyRecurrencePatternType | "
        "RelativeMonthlyRecurrence RelativeMonthlyRecurrencePatternType | "
        "AbsoluteMonthlyRecurrence AbsoluteMonthlyRecurrencePatternType | "
        "WeeklyRecurrence WeeklyRecurrencePatternType | DailyRecurrence DailyRecurrencePatternType | "
        "DailyRegeneration DailyRegeneratingPatternType | WeeklyRegeneration WeeklyRegeneratingPatternType | "
        "MonthlyRegeneration MonthlyRegeneratingPatternType | YearlyRegeneration YearlyRegeneratingPatternType), "
        "(NoEndRecurrence NoEndRecurrenceRangeType | EndDateRecurrence EndDateRecurrenceRangeType | "
        "NumberedRecurrence NumberedRecurrenceRangeType)",
    ),
    ComplexType(
        "TimeChangeType",
        "Offset duration, ((RelativeYearlyRecurrence RelativeYearlyRecurrencePatternType | AbsoluteDate date))?, "
        "Time time",
        attributes="TimeZoneName string",
    ),
    ComplexType("TimeZoneContextType", "TimeZoneDefinition TimeZoneDefinitionType", attributes="any"),
    ComplexType(
        "TimeZoneDefinitionType",
        "(Periods NonEmptyArrayOfPeriodsType@2010, TransitionsGroups? ArrayOfTransitionsGroupsType@2010, "
        "Transitions? ArrayOfTransitionsType@2010)?",
        attributes="Id string, Name string@2010",
    ),
    ComplexType(
        "TimeZoneType",
        "(BaseOffset duration, (Standard TimeChangeType, Daylight TimeChangeType)?)?",
        attributes="TimeZoneName string",
    ),
    ComplexType("TransitionTargetType", text="string", attributes="Kind! TransitionTargetKindType"),
    ComplexType("TransitionType", "To TransitionTargetType"),
    ComplexType(
        "WeeklyRecurrencePatternType",
        "DaysOfWeek DaysOfWeekType, FirstDayOfWeek? DayOfWeekType@2010",
        base="IntervalRecurrencePatternBaseType",
    ),
    ComplexType("WeeklyRegeneratingPatternType", base="RegeneratingPatternBaseType"),
    ComplexType("YearlyRegeneratingPatternType", base="RegeneratingPatternBaseType"),
)
