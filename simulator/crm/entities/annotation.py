"""A note attached to another row.

Read from ce/developer/entities/annotation.md (9.x).
"""

from simulator.crm.attributes import (
    LONGEST_MEMO,
    MIGRATION,
    OWNERSHIP,
    STAMPS,
    boolean,
    integer,
    lookup,
    memo,
    primary_id,
    string,
)
from simulator.crm.metadata import Attribute, Entity, Required, Type

ANNOTATION = Entity(
    "annotation",
    "annotationid",
    "subject",
    (
        primary_id("annotationid"),
        string("subject", 500, required=Required.APPLICATION),
        memo("notetext", 100000),
        lookup("objectid", "account", "appointment", "contact", "email", "emailserverprofile", "mailbox", "task"),
        Attribute("objecttypecode", Type.ENTITY_NAME),
        boolean("isdocument"),
        string("documentbody", LONGEST_MEMO),
        string("filename", 255),
        string("mimetype", 256),
        string("langid", 2),
        string("stepid", 32),
        integer("filesize", 0, 1000000000, create=False, update=False),
        boolean("isprivate", create=False, update=False),
        *STAMPS,
        *OWNERSHIP,
        *MIGRATION,
    ),
    type_code=5,
)
