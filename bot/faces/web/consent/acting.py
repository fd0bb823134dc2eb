"""What a creator sends from their page: a yes, a no, a question, thanks. Refused or kept whole, and told plainly."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.ambassadors.service import Ambassadors
from bot.faces.web.consent.answer_page import AnswerPage
from bot.faces.web.consent.forms import Form, FormToken, read_form
from bot.faces.web.consent.front import Front
from bot.faces.web.consent.limits import Act
from bot.faces.web.consent.rendering import PAGE_HEADERS
from bot.faces.web.consent.uploads import Original, keep, look_at
from bot.faces.web.consent.view import FormView, View
from bot.faces.web.pages.speaking import texts_of
from bot.kernel.log import get_logger
from bot.kernel.text import clean_line, strip_controls
from bot.rights import queries
from bot.rights.outcomes import AskOutcome, AskRefused
from bot.rights.scope import uses_of
from bot.rights.visiting import Choice
from bot.rights.visits import Standing, Visit, visit
from bot.storage.unit_of_work import reading, unit_of_work

CREDIT_LIMIT = 200
QUESTION_LIMIT = 3000
_DOES = ("grant", "decline", "question", "thank")
_STATUS = {"changed": 409, "too_large": 413, "old": 400, "foreign": 400, "broken": 400}
_TYPE = re.compile(r"\w+/[\w.+-]+")

log = get_logger(__name__)


@dataclass(slots=True)
class Sent:
    """A form and what is wrong with it: name of the field (or of the trouble) -> key of the text."""

    visit: Visit
    view: View
    language: str
    form: Form
    errors: dict[str, str] = field(default_factory=dict)
    token: FormToken | None = None
    kind: str = ""  # of the file

    @property
    def does(self) -> str:
        return self.form.one("do", 20)

    @property
    def request_id(self) -> str:
        return f"page:{self.token.id}:{self.does}" if self.token is not None else ""


class Acting:
    """Takes the forms of the answer page."""

    def __init__(self, front: Front, page: AnswerPage) -> None:
        self._front = front
        self._page = page
        self._services = front.services
        settings = front.services.settings
        self._bytes = settings.rights.original_megabytes * 1_000_000
        self._pixels = int(settings.media.max_megapixels * 1_000_000)

    async def post(self, request: Request) -> Response:
        token = request.path_params["token"]
        if (slow := await self._front.slow_down(request, Act.SEND, token[:40])) is not None:
            return slow
        found = await self._page.visit(token)
        if found is None:
            return await self._front.unknown(request)
        form = await read_form(request, file_bytes=self._bytes)
        try:
            return await self._take(request, found, form)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            log.warning("consent_page_failed", error=type(error).__name__)  # its words may hold somebody's
            return self._front.say_no(request, "trouble", status=503, headers={"Retry-After": "60"})
        finally:
            await form.close()

    async def _take(self, request: Request, found: Visit, form: Form) -> Response:
        view, language = self._page.view(request, found)
        await self._page.add_thanks(found, view)
        sent = Sent(found, view, language, form)
        await self._check(sent)
        if not sent.errors and sent.does == "thank":
            await self._thank(sent)
            return self._on(sent)
        if not sent.errors:
            outcome = await self._do(request, sent)
            if outcome is not None and not isinstance(outcome, AskRefused):
                return self._on(sent)
            sent.errors["changed"] = "consent-error-changed"
            again = await self._page.visit(request.path_params["token"])
            if again is None:
                return await self._front.unknown(request)
            sent.visit, (sent.view, sent.language) = again, self._page.view(request, again)
        return self._again(request, sent)

    # what is wrong with it

    async def _check(self, sent: Sent) -> None:
        problem, token = sent.form.problem, sent.form.one("form", 2000)
        if problem == "too_large" and sent.form.values:
            sent.errors["original"] = "consent-error-too-large"
        elif problem:
            key = "too_large" if problem == "too_large" else "broken"
            sent.errors[key] = f"consent-error-{key.replace('_', '-')}"
            return
        read = self._front.tokens.read(token, sent.visit.ask.link_hash)
        if isinstance(read, str):
            sent.errors[read] = f"consent-error-{read}"
            return
        sent.token = read
        if sent.does not in _DOES:
            sent.errors["broken"] = "consent-error-broken"
        elif sent.does == "question":
            if not self._question(sent):
                sent.errors["question"] = "consent-error-question"
        elif sent.does == "thank":
            if not sent.view.thanks:
                sent.errors["changed"] = "consent-error-changed"
        elif sent.does == "grant":
            await self._check_grant(sent)

    async def _check_grant(self, sent: Sent) -> None:
        if await self._done_before(sent) or sent.token is None:
            return
        if sent.token.shown != sent.view.shown or sent.view.standing != Standing.OPEN:
            sent.errors["changed"] = "consent-error-changed"
            return
        chosen = set(sent.form.all("uses"))
        if not any(one.name in chosen for one in sent.view.uses):
            sent.errors["uses"] = "consent-error-uses"
        if not self._credit(sent):
            sent.errors["credit"] = "consent-error-credit"
        for name in sent.view.statements:
            if not sent.form.has(name):
                sent.errors[name] = f"consent-error-{name}"
        file = sent.form.file
        if file is not None and (file.size or file.filename):
            found = await look_at(file, self._bytes, self._pixels)
            if _TYPE.fullmatch(found):
                sent.kind = found
            else:
                sent.errors["original"] = f"consent-error-{found.replace('_', '-')}"

    async def _done_before(self, sent: Sent) -> bool:
        async with reading(self._services.database) as session:
            return await queries.seen_request(session, sent.request_id)

    # doing it

    async def _do(self, request: Request, sent: Sent) -> AskOutcome | None:
        """None where what was shown no longer stands."""
        asks, ask_id, now = self._services.asks, sent.visit.ask.id, self._services.clock()
        if sent.does == "grant":
            return await self._grant(request, sent)
        async with unit_of_work(self._services.database) as session:
            if sent.does == "decline":
                never = sent.form.has("never")
                return await asks.refuse(
                    session, ask_id, now, never_contact=never, request_id=sent.request_id
                )
            question = self._question(sent)
            return await asks.ask_back(session, ask_id, question, now, request_id=sent.request_id)

    async def _thank(self, sent: Sent) -> None:
        """Thank colleagues who shared the piece. Pressed again it is done already."""
        async with unit_of_work(self._services.database) as session:
            thanking = self._services.outlet(Ambassadors).thanking
            await thanking.from_creator(session, sent.visit.item.id, self._services.clock())

    async def _grant(self, request: Request, sent: Sent) -> AskOutcome | None:
        evidence = self._services.asks.kit.evidence
        original: Original | None = None
        kept = False
        try:
            if sent.kind and sent.form.file is not None:
                original = await keep(sent.form.file, sent.kind, evidence)
            await asyncio.to_thread(evidence.put, sent.view.words)
            await asyncio.to_thread(evidence.put, sent.view.terms.encode())
            async with unit_of_work(self._services.database) as session:
                outcome = await self._allow(session, request, sent, original)
            kept = outcome is not None and not isinstance(outcome, AskRefused)
            return outcome
        finally:
            if original is not None and original.fresh and not kept:
                await asyncio.to_thread(evidence.remove, original.sha256)

    async def _allow(
        self, session: AsyncSession, request: Request, sent: Sent, original: Original | None
    ) -> AskOutcome | None:
        choice = Choice(
            uses_of(sent.form.all("uses")), self._credit(sent), sent.request_id, self._data(sent, original)
        )
        if not await queries.seen_request(session, sent.request_id):
            now_found = await visit(session, request.path_params["token"])
            if now_found is None or self._page.view(request, now_found)[0].shown != sent.view.shown:
                return None
        return await self._services.asks.allow(session, sent.visit.ask.id, choice, self._services.clock())

    def _data(self, sent: Sent, original: Original | None) -> Mapping[str, str | int | bool]:
        """What a yes keeps beside its scope: what was shown, in which words, and what was confirmed."""
        terms = self._services.asks.terms
        kept: dict[str, str | int | bool] = {
            "page": sent.view.shown,
            "language": sent.language,
            "terms_sha256": terms.sha256(sent.language),
        }
        kept |= {f"confirms_{name}": True for name in sent.view.statements}
        return {**kept, **(original.as_data() if original is not None else {})}

    @staticmethod
    def _credit(sent: Sent) -> str:
        return clean_line(sent.form.one("credit", 4 * CREDIT_LIMIT), CREDIT_LIMIT)

    @staticmethod
    def _question(sent: Sent) -> str:
        return strip_controls(sent.form.one("question", 4 * QUESTION_LIMIT)).strip()[:QUESTION_LIMIT]

    # the answer

    @staticmethod
    def _on(sent: Sent) -> Response:
        """To the page that says how it stands now, so that going back or reloading sends nothing again."""
        asked = "&asked=1" if sent.does == "question" else ""
        where = f"?lang={sent.language}{asked}"
        return RedirectResponse(where, status_code=303, headers=dict(PAGE_HEADERS))

    def _again(self, request: Request, sent: Sent) -> Response:
        """The page once more, with what is wrong and with what was typed."""
        values = {"megabytes": self._services.settings.rights.original_megabytes}
        text = texts_of(sent.language)
        errors = {
            name: text(key, **(values if key == "consent-error-too-large" else {}))
            for name, key in sent.errors.items()
        }
        granting = sent.does in ("grant", "") and bool(sent.form.values)
        if granting:
            chosen = set(sent.form.all("uses"))
            sent.view.uses = [replace(one, ticked=one.name in chosen) for one in sent.view.uses]
        form = FormView(
            token=self._page.token(sent.visit, sent.view),
            credit=self._credit(sent) if granting else sent.view.credit,
            question=self._question(sent),
            ticked=frozenset(name for name in sent.view.statements if sent.form.has(name)),
            errors=errors,
            kept=granting and sent.view.standing == Standing.OPEN and not set(errors) & set(_STATUS),
        )
        status = next((_STATUS[name] for name in sent.errors if name in _STATUS), 422)
        if sent.errors.get("original") == "consent-error-too-large":
            status = 413
        return self._page.render(request, sent.view, form, sent.language, status)
