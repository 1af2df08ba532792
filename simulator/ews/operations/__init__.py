"""The EWS operations. To add one: a file here and a line in `OPERATIONS`."""

from simulator.ews.operation import Operation
from simulator.ews.operations import (
    convert_id,
    create_attachment,
    create_folder,
    create_item,
    delete_folder,
    delete_item,
    find_folder,
    find_item,
    get_attachment,
    get_folder,
    get_item,
    get_server_time_zones,
    move_item,
    resolve_names,
    send_item,
    sync_folder_hierarchy,
    sync_folder_items,
    update_item,
)

OPERATIONS: tuple[Operation, ...] = (
    convert_id.OPERATION,
    create_attachment.OPERATION,
    create_folder.OPERATION,
    create_item.OPERATION,
    delete_folder.OPERATION,
    delete_item.OPERATION,
    find_folder.OPERATION,
    find_item.OPERATION,
    get_attachment.OPERATION,
    get_folder.OPERATION,
    get_item.OPERATION,
    get_server_time_zones.OPERATION,
    move_item.OPERATION,
    resolve_names.OPERATION,
    send_item.OPERATION,
    sync_folder_hierarchy.OPERATION,
    sync_folder_items.OPERATION,
    update_item.OPERATION,
)
"""Every operation the simulator answers."""
