"""Help in Slack."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ambassadors.queries import who_takes_part
from bot.faces.actions import encode
from bot.faces.cog import Command
from bot.faces.refusals import no_right
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.text import clean_line
from bot.people.identity.queries import find
from bot.people.rules import Right, Role, may
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.help.view import DECISIONS, for_role, grouped, nearest

ROLES = {
    Role.NONE: "You have no role here, so there is nothing you can do yet.",
    Role.VIEWER: "You are a viewer: you can look, search and add content.",
    Role.MODERATOR: "You are a moderator: you can decide, ask for permission and do all that viewers can.",
    Role.MANAGER: "You are a manager: you can do everything.",
}

VERBS = {"ask": "ask permission", "permission": "ask permission", "note": "add a note", "block": "block a creator",
         "campaign": "add to a campaign"}  # fmt: skip

ASKING = (
    "*Ask permission* on a card writes to its creator: Goodword sends it as a reply, a direct message or a mail "
    "once you press *Send*, or you send it yourself. Then *Permission…* shows what was answered and lets you decide."
)


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router; ``help`` also answers the bare command and unknown words."""
    router.command("help", show)


async def show(ctx: SlackContext) -> None:
    """Answer privately, beside the command."""
    await ctx.ack()
    word, _, rest = str(ctx.payload.get("text") or "").strip().partition(" ")
    command = str(ctx.payload.get("command") or "/goodword")
    commands = ctx.services.outlet(SlackRouter).commands
    if word and word.casefold() != "help":
        await _unknown(ctx, command, word, nearest(word, commands))
        return
    wanted = rest.strip().removeprefix(command).strip().casefold()
    if not wanted:
        usable = for_role(commands, ctx.person.role)
        made = overview(command, usable, ctx.person.role, ambassador=await _shares(ctx))
        await ctx.tell_privately("What you can do here", made)
    elif (found := commands.get(wanted)) is None:
        await _unknown(ctx, command, wanted, nearest(wanted, commands))
    else:
        refused = None
        if not may(ctx.person.role, found.right):
            refused = no_right(found.right, await ctx.services.outlet(Staff).who_may(found.right))
        await ctx.tell_privately(f"{command} {found.usage}", one(command, found, refused))


async def _shares(ctx: SlackContext) -> bool:
    """Whether the person is an ambassador."""
    async with reading(ctx.services.database) as session:
        account = await find(session, "slack", ctx.person.id)
        return account is not None and await who_takes_part(session, [account.id]) is not None


def overview(
    command: str, commands: Sequence[Command], role: Role, *, ambassador: bool = False
) -> list[b.Block]:
    """Every command the person may use, and what else there is to click."""
    made = [b.header("Goodword"), b.section(ROLES[role])]
    for title, some in grouped(commands, ambassador=ambassador):
        head = [f"*{title}*"] if title else []
        if some:
            made.append(b.section("\n".join([*head, *(_line(command, each) for each in some)])))
    made.append(
        b.context(
            f"`{command} help COMMAND` shows one of them with examples. The menu of any message has *Add to "
            "Goodword*; the app's Home tab shows how the queue stands."
        )
    )
    if may(role, Right.ASK):
        made.append(b.context(ASKING))
    if may(role, Right.DECIDE):
        made.append(b.actions([b.button("Triage", encode("triage", "open"), style="primary")]))
    return made


def one(command: str, found: Command, refused: str | None = None) -> list[b.Block]:
    """A command with its examples, and whom to ask where the person may not use it."""
    made = [b.section(f"`{command} {found.usage}`\n{found.help}")]
    if found.examples:
        made.append(b.context("For example: " + ", ".join(f"`{command} {each}`" for each in found.examples)))
    if refused:
        made.append(b.section(f":lock: {b.escape(refused)}"))
    return made


def _line(command: str, each: Command) -> str:
    return f"`{command} {each.usage}`  {each.help}"


async def _unknown(ctx: SlackContext, command: str, word: str, meant: str | None) -> None:
    said = f"There is no command “{b.escape(clean_line(word, 40))}”."
    if done := nearest(word, DECISIONS, 0.75):
        said += f" To {VERBS.get(done, done)}, use the buttons and the menu of a card, or `{command} triage`."
    elif meant:
        said += f" Did you mean `{command} {meant}`?"
    await ctx.tell_privately(f"{said} `{command} help` lists what there is.", None)
