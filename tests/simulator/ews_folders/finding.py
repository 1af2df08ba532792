"""FindItem requests, and messages to find."""

from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from tests.simulator.ews_folders.asking import ask, texts
from tests.simulator.exchange_flow.organization import message

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
CALENDAR = '<t:DistinguishedFolderId Id="calendar"/>'
CONTACTS = '<t:DistinguishedFolderId Id="contacts"/>'
CRM_ID = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="crmid" PropertyType="String"/>'


def find(
    view: str = "", restriction: str = "", order: str = "", folders: str = INBOX, traversal: str = "Shallow"
) -> str:
    shape = "<t:BaseShape>Default</t:BaseShape>"
    subject = '<t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>'
    restricted = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    sorted_by = f"<m:SortOrder>{order}</m:SortOrder>" if order else ""
    return (
        f'<m:FindItem Traversal="{traversal}"><m:ItemShape>{shape}{subject}</m:ItemShape>{view}{restricted}{sorted_by}'
        f"<m:ParentFolderIds>{folders}</m:ParentFolderIds></m:FindItem>"
    )


def field(uri: str) -> str:
    return f'<t:FieldURI FieldURI="{uri}"/>'


def equal(path: str, value: str, name: str = "IsEqualTo") -> str:
    constant = f'<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant>'
    return f"<t:{name}>{path}{constant}</t:{name}>"


def containing(path: str, text: str) -> str:
    how = 'ContainmentMode="Substring" ContainmentComparison="IgnoreCase"'
    return f'<t:Contains {how}>{path}<t:Constant Value="{text}"/></t:Contains>'


def by(path: str, direction: str) -> str:
    return f'<t:FieldOrder Order="{direction}">{path}</t:FieldOrder>'


def fill(organization: ExchangeOrganization, ana: Mailbox, *subjects: str) -> list[Item]:
    inbox = ana.distinguished("inbox")
    return [ana.add_item(message(organization, "ana.silva", item__Subject=one), inbox) for one in subjects]


def subjects(organization: ExchangeOrganization, ana: Mailbox, request: str) -> list[str]:
    return texts(ask(organization, ana, request), ".//t:Subject")


def query(text: str, more: str = "") -> str:
    return find().replace("</m:FindItem>", f"<m:QueryString{more}>{text}</m:QueryString></m:FindItem>")
