"""A small unmodified discord.py bot for the page's tests: a command group, a form, buttons, menus, a picture."""

from __future__ import annotations

import io

import discord
from discord import app_commands

from bot.playground.samples.drawing import draw_picture

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> @everyone"
CUPS = ("Oolong by Noor", "Sencha by Lena", "Chai by Yusuf")


class Name(discord.ui.Modal, title="Name your cup"):
    """One short field, one long one that may stay empty."""

    name: discord.ui.TextInput[Name] = discord.ui.TextInput(label="Name", custom_id="name", max_length=40)
    story: discord.ui.TextInput[Name] = discord.ui.TextInput(
        label="Its story", custom_id="story", style=discord.TextStyle.paragraph, required=False
    )

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        await interaction.response.send_message(f"Named **{self.name.value}**", ephemeral=True)


class Card(discord.ui.View):
    """Counts votes, asks for a name, offers a choice, never answers."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.votes = 0

    @discord.ui.button(label="Vote", style=discord.ButtonStyle.success, custom_id="vote")
    async def vote(self, interaction: discord.Interaction, _button: discord.ui.Button[Card]) -> None:
        self.votes += 1
        await interaction.response.edit_message(content=f"Votes: **{self.votes}**")

    @discord.ui.button(label="Name it", style=discord.ButtonStyle.primary, custom_id="name-it")
    async def name_it(self, interaction: discord.Interaction, _button: discord.ui.Button[Card]) -> None:
        await interaction.response.send_modal(Name())

    @discord.ui.button(label="Silent", style=discord.ButtonStyle.danger, custom_id="silent")
    async def silent(self, _interaction: discord.Interaction, _button: discord.ui.Button[Card]) -> None:
        """Says nothing, so that the page has to."""

    @discord.ui.select(
        placeholder="How many?",
        custom_id="many",
        options=[discord.SelectOption(label=f"{n} votes", value=str(n)) for n in (1, 2, 3)],
    )
    async def many(self, interaction: discord.Interaction, select: discord.ui.Select[Card]) -> None:
        await interaction.response.send_message(f"You gave {select.values[0]}", ephemeral=True)


class PageBot(discord.Client):
    """Syncs its commands when it is ready."""

    def __init__(self, guild: int) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self._guild = discord.Object(guild)
        cups = app_commands.Group(name="cup", description="Cups of tea")

        @cups.command(name="show", description="Show a cup")
        @app_commands.describe(cup="Which one", size="From 1 to 5")
        async def show(
            interaction: discord.Interaction, cup: str, size: app_commands.Range[int, 1, 5] = 1
        ) -> None:
            picture = io.BytesIO(draw_picture("teapot", 3))
            embed = discord.Embed(title=cup, description=f"{HOSTILE}\n**{size}** of 5", colour=0xE0A500)
            embed.set_image(url="attachment://cup.png").add_field(name="Where", value="Here")
            await interaction.response.send_message(
                embed=embed, view=Card(), file=discord.File(picture, "cup.png")
            )

        @show.autocomplete("cup")
        async def which(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            fitting = [cup for cup in CUPS if current.casefold() in cup.casefold()]
            return [app_commands.Choice(name=cup, value=cup) for cup in fitting]

        @cups.command(name="mine", description="What is yours")
        async def mine(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.user.send("A *letter* for you")
            await interaction.followup.send(f"Nothing yet, {interaction.user.mention}", ephemeral=True)

        @cups.command(name="enter", description="Hand in a picture")
        async def enter(interaction: discord.Interaction, picture: discord.Attachment) -> None:
            await interaction.response.send_message(f"Got {picture.filename}", ephemeral=True)

        self.tree.add_command(cups, guild=self._guild)

        @self.tree.context_menu(name="Enter this message", guild=self._guild)
        async def enter_message(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"Entered: {message.content}", ephemeral=True)

    async def setup_hook(self) -> None:
        await self.tree.sync(guild=self._guild)
