"""Long binaries, kept once under their SHA-256 however many items hold them."""

import re
from collections.abc import Iterator

from simulator.state.database import Database, Write
from simulator.state.encoding import UnreadableState

_NAMED = re.compile(r'"@":"content","sha256":"([0-9a-f]{64})"')
_HOLDERS = ("items", "folders", "waiting", "outbound")


class Contents:
    """What the file has, and what must be added to it."""

    def __init__(self, database: Database) -> None:
        """Forget what nothing holds any more."""
        self._database = database
        self._known = {digest for (digest,) in database.read("SELECT digest FROM contents")}
        self._new: dict[bytes, bytes] = {}
        if self._known:
            self._sweep()

    def _sweep(self) -> None:
        used: set[bytes] = set()
        for table in _HOLDERS:
            for (value,) in self._database.read(f'SELECT value FROM {table} WHERE instr(value, \'"@":"content"\') > 0'):
                used.update(bytes.fromhex(digest) for digest in _NAMED.findall(value))
        unused = self._known - used
        if unused:
            ticket = self._database.announce()
            self._database.add(ticket, [("DELETE FROM contents WHERE digest = ?", (digest,)) for digest in unused])
            self._database.settle(ticket)
            self._known -= unused

    def keep(self, digest: bytes, content: bytes) -> None:
        """Have a content written before the text that names it."""
        if digest not in self._known:
            self._known.add(digest)
            self._new[digest] = content

    def news(self) -> Iterator[Write]:
        """What was handed in since the last time."""
        new, self._new = self._new, {}
        for digest, content in new.items():
            yield "INSERT INTO contents VALUES (?, ?)", (digest, content)

    def fetch(self, digest: bytes) -> bytes:
        """A content. Raises UnreadableState."""
        found = self._database.read("SELECT content FROM contents WHERE digest = ?", (digest,))
        if not found:
            raise UnreadableState(f"the content {digest.hex()} is missing")
        return bytes(found[0][0])
