"""``/gallery/removal``: anybody may ask for something to be taken off. The team is told, and a person decides.

Nothing is removed by the form alone: whoever dislikes a piece could empty the gallery. What a creator takes back
through their own private link goes at once.
"""

from __future__ import annotations

import hashlib
import math

from starlette.requests import Request
from starlette.responses import Response

from bot.faces.web.consent.forms import FormTokens, read_form
from bot.faces.web.consent.front import client
from bot.faces.web.consent.limits import Act, Pace
from bot.faces.web.gallery.page import page_response, plain_page
from bot.faces.web.gallery.pieces import USE
from bot.faces.web.gallery.tokens import Tokens
from bot.faces.web.pages.speaking import spoken
from bot.kernel.log import get_logger
from bot.kernel.text import clean_line
from bot.rights.licensed import may_publish
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE

WHO = ("creator", "pictured", "owner", "other")
_WHO_SAID = {
    "creator": "its creator",
    "pictured": "somebody who is in it",
    "owner": "somebody who owns something in it",
    "other": "somebody else",
}
WHY_LIMIT = 1000
CONTACT_LIMIT = 200
_EVERYBODY = "gallery-removal"
"""All requests together are counted as if they came by one link, so that nobody floods the team."""
log = get_logger(__name__)


class Removal:
    """The form and what comes of it."""

    def __init__(self, services: Services, tokens: Tokens) -> None:
        self._services = services
        self._settings = services.settings
        self._tokens = tokens
        self._forms = FormTokens(services.asks.links)
        self._pace = Pace()

    async def look(self, request: Request) -> Response:
        if (slow := await self._slow_down(request, Act.LOOK, "")) is not None:
            return slow
        token = request.query_params.get("item", "")
        language = spoken(request)
        if await self._item(token) is None:
            return plain_page(self._settings, language, "removed", 404)
        return self._form(language, token)

    async def send(self, request: Request) -> Response:
        language = spoken(request)
        form = await read_form(request)
        try:
            if form.problem:
                return plain_page(self._settings, language, "broken", 400)
            token, values = (
                form.one("item", 100),
                {
                    "who": form.one("who", 20),
                    "why": form.one("why"),
                    "contact": form.one("contact"),
                },
            )
            signed = self._forms.read(form.one("form"), _bound(token))
        finally:
            await form.close()
        item_id = await self._item(token)
        if item_id is None:
            return plain_page(self._settings, language, "removed", 404)
        if isinstance(signed, str):
            return self._form(language, token, "old", values, status=400)
        if values["who"] not in WHO or not clean_line(values["contact"]):
            return self._form(language, token, "missing", values, status=400)
        if (slow := await self._slow_down(request, Act.SEND, token)) is not None:
            return slow
        await self._tell(item_id, values, signed.id)
        return plain_page(self._settings, language, "asked", 200)

    async def _item(self, token: str) -> int | None:
        """The item that is named, where it is shown now."""
        item_id = self._tokens.read_item(token)
        if item_id is None:
            return None
        async with reading(self._services.database) as session:
            shown = await may_publish(session, item_id, USE, self._services.clock())
        return item_id if shown is not None else None

    async def _tell(self, item_id: int, values: dict[str, str], submission: str) -> None:
        """The team is told once for each form that was sent, however often a browser sends it."""
        who = _WHO_SAID[values["who"]]
        why = clean_line(values["why"], WHY_LIMIT) or "no reason given"
        contact = clean_line(values["contact"], CONTACT_LIMIT)
        what = f"Somebody asks for item {item_id} to leave the gallery, as {who}: “{why}” To be reached at: {contact}"
        remedy = (
            f"Look at item {item_id}. If they are right, record a takedown notice: by the button, or with /goodword"
            f" takedown {item_id}. Answer them either way."
        )
        offers = [
            ("Take it down…", "rights", "takedown", item_id, 0),
            ("Open its record", "rights", "open", item_id, 0),
        ]
        key = f"gallery:removal:{hashlib.sha256(submission.encode()).hexdigest()[:32]}"
        async with unit_of_work(self._services.database) as session:
            await self._services.work.enqueue(session, NOTICE, what, remedy, key, offers, key=key)
        log.info("removal_asked_for", item=item_id)

    def _form(
        self,
        language: str,
        token: str,
        problem: str = "",
        values: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        given = values or {"who": "", "why": "", "contact": ""}
        return page_response(
            "removal.html",
            self._settings,
            language,
            status,
            None,
            "../",
            item=token,
            form=self._forms.issue(_bound(token), ""),
            problem=problem,
            values={**given, "why": given["why"][:WHY_LIMIT], "contact": given["contact"][:CONTACT_LIMIT]},
            kinds=WHO,
            why_limit=WHY_LIMIT,
            contact_limit=CONTACT_LIMIT,
        )

    async def _slow_down(self, request: Request, act: Act, link: str) -> Response | None:
        wait = await self._pace.wait(act, link=link, address=client(request))
        if not wait:
            return None
        headers = {"Retry-After": str(math.ceil(wait))}
        return plain_page(self._settings, spoken(request), "busy", 429, headers)


def _bound(token: str) -> str:
    return f"{_EVERYBODY}:{token}"
