"""What the contest's channel is told: its phases, and who won."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.contests import queries
from bot.contests.draw import DrandRound, TwoPeople, time_of
from bot.contests.order import record_of
from bot.contests.rules import AwardStatus, Kind, Phase
from bot.contests.tables import Contest, ContestAward
from bot.faces.discord import queries as messages
from bot.faces.discord.acts import button, custom_id, view_of
from bot.faces.discord.context import Answer
from bot.faces.discord.markup import member, paragraphs, plain, when
from bot.faces.discord.members import PLATFORM
from bot.faces.discord.roles import Roles
from bot.faces.discord.tables import DiscordRoleGiven
from bot.faces.texts import Markup
from bot.kernel.text import clean_line
from bot.people.accounts import KnownAccount
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_draw import AREA, COLOUR, Tongue, fitted, rules_button, times_of
from cogs.contest.queries import entries_by_id
from cogs.contest.view import ContestView, EntryView, entry_views

SHOWN = 3600
"""Characters of winners in the message itself; where there is more, a list of all is attached."""
WINNING = (AwardStatus.OFFERED, AwardStatus.CLAIMED)
BRIEF = 900
NAMED = 80
"""Winners whom the message notifies: so many names fit into its text. Everybody gets a private message."""


def stage_of(contest: ContestView) -> str:
    """What is announced once: the phase, and of a lot its frozen list too."""
    phase = Phase.CLOSED if contest.phase is Phase.DECIDED else contest.phase
    frozen = phase is Phase.CLOSED and contest.frozen and contest.kind is Kind.LOT
    return f"{phase}-frozen" if frozen else str(phase)


def announcement(say: Tongue, contest: ContestView, row: Contest) -> Answer:
    """The phase that a contest is in. One that is decided may never have been seen closed."""
    phase = Phase.CLOSED if contest.phase is Phase.DECIDED else contest.phase
    lines = [say(f"announce-{phase}", contest=contest.name, **times_of(contest))]
    if phase in (Phase.ANNOUNCED, Phase.OPEN):
        if contest.definition.brief:
            lines.append(paragraphs(contest.definition.brief, BRIEF))
        lines.append(say(f"kind-{contest.kind}"))
        if contest.definition.prizes:
            prizes = ", ".join(
                say("rules-prize", winners=each.winners, name=each.name) for each in contest.definition.prizes
            )
            lines.append(say("announce-prizes", prizes=Markup(prizes)))
    if phase is Phase.CLOSED and contest.kind is Kind.LOT:
        lines += _frozen(say, row)
    controls = [rules_button(say, contest.id, stage_of(contest))]
    return Answer("\n".join(lines)[:2000], view=view_of(*controls))


def chance(say: Tongue, source: DrandRound | TwoPeople) -> str:
    """Where a draw's chance comes from."""
    if isinstance(source, DrandRound):
        published = when(time_of(source.chain, source.round), "T")
        return say("source-beacon", round=str(source.round), when=published)
    return say("source-two-people", people=Markup(" & ".join(plain(each) for each in source.people)))


def _frozen(say: Tongue, row: Contest) -> list[str]:
    """What is published before anybody can know who wins."""
    record = record_of(row)
    if record is None:
        return []
    told = chance(say, record.frozen.source)
    count = len(record.frozen.entry_list.entries)
    return [say("announce-frozen", count=count, hash=Markup(record.frozen_hash), source=Markup(told))]


@dataclass(slots=True)
class Winners:
    """Who won, as a message; ``said`` is what its digest covers, ``pings`` whom it notifies."""

    services: Services
    contest: ContestView
    answer: Answer
    said: Sequence[object]
    pings: tuple[int, ...]
    awards: Sequence[ContestAward]
    accounts: dict[int, KnownAccount]

    async def give_roles(self) -> None:
        """Winners get their role; who gave a prize up, or lost it, gives it back. Run twice, it changes nothing."""
        settings = self.services.settings.discord
        name = self.contest.definition.winner_role or settings.winner_role
        if not name:
            return
        async with reading(self.services.database) as session:
            given = await messages.roles_given(session, [each.id or 0 for each in self.awards])
        wanted = [each for each in self.awards if each.status in WINNING and each.id not in given]
        over = [
            given[each.id]
            for each in self.awards
            if each.id in given and each.status not in WINNING and given[each.id].taken_at is None
        ]
        if not wanted and not over:
            return
        roles = self.services.outlet(Roles)
        role = await roles.find(name)
        if role is None:
            return
        for award in wanted:
            await self._give(roles, role, award)
        for row in over:
            if await self._keeps(row, over) or await roles.take(row.user_id, role, self.contest.name):
                row.taken_at = self.services.clock()
                await self._note(row)

    async def _keeps(self, row: DiscordRoleGiven, over: Sequence[DiscordRoleGiven]) -> bool:
        async with reading(self.services.database) as session:
            return await messages.role_kept(session, row, [each.award_id for each in over])

    async def _give(self, roles: Roles, role: discord.Role, award: ContestAward) -> None:
        account = self.accounts.get(award.account_id or 0)
        if account is None or account.platform != PLATFORM:
            return
        user_id = int(account.external_id)
        if await roles.give(user_id, role, f"Won {self.contest.name}"):
            now = self.services.clock()
            await self._note(
                DiscordRoleGiven(award_id=award.id or 0, user_id=user_id, role_id=role.id, given_at=now)
            )

    async def _note(self, row: DiscordRoleGiven) -> None:
        async with unit_of_work(self.services.database) as session:
            await messages.note_role(session, row)


