"""What a browser may say to a widget; and that no newer version of what the page is made with hears more."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import Any

import pytest
from ipyvue import VueTemplate
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

from tradetalks.app.widget_messages import allow_events_only

# Where messages of a browser arrive, and what of them was read for the versions in pyproject.toml. After an update that
# fails here: read the named piece, think what a message may now do, and only then write its new digest.
READ = {
    "ipyvue.VueTemplateWidget.Events": "b99275b91d4fd66e",
    "ipyvue.VueWidget.Events": "2bd79141a06638f9",
    "ipywidgets.widgets.widget.Widget._handle_msg": "b1bea4022794e15f",
    "ipywidgets.widgets.widget.Widget._handle_custom_msg": "9c6becfeb4ec5be3",
    "ipywidgets.widgets.widget.Widget.set_state": "8cced77ca318ecc2",
    "ipywidgets.widgets.widget.Widget.handle_control_comm_opened": "cfdd26a1b0038b21",
    "ipywidgets.widgets.widget._json_to_widget": "37bf39474c265075",
    "ipywidgets.register_comm_target": "990e951c85a4ef92",
    "comm.base_comm.CommManager": "464e739733a43404",
    "ipykernel.comm.manager.CommManager": "969fbede2259d5da",
    "solara.server.server.app_loop": "4864c0e47f5ded6e",
    "solara.server.server.process_kernel_messages": "e9d4fe6beb8e4a4c",
    "solara.server.app.solara_comm_target": "a35392cf9355e9dc",
    "solara.server.app.register_solara_comm_target": "2a9369bf61b308c0",
    "solara.server.kernel_context.initialize_virtual_kernel": "c60e641391e3323e",
    "solara.server.kernel.deserialize_binary_message": "4db0eaa1ed856581",
    "solara.server.starlette.kernel_connection": "9582a9e46ba122b3",
    "solara.server.starlette._kernel_connection": "4eec733427ff6cbd",
    "solara.server.starlette.root": "a90a037b121f5f10",
    "solara.server.starlette.close": "34261bd032ce439d",
    "solara.server.starlette.StaticAssets": "5716eaa62b7bba75",
    "solara.server.starlette.StaticNbFiles": "43b0d4e2397cd1a1",
    "solara.server.starlette.StaticFilesOptionalAuth": "2fefa95353641388",
    "solara.components.component_vue._widget_from_signature": "52a0eb5a9bedb138",
}


# Prints a digest of the source of each name; before the server is imported, which puts a piece of its own in place.
DIGESTS = """
import hashlib, inspect, pydoc, sys
for name in sys.argv[1:]:
    print(name, hashlib.sha256(inspect.getsource(pydoc.locate(name)).encode()).hexdigest()[:16])
"""


class Sneaky:
    """What a message of a browser would have made, if it could."""

    made = 0

    def __init__(self, **_: Any) -> None:
        Sneaky.made += 1


class Field(VueTemplate):
    """A widget as our components make them, with one event."""

    template = "<div></div>"

    def __init__(self) -> None:
        super().__init__()
        self.picked: list[object] = []
        self.called = 0

    def vue_pick(self, data: object, buffers: object = None) -> None:
        self.picked.append(data if buffers is None else (data, buffers))

    def method(self) -> None:
        self.called += 1


@pytest.fixture
def field() -> Field:
    allow_events_only()
    return Field()


def say(widget: Widget, content: object, buffers: list[bytes] | None = None) -> None:
    """Hand a widget what a browser has sent it, on the way that it comes."""
    widget._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": buffers or []})


def test_where_messages_arrive_is_as_it_was_read() -> None:
    done = subprocess.run([sys.executable, "-c", DIGESTS, *READ], capture_output=True, text=True, check=True)
    now = dict(line.split() for line in done.stdout.splitlines())
    changed = [name for name, digest in READ.items() if now[name] != digest]
    assert not changed, "a browser may have a new way in"


def test_an_event_is_heard(field: Field) -> None:
    say(field, {"event": "pick", "data": {"a": 1}})
    say(field, {"event": "pick"})
    say(field, {"event": "pick", "data": 2}, [b"x"])
    assert field.picked == [{"a": 1}, {}, (2, [b"x"])]


@pytest.mark.parametrize(
    "event", ["", "method", "none", "_handle_event", 7, None, ["pick"], {"pick": 1}, "pick.__call__"]
)
def test_what_is_no_event_does_nothing(field: Field, event: object) -> None:
    say(field, {"event": event, "data": {}})
    say(field, event)
    assert (field.picked, field.called) == ([], 0)


def test_a_name_that_the_browser_has_put_there_is_no_event(field: Field) -> None:
    field.set_state({"events": ["method"]})
    say(field, {"event": "method"})
    assert field.called == 0


def test_no_widget_is_made_and_no_module_imported(field: Field) -> None:
    say(field, {"create_widget": [__name__, "Sneaky"], "props": {}, "id": "x"})
    say(field, {"create_widget": ["antigravity", "fly"], "props": {}, "id": "x", "event": "pick"})
    assert Sneaky.made == 0
    assert "antigravity" not in sys.modules


def test_no_method_is_called_and_nothing_set(field: Field) -> None:
    call = {"functionRef": "method", "args": []}
    say(field, {"create_widget": ["builtins", "dict"], "props": {"x": call}, "id": "x"})
    say(field, {"update_ref": call, "id": field.model_id, "prop": "called"})
    say(field, {"update_ref": 9, "id": field.model_id, "prop": "called"})
    say(field, {"destroy_widget": field.model_id})
    assert field.called == 0


def test_a_browser_opens_no_widget() -> None:
    allow_events_only()
    closed: list[bool] = []
    comm = type("Comm", (), {"close": lambda _: closed.append(True), "comm_id": "x", "kernel": None})()
    state = {"_model_module": "@jupyter-widgets/controls", "_model_name": "ButtonModel"}
    message = {"content": {"data": {"state": state}}, "metadata": {"version": "2.1.0"}, "buffers": []}
    before = dict(_instances)
    Widget.handle_comm_opened(comm, message)
    assert closed == [True]
    assert dict(_instances) == before


def test_a_page_hears_these_kinds_of_messages_and_no_other() -> None:
    code = """
    from tradetalks.app.server import create_app
    create_app()
    from solara.server.kernel_context import initialize_virtual_kernel
    from solara.server.websocket import WebsocketWrapper
    WebsocketWrapper.__abstractmethods__ = frozenset()
    kernel = initialize_virtual_kernel("session", "kernel", WebsocketWrapper()).kernel
    print(*sorted(kernel.comm_manager.targets))
    """
    done = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    assert done.stdout.split() == ["jupyter.widget", "jupyter.widget.control", "solara.control"]
