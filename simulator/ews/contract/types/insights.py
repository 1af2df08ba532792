"""What servers from Exchange 2013 on find in items or keep about them: entities, mentions, likes, tags, votes."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType("AddressEntityType", "Address? string", base="EntityType"),
    ComplexType(
        "AppliedHashtagType",
        "Id string, CreatedBy EmailAddressExtendedType, CreatedDateTime? string, ServerCreatedDateTime? string, "
        "DeepLink? string, Application? string, Tag string, IsAutoTagged boolean, IsInlined boolean",
    ),
    ComplexType("AppliedHashtagsPreviewType", "Hashtags ArrayOfStringsType"),
    ComplexType(
        "ApprovalRequestDataType",
        "IsUndecidedApprovalRequest? boolean, ApprovalDecision? int, ApprovalDecisionMaker? string, "
        "ApprovalDecisionTime? dateTime",
    ),
    ComplexType("ArrayOfAddressEntitiesType", "AddressEntity* AddressEntityType"),
    ComplexType("ArrayOfAddressesType", "Address* string"),
    ComplexType("ArrayOfContactsType", "Contact* ContactType"),
    ComplexType("ArrayOfEmailAddressEntitiesType", "EmailAddressEntity* EmailAddressEntityType"),
    ComplexType("ArrayOfEmailUsersType", "EmailUser* EmailUserType"),
    ComplexType("ArrayOfExtractedEmailAddresses", "EmailAddress* string"),
    ComplexType("ArrayOfFlightReservationsType", "FlightReservation* FlightReservationEntityType"),
    ComplexType("ArrayOfFlightsType", "Flight* FlightEntityType"),
    ComplexType("ArrayOfMeetingSuggestionsType", "MeetingSuggestion+ MeetingSuggestionType"),
    ComplexType("ArrayOfParcelDeliveryEntitiesType", "ParcelDelivery* ParcelDeliveryEntityType"),
    ComplexType("ArrayOfPhoneEntitiesType", "Phone* PhoneEntityType"),
    ComplexType("ArrayOfPhonesType", "Phone* PhoneType"),
    ComplexType("ArrayOfSenderAddInsType", "Microsoft.OutlookServices.SenderApp* SenderAddInEntityType"),
    ComplexType("ArrayOfSharingMessageActionType", "SharingMessageAction? SharingMessageActionType"),
    ComplexType("ArrayOfTaskSuggestionsType", "TaskSuggestion+ TaskSuggestionType"),
    ComplexType("ArrayOfUrlEntitiesType", "UrlEntity* UrlEntityType"),
    ComplexType("ArrayOfUrlsType", "Url* string"),
    ComplexType("ArrayOfVotingOptionDataType", "VotingOptionData* VotingOptionDataType"),
    ComplexType(
        "CalendarActivityDataType",
        "ActivityAction string, ClientId string, CasRequestId GuidType, IndexSelected int",
    ),
    ComplexType(
        "ChangeHighlightsType",
        "HasLocationChanged? boolean, Location? string, HasStartTimeChanged? boolean, Start? dateTime, "
        "HasEndTimeChanged? boolean, End? dateTime",
    ),
    ComplexType(
        "ContactType",
        "PersonName? string, BusinessName? string, PhoneNumbers? ArrayOfPhonesType, Urls? ArrayOfUrlsType, "
        "EmailAddresses? ArrayOfExtractedEmailAddresses, Addresses? ArrayOfAddressesType, ContactString? string",
        base="EntityType",
    ),
    ComplexType("EmailAddressEntityType", "EmailAddress? string", base="EntityType"),
    ComplexType("EmailUserType", "Name? string, UserId? string"),
    ComplexType(
        "EntityExtractionResultType",
        "Addresses? ArrayOfAddressEntitiesType, MeetingSuggestions? ArrayOfMeetingSuggestionsType, "
        "TaskSuggestions? ArrayOfTaskSuggestionsType, EmailAddresses? ArrayOfEmailAddressEntitiesType, "
        "Contacts? ArrayOfContactsType, Urls? ArrayOfUrlEntitiesType, PhoneNumbers? ArrayOfPhoneEntitiesType, "
        "ParcelDeliveries? ArrayOfParcelDeliveryEntitiesType@2016, "
        "FlightReservations? ArrayOfFlightReservationsType@2016, SenderAddIns? ArrayOfSenderAddInsType@2016",
    ),
    ComplexType("EntityType", "Position* EmailPositionType"),
    ComplexType(
        "FlightEntityType",
        "FlightNumber? string, AirlineIataCode? string, DepartureTime? string, WindowsTimeZoneName? string, "
        "DepartureAirportIataCode? string, ArrivalAirportIataCode? string",
    ),
    ComplexType(
        "FlightReservationEntityType",
        "ReservationId? string, ReservationStatus? string, UnderName? string, BrokerName? string, "
        "BrokerPhone? string, Flights? ArrayOfFlightsType",
    ),
    ComplexType(
        "LikeType",
        "Id string, CreatedBy EmailAddressExtendedType, CreatedDateTime? string, ServerCreatedDateTime? string, "
        "DeepLink? string, Application? string",
    ),
    ComplexType("LikesPreviewType", "LikeCount int"),
    ComplexType(
        "MeetingSuggestionType",
        "Attendees? ArrayOfEmailUsersType, Location? string, Subject? string, MeetingString? string, "
        "StartTime? dateTime, EndTime? dateTime, TimeStringBeginIndex? integer@2016, "
        "TimeStringLength? integer@2016, EntityId? string@2016, ExtractionId? string@2016",
        base="EntityType",
    ),
    ComplexType(
        "MentionActionType",
        "Id string, CreatedBy EmailAddressExtendedType, CreatedDateTime? string, ServerCreatedDateTime? string, "
        "DeepLink? string, Application? string, Mentioned EmailAddressExtendedType, MentionText? string, "
        "ClientReference? string",
    ),
    ComplexType("MentionsPreviewType", "IsMentioned boolean"),
    ComplexType("MessageSafetyType", "MessageSafetyLevel? int, MessageSafetyReason? int, Info? string"),
    ComplexType("NonEmptyArrayOfAppliedHashtagType", "AppliedHashtag+ AppliedHashtagType"),
    ComplexType("NonEmptyArrayOfLikeType", "Like+ LikeType"),
    ComplexType("NonEmptyArrayOfMentionActionsType", "MentionAction+ MentionActionType"),
    ComplexType("NonEmptyArrayOfPredictedActionReasonType", "PredictedActionReason+ PredictedActionReasonType"),
    ComplexType(
        "ParcelDeliveryEntityType",
        "Carrier? string, TrackingNumber? string, TrackingUrl? string, ExpectedArrivalFrom? string, "
        "ExpectedArrivalUntil? string, Product? string, ProductUrl? string, ProductImage? string, "
        "ProductSku? string, ProductDescription? string, ProductBrand? string, ProductColor? string, "
        "OrderNumber? string, Seller? string, OrderStatus? string, AddressName? string, StreetAddress? string, "
        "AddressLocality? string, AddressRegion? string, AddressCountry? string, PostalCode? string",
    ),
    ComplexType(
        "PhoneEntityType",
        "OriginalPhoneString? string, PhoneString? string, Type? string",
        base="EntityType",
    ),
    ComplexType("PhoneType", "OriginalPhoneString? string, PhoneString? string, Type? string"),
    ComplexType(
        "ReminderMessageDataType",
        "ReminderText? string, Location? string, StartTime? dateTime, EndTime? dateTime, "
        "AssociatedCalendarItemId? ItemIdType",
    ),
    ComplexType("RetentionTagType", text="GuidType", attributes="IsExplicit! boolean"),
    ComplexType(
        "RightsManagementLicenseDataType",
        "RightsManagedMessageDecryptionStatus? int, RmsTemplateId? string, TemplateName? string, "
        "TemplateDescription? string, EditAllowed? boolean, ReplyAllowed? boolean, ReplyAllAllowed? boolean, "
        "ForwardAllowed? boolean, ModifyRecipientsAllowed? boolean, ExtractAllowed? boolean, "
        "PrintAllowed? boolean, ExportAllowed? boolean, ProgrammaticAccessAllowed? boolean, IsOwner? boolean, "
        "ContentOwner? string, ContentExpiryDate? string",
    ),
    ComplexType("SenderAddInEntityType", "ExtensionId? string"),
    ComplexType(
        "SharingMessageActionType",
        "Importance? SharingActionImportance, ActionType? SharingActionType, Action? SharingAction",
    ),
    ComplexType(
        "SharingMessageType",
        "SharingMessageAction? SharingMessageActionType, SharingMessageActions? ArrayOfSharingMessageActionType",
        base="MessageType",
    ),
    ComplexType("TaskSuggestionType", "TaskString? string, Assignees? ArrayOfEmailUsersType", base="EntityType"),
    ComplexType("UrlEntityType", "Url? string", base="EntityType"),
    ComplexType("VotingInformationType", "UserOptions? ArrayOfVotingOptionDataType, VotingResponse? string"),
    ComplexType("VotingOptionDataType", "DisplayName? string, SendPrompt? SendPromptType"),
)
