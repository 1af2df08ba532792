"""The requirements that properties speak of: Microsoft's ids, our own words (open specifications MS-OXWS*)."""

from conformance.requirements import ms_oxwscdata, ms_oxwscore, ms_oxwssync
from conformance.requirements.requirement import Requirement as Requirement

REQUIREMENTS: tuple[Requirement, ...] = (
    *ms_oxwscdata.REQUIREMENTS,
    *ms_oxwscore.REQUIREMENTS,
    *ms_oxwssync.REQUIREMENTS,
)
