"""Requests about folders, written with the prefixes m and t."""

from simulator.exchange.folder import Folder
from simulator.exchange.mailbox import Mailbox


def named(name: str) -> str:
    """A folder by its DistinguishedFolderId."""
    return f'<t:DistinguishedFolderId Id="{name}"/>'


def of(mailbox: Mailbox, folder: Folder, *, with_key: bool = True) -> str:
    """A folder by its FolderId."""
    key = f' ChangeKey="{mailbox.folder_change_key(folder)}"' if with_key else ""
    return f'<t:FolderId Id="{mailbox.folder_id(folder)}"{key}/>'


def additional(*uris: str) -> str:
    """AdditionalProperties with these FieldURIs."""
    paths = "".join(f'<t:FieldURI FieldURI="{uri}"/>' for uri in uris)
    return f"<t:AdditionalProperties>{paths}</t:AdditionalProperties>"


def get(ids: str, base: str = "IdOnly", more: str = "") -> str:
    """GetFolder."""
    shape = f"<m:FolderShape><t:BaseShape>{base}</t:BaseShape>{more}</m:FolderShape>"
    return f"<m:GetFolder>{shape}<m:FolderIds>{ids}</m:FolderIds></m:GetFolder>"


def find(parent: str, traversal: str = "Deep", more: str = "") -> str:
    """FindFolder in the default shape."""
    shape = f"<m:FolderShape><t:BaseShape>Default</t:BaseShape>{additional('folder:ParentFolderId')}</m:FolderShape>"
    parents = f"<m:ParentFolderIds>{parent}</m:ParentFolderIds>"
    return f'<m:FindFolder Traversal="{traversal}">{shape}{more}{parents}</m:FindFolder>'


def element(name: str, kind: str = "Folder", more: str = "") -> str:
    """The element of a new folder; what is in `more` comes before its name."""
    return f"<t:{kind}>{more}<t:DisplayName>{name}</t:DisplayName></t:{kind}>"


def create(parent: str, *folders: str) -> str:
    """CreateFolder of these elements."""
    inner = f"<m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders>{''.join(folders)}</m:Folders>"
    return f"<m:CreateFolder>{inner}</m:CreateFolder>"


def create_path(parent: str, *folders: str) -> str:
    """CreateFolderPath of these elements."""
    path = f"<m:RelativeFolderPath>{''.join(folders)}</m:RelativeFolderPath>"
    return f"<m:CreateFolderPath><m:ParentFolderId>{parent}</m:ParentFolderId>{path}</m:CreateFolderPath>"


def move(ids: str, to: str, operation: str = "MoveFolder") -> str:
    """MoveFolder, or CopyFolder."""
    inner = f"<m:ToFolderId>{to}</m:ToFolderId><m:FolderIds>{ids}</m:FolderIds>"
    return f"<m:{operation}>{inner}</m:{operation}>"


def update(folder_id: str, *changes: str) -> str:
    """UpdateFolder of one folder."""
    change = f"<t:FolderChange>{folder_id}<t:Updates>{''.join(changes)}</t:Updates></t:FolderChange>"
    return f"<m:UpdateFolder><m:FolderChanges>{change}</m:FolderChanges></m:UpdateFolder>"


def set_field(uri: str, value: str, kind: str = "Folder", action: str = "SetFolderField") -> str:
    """A SetFolderField (or AppendToFolderField) by FieldURI."""
    return f'<t:{action}><t:FieldURI FieldURI="{uri}"/><t:{kind}>{value}</t:{kind}></t:{action}>'


def set_extended(attributes: str, value: str) -> str:
    """A SetFolderField of an extended property, whose path has these attributes."""
    path = f"<t:ExtendedFieldURI {attributes}/>"
    held = f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"
    return f"<t:SetFolderField>{path}<t:Folder>{held}</t:Folder></t:SetFolderField>"


def delete_field(path: str) -> str:
    """A DeleteFolderField of a path element."""
    return f"<t:DeleteFolderField>{path}</t:DeleteFolderField>"


def delete(ids: str, how: str) -> str:
    """DeleteFolder."""
    return f'<m:DeleteFolder DeleteType="{how}"><m:FolderIds>{ids}</m:FolderIds></m:DeleteFolder>'


def empty(ids: str, how: str, subfolders: str = "false") -> str:
    """EmptyFolder."""
    attributes = f'DeleteType="{how}" DeleteSubFolders="{subfolders}"'
    return f"<m:EmptyFolder {attributes}><m:FolderIds>{ids}</m:FolderIds></m:EmptyFolder>"


def mark(ids: str, read: str, suppress: str = "true") -> str:
    """MarkAllItemsAsRead."""
    flags = f"<m:ReadFlag>{read}</m:ReadFlag><m:SuppressReadReceipts>{suppress}</m:SuppressReadReceipts>"
    return f"<m:MarkAllItemsAsRead>{flags}<m:FolderIds>{ids}</m:FolderIds></m:MarkAllItemsAsRead>"
