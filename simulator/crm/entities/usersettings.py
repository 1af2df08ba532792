"""A user's own settings: one row for each user, under the user's Id.

Read from ce/developer/entities/usersettings.md (9.x): the columns that matter to e-mail. The page has no Create or
Delete worth simulating: rows come with their user.
"""

from simulator.crm.attributes import (
    FILTERING_METHODS,
    STAMPS,
    boolean,
    integer,
    picklist,
    primary_id,
    string,
    unique_identifier,
)
from simulator.crm.metadata import Entity

USERSETTINGS = Entity(
    "usersettings",
    "systemuserid",
    None,
    (
        primary_id("systemuserid"),
        unique_identifier("businessunitid"),
        integer("trackingtokenid"),
        integer("nexttrackingnumber"),
        picklist("incomingemailfilteringmethod", *FILTERING_METHODS, default=1),
        integer("autocreatecontactonpromote", default=0),
        boolean("ignoreunsolicitedemail", default=True),
        boolean("issendasallowed"),
        integer("timezonecode", 0, default=85),
        integer("timezonebias", default=0),
        integer("localeid", 0, default=1033),
        integer("uilanguageid", 0, default=1033),
        string("workdaystarttime", 5, default="08:00"),
        string("workdaystoptime", 5, default="17:00"),
        *STAMPS,
    ),
    ownership="BusinessOwned",
    type_code=150,
    can_create=False,
    can_delete=False,
)
