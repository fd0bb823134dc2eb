"""Makes a contest's channel show what the rows say: phases, a card for each accepted entry, standings, winners.

It compares, and makes one difference after the other disappear; so it may run at any time and any number of times,
and a run after a crash goes on where the last one stopped. Any number of changes is one run.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord

from bot.contests import queries
from bot.contests.rules import EntryStatus, Phase
from bot.faces.discord import queries as messages
from bot.faces.discord.acts import Style, button, custom_id, view_of
from bot.faces.discord.context import Answer
from bot.faces.discord.delivery import OLD, ChannelLost, Delivery, TooOld, Wanted, age_of, digest_of
from bot.faces.discord.errors import ANY, as_ours
from bot.faces.discord.places import Places
from bot.faces.discord.worries import Worries
from bot.kernel.errors import FixSettings, NeverWorks
from bot.kernel.log import get_logger
from bot.people.accounts import KnownAccount
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_announce import announcement, stage_of, winners
from cogs.contest.discord_cards import card_controls, card_embed, mark_of, offers_a_say, picture_file
from cogs.contest.discord_draw import AREA, Board, Tongue, standings_embed
from cogs.contest.jobs import SHOW_DISCORD, partition_of
from cogs.contest.queries import entries_by_id
from cogs.contest.view import ContestView, EntryView, entry_views, load

AT_ONCE = 20
"""Messages of one kind that a run makes; it asks for another run when there is more."""
QUIET = timedelta(seconds=5)
"""Between two edits of one message."""
STALE = timedelta(minutes=10)
"""After which the standings say anew since when they are true, though nothing changed."""
LATER = timedelta(minutes=10)
"""After which edits of old messages are tried again, when Discord takes no more of them now."""
ANNOUNCED = (Phase.ANNOUNCED, Phase.OPEN, Phase.VOTING, Phase.CLOSED, Phase.DECIDED, Phase.CANCELLED)

OVER = "over:"
"""How the digest of a card begins that offers no votes any more."""

log = get_logger(__name__)


async def show_contest(services: Services, contest_id: int) -> None:
    """Bring the channel up to date. Run twice, it finds nothing to do. Raises TryLater when Discord is busy."""
    async with reading(services.database) as session:
        contest = await load(session, contest_id)
    if contest is None or contest.phase is Phase.DRAFT:
        return
    try:
        channel = await services.outlet(Places).channel(contest.definition.channel)
    except (NeverWorks, FixSettings) as error:
        await services.outlet(Worries).note(
            f"channel:{contest.definition.channel}", error.message, error.remedy
        )
        return
    try:
        await _Showing(services, contest, channel).run()
    except ChannelLost as error:
        log.warning("contest_not_shown", contest=contest_id, problem=str(error))


class _Showing:
    """One run for one contest."""

    def __init__(self, services: Services, contest: ContestView, channel: discord.abc.GuildChannel) -> None:
        self._services = services
        self._contest = contest
        self._channel = channel
        self._delivery = services.outlet(Delivery)
        self._say = Tongue(services.settings.discord.language)
        self._again: timedelta | None = None

    async def run(self) -> None:
        await self._phase()
        await self._cards()
        await self._standings()
        await self._winners()
        await self._voting_over()
        if self._again is not None:
            async with unit_of_work(self._services.database) as session:
                await self._services.work.enqueue_soon(
                    session,
                    SHOW_DISCORD,
                    self._contest.id,
                    window=self._again.total_seconds(),
                    partition=partition_of(self._contest.id),
                )

    def _once_more(self, after: timedelta = timedelta()) -> None:
        self._again = after if self._again is None else min(self._again, after)

    def _wanted(
        self, kind: str, suffix: str, answer: Answer, mark: str, *said: object, **more: Any
    ) -> Wanted:
        return Wanted(
            key=f"{kind}:{suffix}",
            kind=kind,
            contest_id=self._contest.id,
            channel_id=self._channel.id,
            channel_name=self._channel.name,
            answer=answer,
            digest=digest_of(*said),
            mark=mark,
            **more,
        )

    # phases

    async def _phase(self) -> None:
        """The newest phase is announced, once; phases that went by while we were away are not."""
        if self._contest.phase not in ANNOUNCED:
            return
        async with reading(self._services.database) as session:
            row = await queries.get(session, self._contest.id)
        assert row is not None
        stage = stage_of(self._contest)
        answer = announcement(self._say, self._contest, row)
        mark = custom_id(AREA, "rules", self._contest.id, stage)
        await self._delivery.show(
            self._wanted("phase", f"{self._contest.id}:{stage}", answer, mark, answer.text)
        )

    # entries

    async def _cards(self) -> None:
        contest_id, database = self._contest.id, self._services.database
        async with reading(database) as session:
            over = await messages.overdue_cards(session, contest_id, AT_ONCE)
        for row in over:
            await self._delivery.take_down(row)
        async with reading(database) as session:
            missing = await messages.uncarded(session, contest_id, AT_ONCE)
            changed = [
                row.entry_id or 0 for row in await messages.changed_cards(session, contest_id, AT_ONCE)
            ]
            ids = [*missing, *(each for each in changed if each not in missing)]
            entries = await entry_views(session, await entries_by_id(session, ids))
        for entry in entries:
            if entry.showable:
                await self._card(entry, changed=entry.id in changed)
        if AT_ONCE in (len(over), len(missing), len(changed)):
            self._once_more()

    async def _voting_over(self) -> None:
        """Once nobody can vote or mark any more the cards offer it no longer: some cards a run, and none is posted
        anew for that. A click on one that isn't changed yet is answered with the phase."""
        if self._contest.running or not offers_a_say(self._contest):
            return
        async with reading(self._services.database) as session:
            rows = await messages.cards_not_drawn(session, self._contest.id, OVER, AT_ONCE)
            ids = [row.entry_id or 0 for row in rows]
            entries = await entry_views(session, await entries_by_id(session, ids))
        try:
            for entry in entries:
                await self._card(entry, changed=False)
        except TooOld:
            self._once_more(LATER)
            return
        if len(rows) == AT_ONCE:
            self._once_more()

    async def _card(self, entry: EntryView, *, changed: bool) -> None:
        over = not self._contest.running and offers_a_say(self._contest)
        path = picture_file(self._services.settings.media_dir, entry)
        name = f"entry-{entry.number}.jpg" if path is not None else None
        embed = card_embed(self._say, self._contest, entry, picture=name)
        files: tuple[discord.File, ...] = ()
        if path is not None and name is not None:
            alt = next((each.alt for each in entry.item.media if each.alt), None) if entry.item else None
            content = await asyncio.to_thread(path.read_bytes)
            files = (discord.File(io.BytesIO(content), name, description=(alt or "")[:1024] or None),)
        answer = Answer(
            embeds=(embed,), view=view_of(*card_controls(self._say, self._contest, entry)), files=files
        )
        wanted = self._wanted(
            "entry",
            str(entry.id),
            answer,
            mark_of(self._contest.id, entry.id),
            embed.to_dict(),
            entry.picture,
            entry_id=entry.id,
            stays=over and not changed,
        )
        if over:
            wanted = replace(wanted, digest=f"{OVER}{wanted.digest}"[:40])
        await self._delivery.show(wanted, refresh=changed)

    # standings

    async def _standings(self) -> None:
        """Follows the score while the contest runs; after that it says once that it is final."""
        contest, database = self._contest, self._services.database
        if contest.phase in (Phase.ANNOUNCED, Phase.CANCELLED):
            return
        now = self._services.clock()
        async with reading(database) as session:
            row = await messages.message(session, f"standings:{contest.id}")
            page = await self._services.contests.scoring.page(session, contest.id)
            counts = await queries.count_entries(session, contest.id)
        if row is None and not contest.running:
            return  # it was never shown, and nothing moves any more
        board = Board(contest, page, (), counts.get(EntryStatus.ACCEPTED, 0), now)
        embed = standings_embed(self._say, board)
        still = standings_embed(self._say, Board(contest, page, (), board.entries, None))
        if contest.running:
            embed.set_footer(text=self._say("standings-footer"))
        view = view_of(
            button(
                self._say("standings-button"), custom_id(AREA, "standings", contest.id), style=Style.primary
            )
        )
        wanted = self._wanted(
            "standings",
            str(contest.id),
            Answer(embeds=(embed,), view=view),
            custom_id(AREA, "standings", contest.id),
            still.to_dict(),
            young=contest.running,
        )
        if row is not None and row.message_id is not None:
            age = age_of(row, now)
            if age < QUIET and row.drawn != wanted.digest:
                self._once_more(QUIET - age)
                return
            await self._delivery.show(wanted, refresh=contest.running and age >= STALE)
            return
        await self._delivery.show(wanted)

    # winners

    async def _winners(self) -> None:
        if self._contest.phase not in (Phase.AWARDED, Phase.FINISHED):
            return
        shown = await winners(self._services, self._say, self._contest)
        wanted = self._wanted(
            "winners",
            str(self._contest.id),
            shown.answer,
            custom_id(AREA, "rules", self._contest.id, "winners"),
            *shown.said,
            pings=shown.pings,
        )
        await self._delivery.show(wanted)
        await shown.give_roles()


