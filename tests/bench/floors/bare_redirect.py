"""Starlette doing the least: a redirect to a fixed address that writes nothing, and a page that says hello."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route


def application(target: str) -> Starlette:
    """``/s/{code}`` leads to the target, ``/hello`` says hello."""

    async def redirect(request: Request) -> Response:
        return RedirectResponse(target, status_code=302)

    async def hello(_request: Request) -> Response:
        return PlainTextResponse("Hello, world!")

    return Starlette(routes=[Route("/s/{code}", redirect), Route("/hello", hello)])
