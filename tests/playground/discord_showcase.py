"""An unmodified discord.py bot that shows everything a message, a command and a form can hold."""

from __future__ import annotations

import asyncio
import io
from typing import TypeVar

import discord
from discord import app_commands, ui

from bot.playground.samples.drawing import draw_picture

MARKDOWN = """# Heading one
## Heading two
### Heading three
-# small print
**bold** *italic* ***both*** __under__ ~~struck~~ `code` ||a *secret*|| \\*escaped\\*
**bold over
two lines** and [a link](https://example.com/tea) and https://example.com/plain.
- first
  - inside
- second
1. one
2. two
> quoted **words**
> in two lines
```py
print("*not italic*")
```
<t:1700000000:R> <t:1700000000:F> <:teapot:123456789012345678> </tea order:42>"""
AnyMenu = TypeVar(
    "AnyMenu",
    "ui.Select[Menus]",
    "ui.UserSelect[Menus]",
    "ui.RoleSelect[Menus]",
    "ui.MentionableSelect[Menus]",
    "ui.ChannelSelect[Menus]",
)
DE = discord.Locale.german


class Order(ui.Modal, title="Order tea"):
    """Every kind of field that a form takes."""

    def __init__(self) -> None:
        super().__init__(custom_id="order")
        self.name = ui.TextInput[Order](custom_id="name", max_length=20, placeholder="As on the cup")
        self.kinds = ui.Select[Order](
            custom_id="kinds",
            min_values=1,
            max_values=2,
            options=[
                discord.SelectOption(label=each, value=each.casefold())
                for each in ("Black", "Green", "White")
            ],
        )
        self.size = ui.RadioGroup[Order](
            custom_id="size",
            options=[
                discord.RadioGroupOption(label="Small", value="s", description="for one"),
                discord.RadioGroupOption(label="Large", value="l"),
            ],
        )
        self.more = ui.CheckboxGroup[Order](
            custom_id="more",
            required=False,
            min_values=0,
            options=[
                discord.CheckboxGroupOption(label="Milk", value="milk"),
                discord.CheckboxGroupOption(label="Lemon", value="lemon"),
            ],
        )
        self.gift = ui.Checkbox[Order](custom_id="gift")
        self.add_item(ui.Label(text="Name", component=self.name, description="Up to 20 letters"))
        self.add_item(ui.Label(text="Kinds", component=self.kinds, description="One or two"))
        self.add_item(ui.Label(text="Size", component=self.size))
        self.add_item(ui.Label(text="With", component=self.more))
        self.add_item(ui.Label(text="It is a gift", component=self.gift))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        told = [
            self.name.value,
            "+".join(self.kinds.values),
            self.size.value,
            "+".join(self.more.values),
            self.gift.value,
        ]
        await interaction.response.send_message(" / ".join(map(str, told)), ephemeral=True)


class Menus(ui.View):
    """A menu of each kind; one that takes several."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        several = ui.Select[Menus](
            placeholder="Two or three teas",
            custom_id="several",
            min_values=2,
            max_values=3,
            options=[
                discord.SelectOption(label=f"Tea {each}", value=each, description=f"Leaf {each}", emoji="🍵")
                for each in "abcd"
            ],
        )
        self.add_item(self._answering(several))
        self.add_item(self._answering(ui.UserSelect[Menus](placeholder="A person", custom_id="person")))
        self.add_item(self._answering(ui.RoleSelect[Menus](placeholder="A role", custom_id="role")))
        self.add_item(
            self._answering(ui.MentionableSelect[Menus](placeholder="Anybody", custom_id="anybody"))
        )
        news = [discord.ChannelType.news]
        self.add_item(
            self._answering(
                ui.ChannelSelect[Menus](placeholder="A channel", custom_id="channel", channel_types=news)
            )
        )

    def _answering(self, menu: AnyMenu) -> AnyMenu:
        async def chosen(interaction: discord.Interaction) -> None:
            values = [str(getattr(each, "id", each)) for each in menu.values]
            await interaction.response.send_message(
                f"{menu.custom_id}: {', '.join(sorted(values))}", ephemeral=True
            )

        menu.callback = chosen  # type: ignore[method-assign]  # as its documentation does
        return menu


class Buttons(ui.View):
    """All looks of a button, two of them in trouble."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        styles = discord.ButtonStyle
        for style in (styles.primary, styles.secondary, styles.success, styles.danger):
            self.add_item(ui.Button(label=style.name.title(), style=style, custom_id=style.name))
        self.add_item(ui.Button(label="Shop", url="https://example.com/shop"))
        self.add_item(ui.Button(emoji="🍵", custom_id="cup"))
        self.add_item(ui.Button(label="Sold out", disabled=True, custom_id="gone"))


