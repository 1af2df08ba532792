"""The one place that imports spyne, and what it takes to do so.

spyne 2.14 brings a copy of `six` whose lazy importer Python 3.12 no longer understands, and it warns while imported.
The cure: give it the real `six.moves` before the import, be quiet meanwhile, and take its dead importer out of
`sys.meta_path` afterwards. Everybody else imports spyne's names from here.
"""

import logging
import sys
import types
import warnings

import six.moves  # type: ignore[import-untyped]
import six.moves.collections_abc  # type: ignore[import-untyped]
import six.moves.http_cookies  # type: ignore[import-untyped]
import six.moves.urllib  # type: ignore[import-untyped]
import six.moves.urllib.error  # type: ignore[import-untyped]
import six.moves.urllib.parse  # type: ignore[import-untyped]
import six.moves.urllib.request  # type: ignore[import-untyped]

_MOVED: tuple[tuple[str, types.ModuleType], ...] = (
    ("", six.moves),
    (".collections_abc", six.moves.collections_abc),
    (".http_cookies", six.moves.http_cookies),
    (".urllib", six.moves.urllib),
    (".urllib.error", six.moves.urllib.error),
    (".urllib.parse", six.moves.urllib.parse),
    (".urllib.request", six.moves.urllib.request),
)

for _name, _module in _MOVED:
    sys.modules[f"spyne.util.six.moves{_name}"] = _module

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from spyne import Application, MethodContext, ServiceBase, rpc
    from spyne.const.xml import NS_SOAP11_ENV
    from spyne.model.complex import ComplexModel
    from spyne.model.fault import Fault
    from spyne.model.primitive import AnyXml
    from spyne.protocol.soap import Soap11
    from spyne.server import ServerBase

sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "_SixMetaPathImporter"]
logging.getLogger("spyne").setLevel(logging.CRITICAL + 1)

__all__ = [
    "NS_SOAP11_ENV",
    "AnyXml",
    "Application",
    "ComplexModel",
    "Fault",
    "MethodContext",
    "ServerBase",
    "ServiceBase",
    "Soap11",
    "rpc",
]
