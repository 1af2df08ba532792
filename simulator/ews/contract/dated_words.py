"""The enumerations that other tables of the simulator already hold, with the version that brought each word."""

from simulator.ews.contract.rows import DatedWords
from simulator.exchange.distinguished_folders import SINCE
from simulator.exchange_version import API_VERSIONS

DATED_WORDS: tuple[DatedWords, ...] = (
    DatedWords("DistinguishedFolderIdNameType", tuple(SINCE.items())),
    DatedWords("ExchangeVersionType", tuple((api, api) for api in API_VERSIONS)),
)
"""MS-OXWSCDATA 2.2.5.10 and 2.2.5.13."""
