"""Taking part from Discord: with a link, a file, a post that was found, or a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import discord

from bot.contests.rules import EntryStatus, Kind, Phase
from bot.faces.discord import queries as kept
from bot.faces.discord.acts import Option, custom_id, menu, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.members import PLATFORM
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.intake.entering.files import File
from bot.intake.entering.pieces import ChatMessage, Entered, Entering
from bot.kernel.text import casefold_text
from bot.people.identity.queries import find
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_choose import choose, complete_contest, contest_of
from cogs.contest.discord_draw import AREA
from cogs.contest.view import ContestView, named, visible

VIA = "discord"


def register(router: DiscordRouter) -> None:
    router.command(
        "contest enter",
        enter,
        complete={"contest": complete_contest, "post": complete_post, "task": complete_task},
    )
    router.context_menu("menu-enter", enter_message)
    router.component(AREA, "enter_post", on_post)
    router.component(AREA, "enter_message", on_message_contest)


async def enter(
    ctx: DiscordContext,
    contest: str = "",
    link: str = "",
    file: discord.Attachment | None = None,
    post: str = "",
    task: str = "",
) -> None:
    """One of the ways at a time; without any, the posts that were found are offered."""
    found = await choose(ctx, contest, takes_entries)
    if sum((bool(link), file is not None, bool(post))) > 1:
        raise ctx.refuse("enter-one-of")
    entering = about(ctx, found, task)
    service = ctx.services.entering
    if link:
        async with unit_of_work(ctx.services.database) as session:
            entered = await service.enter_link(session, entering, link)
    elif file is not None:
        async with unit_of_work(ctx.services.database) as session:
            entered = await service.enter_upload(session, entering, file_of(file))
    elif post:
        entered = await _enter_found(ctx, entering, post)
    else:
        await offer_posts(ctx, found, entering.task)
        return
    await tell_entered(ctx, found, entered)


def takes_entries(contest: ContestView) -> bool:
    return contest.phase is Phase.OPEN


def about(ctx: DiscordContext, contest: ContestView, task: str = "") -> Entering:
    """Who enters, and into what."""
    return Entering(
        contest_id=contest.id,
        account=ctx.account,
        via=VIA,
        now=ctx.now,
        task=task_key(contest, task),
        request_id=ctx.request_id,
    )


def task_key(contest: ContestView, wanted: str) -> str | None:
    """A task by its key or title, or the only one there is. What it can't be is refused where it is entered."""
    if contest.kind is not Kind.POINTS:
        return wanted or None
    tasks = contest.definition.tasks
    said = casefold_text(wanted)
    found = [each.key for each in tasks if said in (each.key, casefold_text(each.title))]
    if found:
        return found[0]
    return tasks[0].key if not wanted and len(tasks) == 1 else wanted


def file_of(attachment: discord.Attachment) -> File:
    return File(
        id=str(attachment.id),
        name=attachment.filename,
        url=attachment.url,
        size=attachment.size,
        content_type=attachment.content_type,
        description=attachment.description,
        width=attachment.width,
        height=attachment.height,
    )


async def tell_entered(ctx: DiscordContext, contest: ContestView, entered: Entered) -> None:
    """What became of it."""
    key = "enter-accepted" if entered.entry.status == EntryStatus.ACCEPTED else "enter-taken-in"
    await ctx.answer(Answer(ctx.tell(key, number=str(entered.entry.number), contest=contest.name)))


# ---- posts that were found ----


async def _enter_found(ctx: DiscordContext, entering: Entering, post: str) -> Entered:
    if not (post.isascii() and post.isdigit() and len(post) < 19):
        raise ctx.refuse("enter-choose-from-list")
    async with unit_of_work(ctx.services.database) as session:
        return await ctx.services.entering.enter_found(session, entering, int(post))


async def offer_posts(ctx: DiscordContext, contest: ContestView, task: str | None) -> None:
    """Choose among one's posts that were found, or hear how to take part. Raises Refused where there is no room for
    another: that comes before any choice."""
    async with reading(ctx.services.database) as session:
        await ctx.services.contests.entries.check_room(session, contest.id, ctx.account, task or None)
        ids = [each.id for each in await ctx.services.identities.accounts_of(session, ctx.account.id)]
        found = await ctx.services.entering.candidates(session, contest.id, ids)
    how = ctx.tell("enter-how")
    if not found:
        hashtag = contest.definition.hashtag
        text = ctx.tell("enter-found-none", hashtag=hashtag, how=Markup(how)) if hashtag else how
        await ctx.answer(Answer(text))
        return
    options = [
        Option(each.title or each.platform, str(each.item_id), f"{each.platform} {each.at:%Y-%m-%d}")
        for each in found
    ]
    choice = menu(
        custom_id(AREA, "enter_post", contest.id), options, placeholder=ctx.tell("enter-choose-post")
    )
    await ctx.answer(Answer(ctx.tell("enter-found", contest=contest.name), view=view_of(choice)))


