"""An attachment of an e-mail or appointment.

Read from ce/developer/entities/activitymimeattachment.md (9.x). `attachmentid` (the shared body of CRM 2011 and
later) is left out: each row here has its own body. SystemRequired on the page, filled by us when absent:
`attachmentnumber`, `objecttypecode`.
"""

from simulator.crm.attributes import LONGEST_MEMO, integer, lookup, primary_id, string
from simulator.crm.metadata import Attribute, Entity, Required, Type

ACTIVITYMIMEATTACHMENT = Entity(
    "activitymimeattachment",
    "activitymimeattachmentid",
    "filename",
    (
        primary_id("activitymimeattachmentid"),
        lookup("objectid", "activitypointer", "appointment", "email", required=Required.SYSTEM),
        Attribute("objecttypecode", Type.ENTITY_NAME),
        lookup("activityid", "activitypointer", "appointment", "email"),
        integer("attachmentnumber", 0, 1000000000, default=1),
        string("attachmentcontentid", 250),
        string("body", LONGEST_MEMO),
        string("filename", 255),
        string("mimetype", 256),
        string("subject", 2000),
        integer("filesize", 0, 1000000000, create=False, update=False),
        string("activitysubject", 2000, create=False, update=False),
        Attribute("ownerid", Type.OWNER, create=False, update=False, targets=("systemuser",)),
        Attribute("versionnumber", Type.BIG_INT, create=False, update=False),
    ),
    ownership="None",
    type_code=1001,
)
