"""EWS answers written out, for the readers."""

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
CLEAN = '<t:ExtendedFieldURI DistinguishedPropertySetId="Meeting" PropertyId="35" PropertyType="Binary"/>'
CONVERSATION = '<t:ExtendedFieldURI PropertyTag="0x71" PropertyType="Binary"/>'
VERSION = (
    '<t:ServerVersionInfo MajorVersion="15" MinorVersion="0" MajorBuildNumber="847" MinorBuildNumber="32"'
    ' Version="V2_8"/>'
)


def envelope(body: str, header: str = VERSION) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        f' xmlns:t="{TYPES}" xmlns:m="{MESSAGES}"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>'
    ).encode()


def response(operation: str, *messages: str) -> bytes:
    listed = "".join(messages)
    return envelope(f"<m:{operation}Response><m:ResponseMessages>{listed}</m:ResponseMessages></m:{operation}Response>")


def success(operation: str, content: str) -> str:
    return (
        f'<m:{operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>'
        f"{content}</m:{operation}ResponseMessage>"
    )


def error(operation: str, code: str, extra: str = "") -> str:
    return (
        f'<m:{operation}ResponseMessage ResponseClass="Error"><m:MessageText>text</m:MessageText>'
        f"<m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{extra}"
        f"</m:{operation}ResponseMessage>"
    )


def got(item: str) -> str:
    return success("GetItem", f"<m:Items>{item}</m:Items>")


def item(content: str, element: str = "Message", item_id: str = "I1") -> str:
    return f'<t:{element}><t:ItemId Id="{item_id}" ChangeKey="C1"/>{content}</t:{element}>'


def extended(uri: str, value: str) -> str:
    return f"<t:ExtendedProperty>{uri}{value}</t:ExtendedProperty>"


def fault(code: str, message_xml: str = "") -> bytes:
    return envelope(
        f"<s:Fault><faultcode xmlns:a='{TYPES}'>a:{code}</faultcode><faultstring>no</faultstring><detail>"
        f'<e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">{code}</e:ResponseCode>'
        f"{message_xml}</detail></s:Fault>"
    )
