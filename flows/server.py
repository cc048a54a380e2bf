"""A Prefect server for one run, which ends with the process that started it, however that ends.

Prefect starts a server of its own where it finds none; killed, a run leaves that server behind. This one reads from its
parent's end of a pipe and stops when the pipe breaks, which no kill can prevent, on any system.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from trustkpi.facts import TrustKpiError

_READY = b"port "
_END = 10.0  # seconds that a server is given to end by itself


class NoServerError(TrustKpiError):
    """The server did not start."""


@contextmanager
def server(settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a Prefect server with those settings, for as long as the block runs."""
    command = [sys.executable, "-m", "flows.server"]
    # A session of its own: an interrupt typed at the terminal is for the run, which then ends its server.
    with subprocess.Popen(  # noqa: S603  ourselves
        command, env={**os.environ, **settings}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:  # fmt: skip
        try:
            yield _address(child)
        finally:
            _end(child)


def _address(child: subprocess.Popen[bytes]) -> str:
    told = child.stdout.readline() if child.stdout else b""
    if not told.startswith(_READY):
        msg = "The Prefect server that a run needs did not start: run it again, or name a server with PREFECT_API_URL."
        raise NoServerError(msg)
    return f"http://127.0.0.1:{int(told.removeprefix(_READY))}/api"


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(_END)
    except subprocess.TimeoutExpired:
        child.kill()


def serve(parent: IO[bytes], tell: IO[bytes]) -> None:
    """Serves until the parent's end of the pipe closes, and tells the port once requests are answered."""
    ends = threading.Event()
    threading.Thread(target=_watch, args=(parent, ends), daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    class Watched(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            tell.write(_READY + str(port).encode() + b"\n")
            tell.flush()

        async def on_tick(self, counter: int) -> bool:
            return await super().on_tick(counter) or ends.is_set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        Watched(uvicorn.Config(create_app(ephemeral=True, final=True), log_level="critical", lifespan="on")).run([listening])


def _watch(parent: IO[bytes], ends: threading.Event) -> None:
    parent.read()
    ends.set()
    time.sleep(_END / 2)
    os._exit(0)  # it hangs, or was not up yet


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
