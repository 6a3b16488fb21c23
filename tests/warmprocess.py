"""A process that has imported all of rolecheck and waits: each run is a fork of it, and so a real process with no start.

Importing is nine tenths of a short run, and there are thousands of them. A fork has its own memory, limits, standard
streams, working folder and exit code, and ends as an interpreter does. What depends on how an interpreter starts – its
encoding, its hash seed, its path, modules that have not been imported – needs a process of its own: `starts_alike` tells.

As a program, it takes runs from the socket that it is given: a JSON message with three handles, answered by another.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import rolecheck
from rolecheck.schema import NAMES
from rolecheck.sentences import known_languages, sentences_in
from rolecheck.validation import _adapter

AS_MODULE = "import runpy; runpy.run_module('rolecheck', run_name='__main__', alter_sys=True)"
# What an interpreter and its libraries read once, when they start.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ", "MALLOC_", "LD_", "GLIBC_")
_MESSAGE = 1 << 20


def starts_alike(environment: Mapping[str, str]) -> bool:
    """Whether an interpreter that starts in this environment is as the waiting process is."""
    return _start_of(environment) == _start_of(_environment())


def run_warm(
    script: str,
    arguments: Sequence[str],
    *,
    folder: Path | None,
    environment: Mapping[str, str],
    handles: Sequence[int],
    limit: int,
) -> dict[str, Any]:
    """Run a script of Python to its end, as `python -c` does; `limit` is in seconds of the processor.

    What comes back is the exit code, negative for a signal, the peak of memory in megabytes, and the processor’s seconds.
    """
    wanted = {
        "script": script,
        "arguments": list(arguments),
        "folder": os.fspath(folder) if folder is not None else os.getcwd(),
        "environment": dict(environment),
        "limit": limit,
    }
    ours = _waiting_process()
    socket.send_fds(ours, [json.dumps(wanted).encode()], list(handles))
    told: dict[str, Any] = json.loads(ours.recv(_MESSAGE))
    return told


def _start_of(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


@cache
def _environment() -> dict[str, str]:
    from tinyregister import environment  # noqa: PLC0415 - which runs what stands here

    return environment()


@cache
def _waiting_process() -> socket.socket:
    """The end of the socket at which runs are ordered; the process ends when this one does, as its socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=_environment(),
        pass_fds=(theirs.fileno(),),
    )
    theirs.close()
    atexit.register(_dismiss, process, ours)
    return ours


def _dismiss(process: subprocess.Popen[bytes], ours: socket.socket) -> None:
    ours.close()
    process.wait()


# --- the process that waits -----------------------------------------------------------------------------------------


def _prepare() -> None:
    """All modules, except the one that says what it is run as, and what a run makes of them and never changes."""
    for module in pkgutil.walk_packages(rolecheck.__path__, "rolecheck."):
        if module.name != "rolecheck.__main__":
            importlib.import_module(module.name)
    for kind in NAMES.values():
        _adapter(kind)
    for language in known_languages():
        sentences_in(language)


def _wait_for_a_run(server: socket.socket) -> dict[str, Any]:
    """Comes back once for each run, in a process of its own; the process that waits never comes back."""
    while True:
        message, handles, _, _ = socket.recv_fds(server, _MESSAGE, 3)
        if not message:
            sys.exit()
        child = os.fork()
        if child == 0:
            server.close()
            for place, handle in enumerate(handles):
                os.dup2(handle, place)
            os.closerange(3, max(handles) + 1)
            wanted: dict[str, Any] = json.loads(message)
            return wanted
        for handle in handles:
            os.close(handle)
        server.send(json.dumps(_end_of(child)).encode())


def _end_of(child: int) -> dict[str, Any]:
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "megabytes": usage.ru_maxrss / 1024, "seconds": usage.ru_utime + usage.ru_stime}


def _become(wanted: Mapping[str, Any]) -> None:
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    resource.setrlimit(resource.RLIMIT_CPU, (wanted["limit"], wanted["limit"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.argv[:] = ["-c", *wanted["arguments"]]
    sys.path[0] = os.getcwd()


def _main() -> NoReturn:
    _prepare()
    gc.collect()
    gc.freeze()  # no fork looks through what it shares
    server = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    wanted = _wait_for_a_run(server)
    _become(wanted)
    exec(wanted["script"], {"__name__": "__main__"})  # noqa: S102 - the test's own
    sys.exit()


if __name__ == "__main__":
    _main()
