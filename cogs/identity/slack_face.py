"""Linking accounts from Slack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.face import SlackFace
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.errors import TellUser
from bot.people.accounts import KnownAccount, codes_in
from bot.people.identity.service import CODE_HOURS
from bot.people.rules import Right
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from cogs.identity.view import HOW, label, read_named, the_one

AREA = "identity"
PLATFORM = "slack"
NOT_YOURS = "That account isn't linked with yours any more, so there was nothing to do."
WHO = "Choose the person in Slack, or name their account elsewhere."


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("link", link)
    router.command("unlink", unlink)
    router.action(AREA, "unlink", on_unlink)
    router.view(AREA, "link", on_link)


async def link(ctx: SlackContext) -> None:
    """A code for oneself, somebody's code said here, or as a manager two accounts of somebody else."""
    if not ctx.text:
        await _give_code(ctx)
    elif codes_in(ctx.text) or not _names_somebody(ctx.text):
        await _say_code(ctx)
    elif await allowed(ctx, Right.CONTEST):
        await ctx.ack()
        await ctx.open_modal(_window(ctx.text))


async def unlink(ctx: SlackContext) -> None:
    """What is linked, each with a way out; as a manager also an account of somebody else."""
    if not ctx.text:
        await _show_linked(ctx)
        return
    if not await allowed(ctx, Right.CONTEST):
        return
    async with unit_of_work(ctx.services.database) as session:
        account = await _named(ctx, session, ctx.text)
        done = await ctx.services.identities.unlink(session, account.id, ctx.person.id, PLATFORM, ctx.now)
    await ctx.ack()
    said = (
        "isn't linked with any other account any more." if done else "wasn't linked with any other account."
    )
    await ctx.tell_privately(f"{b.isolate(label(account))} {said}")


# ---- for oneself ----


async def own_account(ctx: SlackContext, session: AsyncSession) -> KnownAccount:
    """The account of whoever acts."""
    return await ctx.services.identities.account(
        session, PLATFORM, ctx.person.id, ctx.now, name=ctx.person.name
    )


async def _give_code(ctx: SlackContext) -> None:
    identities = ctx.services.identities
    async with unit_of_work(ctx.services.database) as session:
        account = await own_account(ctx, session)
        code = await identities.new_code(session, account.id, ctx.now)
        linked = (await identities.accounts_of(session, account.id))[1:]
    await ctx.ack()
    tag = b.escape(ctx.services.settings.brand.hashtag)
    made = [
        b.section(
            f"Your code: *{code}*\nSay it within {CODE_HOURS} hours from your other account, and we know that it is "
            f"yours too:\n• in Discord with `/contest link {code}`\n• where you post, in a post with {tag}: we see "
            "it when we read there next"
        ),
        b.context(
            "Whoever says this code is taken for you, so show it to nobody. It works once; asking for another "
            "ends it. You are told of every link."
        ),
    ]
    if linked:
        made.append(b.context(f"Linked already: {_listed(linked)}. `/goodword unlink` takes them apart."))
    await ctx.tell_privately(f"Your code: {code}", made)


