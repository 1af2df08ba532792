"""Paths of properties, shapes, restrictions, views, sorting and grouping (MS-OXWSCDATA 2.2.4, MS-OXWSSRCH 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "AggregateOnType",
        "(FieldURI PathToUnindexedFieldType | IndexedFieldURI PathToIndexedFieldType | "
        "ExtendedFieldURI PathToExtendedFieldType)",
        attributes="Aggregate! AggregateType",
    ),
    ComplexType("AndType", base="MultipleOperandBooleanExpressionType"),
    ComplexType("ArrayOfGroupIdType", "(GroupId base64Binary)*"),
    ComplexType("ArrayOfGroupedItemsType", "(GroupedItems* GroupedItemsType)"),
    ComplexType("ArrayOfHighlightTermsType", "Term* HighlightTermType"),
    ComplexType(
        "AttachmentResponseShapeType",
        "IncludeMimeContent? boolean, BodyType? BodyTypeResponseType, FilterHtmlContent? boolean@2010, "
        "AdditionalProperties? NonEmptyArrayOfPathsToElementType",
    ),
    ComplexType("BaseGroupByType", abstract=True, attributes="Order! SortDirectionType"),
    ComplexType("BasePagingType", abstract=True, attributes="MaxEntriesReturned int"),
    ComplexType("BasePathToElementType", abstract=True),
    ComplexType("CalendarViewType", base="BasePagingType", attributes="StartDate! dateTime, EndDate! dateTime"),
    ComplexType("ConstantValueType", attributes="Value! string"),
    ComplexType("ContactsViewType", base="BasePagingType", attributes="InitialName string, FinalName string"),
    ComplexType(
        "ContainsExpressionType",
        "Path, Constant ConstantValueType",
        base="SearchExpressionType",
        attributes="ContainmentMode ContainmentModeType, ContainmentComparison ContainmentComparisonType",
    ),
    ComplexType("DistinguishedGroupByType", "StandardGroupBy StandardGroupByType", base="BaseGroupByType"),
    ComplexType("ExcludesType", "Path, Bitmask ExcludesValueType", base="SearchExpressionType"),
    ComplexType("ExcludesValueType", attributes="Value! ExcludesAttributeType"),
    ComplexType("ExistsType", "Path", base="SearchExpressionType"),
    ComplexType("FieldOrderType", "Path", attributes="Order! SortDirectionType"),
    ComplexType("FieldURIOrConstantType", "(Path | Constant ConstantValueType)"),
    ComplexType(
        "FindFolderParentType",
        "Folders? ArrayOfFoldersType",
        attributes="IndexedPagingOffset int, NumeratorOffset int, AbsoluteDenominator int, "
        "IncludesLastItemInRange boolean, TotalItemsInView int",
    ),
    ComplexType(
        "FindItemParentType",
        "(Items ArrayOfRealItemsType | Groups ArrayOfGroupedItemsType)",
        attributes="IndexedPagingOffset int, NumeratorOffset int, AbsoluteDenominator int, "
        "IncludesLastItemInRange boolean, TotalItemsInView int",
    ),
    ComplexType(
        "FolderResponseShapeType",
        "BaseShape DefaultShapeNamesType, AdditionalProperties? NonEmptyArrayOfPathsToElementType",
    ),
    ComplexType("FractionalPageViewType", base="BasePagingType", attributes="Numerator! int, Denominator! int"),
    ComplexType(
        "GroupByType",
        "(FieldURI PathToUnindexedFieldType | IndexedFieldURI PathToIndexedFieldType | "
        "ExtendedFieldURI PathToExtendedFieldType), AggregateOn AggregateOnType, "
        "UseCollapsibleGroups? boolean@2016, ItemsPerGroup? nonNegativeInteger@2016, "
        "MaxItemsPerGroup? nonNegativeInteger@2016, GroupsToExpand? ArrayOfGroupIdType@2016",
        base="BaseGroupByType",
    ),
    ComplexType("GroupSummaryType", "GroupCount int, UnreadCount int, InstanceKey base64Binary, GroupByValue string"),
    ComplexType(
        "GroupedItemsType",
        "GroupIndex string, Items ArrayOfRealItemsType, GroupSummary? GroupSummaryType@2016",
    ),
    ComplexType("HighlightTermType", "Scope string, Value string"),
    ComplexType(
        "IndexedPageViewType",
        base="BasePagingType",
        attributes="Offset! int, BasePoint! IndexBasePointType",
    ),
    ComplexType("IsEqualToType", base="TwoOperandExpressionType"),
    ComplexType("IsGreaterThanOrEqualToType", base="TwoOperandExpressionType"),
    ComplexType("IsGreaterThanType", base="TwoOperandExpressionType"),
    ComplexType("IsLessThanOrEqualToType", base="TwoOperandExpressionType"),
    ComplexType("IsLessThanType", base="TwoOperandExpressionType"),
    ComplexType("IsNotEqualToType", base="TwoOperandExpressionType"),
    ComplexType(
        "ItemResponseShapeType",
        "BaseShape DefaultShapeNamesType, IncludeMimeContent? boolean, BodyType? BodyTypeResponseType, "
        "UniqueBodyType? BodyTypeResponseType@2013, NormalizedBodyType? BodyTypeResponseType@2013, "
        "FilterHtmlContent? boolean@2010, ConvertHtmlCodePageToUTF8? boolean@2010, "
        "InlineImageUrlTemplate? string@2013, BlockExternalImages? boolean@2013, "
        "AddBlankTargetToLinks? boolean@2013, MaximumBodySize? int@2013, "
        "AdditionalProperties? NonEmptyArrayOfPathsToElementType",
    ),
    ComplexType(
        "MultipleOperandBooleanExpressionType",
        "SearchExpression+",
        base="SearchExpressionType",
        abstract=True,
    ),
    ComplexType("NearType", "Distance unsignedInt, Ordered boolean", base="MultipleOperandBooleanExpressionType"),
    ComplexType("NonEmptyArrayOfFieldOrdersType", "FieldOrder+ FieldOrderType"),
    ComplexType("NonEmptyArrayOfPathsToElementType", "(Path)+"),
    ComplexType("NotType", "SearchExpression", base="SearchExpressionType"),
    ComplexType("OrType", base="MultipleOperandBooleanExpressionType"),
    ComplexType(
        "PathToExtendedFieldType",
        base="BasePathToElementType",
        attributes="DistinguishedPropertySetId DistinguishedPropertySetType, PropertySetId GuidType, "
        "PropertyTag PropertyTagType, PropertyName string, PropertyId int, "
        "PropertyType! MapiPropertyTypeType",
    ),
    ComplexType(
        "PathToIndexedFieldType",
        base="BasePathToElementType",
        attributes="FieldURI! DictionaryURIType, FieldIndex! string",
    ),
    ComplexType(
        "PathToUnindexedFieldType",
        base="BasePathToElementType",
        attributes="FieldURI! UnindexedFieldURIType",
    ),
    ComplexType("RestrictionType", "SearchExpression"),
    ComplexType("SearchExpressionType", abstract=True),
    ComplexType(
        "SearchParametersType",
        "Restriction RestrictionType, BaseFolderIds NonEmptyArrayOfBaseFolderIdsType",
        attributes="Traversal SearchFolderTraversalType",
    ),
    ComplexType(
        "SeekToConditionPageViewType",
        "Condition RestrictionType",
        base="BasePagingType",
        attributes="BasePoint! IndexBasePointType",
    ),
    ComplexType(
        "TwoOperandExpressionType",
        "Path, FieldURIOrConstant FieldURIOrConstantType",
        base="SearchExpressionType",
        abstract=True,
    ),
)
