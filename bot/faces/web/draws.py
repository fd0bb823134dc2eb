"""The public pages of draws: ``/contests/{id}/draw`` for people, ``/contests/{id}/draw.json`` for programs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.contests.book import definition_of
from bot.contests.draw import Record, Verification, verify
from bot.contests.order import record_of
from bot.contests.queries import get
from bot.faces.web.draw_page import PAGE_HEADERS, draw_page, missing_page
from bot.settings import Web
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

LoadRecord = Callable[[int], Awaitable[Record | None]]
"""The published record of a contest; None where there is none (yet)."""

_ASSETS = Path(__file__).parent / "assets"
_TYPES = {"draw.css": "text/css", "draw.js": "text/javascript"}
_KEPT = 8


class DrawPages:
    """Serves records that ``load`` gives. A record is verified once, in a thread; what came of it is kept a while."""

    def __init__(self, load: LoadRecord) -> None:
        self._load = load
        self._turn = asyncio.Lock()  # one at a time: it is arithmetic, and anybody may ask
        self._kept: OrderedDict[tuple[str, int], Verification] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/contests/assets/{name}", self._asset),
            Route("/contests/{contest:int}/draw", self._page),
            Route("/contests/{contest:int}/draw.json", self._download),
        ]

    async def _page(self, request: Request) -> Response:
        record = await self._load(request.path_params["contest"])
        if record is None:
            return HTMLResponse(missing_page(), status_code=404, headers=PAGE_HEADERS)
        found = await self._verified(record)
        page = await asyncio.to_thread(draw_page, record, found, request.query_params.get("number"))
        return HTMLResponse(page, headers=PAGE_HEADERS)

    async def _download(self, request: Request) -> Response:
        contest = request.path_params["contest"]
        record = await self._load(contest)
        if record is None:
            return JSONResponse({"ok": False, "message": "There is no such draw (yet)."}, status_code=404)
        text = await asyncio.to_thread(record.to_json)
        name = f'attachment; filename="draw-{contest}.json"'
        return Response(text, media_type="application/json", headers={"Content-Disposition": name})

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _TYPES:
            return JSONResponse({"ok": False, "message": "There is no such file."}, status_code=404)
        return FileResponse(_ASSETS / name, media_type=_TYPES[name])

    async def _verified(self, record: Record) -> Verification:
        async with self._turn:
            key = record.head, await asyncio.to_thread(hash, record)
            if key not in self._kept:
                self._kept[key] = await asyncio.to_thread(verify, record)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def draw_routes(load: LoadRecord) -> list[BaseRoute]:
    """The routes for the web application."""
    return DrawPages(load).routes()


def published(database: Database) -> LoadRecord:
    """What contests have published: nothing before the entry list is frozen, nor where chance decides nothing."""

    async def load(contest_id: int) -> Record | None:
        async with reading(database) as session:
            contest = await get(session, contest_id)
        return record_of(contest) if contest is not None and definition_of(contest).draws else None

    return load


def draw_address(web: Web, contest_id: int) -> str | None:
    """Where people find the page of a contest's draw; None where the settings don't say how they reach us."""
    return f"{web.address.rstrip('/')}/contests/{contest_id}/draw" if web.enabled and web.address else None