async def _say_code(ctx: SlackContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        account = await own_account(ctx, session)
        other = await ctx.services.identities.redeem(
            session, ctx.text, account.id, ctx.person.id, PLATFORM, ctx.now
        )
    await ctx.ack()
    await ctx.tell_privately(
        f"Linked: {b.isolate(label(other))} is you too. In contests both count as one person. "
        "`/goodword unlink` takes them apart again."
    )


async def _show_linked(ctx: SlackContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        account = await own_account(ctx, session)
        accounts = await ctx.services.identities.accounts_of(session, account.id)
    await ctx.ack()
    if len(accounts) < 2:
        await ctx.tell_privately(
            "Your account here is linked with no other. `/goodword link` gives you a code."
        )
        return
    await ctx.tell_privately(*_linked(accounts))


async def on_unlink(ctx: SlackContext) -> None:
    """Take one of one's own accounts out."""
    wanted = int(ctx.action.extra[0]) if ctx.action is not None and ctx.action.extra else 0
    identities = ctx.services.identities
    async with unit_of_work(ctx.services.database) as session:
        account = await own_account(ctx, session)
        mine = {one.id: one for one in await identities.accounts_of(session, account.id)}
        done = wanted in mine and await identities.unlink(session, wanted, ctx.person.id, PLATFORM, ctx.now)
        rest = await identities.accounts_of(session, account.id)
    await ctx.ack()
    said = f"{b.isolate(label(mine[wanted]))} is on its own again." if done else NOT_YOURS
    text, made = _linked(rest) if len(rest) > 1 else ("", [])
    await ctx.respond(f"{said} {text}".strip(), [b.section(said), *made], replace=True)


def _linked(accounts: Sequence[KnownAccount]) -> tuple[str, list[b.Block]]:
    """The accounts of one person, the one they act from first."""
    text = "These accounts are linked: they count as one person in contests."
    made = [b.section(text)]
    for account in accounts[:40]:
        meaning = "Its votes, entries and places are counted by themselves again."
        sure = b.confirm("Unlink this account?", f"{label(account)}: {meaning}", "Unlink", danger=True)
        action = encode(AREA, "unlink", extra=(str(account.id),))
        made.append(b.section(b.isolate(label(account)), b.button("Unlink", action, confirm=sure)))
    return text, made


# ---- for others ----


def _names_somebody(text: str) -> bool:
    try:
        read_named(text)
    except TellUser:
        return False
    return True


def _window(text: str) -> dict[str, Any]:
    """Which two accounts are one person's; what was typed is one of them."""
    person = b.field(
        "Person in Slack", b.people_select("person", "Choose a person", {}), "person", optional=True
    )
    named = b.text_input("first", limit=200, placeholder="anna on discord")
    first = b.field("Or their account elsewhere", named, "first", optional=True, hint=HOW)
    other = b.field(
        "Their other account", b.text_input("other", limit=200, initial=text[:200]), "other", hint=HOW
    )
    said = b.section(
        "Two accounts of one person. Both are told, and either of them can be unlinked by its owner. Be sure who it "
        "is: in contests each acts for the other."
    )
    return b.modal(
        "Link two accounts", [said, person, first, other], callback_id=encode(AREA, "link"), submit="Link"
    )


async def on_link(ctx: SlackContext) -> None:
    """Link them, committed before the window closes."""
    if not await allowed(ctx, Right.CONTEST):
        return
    person, first = str(ctx.field("person") or ""), str(ctx.field("first") or "").strip()
    if bool(person) == bool(first):
        await ctx.ack(response_action="errors", errors={"first": WHO})
        return
    asked = "first"
    try:
        async with unit_of_work(ctx.services.database) as session:
            one = await (_slack_account(ctx, session, person) if person else _named(ctx, session, first))
            asked = "other"
            other = await _named(ctx, session, str(ctx.field("other") or ""))
            await ctx.services.identities.link(session, one.id, other.id, ctx.person, PLATFORM, ctx.now)
    except TellUser as problem:
        await ctx.ack(response_action="errors", errors={asked: str(problem)[:300]})
        return
    await ctx.ack()
    await ctx.tell_privately(
        f"Linked: {b.isolate(label(one))} and {b.isolate(label(other))} are one person. Both are told."
    )


async def _slack_account(ctx: SlackContext, session: AsyncSession, user_id: str) -> KnownAccount:
    name = await ctx.services.outlet(Staff).name(user_id)
    return await ctx.services.identities.account(session, PLATFORM, user_id, ctx.now, name=name)


async def _named(ctx: SlackContext, session: AsyncSession, text: str) -> KnownAccount:
    named = read_named(text)
    found = await ctx.services.identities.named(session, named.platform, named.handle, ctx.now)
    return the_one(found, named)


def _listed(accounts: Sequence[KnownAccount]) -> str:
    return ", ".join(b.isolate(label(one)) for one in accounts[:10])


# ---- told directly ----


async def tell_directly(
    services: Services, account: KnownAccount, what: str, values: Mapping[str, Any]
) -> None:
    """The direct message to somebody in Slack. Raises TryLater, FixCredentials or NeverWorks."""
    other = b.isolate(str(values.get("account", "")))
    if what == "linked":
        text = (
            f":link: {other} was linked with your account here: in contests both count as one person. If that wasn't "
            "you, use `/goodword unlink` and tell a manager."
        )
    else:
        text = (
            ":link: Your account here isn't linked with any other any more. If that is wrong, tell a manager."
        )
    await services.outlet(SlackFace).replies.direct(account.external_id, text)
