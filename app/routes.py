"""All that is served, in one table: what is not in it is not there.

Solara's own application serves more: figures of the machine, a folder of its cache that is deleted when it is asked
for, ways to close another's run. Of its parts only those are taken that the page uses.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from solara.server import server as solara_server
from solara.server import settings
from solara.server.starlette import StaticAssets, StaticNbFiles, close, kernel_connection, lifespan, root
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

WATCH_POLICY = (
    # Vue makes functions of its templates, hence unsafe-eval; of scripts that stand in the page only its own run.
    "default-src 'none'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What the page that Solara serves may load and do."""


def served() -> Starlette:
    """Return the application without its guard."""
    return Starlette(routes=ROUTES, lifespan=lifespan, middleware=[Middleware(GZipMiddleware, minimum_size=1000)])


async def watch(request: Request) -> Response:
    """Serve the page, with a policy under which no script runs but those that Solara put there."""
    response: Response = await root(request)
    hashes = " ".join(script_hashes(bytes(response.body).decode()))
    response.headers["content-security-policy"] = WATCH_POLICY.format(hashes=hashes)
    return response


ROUTES: list[BaseRoute] = [
    Route("/", endpoint=watch, methods=["GET"]),
    WebSocketRoute("/jupyter/api/kernels/{kernel_id}/channels", endpoint=kernel_connection),
    Route("/_solara/api/close/{kernel_id}", endpoint=close, methods=["POST"]),
    Mount("/_solara/cdn", app=StaticFiles(directory=settings.assets.proxy_cache_dir)),
    Mount("/static/assets", app=StaticAssets()),
    Mount("/static", app=StaticFiles(directory=Path(solara_server.solara_static))),
    Mount("/jupyter/nbextensions", app=StaticNbFiles()),
]
"""The files are those of installed packages; the last two of them, of Solara and of its widgets."""


def script_hashes(page: str) -> list[str]:
    """Return, for each script that stands in a page, the source expression that allows it in a policy."""
    scripts = _Scripts()
    scripts.feed(page)
    scripts.close()
    return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts.texts]


class _Scripts(HTMLParser):
    """Collects the scripts of a page that are run and stand in it.

    Attributes:
        texts: their texts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a script begins."""
        names = dict(attrs)
        if tag == "script" and "src" not in names and names.get("type", "text/javascript") == "text/javascript":
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep what stands between."""
        if self._inside:
            self.texts[-1] += data
