"""Exchange builds and the EWS API versions they speak.

Sources: Learn, "Exchange Server build numbers and release dates"; MS-OXWSCDATA 2.2.5.10 (RequestServerVersion) and
2.2.3.10 (ServerVersionInfo).
"""

import re
from dataclasses import dataclass

API_VERSIONS = (
    "Exchange2007",
    "Exchange2007_SP1",
    "Exchange2009",
    "Exchange2010",
    "Exchange2010_SP1",
    "Exchange2010_SP2",
    "Exchange2012",
    "Exchange2013",
    "Exchange2013_SP1",
    "Exchange2015",
    "Exchange2016",
    "V2015_10_05",
    "V2016_01_06",
    "V2016_04_13",
    "V2016_07_13",
    "V2016_10_10",
    "V2017_01_07",
    "V2017_04_14",
    "V2017_07_11",
)
"""Every value of `RequestServerVersion/@Version` that a server here may know, oldest first."""


def is_older(api: str, than: str) -> bool:
    """Whether an API version came before another one."""
    return API_VERSIONS.index(api) < API_VERSIONS.index(than)


@dataclass(frozen=True)
class ExchangeVersion:
    """One build of Exchange: the product's name, the four parts of the build and the newest API version it speaks."""

    product: str
    major: int
    minor: int
    major_build: int
    minor_build: int
    api: str

    @property
    def build(self) -> str:
        """The build as administrators write it, `15.0.847.32`."""
        return f"{self.major}.{self.minor}.{self.major_build}.{self.minor_build}"

    def knows(self, api: str) -> bool:
        """Whether the server accepts `api` in `RequestServerVersion`."""
        return api in API_VERSIONS and API_VERSIONS.index(api) <= API_VERSIONS.index(self.api)

    def at_least(self, api: str) -> bool:
        """Whether the server is at least as new as `api` (a value of `API_VERSIONS`)."""
        return not is_older(self.api, api)


KNOWN_VERSIONS = (
    ExchangeVersion("Exchange 2007 SP1", 8, 1, 436, 0, "Exchange2007_SP1"),
    ExchangeVersion("Exchange 2010", 14, 0, 639, 21, "Exchange2010"),
    ExchangeVersion("Exchange 2010 SP1", 14, 1, 218, 15, "Exchange2010_SP1"),
    ExchangeVersion("Exchange 2010 SP2", 14, 2, 247, 5, "Exchange2010_SP2"),
    ExchangeVersion("Exchange 2010 SP3", 14, 3, 123, 4, "Exchange2010_SP2"),
    ExchangeVersion("Exchange 2013", 15, 0, 516, 32, "Exchange2013"),
    ExchangeVersion("Exchange 2013 SP1", 15, 0, 847, 32, "Exchange2013_SP1"),
    ExchangeVersion("Exchange 2016", 15, 1, 2507, 6, "V2017_07_11"),
    ExchangeVersion("Exchange 2019", 15, 2, 1258, 12, "V2017_07_11"),
    ExchangeVersion("Exchange SE", 15, 2, 2562, 17, "V2017_07_11"),
)
"""The builds a topology may name by product; any other build of these products is accepted by its number."""


def exchange_version(text: str) -> ExchangeVersion:
    """The version called `text`, a product ("2013 SP1", "Exchange SE") or a build ("15.0.847.32").

    Raises ValueError for a product nobody knows or a build that belongs to none.
    """
    wanted = text.strip().lower().removeprefix("exchange").strip()
    for known in KNOWN_VERSIONS:
        if known.product.lower().removeprefix("exchange").strip() == wanted:
            return known
    parts = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)\.(\d+)", wanted)
    if parts is None:
        names = ", ".join(known.product for known in KNOWN_VERSIONS)
        raise ValueError(f"{text!r} is no Exchange version; give one of {names}, or a build such as 15.0.847.32")
    return _of_build(*(int(part) for part in parts.groups()))


def _of_build(major: int, minor: int, major_build: int, minor_build: int) -> ExchangeVersion:
    same = [known for known in KNOWN_VERSIONS if (known.major, known.minor) == (major, minor)]
    if not same:
        raise ValueError(
            f"no Exchange here has builds {major}.{minor}.x; known are 8.1, 14.0 to 14.3, 15.0, 15.1, 15.2"
        )
    fitting = [known for known in same if known.major_build <= major_build] or same[:1]
    closest = fitting[-1]
    return ExchangeVersion(closest.product, major, minor, major_build, minor_build, closest.api)
