"""Serve the app on this computer, and say where once it really answers."""

import errno
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from app.problem import Problem

HOST = "127.0.0.1"
# How many ports after the usual one are tried, where nobody asked for a certain one.
NEIGHBOURS = 20

Started = Callable[[str], None]


def open_socket(port: int) -> socket.socket:
    """Take the port before anything else starts; port 0 takes any free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would let two programs share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        key = "start.port_taken" if taken else "start.port_refused"
        raise Problem(key, port=port, other=port + 1) from error
    return listener


def open_free_socket(port: int) -> socket.socket:
    """Take the usual port, or the next one that is free."""
    for candidate in range(port, min(port + NEIGHBOURS, 65535)):
        try:
            return open_socket(candidate)
        except Problem as problem:
            if problem.key != "start.port_taken":
                raise
    raise Problem("start.port_taken", port=port, other=port + NEIGHBOURS)


class _AnnouncingServer(uvicorn.Server):
    """A uvicorn server that calls back when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._call_when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._call_when_started()


def serve(app: FastAPI, listener: socket.socket, started: Started) -> None:
    """Run until Ctrl+C; `started` gets the address as soon as the app answers there."""
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False)
    server = _AnnouncingServer(config, lambda: started(address))
    server.run(sockets=[listener])


def open_browser(address: str) -> None:
    """Open the page without making the server wait for the browser."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