async def winners(services: Services, say: Tongue, contest: ContestView) -> Winners:
    """The winners with credit to whoever made what won."""
    async with reading(services.database) as session:
        awards = await queries.awards(session, contest.id)
        accounts = await services.identities.known(session, {each.account_id or 0 for each in awards})
        ids = [each.entry_id for each in awards if each.entry_id is not None]
        entries = {each.id: each for each in await entry_views(session, await entries_by_id(session, ids))}
    latest = {
        (each.prize, each.place, each.attempt if contest_shares(contest) else 0): each for each in awards
    }
    lines, listed, pings = list[str](), list[str](), list[int]()
    for award in latest.values():
        account = accounts.get(award.account_id or 0)
        entry = entries.get(award.entry_id or 0)
        lines.append(_line(say, contest, award, account, entry))
        listed.append(_plain_line(say, contest, award, account, entry))
        if account is not None and account.platform == PLATFORM and award.status in WINNING:
            pings.append(int(account.external_id))
    pings = list(dict.fromkeys(pings))[:NAMED]
    mentions = " ".join(member(str(each)) for each in pings)
    last = [say("winners-check")] if contest.kind is Kind.LOT else []
    files: tuple[discord.File, ...] = ()
    if sum(len(each) + 1 for each in lines) > SHOWN:
        last.insert(0, say("winners-more", count=len(lines)))
        files = (discord.File(io.BytesIO("\n".join(listed).encode()), "winners.txt"),)
    said = "\n".join([fitted(lines, SHOWN), *last])
    embed = discord.Embed(title=say("winners-title", contest=contest.name), description=said, colour=COLOUR)
    embed.set_footer(text=say("winners-thanks"))
    view = view_of(button(say("card-rules"), custom_id(AREA, "rules", contest.id, "winners")))
    answer = Answer(mentions, (embed,), view, files)
    told = (mentions, embed.to_dict(), *(listed if files else ()))
    return Winners(services, contest, answer, told, tuple(pings), awards, accounts)


def contest_shares(contest: ContestView) -> bool:
    """Whether several may win one place."""
    return contest.definition.ties == "shared"


def _plain_line(
    say: Tongue,
    contest: ContestView,
    award: ContestAward,
    account: KnownAccount | None,
    entry: EntryView | None,
) -> str:
    """A prize in the attached list, which shows no markup and no names of mentions."""
    prize = Markup(contest.definition.prizes[award.prize].name)
    if award.status not in WINNING or account is None:
        return say("winners-plain", prize=prize, member=Markup("–"), entry=Markup(""))
    told = ""
    if entry is not None:
        title = entry.title or say("untitled", number=str(entry.number))
        told = say("winners-entry", number=str(entry.number), title=Markup(title))
        if entry.made_by:
            told = f"{told}, {say('winners-credit', name=Markup(entry.made_by))}"
        if entry.item is not None and entry.item.url:
            told = f"{told}, {entry.item.url}"
    name = Markup(clean_line(account.name, 80))
    return say("winners-plain", prize=prize, member=name, entry=Markup(told)).strip()


def _line(
    say: Tongue,
    contest: ContestView,
    award: ContestAward,
    account: KnownAccount | None,
    entry: EntryView | None,
) -> str:
    prize = contest.definition.prizes[award.prize].name
    if award.status not in WINNING or account is None:
        goes_on = contest.phase is Phase.AWARDED and award.status != AwardStatus.NOBODY
        return say("winners-open" if goes_on else "winners-nobody", prize=prize)
    name = member(account.external_id) if account.platform == PLATFORM else plain(account.name)
    told = ""
    if entry is not None:
        title = plain(entry.title, 80) if entry.title else Markup(say("untitled", number=str(entry.number)))
        told = say("winners-entry", number=str(entry.number), title=title)
        if entry.made_by:
            told = f"{told}, {say('winners-credit', name=entry.made_by)}"
    return say("winners-row", prize=prize, member=name, entry=Markup(told))
