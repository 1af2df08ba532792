"""Lines of iCalendar and vCard: escaping, quoting, folding (RFC 5545 3.1 and 3.3.11, RFC 2426 2.6)."""


def escaped(text: str) -> str:
    """A text value."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def quoted(text: str) -> str:
    """A parameter value; a quote can't be in one."""
    return '"' + " ".join(text.replace('"', "'").splitlines()) + '"'


def folded(line: str) -> str:
    """A content line as lines of at most 75 bytes, continued by a space; 60 characters, as most writers count."""
    return "\r\n ".join(line[at : at + 60] for at in range(0, len(line), 60)) or line
