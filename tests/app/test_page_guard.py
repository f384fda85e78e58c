"""The guard by itself: which names and which origins it lets through, and what it adds to an answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradetalks.app.guard import HEADERS, MOST_WEBSOCKETS, Guard, Message, Receive, Scope, Send
from tradetalks.errors import TradetalksError

OURS = b"127.0.0.1:8765"


async def _served(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    shown = b",".join(sorted(name for name, _ in scope["headers"]))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"referrer-policy", b"no-referrer")]})
    await send({"type": "http.response.body", "body": shown})


def asked(
    *headers: tuple[bytes, bytes], method: str = "GET", kind: str = "http", names: Any = (), server: str = "127.0.0.1"
) -> list[Message]:
    """Return what is sent to whoever asks with these headers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": kind, "path": "/", "headers": list(headers), "server": (server, 8765)}
    if kind == "http":
        scope["method"] = method
    asyncio.run(Guard(_served, names)(scope, receive, send))
    return sent


def let_through(*headers: tuple[bytes, bytes], **how: Any) -> bool:
    """Return whether whoever asks so gets an answer of what is guarded."""
    first = asked(*headers, **how)[0]
    assert first.get("status") in {200, 403, None}
    return first["type"] == "websocket.accept" or first.get("status") == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "LOCALHOST", "[::1]", "[::1]:8765"])
def test_this_machines_own_names_are_let_through(host: str) -> None:
    assert let_through((b"host", host.encode()))


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "evil.example:8765", "localhost.evil.example", "localhost.", ""),
        *("[::1", "[::1]x", "localhost:x", "localhost:80:80", "::1", "10.0.0.1", "0.0.0.0", "2130706433", "127.1"),
        *(
            "127.0.0.1@evil.example",
            "evil.example/127.0.0.1",
            "localhost\u00b2",
            "localhost,evil.example",
            " localhost",
        ),
    ],
)
def test_other_names_are_refused(host: str) -> None:
    answer = asked((b"host", host.encode("latin-1")))
    assert answer[0]["status"] == 403
    assert b"--allow-host" in answer[1]["body"]


def test_a_request_without_a_host_or_with_two_is_refused() -> None:
    assert not let_through()
    assert not let_through((b"host", OURS), (b"host", OURS))


def test_a_name_can_be_allowed_and_no_other_with_it() -> None:
    assert let_through((b"host", b"Class.example.org:80"), names=["class.example.org"])
    assert not let_through((b"host", b"example.org"), names=["class.example.org"])
    assert not let_through((b"host", b"sub.class.example.org"), names=["class.example.org"])


@pytest.mark.parametrize(
    "name", ["http://class.example.org", "class.example.org:80", "a b", "", "*", "x/y", "ü.example"]
)
def test_what_is_no_name_can_not_be_allowed(name: str) -> None:
    with pytest.raises(TradetalksError, match="must be a name such as"):
        Guard(_served, [name])


def test_the_address_that_a_request_came_in_by_is_ours() -> None:
    assert let_through((b"host", b"192.168.1.5:8765"), server="192.168.1.5")
    assert let_through((b"host", b"192.168.1.5"), server="::ffff:192.168.1.5")
    assert not let_through((b"host", b"192.168.1.6:8765"), server="192.168.1.5")


@pytest.mark.parametrize("how", [{"method": "POST"}, {"method": "PUT"}, {"method": "DELETE"}, {"kind": "websocket"}])
def test_what_changes_something_must_come_from_our_own_page(how: dict[str, str]) -> None:
    host = (b"host", OURS)
    assert let_through(host, (b"origin", b"http://" + OURS), **how)
    assert let_through(host, (b"origin", b"https://" + OURS), **how), "a proxy may speak https"
    for origin in (b"http://evil.example", b"http://127.0.0.1:9999", b"http://localhost:8765", b"null", b"", OURS):
        assert not let_through(host, (b"origin", origin), **how), origin
    assert not let_through(host, **how)
    assert not let_through(host, (b"origin", b"http://" + OURS), (b"origin", b"http://evil.example"), **how)


def test_a_page_elsewhere_may_read_nothing_and_ask_for_all() -> None:
    # Its browser keeps the answer from it: nothing here says that others may have it.
    answer = asked((b"host", OURS), (b"origin", b"http://evil.example"))
    assert answer[0]["status"] == 200
    assert not {name for name, _ in answer[0]["headers"] if name.startswith(b"access-control")}


@pytest.mark.parametrize("host", [OURS, b"evil.example"])
def test_every_answer_has_the_headers_once(host: bytes) -> None:
    names = [name for name, _ in asked((b"host", host))[0]["headers"]]
    assert {name.encode() for name in HEADERS} <= set(names)
    assert len(names) == len(set(names))


def test_what_an_answer_says_itself_stays() -> None:
    assert (b"referrer-policy", b"no-referrer") in asked((b"host", OURS))[0]["headers"]


def test_what_anybody_could_say_for_a_proxy_is_taken_away() -> None:
    told = [(name, b"https") for name in (b"x-forwarded-proto", b"x-forwarded-host", b"x-script-name", b"forwarded")]
    assert asked((b"host", OURS), (b"accept", b"*"), *told)[1]["body"] == b"accept,host"


def test_only_so_many_websockets_are_open_at_once_and_each_that_closes_frees_its_place() -> None:
    async def scenario() -> list[str]:
        leave = asyncio.Event()
        kinds: list[str] = []

        async def stays(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "websocket.accept"})
            await leave.wait()

        async def send(message: Message) -> None:
            kinds.append(message["type"])

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        guard = Guard(stays)
        headers = [(b"host", OURS), (b"origin", b"http://" + OURS)]
        scope = {"type": "websocket", "path": "/", "headers": headers, "server": ("127.0.0.1", 8765)}
        there = [asyncio.ensure_future(guard(scope, receive, send)) for _ in range(MOST_WEBSOCKETS)]
        await asyncio.sleep(0)
        await guard(scope, receive, send)
        leave.set()
        await asyncio.gather(*there)
        await guard(scope, receive, send)
        return kinds

    kinds = asyncio.run(scenario())
    assert kinds == [*["websocket.accept"] * MOST_WEBSOCKETS, "websocket.close", "websocket.accept"]


@given(host=st.sampled_from([OURS, b"localhost"]) | st.binary(max_size=20), origin=st.binary(max_size=30))
def test_whatever_is_sent_only_our_own_page_opens_a_websocket(host: bytes, origin: bytes) -> None:
    if let_through((b"host", host), (b"origin", origin), kind="websocket"):
        assert host.split(b":")[0].lower() in {b"127.0.0.1", b"localhost", b"[", b"[::1]"}
        assert origin.lower().endswith(b"://" + host.lower())
