"""A process that has imported the syncer once, and forks a process of its own for each command it is asked for.

Importing takes most of a short command's time. A forked command is what `tagus-syncer` is otherwise: own process, own
arguments, own output and exit code. Started as `python -m syncer.command_server FD`, with one end of a socket
pair; each message is a JSON list of arguments, with the descriptors for output, errors and the exit code. It ends when
the other end of the socket is closed.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import sys
import traceback

from syncer.cli import COMMANDS, main

LONGEST_REQUEST = 65536
DEMO = "demo"


def serve(requests: socket.socket) -> None:
    """Fork for each request until the other side is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, descriptors, _, _ = socket.recv_fds(requests, LONGEST_REQUEST, 3)
        if not message:
            return
        if os.fork() == 0:
            requests.close()
            _be_the_command(json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _be_the_command(arguments: list[str], output: int, errors: int, answer: int) -> None:
    """In the forked process: run the command, tell its exit code, end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    sys.argv = ["tagus-syncer", *arguments]
    code = 1
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(answer, str(code).encode("ascii"))
        os._exit(code)


if __name__ == "__main__":
    for _name, _module in COMMANDS:
        if _name != DEMO:
            importlib.import_module(_module)
    serve(socket.socket(fileno=int(sys.argv[1])))
