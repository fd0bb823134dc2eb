"""Buttons and menus whose identity carries all they need (``bot.faces.actions``), so that they work after a restart
and years later. Nothing about a message stays in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.faces.actions import encode

LIMIT = 100
"""Discord's limit for a custom_id."""
ROWS, IN_ROW, OPTIONS = 5, 5, 25
LABEL, DESCRIPTION = 80, 100
_TEMPLATE = re.compile(r"g\d+:.*", re.DOTALL)
Style = discord.ButtonStyle
OnAct = Callable[[discord.Interaction[Any]], Coroutine[Any, Any, None]]


def custom_id(
    area: str, verb: str, item_id: int | None = None, *extra: str, revision: int | None = None
) -> str:
    """The identity as Discord keeps it. Raises ValueError where it is longer than Discord takes."""
    made = encode(area, verb, item_id, revision, extra)
    if len(made) > LIMIT:
        raise ValueError(f"{made[:40]}… is longer than {LIMIT} characters")
    return made


class Act(ui.DynamicItem[ui.Item[Any]], template=_TEMPLATE):
    """Any control of ours, found by the form of its identity. What it does is the dispatcher's."""

    on_act: OnAct | None = None

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        if self.on_act is not None:
            await self.on_act(interaction)


def acts_of(on_act: OnAct) -> type[Act]:
    """The class that one connection listens with."""
    return type("Act", (Act,), {"on_act": staticmethod(on_act)}, template=_TEMPLATE)


def button(
    label: str,
    identity: str,
    *,
    style: Style = Style.secondary,
    emoji: str | None = None,
    disabled: bool = False,
    row: int | None = None,
) -> Act:
    return Act(
        ui.Button(
            label=label[:LABEL], custom_id=identity, style=style, emoji=emoji, disabled=disabled, row=row
        )
    )


def link_button(label: str, url: str, *, row: int | None = None) -> ui.Button[Any]:
    return ui.Button(label=label[:LABEL], url=url, row=row)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu. Discord shows its words as they are: they need no escaping."""

    label: str
    value: str
    description: str = ""
    chosen: bool = False
    emoji: str | None = None


def menu(
    identity: str, options: Sequence[Option], *, placeholder: str = "", most: int = 1, least: int = 1
) -> Act:
    """A menu of at most 25 options."""
    made = [
        discord.SelectOption(
            label=one.label[:LABEL] or "…",
            value=one.value[:LIMIT],
            description=one.description[:DESCRIPTION] or None,
            default=one.chosen,
            emoji=one.emoji,
        )
        for one in options[:OPTIONS]
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id=identity,
        placeholder=placeholder[:150] or None,
        options=made,
        min_values=least,
        max_values=min(most, len(made)),
    )
    return Act(select)


def view_of(*items: ui.Item[Any]) -> ui.View:
    """Controls of a message. Finished at once: the library then keeps nothing of it, see ``Act``."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
