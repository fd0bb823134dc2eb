"""The mailbox under ``/playground/mail/``.

A refusal is HTTP 4xx with ``{"ok": false, "error": ..., "message": what to do}``.

========================  =====================================================================================
``GET state``             every mail, the latest first: from, to, subject, when, whether it was opened
``GET mails/{id}``        one of them: its text, whether it has HTML, what is attached
``GET mails/{id}/html``   its HTML part, for a frame
``GET events``            what changes, as Server-Sent Events
``POST look {mail}``      it was opened
========================  =====================================================================================
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.playground.mailbox.reading import HEADERS, framed, headers, take_apart
from bot.playground.mailbox.state import Mail, MailWorld
from bot.playground.slack.api import json_answer
from bot.playground.slack.control import guarded, json_body
from bot.playground.slack.errors import ActError
from bot.playground.slack.stream import Events

Json = dict[str, Any]
ROOT = "/playground/mail"


class _Watched:
    """The mailbox as the stream of events knows places; nobody sees something alone."""

    def __init__(self, world: MailWorld) -> None:
        self.feed = world.feed

    def person_named(self, wanted: str) -> Any:
        raise ActError("unknown_argument", "Events of the mailbox are for everybody; leave out user.")


class Control:
    """Reading the mailbox."""

    def __init__(self, world: MailWorld) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """The control surface's routes."""
        events = Events(_Watched(self._world))
        return [
            Route(f"{ROOT}/state", guarded(self._state), methods=["GET"]),
            Route(f"{ROOT}/mails/{{mail}}", guarded(self._mail), methods=["GET"]),
            Route(f"{ROOT}/mails/{{mail}}/html", guarded(self._html), methods=["GET"]),
            Route(f"{ROOT}/events", guarded(events.endpoint), methods=["GET"]),
            Route(f"{ROOT}/look", guarded(self._look), methods=["POST"]),
        ]

    async def _state(self, http: Request) -> Response:
        mails = [_line(mail) for mail in reversed(self._world.mails.values())]
        return json_answer({"ok": True, "mails": mails, "last_event_id": self._world.feed.last_id})

    async def _mail(self, http: Request) -> Response:
        mail = self._named(http.path_params["mail"])
        parts = await asyncio.to_thread(take_apart, mail.content)
        attached = [{"name": name, "size": size} for name, size in parts.attached]
        body = {"text": parts.text, "html": parts.html is not None, "attached": attached}
        return json_answer({"ok": True, "mail": {**_line(mail), **body}})

    async def _html(self, http: Request) -> Response:
        mail = self._named(http.path_params["mail"])
        parts = await asyncio.to_thread(take_apart, mail.content)
        if parts.html is None:
            raise ActError("no_html", "This mail has no HTML; read its text.", status=404)
        shown = await asyncio.to_thread(framed, parts.html, parts.pictures)
        return HTMLResponse(shown.encode("utf-8", "replace"), headers=HEADERS)

    async def _look(self, http: Request) -> Response:
        given = await json_body(http)
        self._world.look(self._named(given.get("mail")))
        return json_answer({"ok": True})

    def _named(self, number: object) -> Mail:
        text = str(number)
        known = text.isascii() and text.isdecimal() and len(text) <= 12
        found = self._world.mails.get(int(text)) if known else None
        if found is None:
            raise ActError("unknown_mail", "There is no such mail (any more).", status=404)
        return found


def _line(mail: Mail) -> Json:
    read = headers(mail.content)
    return {
        "id": str(mail.id),
        "from": read["from"] or mail.sender,
        "to": read["to"] or ", ".join(mail.recipients),
        "subject": read["subject"],
        "at": datetime.fromtimestamp(mail.at, UTC).isoformat(),
        "seen": mail.seen,
    }
