"""What the site's version and the request's `RequestServerVersion` allow (Learn, "EWS schema versions in Exchange").

An element that the site's own schema lacks is a schema violation. One that the site has, but not the schema version
that the client asked for, is ErrorIncorrectSchemaVersion. Both are faults for the whole request.
"""

from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.exchange_version import is_older
from simulator.soap.faults import EwsFault


def require(context: RequestContext, since: str, what: str) -> None:
    """Raise EwsFault unless `what` (a sentence's subject) is in the schema that this request is read by."""
    if is_older(context.site.version.api, since):
        raise schema_fault(f"{what} is invalid.")
    if is_older(context.version, since):
        raise EwsFault("ErrorIncorrectSchemaVersion")