async def on_post(ctx: DiscordContext) -> None:
    contest = await contest_of(ctx, ctx.subject)
    entered = await _enter_found(ctx, about(ctx, contest), ctx.values[0])
    await tell_entered(ctx, contest, entered)


async def complete_post(ctx: DiscordContext, typed: str) -> Sequence[tuple[str, str]]:
    """One's posts that were found for the contest chosen so far, or for the only one that is open."""
    user = ctx.interaction.user
    async with reading(ctx.services.database) as session:
        contest = _open_contest(await visible(session, ctx.now), str(_given(ctx, "contest")))
        account = await find(session, PLATFORM, str(user.id))
        if contest is None or account is None:
            return []
        ids = [each.id for each in await ctx.services.identities.accounts_of(session, account.id)]
        found = await ctx.services.entering.candidates(session, contest.id, ids)
    said = casefold_text(typed)
    return [
        (f"{each.title or each.platform} ({each.platform})", str(each.item_id))
        for each in found
        if said in casefold_text(each.title)
    ]


async def complete_task(ctx: DiscordContext, typed: str) -> Sequence[tuple[str, str]]:
    async with reading(ctx.services.database) as session:
        contest = _open_contest(await visible(session, ctx.now), str(_given(ctx, "contest")))
    said = casefold_text(typed)
    tasks = contest.definition.tasks if contest is not None else ()
    return [
        (f"{each.title} ({each.points})", each.key) for each in tasks if said in casefold_text(each.title)
    ]


def _given(ctx: DiscordContext, option: str) -> object:
    """What was chosen for another option so far."""
    return getattr(ctx.interaction.namespace, option, None) or ""


def _open_contest(among: Sequence[ContestView], wanted: str) -> ContestView | None:
    if wanted:
        return named(among, wanted)
    running = [each for each in among if takes_entries(each)]
    return running[0] if len(running) == 1 else None


# ---- a message of one's own ----


async def enter_message(ctx: DiscordContext, message: discord.Message) -> None:
    """From a message's menu. Where several contests are open, it is asked which one."""
    if message.author.id != ctx.interaction.user.id:
        raise ctx.refuse("enter-message-not-yours")
    piece = chat_message(message)
    if await _changed(ctx, piece):
        await ctx.say("enter-message-changed")
        return
    async with reading(ctx.services.database) as session:
        found = [each for each in await visible(session, ctx.now) if takes_entries(each)]
    if not found:
        raise ctx.refuse("no-contest-runs")
    if len(found) > 1:
        await _ask_which(ctx, piece, found)
        return
    async with unit_of_work(ctx.services.database) as session:
        entered = await ctx.services.entering.enter_message(session, about(ctx, found[0]), piece)
    await tell_entered(ctx, found[0], entered)


async def _changed(ctx: DiscordContext, piece: ChatMessage) -> bool:
    """Whether it was entered before and says something else by now: then it is reviewed again."""
    async with unit_of_work(ctx.services.database) as session:
        return await ctx.services.entering.message_changed(session, ctx.account, piece, ctx.now)


def chat_message(message: discord.Message) -> ChatMessage:
    """What Discord tells of it with this act, and at no other time without a privileged intent."""
    return ChatMessage(
        id=str(message.id),
        author_id=str(message.author.id),
        text=message.content,
        url=message.jump_url,
        posted_at=message.created_at,
        files=tuple(file_of(each) for each in message.attachments),
    )


async def _ask_which(ctx: DiscordContext, piece: ChatMessage, contests: Sequence[ContestView]) -> None:
    """The message is kept until the choice: Discord shows it to us only now."""
    async with unit_of_work(ctx.services.database) as session:
        await kept.keep(session, ctx.interaction.id, _packed(piece), ctx.now)
    options = [Option(each.name, str(each.id)) for each in contests]
    choice = menu(
        custom_id(AREA, "enter_message", ctx.interaction.id),
        options,
        placeholder=ctx.tell("enter-choose-contest"),
    )
    await ctx.answer(Answer(ctx.tell("enter-choose-contest"), view=view_of(choice)))


async def on_message_contest(ctx: DiscordContext) -> None:
    contest = await contest_of(ctx, int(ctx.values[0]))
    async with unit_of_work(ctx.services.database) as session:
        packed = await kept.kept(session, ctx.subject)
        if packed is None:
            raise ctx.refuse("enter-message-again")
        entered = await ctx.services.entering.enter_message(session, about(ctx, contest), _unpacked(packed))
    await tell_entered(ctx, contest, entered)


def _packed(piece: ChatMessage) -> dict[str, Any]:
    packed = asdict(piece)
    packed["posted_at"] = piece.posted_at.isoformat() if piece.posted_at else None
    return packed


def _unpacked(packed: dict[str, Any]) -> ChatMessage:
    at = packed["posted_at"]
    return ChatMessage(
        **{
            **packed,
            "posted_at": datetime.fromisoformat(at) if at else None,
            "files": tuple(File(**each) for each in packed["files"]),
        }
    )
