"""What of a body is its writer's own, and what is quoted (MS-OXWSCORE 2.2.4.24 UniqueBody).

Exchange compares a message with the others of its conversation; here the marks that mail programs put before what they
quote are looked for (our choice).
"""

import re

from simulator.exchange.values import Body

_TEXT_MARKS = re.compile(
    r"^(_{5,}[ \t]*\r?\n(?:From|De|Von|Fra|Da|Van): "
    r"|-{3,} ?Original Message ?-{3,}"
    r"|On [^\r\n]{1,200} wrote:[ \t]*$"
    r"|(?:>[^\r\n]*\r?\n?)+\s*\Z)",
    re.MULTILINE,
)
_HTML_MARKS = re.compile(
    r"<hr\b[^>]*>\s*<div\b|<div\b[^>]*\bid=[\"']?(?:x_)?(?:divRplyFwdMsg|appendonsend)\b"
    r"|<div\b[^>]*\bclass=[\"']?gmail_quote|<blockquote\b|-{3,} ?Original Message ?-{3,}",
    re.IGNORECASE,
)
_CLOSED = (("body", re.compile(r"<body\b", re.IGNORECASE)), ("html", re.compile(r"<html\b", re.IGNORECASE)))


def unique_part(body: Body) -> Body:
    """The body without what it quotes."""
    mark = (_HTML_MARKS if body.type == "HTML" else _TEXT_MARKS).search(body.text)
    if mark is None:
        return body
    own = body.text[: mark.start()]
    if body.type == "Text":
        return Body(own.rstrip(), "Text")
    return Body(own + "".join(f"</{tag}>" for tag, opened in _CLOSED if opened.search(own)), "HTML")