async def is_member(services: Services, account: KnownAccount) -> bool | None:
    """Whether somebody is in the server now. Raises TryLater where Discord can't be asked."""
    guild = await services.outlet(Places).guild()
    try:
        await guild.fetch_member(int(account.external_id))
    except discord.NotFound:
        return False
    except ANY as error:
        raise as_ours(error, "asking who is a member") from error
    return True


async def ask_for_all(services: Services) -> None:
    """Have every contest that people see looked at: the connection has begun, and something may have changed."""
    async with unit_of_work(services.database) as session:
        for each in await queries.contests(
            session, [one for one in Phase if one is not Phase.DRAFT], limit=50
        ):
            await services.work.enqueue_soon(
                session, SHOW_DISCORD, each.id, partition=partition_of(each.id or 0)
            )


async def freshen_all(services: Services) -> None:
    """Have those channels looked at whose standings get old, and whose entries changed."""
    now = services.clock()
    async with unit_of_work(services.database) as session:
        due = set(await messages.contests_with_changes(session))
        rows = await messages.standing_messages(session)
        running = await queries.contests_of(session, [each.contest_id or 0 for each in rows])
        for row in rows:
            contest = running.get(row.contest_id or 0)
            if contest is None or Phase(contest.phase) not in (Phase.OPEN, Phase.VOTING):
                continue
            old = row.posted_at is not None and now - row.posted_at >= OLD - timedelta(minutes=1)
            if old or age_of(row, now) >= STALE:
                due.add(contest.id or 0)
        for contest_id in due:
            await services.work.enqueue_soon(
                session, SHOW_DISCORD, contest_id, partition=partition_of(contest_id)
            )
