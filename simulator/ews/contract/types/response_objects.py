"""Answers to an item: accept, decline, reply, forward and the like (MS-OXWSCDATA 2.2.4, MS-OXWSMTGS 2.2.4)."""

from simulator.ews.contract.rows import ComplexType

ROWS: tuple[ComplexType, ...] = (
    ComplexType("AcceptItemType", base="MeetingRegistrationResponseObjectType"),
    ComplexType("AcceptSharingInvitationType", base="ReferenceItemResponseType"),
    ComplexType("AddItemToMyCalendarType", base="ResponseObjectType"),
    ComplexType("CancelCalendarItemType", base="SmartResponseType"),
    ComplexType("DeclineItemType", base="MeetingRegistrationResponseObjectType"),
    ComplexType("ForwardItemType", base="SmartResponseType"),
    ComplexType(
        "MeetingRegistrationResponseObjectType",
        "ProposedStart? dateTime, ProposedEnd? dateTime",
        base="WellKnownResponseObjectType",
    ),
    ComplexType(
        "NonEmptyArrayOfResponseObjectsType",
        "(AcceptItem AcceptItemType | TentativelyAcceptItem TentativelyAcceptItemType | "
        "DeclineItem DeclineItemType | ReplyToItem ReplyToItemType | ForwardItem ForwardItemType | "
        "ReplyAllToItem ReplyAllToItemType | CancelCalendarItem CancelCalendarItemType | "
        "RemoveItem RemoveItemType | SuppressReadReceipt SuppressReadReceiptType | "
        "PostReplyItem PostReplyItemType | AcceptSharingInvitation AcceptSharingInvitationType@2010 | "
        "AddItemToMyCalendar AddItemToMyCalendarType@2013 | ProposeNewTime ProposeNewTimeType@2013)*",
    ),
    ComplexType(
        "PostReplyItemBaseType",
        "Subject? string, Body? BodyType, ReferenceItemId? ItemIdType",
        restricts="ResponseObjectType",
        attributes="ObjectName-",
    ),
    ComplexType("PostReplyItemType", "NewBodyContent? BodyType", base="PostReplyItemBaseType"),
    ComplexType("ProposeNewTimeType", base="ResponseObjectType"),
    ComplexType(
        "ReferenceItemResponseType",
        "ReferenceItemId? ItemIdType",
        restricts="ResponseObjectType",
        attributes="ObjectName-",
    ),
    ComplexType("RemoveItemType", base="ResponseObjectType"),
    ComplexType("ReplyAllToItemType", "IsSpecificMessageReply? boolean@2016", base="SmartResponseType"),
    ComplexType("ReplyToItemType", base="SmartResponseType"),
    ComplexType("ResponseObjectCoreType", "ReferenceItemId? ItemIdType", base="MessageType", abstract=True),
    ComplexType("ResponseObjectType", base="ResponseObjectCoreType", abstract=True, attributes="ObjectName string"),
    ComplexType(
        "SmartResponseBaseType",
        "Subject? string, Body? BodyType, ToRecipients? ArrayOfRecipientsType, "
        "CcRecipients? ArrayOfRecipientsType, BccRecipients? ArrayOfRecipientsType, "
        "IsReadReceiptRequested? boolean, IsDeliveryReceiptRequested? boolean, From? SingleRecipientType, "
        "ReferenceItemId? ItemIdType",
        restricts="ResponseObjectType",
        attributes="ObjectName-",
    ),
    ComplexType("SmartResponseType", "NewBodyContent? BodyType", base="SmartResponseBaseType"),
    ComplexType("SuppressReadReceiptType", base="ReferenceItemResponseType"),
    ComplexType("TentativelyAcceptItemType", base="MeetingRegistrationResponseObjectType"),
    ComplexType(
        "WellKnownResponseObjectType",
        "ItemClass? ItemClassType, Sensitivity? SensitivityChoicesType, Body? BodyType, "
        "Attachments? NonEmptyArrayOfAttachmentsType, InternetMessageHeaders? NonEmptyArrayOfInternetHeadersType, "
        "Sender? SingleRecipientType, ToRecipients? ArrayOfRecipientsType, CcRecipients? ArrayOfRecipientsType, "
        "BccRecipients? ArrayOfRecipientsType, IsReadReceiptRequested? boolean, "
        "IsDeliveryReceiptRequested? boolean, From? SingleRecipientType, ReferenceItemId? ItemIdType",
        restricts="ResponseObjectType",
        attributes="ObjectName-",
    ),
)
