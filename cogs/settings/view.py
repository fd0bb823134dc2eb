"""Settings in words: titles and sentences, without any secret. Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.people.rules import Right, Role, may
from bot.rights.kit import asks_leave_out_employees
from bot.settings import Settings

CHANGE = (
    "All of this stands in the settings file (goodword.toml) of whoever runs me; config/goodword.example.toml "
    "explains every line. Changes count from the next start; goodword check tells what is wrong."
)
_RIGHTS = {
    Right.VIEW: "look at items",
    Right.ADD: "add content",
    Right.DECIDE: "approve and reject",
    Right.ASK: "ask for permission",
    Right.ESCALATE: "escalate",
    Right.NOTE: "add notes",
    Right.CAMPAIGN: "sort into campaigns",
    Right.HIDE_MEDIA: "hide media",
    Right.OVERRULE: "undo others' decisions",
    Right.BLOCK: "block creators",
    Right.SETTINGS: "see the settings",
    Right.SOURCES: "look after sources",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A title and what stands below it."""

    title: str
    lines: Sequence[str]


def own_role(role: Role) -> str:
    """What somebody with this role may do, as a sentence."""
    rights = [words for right, words in _RIGHTS.items() if may(role, right)]
    if not rights:
        return "You have no role here, so there is nothing you can do yet."
    return f"You are a {role.name.lower()}: you can {', '.join(rights)}."


def sections(settings: Settings, roles: Sequence[tuple[str, str]], checks: Sequence[str]) -> list[Section]:
    """Everything a manager wants to know. ``roles`` are role and the names of who has it."""
    return [
        Section("Brand", _brand(settings)),
        Section("Review", _review(settings)),
        Section("Roles", [*(f"{role}: {who}" for role, who in roles), _everyone(settings)]),
        Section("Sources", _sources(settings)),
        Section("Ambassadors", _ambassadors(settings)),
        Section("Checks", [", ".join(checks) or "none"]),
        Section("Pictures", _media(settings)),
        Section("Where it runs", _place(settings)),
    ]


def _brand(settings: Settings) -> list[str]:
    brand = settings.brand
    lines = [f"{brand.name}, {brand.handle}; creators say yes with {brand.hashtag}"]
    return lines + [
        f"{label}: {value}"
        for label, value in (("Website", brand.website), ("Contact", brand.contact))
        if value
    ]


def _review(settings: Settings) -> list[str]:
    review = settings.review
    crowd = (
        f"one summary, with cards for the {review.top} most urgent"
        if review.overflow == "summary"
        else "lists of sixteen"
    )
    return [
        f"Cards go to {review.channel}",
        f"Notices go to {review.notices_channel or review.channel}",
        f"More than {review.burst} open items become {crowd}",
        f"Triage holds an item for one person for {review.claim_minutes} minutes",
    ]


def _everyone(settings: Settings) -> str:
    role = settings.roles.everyone
    return "Everybody else may do nothing" if role == "none" else f"Everybody else is a {role}"


def _sources(settings: Settings) -> list[str]:
    if not settings.sources:
        return ["none yet"]
    return [
        f"{name} ({section.kind})" + ("" if section.enabled else ", switched off")
        for name, section in sorted(settings.sources.items())
    ]


def _ambassadors(settings: Settings) -> list[str]:
    """What the file says; managers may overrule it in chat."""
    own = settings.ambassadors
    if not own.enabled:
        return ["The programme is switched off"]
    lines = [
        f"Posts say who people work for: {own.company or settings.brand.name}",
        f"They meet in {own.channel}" if own.channel else "They meet in no channel: nobody is celebrated",
        f"Networks: {', '.join(own.networks)}",
        f"At most {own.picks_a_week} picks a week for each person",
        "The community reads the boards" if own.open else "Only colleagues read the boards",
        f"Whoever shared nothing for {own.fades_after_days} days counts as faded",
        f"Weeks and seasons are those of {own.time_zone}",
    ]
    if asks_leave_out_employees(settings.rights):
        lines.append("Asks don't cover sharing by employees: add employees to uses in [rights]")
    return [*lines, "/goodword curate programme shows what holds now, and changes some of it"]


def _media(settings: Settings) -> list[str]:
    media = settings.media
    return [
        f"Previews are kept {media.keep_days} days, at most {media.disk_megabytes} MB together",
        f"Pictures over {media.max_megabytes:g} MB or {media.max_megapixels:g} megapixels get no preview",
    ]


def _place(settings: Settings) -> list[str]:
    database = "SQLite on this machine" if settings.database_url.startswith("sqlite") else "PostgreSQL"
    return [f"Database: {database}"]
