"""The server: one process on this machine that serves the page to any number of visitors."""

from __future__ import annotations

import errno
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from tradetalks.app.launch import LAUNCH
from tradetalks.errors import TradetalksError

SETTINGS = {
    "SOLARA_APP": "tradetalks.app.page",
    "SOLARA_MODE": "production",
    # Nothing may load from elsewhere, and nothing may be sent there.
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # what the package of assets lacks fails here, and asks nobody
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Tradetalks",
    "SOLARA_THEME_VARIANT": "light",
    # A visitor who closes the page is forgotten soon: his run would keep its memory for a day.
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
}
"""Solara reads these as it is imported."""

GRACE = 4.0
"""Seconds that the server has to end by itself; nothing that it does could be left half done."""


def serve(
    scenario: str, *, replay: Path | None, host: str, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    """Serve the page until the process is interrupted.

    Args:
        scenario: what is watched first: a shipped name or the path of a file.
        replay: a result to replay; None to run the scenario.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        browser: whether to open a browser.
        say: called with the address, once pages can be asked for.

    Raises:
        TradetalksError: the port is in use or not allowed, or the extra `app` is not installed.
    """
    listening = _listening(host, port)
    try:
        LAUNCH.scenario, LAUNCH.replay = scenario, replay
        os.environ.update(SETTINGS)
        server = _server()
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}"
        say(f"{address}  (Ctrl-C ends it)")
        if browser:
            # It waits for the first page; the socket takes the request already.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.run(sockets=[listening])
    finally:
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a port in use is told before anything is started."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = f"the port {port} of {host} is in use: choose another with --port, or 0 for any that is free"
        elif error.errno == errno.EACCES:
            why = f"the port {port} is not ours to use: choose one above 1023 with --port"
        else:
            why = f"can't listen on {host}, port {port}: {error.strerror}"
        raise TradetalksError(why) from None
    return listening


def _server() -> Any:
    """Return the server; what it needs is imported now, so that the first page doesn't wait for it."""
    try:
        import uvicorn
        from solara.server.starlette import app
    except ModuleNotFoundError as error:
        raise TradetalksError(
            f"the browser needs the extra `app` ({error.name} is not installed): pip install 'tradetalks[app]', or "
            "`make app` in a checkout"
        ) from None

    class Server(uvicorn.Server):
        """Ends soon after it is told to: the thread of a visitor's run would be waited for until that is over."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            timer = threading.Timer(GRACE, os._exit, [128 + sig])
            timer.daemon = True
            timer.start()

    # On a page of its own a cookie needs no more than this; Solara warns of pages that are embedded in others.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    return Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
