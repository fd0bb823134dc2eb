"""The frame around every page: ``base.html`` and ``base.css``. Escaped throughout, no script, no style but files of
ours. A room's layout extends it, and says in ``words`` how the names of its texts begin, in ``style`` where its own
style is, and in ``found`` whether search engines may list its pages."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.faces import templating

_HERE = Path(__file__).parent
_CACHED = {"Cache-Control": "max-age=3600"}


def environment(templates: Path) -> Environment:
    """The templates of a room, and the frame."""
    return templating.environment(templates, _HERE)


def style_route(path: str, file: Path) -> BaseRoute:
    """Where a style file of ours is read."""

    async def style(_request: Request) -> Response:
        return FileResponse(file, media_type="text/css", headers=_CACHED)

    return Route(path, style, methods=["GET"])


BASE_STYLE = style_route("/pages/base.css", _HERE / "base.css")