class Board(ui.LayoutView):
    """The layout components (version 2)."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        picture = discord.MediaGalleryItem("attachment://one.png", description="A teapot")
        hidden = discord.MediaGalleryItem("attachment://two.png", description="A surprise", spoiler=True)
        self.add_item(
            ui.Container(
                ui.TextDisplay("## Standings\nAs of <t:1700000000:R>"),
                ui.Separator(spacing=discord.SeparatorSpacing.large),
                ui.Section(
                    "**1.** Noor", "12 points", accessory=ui.Button(label="Vote", custom_id="v2-vote")
                ),
                ui.Section(
                    "**2.** Lena", accessory=ui.Thumbnail("attachment://one.png", description="Lena's cup")
                ),
                ui.MediaGallery(picture, hidden),
                ui.ActionRow(ui.Button(label="More", custom_id="v2-more")),
                accent_colour=0x2F7D4F,
            )
        )


class Showcase(discord.Client):
    """Registers its commands when it is ready."""

    def __init__(self, guild: int) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.finish = asyncio.Event()
        self._guild = discord.Object(guild)
        tea = app_commands.Group(name="tea", description="Everything about tea")
        self._looks(tea)
        self._asks(tea)
        self.tree.add_command(tea, guild=self._guild)
        self._menus()

    def _menus(self) -> None:
        @self.tree.context_menu(name="Enter this message", guild=self._guild)
        async def enter(interaction: discord.Interaction, message: discord.Message) -> None:
            files = ", ".join(each.filename for each in message.attachments)
            await interaction.response.send_message(f"Entered: {message.content} [{files}]", ephemeral=True)

        @self.tree.context_menu(name="Show their cups", guild=self._guild)
        async def cups(interaction: discord.Interaction, member: discord.Member) -> None:
            await interaction.response.send_message(f"Cups of {member.display_name}", ephemeral=True)

    def _looks(self, tea: app_commands.Group) -> None:
        @tea.command(name="words", description="All of the markdown")
        async def words(interaction: discord.Interaction) -> None:
            channel, mention = interaction.channel_id, interaction.user.mention
            roles = interaction.guild.roles if interaction.guild else []
            text = f"{mention} <@&{roles[-1].id}> <#{channel}>\n{MARKDOWN}"
            await interaction.response.send_message(text, allowed_mentions=discord.AllowedMentions.none())

        @tea.command(name="card", description="An embed with all of its parts")
        async def card(interaction: discord.Interaction) -> None:
            embed = discord.Embed(
                title="A **cup**", url="https://example.com/cup", description="Of *oolong*", colour=0x3B7BD0
            )
            embed.set_author(
                name="Noor Haddad", url="https://example.com/noor", icon_url="attachment://one.png"
            )
            embed.set_thumbnail(url="attachment://one.png").set_image(url="attachment://two.png")
            embed.add_field(name="Points", value="12", inline=True).add_field(
                name="Votes", value="3", inline=True
            )
            embed.add_field(name="About", value="From the *hills*", inline=False)
            embed.set_footer(text="Kettle & Fern", icon_url="attachment://one.png")
            await interaction.response.send_message(embed=embed, files=pictures(), view=Buttons())

        @tea.command(name="board", description="The layout components")
        async def board(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(view=Board(), files=pictures())

        @tea.command(name="menus", description="A menu of each kind")
        async def menus(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Choose", view=Menus())

        @tea.command(name="slow", description="Takes a while")
        async def slow(interaction: discord.Interaction) -> None:
            await interaction.response.defer()
            await self.finish.wait()
            await interaction.followup.send("Done at last")

        @tea.command(name="files", description="A picture and a list")
        async def files(interaction: discord.Interaction) -> None:
            made = [*pictures()[:1], discord.File(io.BytesIO(b"one\ntwo\n"), "list.csv")]
            foot = discord.Embed(description="Of this week").set_footer(text="No icon here")
            await interaction.response.send_message("Two files", files=made, embed=foot)

    def _asks(self, tea: app_commands.Group) -> None:
        name = app_commands.locale_str("order", de="bestellen")
        about = app_commands.locale_str("Order a cup", de="Eine Tasse bestellen")

        @tea.command(name=name, description=about)
        @app_commands.describe(tea="Which tea", cups="From 1 to 5", note="A word to the kitchen")
        @app_commands.choices(
            size=[app_commands.Choice(name=each, value=each[0]) for each in ("Small", "Large")]
        )
        async def order(
            interaction: discord.Interaction,
            tea: str,
            cups: app_commands.Range[int, 1, 5],
            size: str = "S",
            strength: app_commands.Range[float, 0, 1] = 0.5,
            milk: bool = False,
            friend: discord.Member | None = None,
            role: discord.Role | None = None,
            place: discord.TextChannel | None = None,
            note: app_commands.Range[str, 2, 30] | None = None,
        ) -> None:
            given = [tea, cups, size, strength, milk, friend, role, place, note]
            await interaction.response.send_message(" / ".join(map(str, given)), ephemeral=True)

        @order.autocomplete("tea")
        async def teas(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            found = [each for each in ("Assam", "Oolong", "Sencha") if current.casefold() in each.casefold()]
            return [app_commands.Choice(name=each, value=each.casefold()) for each in found]

        @tea.command(name="form", description="A form with every field")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Order())

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translations())
        await self.tree.sync(guild=self._guild)


class Translations(app_commands.Translator):
    """German for what carries it."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return string.extras.get("de") if locale is DE else None


DRAWN = {name: draw_picture("teapot", number) for number, name in enumerate(("one", "two"), 1)}
"""Two small pictures, drawn beforehand: a command has to be answered soon."""


def pictures() -> list[discord.File]:
    """The pictures as files, to be referred to by name."""
    return [discord.File(io.BytesIO(data), f"{name}.png") for name, data in DRAWN.items()]
