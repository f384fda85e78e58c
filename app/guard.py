"""The guard: everything that is served goes through it, pages, files and websockets alike.

Any page that the visitor's browser shows may send requests to this machine, and a name of its owner's may be made to
lead here. So what is asked for by a name that isn't ours is refused, and so is what another page would change. What is
sent may load nothing from elsewhere and may stand in no other page.

Source: OWASP's cheat sheets on cross-site request forgery, DNS rebinding and WebSockets; RFC 6454 (the Origin of a
request); the W3C's Content Security Policy Level 3.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from tradetalks.errors import TradetalksError

_A_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]
type Address = str | IPv4Address | IPv6Address

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names of this machine that lead nowhere else, so that nobody can make them lead here."""

READING = frozenset({"GET", "HEAD"})
"""Methods that change nothing: a page elsewhere may ask, but its browser keeps the answer from it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and do if it names no policy of its own: what is ours, and no script that stands in it."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Set on every answer that doesn't set them itself."""

MOST_WEBSOCKETS = 200
"""Open at once: twice the pages that there is a place for, so that whoever finds none is still told so."""

FROM_A_PROXY = frozenset(
    {b"forwarded", b"script-name", b"x-script-name", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix"}
)
"""Headers by which a request could say where the page stands. Anybody can send them, so they are taken away."""


class Guard:
    """An ASGI layer that lets through only what is asked for by a name of ours, and by our own pages.

    Args:
        app: what is guarded.
        names: by which it may be asked for, besides those of this machine and the address that a request came in by.

    Raises:
        TradetalksError: a name is none.
    """

    def __init__(self, app: App, names: Iterable[str] = ()) -> None:
        self._app = app
        self._names = frozenset(map(_allowed, (*LOOPBACK, *names)))
        self._websockets = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403 and a sentence that says why."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        why = self.refusal(scope)
        if why:
            await _refuse(scope, send, why)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in FROM_A_PROXY]
        if scope["type"] == "websocket":
            self._websockets += 1
        try:
            await self._app({**scope, "headers": headers}, receive, _with_headers(send))
        finally:
            if scope["type"] == "websocket":
                self._websockets -= 1

    def refusal(self, scope: Scope) -> str:
        """Return why a request is refused; "" if it isn't."""
        hosts, origins = ([*_values(scope, name)] for name in (b"host", b"origin"))
        if len(hosts) != 1:
            return "A request names one Host."
        host = hosts[0]
        if not self._is_ours(host, scope):
            return (
                f"This server doesn't answer to the name {shown(host)}. Whoever runs it can allow a name with "
                "--allow-host NAME."
            )
        if scope["type"] == "http" and scope["method"] in READING:
            return ""
        # Behind a proxy the page may be https while this is http: what counts is the name and the port.
        if len(origins) != 1 or origins[0].partition("://")[2].lower() != host.lower():
            return "Only a page of this server's own may do this."
        if scope["type"] == "websocket" and self._websockets >= MOST_WEBSOCKETS:
            return "Too many pages are open."
        return ""

    def _is_ours(self, host: str, scope: Scope) -> bool:
        address = as_address(name_of(host))
        server = scope.get("server") or ("", 0)
        # An address in figures can't be made to lead elsewhere, so the one that it came in by is ours.
        came_in_by = as_address(str(server[0]))
        return address in self._names or (not isinstance(address, str) and address == came_in_by)


def _allowed(name: str) -> Address:
    address = as_address(name)
    if isinstance(address, str) and (name_of(address) != address or not _A_NAME.fullmatch(address)):
        raise TradetalksError(
            f"--allow-host {shown(name)}: must be a name such as class.example.org, or an address in figures, without "
            "a scheme, a port and a path"
        )
    return address


def name_of(host: str) -> str:
    """Return the name in a Host header, without its port; "" if it is none."""
    if host.startswith("["):
        name, closing, port = host[1:].partition("]")
        well_formed = closing and (not port or port.startswith(":"))
    else:
        name, _, port = host.partition(":")
        port = f":{port}" if port else ""
        well_formed = True
    digits = port.removeprefix(":")
    if well_formed and (not digits or (digits.isascii() and digits.isdigit())):
        return name
    return ""


def as_address(name: str) -> Address:
    """Return a name in lower case, or the address that it is; an IPv4 address inside an IPv6 one is taken as such."""
    try:
        address = ip_address(name)
    except ValueError:
        return name.lower()
    return getattr(address, "ipv4_mapped", None) or address


def shown(text: str) -> str:
    """Return a text of a request as a message may show it: short, and in ASCII."""
    return ascii(text if len(text) <= 80 else text[:80] + "...")


def _values(scope: Scope, name: bytes) -> Iterable[str]:
    return (value.decode("latin-1") for key, value in scope["headers"] if key == name)


async def _refuse(scope: Scope, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        # Closed before it was opened: the browser sees 403.
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await _with_headers(send)({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            names = {name.lower() for name, _ in headers}
            headers += [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in names]
            message = {**message, "headers": headers}
        await send(message)

    return sent
