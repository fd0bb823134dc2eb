"""An entry as a card, in the channel and in the pages of ``/contest vote``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord

from bot.contests.definition import Definition
from bot.faces.discord.acts import Act, Option, Style, button, custom_id, link_button, menu
from bot.faces.discord.markup import paragraphs, plain
from bot.faces.texts import Markup
from cogs.contest.discord_draw import AREA, COLOUR, Tongue, rules_button
from cogs.contest.view import ContestView, EntryView

TEXT = 600
MOST_WEIGHTS = 24  # of a menu's 25 options one is "none"
OTHER = "other"  # asks for a number that the menu has no room for


def card_embed(say: Tongue, contest: ContestView, entry: EntryView, *, picture: str | None) -> discord.Embed:
    """Credit, words, picture and link. ``picture`` is the name of an attached file."""
    item = entry.item
    title = plain(entry.title, 200) if entry.title else Markup(say("untitled", number=str(entry.number)))
    url = item.url if item is not None and (item.url or "").startswith(("https://", "http://")) else None
    words = paragraphs(item.text, TEXT) if item is not None and item.text != entry.title else ""
    if url and not words and not entry.title and not picture:
        words = plain(url, 200)  # all that is known of it
    embed = discord.Embed(title=title[:256], url=url, description=words or None, colour=COLOUR)
    if entry.made_by:
        embed.set_author(name=say("card-by", name=Markup(entry.made_by[:100])))
    if picture:
        embed.set_image(url=f"attachment://{picture}")
    embed.set_footer(text=say("card-footer", number=str(entry.number), contest=Markup(contest.name)))
    return embed


def card_controls(say: Tongue, contest: ContestView, entry: EntryView) -> list[Act | discord.ui.Button[Any]]:
    """What can be done from the card in the channel. What somebody may do is asked at the click."""
    wanted = contest.definition
    made: list[Act | discord.ui.Button[Any]] = []
    if wanted.counts_votes and contest.running:
        if several(wanted):
            made.append(
                menu(custom_id(AREA, "votes", entry.id), weights(say, wanted), placeholder=say("vote-button"))
            )
        else:
            made.append(
                button(say("vote-button"), custom_id(AREA, "vote", entry.id, "1"), style=Style.success)
            )
        made.append(button(say("vote-back"), custom_id(AREA, "vote", entry.id, "0")))
    if wanted.counts_marks and contest.running:
        made.append(button(say("judge-button"), custom_id(AREA, "judge", entry.id), style=Style.primary))
    made.append(rules_button(say, contest.id, f"e{entry.id}"))
    if entry.item is not None and (entry.item.url or "").startswith(("https://", "http://")):
        made.append(link_button(say("card-look"), str(entry.item.url)[:512]))
    return made


def offers_a_say(contest: ContestView) -> bool:
    """Whether cards offer to vote or to mark while the contest runs."""
    return contest.definition.counts_votes or contest.definition.counts_marks


def mark_of(contest_id: int, entry_id: int) -> str:
    """The identity of the control that only this entry's card has."""
    return custom_id(AREA, "rules", contest_id, f"e{entry_id}")


def several(definition: Definition) -> bool:
    """Whether one can give an entry more than one vote."""
    return definition.votes_per_member > 0 and definition.votes_per_entry > 1


def weights(
    say: Tongue, definition: Definition, held: int | None = None, *, none: bool = False
) -> list[Option]:
    """How many votes can be chosen."""
    most = definition.votes_per_entry
    more = [] if most <= MOST_WEIGHTS else [Option(say("vote-other-number"), OTHER)]
    most = min(most, MOST_WEIGHTS - len(more))
    zero = [Option(say("vote-back"), "0")] if none else []
    return [
        *zero,
        *(
            Option(say("count-votes", count=each), str(each), chosen=each == held)
            for each in range(1, most + 1)
        ),
        *more,
    ]


def picture_file(folder: Path, entry: EntryView) -> Path | None:
    """The cached preview, where there is one that may be shown."""
    if entry.picture is None:
        return None
    path = folder / Path(entry.picture).name
    return path if path.is_file() else None
