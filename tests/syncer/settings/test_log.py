"""The log: bound names on every line, never a secret."""

import io
import json
from contextlib import redirect_stderr

from pydantic import SecretStr

from syncer import log


def test_bound_names_and_hidden_secrets() -> None:
    stream = io.StringIO()
    with redirect_stderr(stream):
        log.configure(as_json=True)
        with log.bound(mailbox="ana.silva@contoso.test", site="lisbon", cycle="7"):
            log.logger("test").info("looked", password="hunter2", given=SecretStr("hunter3"), authorization="Basic x")
        log.logger("test").debug("not shown")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(lines) == 1
    assert lines[0]["mailbox"] == "ana.silva@contoso.test"
    assert (lines[0]["site"], lines[0]["cycle"], lines[0]["part"]) == ("lisbon", "7", "test")
    assert "hunter" not in stream.getvalue()
    assert "Basic" not in stream.getvalue()


def test_a_line_goes_to_the_standard_error_of_its_time() -> None:
    first, second = io.StringIO(), io.StringIO()
    with redirect_stderr(first):
        log.configure(as_json=True)
        kept = log.logger("test")
    first.close()
    with redirect_stderr(second):
        kept.info("later")
    assert json.loads(second.getvalue())["event"] == "later"
