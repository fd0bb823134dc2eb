"""A small bot on unmodified discord.py that uses what a contest bot would use."""

from __future__ import annotations

import asyncio
import io
import struct
from typing import Any

import discord
from discord import app_commands

PNG = (
    b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5B", 13, b"IHDR", 64, 32, 8, 2, 0, 0, 0) + b"rest of a picture"
)
OPTIONS = [discord.SelectOption(label="Alpha", value="a"), discord.SelectOption(label="Beta", value="b")]


class Entry(discord.ui.Modal, title="Enter the contest"):
    """A form with a text, a choice and a file."""

    link: discord.ui.Label[Any] = discord.ui.Label(
        text="Link", component=discord.ui.TextInput(custom_id="link", max_length=80)
    )
    division: discord.ui.Label[Any] = discord.ui.Label(
        text="Division", component=discord.ui.Select(custom_id="division", options=OPTIONS)
    )
    picture: discord.ui.Label[Any] = discord.ui.Label(
        text="Picture", component=discord.ui.FileUpload(custom_id="picture", required=False)
    )

    def __init__(self) -> None:
        super().__init__(custom_id="entry")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        link, division, picture = (each.component for each in (self.link, self.division, self.picture))
        assert isinstance(link, discord.ui.TextInput)
        assert isinstance(division, discord.ui.Select)
        assert isinstance(picture, discord.ui.FileUpload)
        sizes = [each.size for each in picture.values]
        await interaction.response.send_message(
            f"entered {link.value} {division.values} {sizes}", ephemeral=True
        )


class Card(discord.ui.View):
    """Buttons and menus under an entry."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Vote", custom_id="card:vote")
    async def vote(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content=f"voted by {interaction.user.name}")

    @discord.ui.button(label="Enter", custom_id="card:enter")
    async def enter(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(Entry())

    @discord.ui.button(label="Gone", custom_id="card:gone", disabled=True)
    async def gone(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        raise AssertionError("a disabled button was pressed")

    @discord.ui.select(custom_id="card:pick", options=OPTIONS)
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {menu.values[0]}")

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="card:who")
    async def who(self, interaction: discord.Interaction, menu: discord.ui.UserSelect[Any]) -> None:
        names = [each.name for each in menu.values]
        await interaction.response.send_message(f"chose {names}", ephemeral=True)


class Standings(discord.ui.LayoutView):
    """A message of components of version 2."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        button: discord.ui.Button[Any] = discord.ui.Button(label="Refresh", custom_id="standings:refresh")
        self.add_item(
            discord.ui.Container(
                discord.ui.Section("**1.** Noor", accessory=button),
                discord.ui.Separator(),
                discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png")),
                discord.ui.TextDisplay("as of now"),
            )
        )


class ContestBot(discord.Client):
    """``seen`` is what it was told: an event's name and what it concerned."""

    def __init__(self, *, members: bool = True, content: bool = False) -> None:
        intents = discord.Intents.default()
        intents.members, intents.message_content = members, content
        super().__init__(intents=intents, guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[tuple[str, Any]] = []
        self.failures: list[Exception] = []

    async def setup_hook(self) -> None:
        self.tree.add_command(contest_commands())
        self.tree.context_menu(name="Enter this message")(enter_message)
        self.tree.context_menu(name="Look up")(look_up)
        self.tree.error(self._failed)
        self.add_view(Card())
        await self.tree.sync()

    async def _failed(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.failures.append(error)

    async def on_message(self, message: discord.Message) -> None:
        self.seen.append(("message", message.content))

    async def on_message_delete(self, message: discord.Message) -> None:
        self.seen.append(("message_delete", message.id))

    async def on_member_join(self, member: discord.Member) -> None:
        self.seen.append(("join", member.name))

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        self.seen.append(("leave", event.user.name))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.seen.append(("channel_delete", channel.name))

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        self.seen.append(("role_delete", role.name))

    async def on_resumed(self) -> None:
        self.seen.append(("resumed", None))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.seen.append(("reaction", str(event.emoji)))

    def told(self, name: str) -> list[Any]:
        """What it was told under that name."""
        return [about for event, about in self.seen if event == name]


async def enter_message(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"entered {message.content!r}", ephemeral=True)


async def look_up(interaction: discord.Interaction, member: discord.Member) -> None:
    await interaction.response.send_message(f"joined {member.joined_at is not None}", ephemeral=True)


def contest_commands() -> app_commands.Group:
    """``/contest``, with a subcommand for each way of answering."""
    group = app_commands.Group(name="contest", description="Contests")

    @group.command(name="card", description="Post a card")
    async def card(
        interaction: discord.Interaction,
        points: app_commands.Range[int, 1, 5],
        who: discord.Member | None = None,
        colour: str = "red",
    ) -> None:
        name = who.name if who else "nobody"
        words = f"{points} for {name} in {colour}, {interaction.locale}"
        await interaction.response.send_message(words, view=Card())

    card.autocomplete("colour")(_colours)

    @group.command(name="slow", description="Think first")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await asyncio.sleep(0.05)
        await interaction.followup.send(
            "late", file=discord.File(io.BytesIO(PNG), "chart.png", description="A chart")
        )
        await interaction.followup.send("and more", ephemeral=True)

    @group.command(name="silent", description="Never answer")
    async def silent(interaction: discord.Interaction) -> None:
        return None

    @group.command(name="late", description="Answer too late")
    async def late(interaction: discord.Interaction) -> None:
        await asyncio.sleep(0.5)
        await interaction.response.send_message("too late")

    @group.command(name="twice", description="Answer twice over the wire")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        await interaction.response.send_message("twice")

    @group.command(name="upload", description="Take a file")
    async def upload(interaction: discord.Interaction, picture: discord.Attachment) -> None:
        data = await picture.read()
        await interaction.response.send_message(f"{picture.content_type} {len(data)} {picture.width}")

    return group


async def _colours(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    every = [each for each in ("red", "green", "blue") if current in each]
    return [app_commands.Choice(name=each.title(), value=each) for each in every]
