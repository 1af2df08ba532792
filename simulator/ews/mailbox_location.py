"""Whether a site answers for a mailbox: its own, another site's by proxy, or not at all.

A Client Access server proxies a request to the site of the mailbox. A server of an older generation cannot speak to a
newer one (Learn, "Understanding proxying and redirection", Exchange 2010; Exchange 2013 proxies down). That the codes
below are those that EWS answers is our choice after the Learn page "ResponseCode", which names them for this purpose.
"""

from simulator.directory import Directory
from simulator.soap.faults import EwsFault
from simulator.topology import Account, Site


def home_site(account: Account, asked: Site, directory: Directory) -> Site:
    """The site that has the mailbox of `account`, when `asked` can answer for it. Raises EwsFault when it cannot."""
    home = directory.site_of(account)
    if home.name == asked.name:
        return home
    if home.version.major > asked.version.major:
        raise EwsFault("ErrorNoApplicableProxyCASServersAvailable")
    if not directory.is_up(home.name):
        raise EwsFault("ErrorNoRespondingCASInDestinationSite")
    return home
