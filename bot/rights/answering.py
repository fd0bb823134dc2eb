"""Answers and what they lead to: a licence, a no, a withdrawal, an end by time. No answer is ever dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.people.rules import SYSTEM, Person
from bot.rights import contacts, queries
from bot.rights.answers import Answer, Verdict, classify, own_words
from bot.rights.book import (
    ANSWER_LIMIT,
    NOTE_LIMIT,
    Book,
    Loaded,
    clean,
    clean_credit,
    unknown,
)
from bot.rights.codes import confirms
from bot.rights.consequences import OPEN, leads_to
from bot.rights.drafts import Voice
from bot.rights.outcomes import AskDone, AskOutcome, AskRefused
from bot.rights.rules import (
    AskAction,
    AskRefusal,
    AskStatus,
    apply,
    is_creator,
    the_creator,
)
from bot.rights.scope import Proof, Scope, Use, allowed_uses, mask, names, uses_of


class Answering:
    """What creators say, and what time does. It flushes; whoever opened the unit of work commits."""

    _book: Book
    _voice: Voice

    async def answered(
        self,
        session: AsyncSession,
        ask_id: int,
        text: str,
        proof: Proof,
        now: datetime,
        *,
        via: str,
        by: str | None = None,
        request_id: str | None = None,
        quoted: Sequence[str] = (),
        vouched: bool = True,
    ) -> AskOutcome:
        """What a creator said, verbatim, as a source saw it; ``request_id`` names that message, so that it counts
        once. ``by`` is the account that said it, by id or handle: somebody else's yes is refused
        ("other_account"). ``quoted`` are texts that the message repeats, beside our own. ``vouched``: the platform or
        the sender's mail server says that it is theirs; a yes for which nothing does is kept for a person.

        A clear yes grants what was asked, a clear no declines, and takes back what was granted; all else is kept
        for a person to read. A yes after a no, or after the end, gives nothing by itself. The code that the private
        page showed confirms what was chosen there, and so does a clear yes, which then gives that alone.
        """
        loaded = await self._standing(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        if by is not None and not contacts.is_account(by, loaded.creator):
            return self._book.refused(loaded, AskRefusal("other_account", status=loaded.state.status))
        said = clean(text, ANSWER_LIMIT) or ""
        ours = await self._book.revealed(session, loaded.ask, loaded.ask.text)
        repeated = [ours, loaded.item.text, *quoted]
        verdict = classify(said, self._voice, repeated)
        coded = confirms(loaded.ask.code_hash, own_words(said, repeated), verdict, self._voice)
        if (
            vouched
            and proof is not Proof.NONE
            and (coded or (loaded.ask.pending and verdict.answer is Answer.YES))
        ):
            shown = Proof.CODE if coded else proof
            return await self._confirmed(session, loaded, said, shown, now, request_id, via)
        if verdict.never_contact and loaded.creator is not None:
            await contacts.never_contact(session, loaded.creator, contacts.OWN_WISH, "creator", now)
        action = leads_to(loaded.state.status, verdict)
        if action is AskAction.GRANTED and not vouched:
            action = AskAction.ANSWERED
        if action is AskAction.GRANTED:
            uses = allowed_uses(uses_of(loaded.ask.uses), proof)
            scope = replace(self._book.wanted(loaded.ask), uses=uses)
            who = the_creator(loaded.item.creator_id)
            answer = await self._grant(session, loaded, who, scope, proof, now, said, None, request_id, via)
            if not isinstance(answer, AskRefused):
                return answer
            # Nothing is granted, and what was said is kept: for a person where they can do something about it.
            unproved = answer.refusal.kind == "needs_proof"
            action = AskAction.ANSWERED if unproved else AskAction.NOTED
        return await self._heard(session, loaded, action, said, verdict, proof, now, request_id, via)

    async def _confirmed(
        self,
        session: AsyncSession,
        loaded: Loaded,
        said: str,
        proof: Proof,
        now: datetime,
        request_id: str | None,
        via: str,
    ) -> AskOutcome:
        """What was chosen on the page is granted beside what was, since its creator says so: with the code, which
        follows from all that was said there, or with a yes. That one confirms no more than the uses: who filled the
        page in may be somebody else who has the link."""
        ask, waits = loaded.ask, loaded.ask.pending if loaded.ask is not None else {}
        granted = loaded.state.status is AskStatus.GRANTED
        if ask is None or not (granted or loaded.state.status in OPEN):
            verdict = Verdict(Answer.UNCLEAR, "other")
            action = leads_to(loaded.state.status, verdict)
            return await self._heard(session, loaded, action, said, verdict, proof, now, request_id, via)
        coded = proof is Proof.CODE
        uses = uses_of([*waits.get("uses", []), *(ask.granted_uses if granted else [])])
        credit = str(waits.get("credit") or "") if coded else ""
        scope = replace(self._book.wanted(ask), uses=allowed_uses(uses, proof), credit=credit or ask.credit)
        who, data = the_creator(loaded.item.creator_id), waits.get("data", {}) if coded else {}
        return await self._grant(session, loaded, who, scope, proof, now, said, None, request_id, via, data)

    async def _standing(self, session: AsyncSession, ask_id: int, now: datetime) -> Loaded | None:
        """The ask that an answer is about; where another one stands in its place meanwhile, that one."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None or loaded.state.live:
            return loaded
        current = await self._book.load(session, loaded.item_id, now)
        return current if current is not None and current.ask is not None and current.state.live else loaded

    async def _heard(
        self,
        session: AsyncSession,
        loaded: Loaded,
        action: AskAction,
        said: str,
        verdict: Verdict,
        proof: Proof,
        now: datetime,
        request_id: str | None,
        via: str,
    ) -> AskOutcome:
        creator = the_creator(loaded.item.creator_id)
        data = {
            "what": "answer",
            "read_as": verdict.answer.value,
            "because": verdict.reason,
            "proof": proof.value,
        }
        step = apply(loaded.state, action, creator, now, loaded.subject, None, said, data)
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        done = await self._book.keep(
            session,
            loaded,
            replace(step, via=via, request_id=request_id),
            changes={"proof": proof.value} if action is not AskAction.NOTED else None,
        )
        if action in (AskAction.NOTED, AskAction.ANSWERED):
            await self._book.notice(
                session,
                f"The creator of item {loaded.item_id} answered, and a person has to read it.",
                "Open its permission to see the answer and decide.",
                f"answer:{done.ask.id}:{done.step.revision}",
            )
        return done

    async def grant(
        self,
        session: AsyncSession,
        ask_id: int,
        uses: Collection[Use],
        proof: Proof,
        now: datetime,
        *,
        credit: str = "",
        actor: Person | None = None,
        text: str | None = None,
        note: str | None = None,
        data: Mapping[str, Any] | None = None,
        request_id: str | None = None,
        via: str = "web",
    ) -> AskOutcome:
        """A yes to these uses, by the creator (``actor`` None) or as heard by a person of the team.

        At most what was asked for is given; of that, without proof, only reposting with credit: refused as
        "needs_proof" where more was chosen. ``data`` are statements to keep (people in the picture agree, music
        is theirs): whole numbers, booleans, short texts. A yes that stands can be changed by its creator.
        """
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        wanted = self._book.wanted(loaded.ask)
        chosen = frozenset(uses) & wanted.uses
        if not chosen:
            raise TellUser(
                "Nothing that was asked for is chosen.", remedy="Choose at least one use, or decline."
            )
        if allowed_uses(chosen, proof) != chosen:
            return self._book.refused(loaded, AskRefusal("needs_proof", status=loaded.state.status))
        scope = replace(wanted, uses=chosen, credit=clean_credit(credit) or wanted.credit)
        who = actor or the_creator(loaded.item.creator_id)
        return await self._grant(
            session, loaded, who, scope, proof, now, clean(text, ANSWER_LIMIT), note, request_id, via, data
        )

    async def _grant(
        self,
        session: AsyncSession,
        loaded: Loaded,
        actor: Person,
        scope: Scope,
        proof: Proof,
        now: datetime,
        said: str | None,
        note: str | None,
        request_id: str | None,
        via: str,
        data: Mapping[str, Any] | None = None,
    ) -> AskOutcome:
        if not scope.uses:
            return self._book.refused(loaded, AskRefusal("needs_proof", status=loaded.state.status))
        kept = {**(data or {}), **scope.as_data(), "proof": proof.value}
        step = apply(
            loaded.state, AskAction.GRANTED, actor, now, loaded.subject, clean(note, NOTE_LIMIT), said, kept
        )
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        step = replace(step, via=via, request_id=request_id)
        return await self.keep_grant(session, loaded, step, scope, proof)

    async def keep_grant(
        self, session: AsyncSession, loaded: Loaded, step: Any, scope: Scope, proof: Proof
    ) -> AskDone:
        """Write a grant that the rule allowed; what it renews is superseded with it."""
        if loaded.ask is not None and loaded.ask.renewal:
            await self._supersede(session, loaded, step.at)
        starts = step.at
        changed = loaded.ask is not None and loaded.state.status is AskStatus.GRANTED
        if changed and loaded.ask is not None and loaded.ask.licence_from is not None:
            starts = loaded.ask.licence_from  # the same licence, for other uses: it ends when it would have
        changes = {
            "renewal": False,
            "granted_uses": names(scope.uses),
            "granted_mask": mask(scope.uses),
            "territory": scope.territory,
            "duration_days": scope.duration_days,
            "credit": scope.credit,
            "terms_version": scope.terms_version or self._book.limits.terms_version,
            "latest": scope.latest,
            "proof": proof.value,
            "pending": {},
            "code_hash": None,
            "licence_from": starts,
            "licence_until": scope.until(starts),
        }
        if not changed:
            days = scope.duration_days
            changes["warned"] = [one for one in self._book.limits.warn_days if days and one >= days]
        if loaded.ask is None or not loaded.ask.uses:
            changes["uses"] = names(scope.uses)
        done = await self._book.keep(session, loaded, step, credit=scope.credit, changes=changes)
        await self._book.follow(session, loaded.item_id)
        return done

    async def _supersede(self, session: AsyncSession, renewal: Loaded, now: datetime) -> None:
        """End the licence that a renewal takes the place of."""
        old_id = renewal.ask.supersedes_id if renewal.ask is not None else None
        old = await self._book.load_ask(session, old_id, now) if old_id is not None else None
        if old is None or old.state.status is not AskStatus.GRANTED or renewal.ask is None:
            return
        data = {"by": renewal.ask.id}
        step = apply(old.state, AskAction.SUPERSEDED, SYSTEM, now, old.subject, data=data)
        if not isinstance(step, AskRefusal):
            await self._book.keep(session, old, replace(step, via="system"))

    async def decline(
        self,
        session: AsyncSession,
        ask_id: int,
        now: datetime,
        *,
        actor: Person | None = None,
        text: str | None = None,
        note: str | None = None,
        never_contact: bool = False,
        request_id: str | None = None,
        via: str = "web",
    ) -> AskOutcome:
        """A no, honoured at once and for good; of what was granted it is a withdrawal."""
        return await self._no(
            session, ask_id, now, AskAction.DECLINED, actor, text, note, never_contact, request_id, via
        )

    async def withdraw(
        self,
        session: AsyncSession,
        ask_id: int,
        now: datetime,
        *,
        actor: Person | None = None,
        text: str | None = None,
        note: str | None = None,
        never_contact: bool = False,
        request_id: str | None = None,
        via: str = "web",
    ) -> AskOutcome:
        """Take back what was granted, for the creator who changed their mind. It leaves every surface, evidence
        stays; a renewal under way is declined with it. What others object to is a takedown notice."""
        return await self._no(
            session,
            ask_id,
            now,
            AskAction.WITHDRAWN,
            actor,
            text,
            note,
            never_contact,
            request_id,
            via,
        )

    async def _no(
        self,
        session: AsyncSession,
        ask_id: int,
        now: datetime,
        action: AskAction,
        actor: Person | None,
        text: str | None,
        note: str | None,
        never_contact: bool,
        request_id: str | None,
        via: str,
    ) -> AskOutcome:
        loaded = await self._standing(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        if action is AskAction.WITHDRAWN:
            loaded = await self._renewed(session, loaded, now)
        who = actor or the_creator(loaded.item.creator_id)
        granted = loaded.state.status is AskStatus.GRANTED
        if granted and is_creator(who):
            action = AskAction.WITHDRAWN
        elif not granted and action is AskAction.WITHDRAWN and loaded.state.status in OPEN:
            action = AskAction.DECLINED
        if never_contact and loaded.creator is not None:
            await contacts.never_contact(session, loaded.creator, contacts.OWN_WISH, who.id, now)
        said = clean(text, ANSWER_LIMIT)
        step = apply(loaded.state, action, who, now, loaded.subject, clean(note, NOTE_LIMIT), said)
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        done = await self._book.keep(session, loaded, replace(step, via=via, request_id=request_id))
        if granted:
            await self._end_renewal(session, loaded.item_id, who, now, via)
        return done

    async def _renewed(self, session: AsyncSession, loaded: Loaded, now: datetime) -> Loaded:
        """The licence beside which a renewal is asked for: it is what taking back is about."""
        if loaded.ask is None or not loaded.ask.renewal or loaded.ask.supersedes_id is None:
            return loaded
        old = await self._book.load_ask(session, loaded.ask.supersedes_id, now)
        return old if old is not None and old.state.status is AskStatus.GRANTED else loaded

    async def _end_renewal(
        self, session: AsyncSession, item_id: int, who: Person, now: datetime, via: str
    ) -> None:
        renewal = await queries.live_renewal(session, item_id)
        other = await self._book.load_ask(session, renewal.id or 0, now) if renewal is not None else None
        if other is None:
            return
        step = apply(other.state, AskAction.DECLINED, who, now, other.subject)
        if not isinstance(step, AskRefusal):
            await self._book.keep(session, other, replace(step, via=via))
