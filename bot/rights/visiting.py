"""What a creator does on their private page. It flushes; whoever opened the unit of work commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.rights.answering import Answering
from bot.rights.answers import Answer, Verdict
from bot.rights.book import ANSWER_LIMIT, Loaded, clean, clean_credit, unknown
from bot.rights.codes import code_hash, code_of
from bot.rights.crediting import creator_name
from bot.rights.outcomes import AskOutcome, AskRefused
from bot.rights.rules import AskAction, AskRefusal, apply, the_creator
from bot.rights.scope import Channel, Proof, Scope, Use, allowed_uses, names
from bot.rights.tables import Ask
from bot.rights.visits import AskSeen, Standing, standing_of

VIA = "page"
QUESTION_DAYS = 14
"""How long, at least, the page takes an answer after a question: somebody has to answer that first."""
QUESTIONS_WITHIN = 60
"""Days after the request beyond which no question keeps its link open."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a creator allows. ``data`` are statements and hashes to keep with it, without personal words;
    ``request_id`` names the form, so that it counts once."""

    uses: frozenset[Use]
    credit: str
    request_id: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Visiting(Answering):
    """Acts by private link. Every one is refused unless the page would offer it now."""

    async def allow(self, session: AsyncSession, ask_id: int, choice: Choice, now: datetime) -> AskOutcome:
        """A yes on the page. What the link proves is granted at once; the rest waits for the code that ``code``
        gives, and until then is not granted. The outcome is the first of the two steps."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, choice.request_id)) is not None:
            return again
        if standing_of(loaded.ask, loaded.item.life, now) is not Standing.OPEN:
            return self._book.refused(loaded, AskRefusal("not_open", status=loaded.state.status))
        wanted = self._book.wanted(loaded.ask)
        chosen = choice.uses & wanted.uses
        if not chosen:
            raise TellUser(
                "Nothing that was asked for is chosen.", remedy="Choose at least one use, or decline."
            )
        proof = proved_by_link(loaded.ask)
        scope = replace(wanted, uses=chosen, credit=clean_credit(choice.credit) or wanted.credit)
        return await self._both(session, loaded, scope, proof, choice, now)

    async def _both(
        self,
        session: AsyncSession,
        loaded: Loaded,
        scope: Scope,
        proof: Proof,
        choice: Choice,
        now: datetime,
    ) -> AskOutcome:
        asked_credit = self._book.wanted(loaded.ask).credit
        given = allowed_uses(scope.uses, proof)
        rest, first, request_id = scope.uses - given, None, choice.request_id
        if given:
            who = the_creator(loaded.item.creator_id)
            part = replace(scope, uses=given)
            first = await self._grant(
                session, loaded, who, part, proof, now, None, None, request_id, VIA, choice.data
            )
            if isinstance(first, AskRefused):
                return first
        await self._tell_of_original(session, loaded, choice)
        if proof is Proof.NONE and scope.credit != asked_credit:
            await self._tell_of_name(session, loaded, scope.credit, choice.request_id)
        if rest:
            second = await self._wait_for_code(
                session, loaded, replace(scope, uses=rest), choice, now, None if given else request_id
            )
            return first or second
        return first or unknown(loaded.item_id)

    async def _tell_of_original(self, session: AsyncSession, loaded: Loaded, choice: Choice) -> None:
        """The team learns that there is a file, and where it lies: nobody is served it."""
        digest = str(choice.data.get("original") or "")
        if digest:
            file = self._book.kit.evidence.file(digest)
            kind = choice.data.get("original_type")
            await self._book.notice(
                session,
                f"The creator of item {loaded.item_id} sent the original along ({kind}).",
                f"It lies on the server as {file}.",
                f"original:{loaded.ask.id if loaded.ask else 0}:{digest}",
            )

    async def _tell_of_name(
        self, session: AsyncSession, loaded: Loaded, credit: str, request_id: str
    ) -> None:
        """Whoever has the link can say how to be named: the team looks at a name that is not the creator's."""
        creator = loaded.creator
        handle = (creator.handle or "").removeprefix("@") if creator is not None else ""
        known = {"", creator_name(creator), handle}
        if credit.removeprefix("@").casefold() not in {one.casefold() for one in known}:
            await self._book.notice(
                session,
                f"The creator of item {loaded.item_id} is to be named “{clean_line(credit, 100)}”: that was written"
                " on the private page, by whoever has its link.",
                "If that is not them, open the permission and record the name that is right.",
                f"named:{loaded.ask.id if loaded.ask else 0}:{request_id}",
            )

    async def _wait_for_code(
        self,
        session: AsyncSession,
        loaded: Loaded,
        scope: Scope,
        choice: Choice,
        now: datetime,
        request_id: str | None,
    ) -> AskOutcome:
        who, uses = the_creator(loaded.item.creator_id), names(scope.uses)
        data = {**choice.data, "what": "awaits-proof", "uses": uses, "proof": Proof.NONE.value}
        step = apply(loaded.state, AskAction.NOTED, who, now, loaded.subject, data=data)
        if isinstance(step, AskRefusal) or loaded.ask is None:
            return self._book.refused(loaded, AskRefusal("not_open", status=loaded.state.status))
        pending = {
            "uses": uses,
            "credit": scope.credit,
            "data": dict(choice.data),
            "revision": step.revision,
        }
        code = code_of(self._book.kit.links.key("code"), loaded.ask.id or 0, pending)
        changes = {"pending": pending, "code_hash": code_hash(code)}
        step = replace(step, via=VIA, request_id=request_id)
        return await self._book.keep(session, loaded, step, credit=scope.credit, changes=changes)

    def code(self, ask: Ask | AskSeen) -> str:
        """What the creator writes to confirm the uses that wait; "" where none does."""
        return code_of(self._book.kit.links.key("code"), ask.id or 0, ask.pending) if ask.pending else ""

    async def ask_back(
        self, session: AsyncSession, ask_id: int, text: str, now: datetime, *, request_id: str
    ) -> AskOutcome:
        """A question, whatever words it uses: it allows nothing and declines nothing, a person reads it."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        said = clean(text, ANSWER_LIMIT)
        if not said:
            raise TellUser("The question is empty.", remedy="Write what you would like to know.")
        standing = standing_of(loaded.ask, loaded.item.life, now)
        if standing in (Standing.OVER, Standing.SUPERSEDED, Standing.GONE):
            return self._book.refused(loaded, AskRefusal("not_open", status=loaded.state.status))
        action = AskAction.ANSWERED if standing in (Standing.OPEN, Standing.LATE) else AskAction.NOTED
        if standing is Standing.OPEN and loaded.ask.link_expires_at is not None:
            latest = (loaded.ask.asked_at or now) + timedelta(days=QUESTIONS_WITHIN)
            at_least = min(now + timedelta(days=QUESTION_DAYS), latest)
            loaded.ask.link_expires_at = max(loaded.ask.link_expires_at, at_least)
        verdict = Verdict(Answer.UNCLEAR, "question")
        return await self._heard(
            session, loaded, action, said, verdict, proved_by_link(loaded.ask), now, request_id, VIA
        )

    async def refuse(
        self, session: AsyncSession, ask_id: int, now: datetime, *, never_contact: bool, request_id: str
    ) -> AskOutcome:
        """A no on the page, which offers it before anything was granted and after the time to answer is over.
        Taking back what was granted has a link of its own."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        if standing_of(loaded.ask, loaded.item.life, now) not in (Standing.OPEN, Standing.LATE):
            return self._book.refused(loaded, AskRefusal("not_open", status=loaded.state.status))
        return await self.decline(
            session, ask_id, now, never_contact=never_contact, request_id=request_id, via=VIA
        )


def proved_by_link(ask: Ask | AskSeen) -> Proof:
    """What opening the link proves: where it went to the creator's own mail address alone, that it is they."""
    return Proof.MAIL if ask.channel == Channel.MAIL else Proof.NONE
