"""What is served: a table, and nothing beside it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from chromium import serving
from starlette.routing import Mount, Route, WebSocketRoute

# What a browser may ask for. A further route is a further way in: add it here once it has been thought about.
ROUTES = {
    ("GET", "/"),
    ("WEBSOCKET", "/jupyter/api/kernels/{kernel_id}/channels"),
    ("POST", "/_solara/api/close/{kernel_id}"),
    ("FILES", "/_solara/cdn"),
    ("FILES", "/static/assets"),
    ("FILES", "/static"),
    ("FILES", "/jupyter/nbextensions"),
}


@pytest.fixture(scope="module")
def at() -> Iterator[str]:
    with serving() as address:
        yield address


def status(url: str, **headers: str) -> int:
    """Return the status of an answer."""
    try:
        with urlopen(Request(url, headers=headers), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_the_table_is_what_was_thought_about() -> None:
    # In a process of its own: Solara reads its settings as it is imported.
    code = (
        "from tradetalks.app.server import create_app; create_app(); from tradetalks.app.routes import ROUTES\n"
        "for route in ROUTES: print(type(route).__name__, route.path, *sorted(getattr(route, 'methods', None) or []))"
    )
    lines = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    kinds = {Route.__name__: "", WebSocketRoute.__name__: "WEBSOCKET", Mount.__name__: "FILES"}
    found = set()
    for line in lines:
        kind, path, *methods = line.split()
        found |= {(kinds[kind] or method, path) for method in methods or [""] if method != "HEAD"}
    assert found == ROUTES


@pytest.mark.parametrize(
    "path",
    [
        *("/resourcez", "/readyz", "/resourcez?verbose", "/_solara/api/evict/x", "/jupyter/api/kernels/x", "/docs"),
        *("/jupyter/api/kernels/x/other", "/static/public/x", "/_solara/cdn/", "/static/", "/static/..%2f__init__.py"),
        *("/_solara/cdn/..%2f..%2f..%2f..%2fpyvenv.cfg", "/jupyter/nbextensions/..%2f..%2f..%2fpyvenv.cfg", "/x"),
        *("/static/assets/..%2f..%2f..%2f..%2fserver.py", "/_solara/cdn/%2fetc%2fhostname", "//evil.example/"),
    ],
)
def test_what_is_not_in_the_table_is_not_there(at: str, path: str) -> None:
    assert status(at + path) == 404


def test_a_folder_of_the_pages_files_outlasts_being_asked_for(at: str) -> None:
    # Solara's own route deletes it.
    styles = Path(sys.prefix, "share/solara/cdn/font-awesome@4.5.0/css")
    assert styles.is_dir()
    for ending in ("", "/", "/.", "//"):
        assert status(f"{at}/_solara/cdn/font-awesome@4.5.0/css{ending}") == 404
    assert status(f"{at}/_solara/cdn/font-awesome@4.5.0/css/font-awesome.min.css") == 200
    assert styles.is_dir()


@pytest.mark.parametrize(
    "path", ["/", "/static/assets/style.css", "/_solara/cdn/requirejs@2.3.6/require.js", "/nothing"]
)
def test_everything_stands_behind_the_guard(at: str, path: str) -> None:
    assert status(at + path, Host="evil.example") == 403


def test_no_request_tells_the_others_where_the_page_stands(at: str) -> None:
    def page(**headers: str) -> Any:
        with urlopen(Request(at, headers=headers), timeout=30) as answer:
            return answer.read()

    assert b"evil" not in page(**{"X-Script-Name": "/evil", "Script-Name": "/evil", "X-Forwarded-Host": "evil.example"})
    assert b"evil" not in page()
    assert status(at, **{"X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "evil.example"}) == 200
