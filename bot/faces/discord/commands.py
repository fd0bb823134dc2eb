"""Commands as Discord is told of them: built from the router, told only when they changed.

Discord counts the commands that an app creates in a server (200 a day), and telling it at every start would also
hide them from people for a moment.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import typing
from typing import Any

import discord
import orjson
from discord import app_commands

from bot.faces import texts
from bot.faces.discord.dispatch import Dispatcher
from bot.faces.discord.router import Complete, DiscordRouter, Handler, SlashCommand
from bot.faces.texts import DEFAULT, LANGUAGES
from bot.kernel.log import get_logger

MOST_CHOICES = 25
_CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)

log = get_logger(__name__)


class Words(app_commands.Translator):
    """Descriptions in the languages we speak. Names stay, except those of menus and choices."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        key = string.extras.get("key")
        language = locale.value.split("-")[0]
        if key is None or language not in LANGUAGES or language == DEFAULT:
            return None
        return texts.say(language, key)


class Tree(app_commands.CommandTree[Any]):
    """Faults of the library's own reading of a command end in an answer too."""

    dispatcher: Dispatcher | None = None

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        async def say(ctx: Any) -> None:
            known = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)
            await ctx.say("old-command" if known else "bad-option")

        log.warning("discord_command_unreadable", problem=type(error).__name__)
        if self.dispatcher is not None and interaction.type is discord.InteractionType.application_command:
            await self.dispatcher.command("command", interaction, say)


def build_tree(client: discord.Client, router: DiscordRouter, dispatcher: Dispatcher) -> Tree:
    """The router's commands as the library wants them."""
    tree = Tree(client, fallback_to_global=True)
    tree.dispatcher = dispatcher
    groups: dict[str, app_commands.Group] = {}
    for each in router.commands:
        if not each.group:
            tree.add_command(_alone(_command(each, dispatcher)))
            continue
        group = groups.get(each.group)
        if group is None:
            group = groups[each.group] = _group(each.group, each.group in router.managers_only)
            tree.add_command(group)
        group.add_command(_command(each, dispatcher))
    for key, handler in router.menus.items():
        menu = app_commands.ContextMenu(name=worded(key), callback=_menu(handler, dispatcher))
        menu.guild_only = True
        menu.allowed_contexts = _CONTEXTS
        tree.add_command(menu)
    return tree


def worded(key: str) -> app_commands.locale_str:
    """A text that the library asks ``Words`` to translate."""
    return app_commands.locale_str(texts.say(DEFAULT, key), key=key)


def _group(name: str, managers: bool) -> app_commands.Group:
    return app_commands.Group(
        name=name,
        description=worded(f"command-{name}"),
        guild_only=True,
        allowed_contexts=_CONTEXTS,
        default_permissions=discord.Permissions(manage_messages=True) if managers else None,
    )


def _alone(command: app_commands.Command[Any, ..., None]) -> app_commands.Command[Any, ..., None]:
    """In servers only, like the groups."""
    command.guild_only = True
    command.allowed_contexts = _CONTEXTS
    return command


def _command(made: SlashCommand, dispatcher: Dispatcher) -> app_commands.Command[Any, ..., None]:
    name = made.name.partition(" ")[2] or made.name
    callback = _slash(made.handler, dispatcher)
    hints = list(inspect.signature(callback).parameters)[1:]
    app_commands.describe(**{each: worded(f"option-{each}") for each in hints})(callback)
    if made.choices:
        app_commands.choices(
            **{
                option: [app_commands.Choice(name=worded(f"choice-{one}"), value=one) for one in values]
                for option, values in made.choices.items()
            }
        )(callback)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name, description=worded(f"command-{made.name.replace(' ', '-')}"), callback=callback
    )
    for option, complete in made.complete.items():
        command.autocomplete(option)(_completion(complete, dispatcher))
    return command


def _slash(handler: Handler, dispatcher: Dispatcher) -> Any:
    """The handler as the library calls it, with its options as annotated."""

    async def callback(interaction: Any, **options: Any) -> None:
        await dispatcher.command("command", interaction, functools.partial(_with, handler, options))

    hints = typing.get_type_hints(handler, include_extras=True)
    given = list(inspect.signature(handler).parameters.values())[1:]
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    rest = [each.replace(annotation=hints[each.name]) for each in given]
    callback.__signature__ = inspect.Signature([first, *rest])  # type: ignore[attr-defined]  # discord.py reads it
    return callback


async def _with(handler: Handler, options: dict[str, Any], ctx: Any) -> None:
    await handler(ctx, **options)


def _menu(handler: Handler, dispatcher: Dispatcher) -> Any:
    async def callback(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await dispatcher.command("menu", interaction, functools.partial(_with, handler, {"message": message}))

    callback.__annotations__ = {"interaction": discord.Interaction[Any], "message": discord.Message}
    return callback


def _completion(complete: Complete, dispatcher: Dispatcher) -> Any:
    async def callback(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        found = await dispatcher.complete(interaction, complete, current)
        return [
            app_commands.Choice(name=name[:100] or "…", value=value[:100])
            for name, value in found[:MOST_CHOICES]
        ]

    return callback


async def digest_of(tree: Tree) -> str:
    """The same as long as Discord would be told the same."""
    translator = tree.translator or Words()
    payload = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    return hashlib.sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()[:40]
