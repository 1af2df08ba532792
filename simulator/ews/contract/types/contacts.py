"""Contacts, distribution lists and addresses (MS-OXWSCONT 2.2.4, MS-OXWSCDATA 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType(
        "AbchEmailAddressDictionaryEntryType",
        "Type AbchEmailAddressTypeType, Address string, IsMessengerEnabled? boolean, Capabilities? long",
    ),
    ComplexType("AbchEmailAddressDictionaryType", "Email+ AbchEmailAddressDictionaryEntryType"),
    ComplexType("AbchPersonContactHandle", "SourceId string, ObjectId string, AccountName? string"),
    ComplexType(
        "AbchPersonItemType",
        "AntiLinkInfo? string, PersonId? GuidType, ContactHandles? ArrayOfAbchPersonContactHandlesType, "
        "ContactCategories? ArrayOfStringsType, RelevanceOrder1? string, RelevanceOrder2? string, TrustLevel? int, "
        "FavoriteOrder? int, ExchangePersonIdGuid? GuidType",
        base="ItemType",
    ),
    ComplexType("ArrayOfAbchPersonContactHandlesType", "ContactHandle* AbchPersonContactHandle"),
    ComplexType("ArrayOfRecipientsType", "(Mailbox EmailAddressType)*"),
    ComplexType(
        "ArrayOfResolutionType",
        "Resolution{0-100} ResolutionType",
        attributes="IndexedPagingOffset int, NumeratorOffset int, AbsoluteDenominator int, "
        "IncludesLastItemInRange boolean, TotalItemsInView int",
    ),
    ComplexType("BaseEmailAddressType"),
    ComplexType(
        "CompleteNameType",
        "Title? string, FirstName? string, MiddleName? string, LastName? string, Suffix? string, Initials? string, "
        "FullName? string, Nickname? string, YomiFirstName? string, YomiLastName? string",
    ),
    ComplexType(
        "ContactItemType",
        "FileAs? string, FileAsMapping? FileAsMappingType, DisplayName? string, GivenName? string, "
        "Initials? string, MiddleName? string, Nickname? string, CompleteName? CompleteNameType, "
        "CompanyName? string, EmailAddresses? EmailAddressDictionaryType, "
        "AbchEmailAddresses? AbchEmailAddressDictionaryType@2016, "
        "PhysicalAddresses? PhysicalAddressDictionaryType, PhoneNumbers? PhoneNumberDictionaryType, "
        "AssistantName? string, Birthday? dateTime, BusinessHomePage? anyURI, Children? ArrayOfStringsType, "
        "Companies? ArrayOfStringsType, ContactSource? ContactSourceType, Department? string, Generation? string, "
        "ImAddresses? ImAddressDictionaryType, JobTitle? string, Manager? string, Mileage? string, "
        "OfficeLocation? string, PostalAddressIndex? PhysicalAddressIndexType, Profession? string, "
        "SpouseName? string, Surname? string, WeddingAnniversary? dateTime, HasPicture? boolean@2010, "
        "PhoneticFullName? string@2010_SP2, PhoneticFirstName? string@2010_SP2, PhoneticLastName? string@2010_SP2, "
        "Alias? string@2010_SP2, Notes? string@2010_SP2, Photo? base64Binary@2010_SP2, "
        "UserSMIMECertificate? ArrayOfBinaryType@2010_SP2, MSExchangeCertificate? ArrayOfBinaryType@2010_SP2, "
        "DirectoryId? string@2010_SP2, ManagerMailbox? SingleRecipientType@2010_SP2, "
        "DirectReports? ArrayOfRecipientsType@2010_SP2, AccountName? string@2016, "
        "IsAutoUpdateDisabled? boolean@2016, IsMessengerEnabled? boolean@2016, Comment? string@2016, "
        "ContactShortId? int@2016, ContactType? string@2016, Gender? string@2016, IsHidden? boolean@2016, "
        "ObjectId? string@2016, PassportId? long@2016, IsPrivate? boolean@2016, SourceId? string@2016, "
        "TrustLevel? int@2016, CreatedBy? string@2016, Urls? ContactUrlDictionaryType@2016, Cid? long@2016, "
        "SkypeAuthCertificate? string@2016, SkypeContext? string@2016, SkypeId? string@2016, "
        "SkypeRelationship? string@2016, YomiNickname? string@2016, XboxLiveTag? string@2016, "
        "InviteFree? boolean@2016, HidePresenceAndProfile? boolean@2016, IsPendingOutbound? boolean@2016, "
        "SupportGroupFeeds? boolean@2016, UserTileHash? string@2016, UnifiedInbox? boolean@2016, "
        "Mris? ArrayOfStringsType@2016, Wlid? string@2016, AbchContactId? GuidType@2016, "
        "NotInBirthdayCalendar? boolean@2016, ShellContactType? string@2016, ImMri? string@2016, "
        "PresenceTrustLevel? int@2016, OtherMri? string@2016, ProfileLastChanged? string@2016, "
        "MobileIMEnabled? boolean@2016, PartnerNetworkProfilePhotoUrl? string@2016, "
        "PartnerNetworkThumbnailPhotoUrl? string@2016, PersonId? string@2016, ConversationGuid? GuidType@2016",
        base="ItemType",
    ),
    ComplexType("ContactUrlDictionaryEntryType", "Type ContactUrlKeyType, Name? string, Address? string"),
    ComplexType("ContactUrlDictionaryType", "Url+ ContactUrlDictionaryEntryType"),
    ComplexType(
        "DistributionListType",
        "DisplayName? string, FileAs? string, ContactSource? ContactSourceType, Members? MembersListType@2010",
        base="ItemType",
    ),
    ComplexType(
        "EmailAddressDictionaryEntryType",
        text="string",
        attributes="Key! EmailAddressKeyType, Name string@2010, RoutingType string@2010, "
        "MailboxType MailboxTypeType@2010",
    ),
    ComplexType("EmailAddressDictionaryType", "Entry+ EmailAddressDictionaryEntryType"),
    ComplexType(
        "EmailAddressExtendedType",
        "ExternalObjectId? string, PrimaryEmailAddress? NonEmptyStringType",
        base="EmailAddressType",
    ),
    ComplexType(
        "EmailAddressType",
        "Name? string, EmailAddress? NonEmptyStringType, RoutingType? NonEmptyStringType, "
        "MailboxType? MailboxTypeType, ItemId? ItemIdType, OriginalDisplayName? string@2013",
        base="BaseEmailAddressType",
    ),
    ComplexType("ImAddressDictionaryEntryType", text="string", attributes="Key! ImAddressKeyType"),
    ComplexType("ImAddressDictionaryType", "Entry+ ImAddressDictionaryEntryType"),
    ComplexType("MemberType", "Mailbox? EmailAddressType, Status? MemberStatusType", attributes="Key string"),
    ComplexType("MembersListType", "Member* MemberType"),
    ComplexType(
        "NetworkItemType",
        "DomainId? int, DomainTag? string, UserTileUrl? string, ProfileUrl? string, Settings? int, "
        "IsDefault? boolean, AutoLinkError? string, AutoLinkSuccess? string, UserEmail? string, "
        "ClientPublishSecret? string, ClientToken? string, ClientToken2? string, ContactSyncError? string, "
        "ContactSyncSuccess? string, ErrorOffers? int, FirstAuthErrorDates? string, LastVersionSaved? int, "
        "LastWelcomeContact? string, Offers? int, PsaLastChanged? dateTime, RefreshToken2? string, "
        "RefreshTokenExpiry2? string, SessionHandle? string, RejectedOffers? int, SyncEnabled? boolean, "
        "TokenRefreshLastAttempted? dateTime, TokenRefreshLastCompleted? dateTime, PsaState? string, "
        "SourceEntryID? base64Binary, AccountName? string, LastSync? dateTime",
        base="ItemType",
    ),
    ComplexType("NonEmptyArrayOfRoleType", "Role+ string"),
    ComplexType(
        "PersonaPostalAddressType",
        "Street? string, City? string, State? string, Country? string, PostalCode? string, PostOfficeBox? string, "
        "Type? string, Latitude? double, Longitude? double, Accuracy? double, Altitude? double, "
        "AltitudeAccuracy? double, FormattedAddress? string, LocationUri? string, "
        "LocationSource? LocationSourceType",
    ),
    ComplexType("PhoneNumberDictionaryEntryType", text="string", attributes="Key! PhoneNumberKeyType"),
    ComplexType("PhoneNumberDictionaryType", "Entry+ PhoneNumberDictionaryEntryType"),
    ComplexType(
        "PhysicalAddressDictionaryEntryType",
        "Street? string, City? string, State? string, CountryOrRegion? string, PostalCode? string",
        attributes="Key! PhysicalAddressKeyType",
    ),
    ComplexType("PhysicalAddressDictionaryType", "Entry+ PhysicalAddressDictionaryEntryType"),
    ComplexType("PrimarySmtpAddressType", text="NonEmptyStringType"),
    ComplexType("ResolutionType", "Mailbox EmailAddressType, Contact? ContactItemType"),
    ComplexType(
        "RoleMemberItemType",
        "DisplayName? string, Type? RoleMemberTypeType, MemberId? string",
        base="ItemType",
    ),
    ComplexType("SingleRecipientType", "(Mailbox EmailAddressType)"),
    ComplexType("SmtpAddressType", text="NonEmptyStringType"),
)
