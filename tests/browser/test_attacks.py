"""What others may do to the page in a real browser: send it messages, frame it, lead here by a name of theirs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chromium import FLAGS, ROOT, Visitor, chromium, serving

type Visiting = Callable[..., Visitor]

# What the browser sends: {method: custom} to the widget's comm, on a websocket of the script's own.
SEND = """
([url, comm, contents]) => new Promise((done, failed) => {
  const socket = new WebSocket(url)
  const header = type => (
    {msg_id: crypto.randomUUID(), msg_type: type, session: 's', username: '', date: '', version: '5.3'})
  socket.onerror = () => failed('refused')
  socket.onmessage = message => {
    if (JSON.parse(message.data).header.msg_type === 'kernel_info_reply') { socket.close(); done('heard') }
  }
  const send = (type, content) => socket.send(JSON.stringify(
    {header: header(type), parent_header: {}, metadata: {}, content, buffers: [], channel: 'shell'}))
  socket.onopen = () => {
    contents.forEach(content => send('comm_msg', {comm_id: comm, data: {method: 'custom', content}}))
    send('kernel_info_request', {})
  }
})
"""

# The page as Solara alone would serve it.
UNGUARDED = """
import os, sys
from tradetalks.app.server import SETTINGS
os.environ.update(SETTINGS)
import uvicorn
from solara.server.starlette import app
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}", flush=True)
Server(uvicorn.Config(app, port=0, log_level="error")).run()
"""


@contextmanager
def unguarded() -> Iterator[str]:
    """Serve the page without the guard."""
    command = [sys.executable, "-c", UNGUARDED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def widget_of(seen: Visitor, address: str) -> tuple[str, str]:
    """Open the page, and return the address of its websocket and the comm of a widget with a template of ours."""
    sockets: list[Any] = []
    comms: list[str] = []

    def keep(text: str | bytes) -> None:
        message = json.loads(text) if isinstance(text, str) else {}
        state = message.get("content", {}).get("data", {}).get("state", {})
        if message.get("msg_type") == "comm_open" and state.get("_model_name") == "VuetifyTemplateModel":
            comms.append(message["content"]["comm_id"])

    def watch(socket: Any) -> None:
        sockets.append(socket)
        socket.on("framereceived", keep)

    seen.page.on("websocket", watch)
    seen.open(address)
    assert comms, "the page has no widget with a template"
    return sockets[-1].url, comms[-1]


def attacks(file: Path, comm: str) -> list[dict[str, object]]:
    """Return messages that would write a file, call a method, and set an attribute."""
    log = {"filename": str(file), "force": True, "level": "DEBUG"}
    return [
        {"create_widget": ["logging", "basicConfig"], "props": log, "id": "x"},
        {"create_widget": ["builtins", "open"], "props": {"file": str(file), "mode": "w"}, "id": "x"},
        {"create_widget": ["builtins", "dict"], "props": {"x": {"functionRef": "close"}}, "id": "x"},
        {"update_ref": "<b>set</b>", "id": comm, "prop": "template"},
        {"destroy_widget": comm},
        {"event": "close", "data": {}},
    ]


def test_no_message_runs_code_and_the_page_steps_on(tmp_path: Path, address: str, visitor: Visiting) -> None:
    file = tmp_path / "written.log"
    seen = visitor(address)
    url, comm = widget_of(seen, address)
    assert seen.page.evaluate(SEND, [url, comm, attacks(file, comm)]) == "heard"
    assert not file.exists()
    seen.press("Step")
    seen.wait_for("16 Apr, day 14")
    assert "<b>set</b>" not in seen.page.content()


def test_without_the_guard_the_same_messages_run_code(tmp_path: Path, browser: Any) -> None:
    # If this fails, ipyvue has closed the way itself, and what closes it here can be thought about anew.
    file = tmp_path / "written.log"
    with unguarded() as address:
        seen = Visitor(browser)
        url, comm = widget_of(seen, address)
        assert seen.page.evaluate(SEND, [url, comm, attacks(file, comm)]) == "heard"
        seen.context.close()
    assert file.exists()


ELSEWHERE = """
<title>elsewhere</title><p>A page of another's</p>
<iframe src="{at}/" width="600" height="300"></iframe>
<form method="post" action="{closing}"><button>Win</button></form>
"""


@contextmanager
def another_page(folder: Path) -> Iterator[str]:
    """Serve a folder from this machine as well, at another port: another origin."""

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_of_another_origin_on_this_machine_reaches_nothing(
    tmp_path: Path, address: str, browser: Any, visitor: Visiting
) -> None:
    file = tmp_path / "written.log"
    seen = visitor(address)
    url, comm = widget_of(seen, address)
    parts = urlsplit(url)
    closing = f"{address}/_solara/api/close/{parts.path.split('/')[4]}?{parts.query}"
    (tmp_path / "index.html").write_text(ELSEWHERE.format(at=address, closing=closing), encoding="utf-8")
    with another_page(tmp_path) as at:
        # In the same browser, so that it has the visitor's cookie.
        foreign = seen.context.new_page()
        foreign.goto(at)
        attack = f"arguments => ({SEND})(arguments).catch(why => why)"
        assert foreign.evaluate(attack, [url, comm, attacks(file, comm)]) == "refused"
        assert foreign.evaluate("url => fetch(url).catch(() => 'kept')", f"{address}/") == "kept"
        assert [frame.url for frame in foreign.frames if frame.parent_frame] == ["chrome-error://chromewebdata/"]
        with foreign.expect_navigation() as answered:
            foreign.get_by_role("button", name="Win").click()
        assert answered.value.status == 403
        foreign.close()
    assert not file.exists()
    seen.press("Step")
    seen.wait_for("16 Apr, day 14")


@contextmanager
def led_here(browser: Any, name: str) -> Iterator[Any]:
    """Yield a page of a browser that takes a name for this machine's, as a name server of another's can have it."""
    flags = [flag for flag in FLAGS if "resolver" not in flag]
    rules = f"--host-resolver-rules=MAP {name} 127.0.0.1"
    started = browser.browser_type.launch(executable_path=chromium(), args=[*flags, rules])
    yield started.new_page()
    started.close()


def test_a_name_that_was_made_to_lead_here_gets_a_sentence(address: str, browser: Any) -> None:
    with led_here(browser, "rebound.example") as page:
        answer = page.goto(f"http://rebound.example:{urlsplit(address).port}/")
        assert answer.status == 403
        assert "doesn't answer to the name 'rebound.example:" in page.inner_text("body")


def test_by_an_allowed_name_the_page_steps(browser: Any) -> None:
    with serving("--allow-host", "class.example") as address, led_here(browser, "class.example") as page:
        page.goto(f"http://class.example:{urlsplit(address).port}/")
        page.get_by_role("button", name="Step", exact=True).click()
        page.locator(".tt-where", has_text="16 Apr, day 14").wait_for()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_websocket_of_a_foreign_origin_is_refused(address: str, origin: str | None) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    at = address.replace("http", "ws") + "/jupyter/api/kernels/x/channels?session_id=y"
    with pytest.raises(InvalidStatus) as refused:
        connect(at, origin=origin)  # type: ignore[arg-type]
    assert refused.value.response.status_code == 403
