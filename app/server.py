"""The server: one process on this machine that serves the page to any number of visitors."""

from __future__ import annotations

import errno
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Any

from tradetalks.app.guard import Guard, as_address
from tradetalks.app.launch import LAUNCH
from tradetalks.app.widget_messages import allow_events_only
from tradetalks.errors import TradetalksError

SETTINGS = {
    "SOLARA_APP": "tradetalks.app.page",
    "SOLARA_MODE": "production",
    # Where the page stands. Solara would take both from the first visitor's request, for all who come after.
    "SOLARA_ROOT_PATH": "",
    "SOLARA_BASE_URL": "/",
    # Nothing may load from elsewhere, and nothing may be sent there.
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # what the package of assets lacks fails here, and asks nobody
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_SESSION_HTTP_ONLY": "True",
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
    scenario: str,
    *,
    replay: Path | None,
    host: str,
    port: int,
    names: Sequence[str] = (),
    browser: bool,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> None:
    """Serve the page until the process is interrupted.

    Args:
        scenario: what is watched first: a shipped name or the path of a file.
        replay: a result to replay; None to run the scenario.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        names: by which the page may be asked for besides that address and this machine's own names.
        browser: whether to open a browser.
        say: called with the address, once pages can be asked for.
        warn: called with what whoever starts it has to know.

    Raises:
        TradetalksError: the port is in use or not allowed, or the extra `app` is not installed.
    """
    listening = _listening(host, port)
    try:
        LAUNCH.scenario, LAUNCH.replay = scenario, replay
        server = _server(create_app([host, *names]))
        at = f":{listening.getsockname()[1]}"
        address = f"http://{_shown(_reached_at(host))}{at}"
        say(f"{address}  (Ctrl-C ends it)")
        if not _is_loopback(host):
            warn(
                f"whoever can reach {_shown(host)}{at} can watch, hand in scenarios and use this machine's processor: "
                "there is no password, and what is sent is not encrypted. Do this only in a network that you trust. "
                "Others open the page by this machine's address in figures; --allow-host NAME allows a name"
            )
        if browser:
            # It waits for the first page; the socket takes the request already.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        server.run(sockets=[listening])
    finally:
        listening.close()


def create_app(names: Iterable[str] = ()) -> Guard:
    """Return the ASGI application: all that is served, behind the guard.

    Args:
        names: by which it may be asked for besides this machine's own.

    Raises:
        TradetalksError: the extra `app` is not installed.
    """
    os.environ.update(SETTINGS)
    # On a page of its own a cookie needs no more than this; Solara warns of pages that are embedded in others.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    try:
        allow_events_only()
        # What the page needs is imported now, so that the first visitor doesn't wait for it.
        from tradetalks.app.routes import served
    except ModuleNotFoundError as error:
        raise TradetalksError(
            f"the browser needs the extra `app` ({error.name} is not installed): pip install 'tradetalks[app]', or "
            "`make app` in a checkout"
        ) from None
    return Guard(served(), names)


def _is_loopback(host: str) -> bool:
    address = as_address(host)
    if isinstance(address, str):
        return address == "localhost"
    return address.is_loopback


def _reached_at(host: str) -> str:
    """Return an address at which this machine itself reaches what listens on another: 0.0.0.0 stands for all."""
    address = as_address(host)
    if isinstance(address, str) or not address.is_unspecified:
        return host
    return str(ip_address("127.0.0.1" if address.version == 4 else "::1"))


def _shown(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    return host


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


def _server(app: Guard) -> Any:
    """Return the server of an application."""
    import uvicorn

    class Server(uvicorn.Server):
        """Ends soon after it is told to: the thread of a visitor's run would be waited for until that is over."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            timer = threading.Timer(GRACE, os._exit, [128 + sig])
            timer.daemon = True
            timer.start()

    # What a proxy says of a request could be said by anybody: the guard takes it away.
    return Server(
        uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, proxy_headers=False, server_header=False)
    )
