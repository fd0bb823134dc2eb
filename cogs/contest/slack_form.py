"""The window in which a contest is written: what it is about, when, what counts, what there is to win.

Fields that a kind has no use for are left out unless somebody wrote something in them; so nothing that was typed is
lost by looking at another kind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.contests.rules import Draw, Kind, Ties
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.context import Origin
from cogs.contest import slack_words as words
from cogs.contest.form_values import PIECE, RULES, kind_in, touched, used

View = dict[str, Any]
FURTHER = "grace"
"""One of the fields that most contests leave as they are: the form has them all or none."""


def form(
    values: Mapping[str, Any],
    origin: Origin,
    *,
    contest_id: int | None = None,
    revision: int | None = None,
    further: bool = False,
    shown: Collection[str] = (),
    above: Sequence[b.Block] = (),
    extra: tuple[str, ...] = (),
) -> View:
    """The window. ``shown``: the fields it has now; those with something in them stay. ``above``: what is said before
    the fields. ``extra``: a nonce, for Slack keeps what was typed in a field as long as its id stays the same, and
    whether it is saved over somebody else's version."""
    kind = kind_in(values)
    made = [*_about(values), *_when(values, kind)]
    for name, block in _counting(values):
        if used(name, kind):
            made.append(block)
        elif name in shown and touched(values, name):
            made.append(
                {**block, "label": b.plain(f"{block['label']['text']} (not used by this kind)", 2000)}
            )
    made += [*_prizes(values), *_rules(values)]
    if further:
        made += _further(values)
    else:
        made += [b.divider(), b.actions([b.button("More settings", encode("contest", "further"))], "further")]
    if nonce := "".join(extra[:1]):
        made = [
            {**one, "block_id": b.fresh(one["block_id"], nonce)} if one["type"] == "input" else one
            for one in made
        ]
    saving = "Save over it" if above else "Save"
    return b.modal(
        "Edit contest" if contest_id else "New contest",
        [*above, *made],
        callback_id=encode("contest", "save", contest_id, revision, extra),
        submit=saving if contest_id else "Save as draft",
        metadata=origin.pack(),
    )


def _about(values: Mapping[str, Any]) -> list[b.Block]:
    kinds = [b.option(words.KINDS[kind], kind) for kind in Kind]
    chosen = kind_in(values)
    return [
        b.field(
            "Name",
            b.text_input("name", initial=_text(values, "name"), limit=80, placeholder="Autumn of tea"),
            "name",
        ),
        inputs.telling(
            "What decides who wins?",
            b.select(encode("contest", "kind"), "Choose what counts", kinds, initial=chosen),
            "kind",
        ),
        b.field(
            "Brief",
            b.text_input("brief", multiline=True, initial=_text(values, "brief"), limit=2000),
            "brief",
            optional=True,
            hint="What participants should make, in a few sentences.",
        ),
        b.field(
            "Hashtag",
            b.text_input("hashtag", initial=_text(values, "hashtag"), limit=80, placeholder="#autumnoftea"),
            "hashtag",
            optional=True,
            hint="Posts that carry it are found and offered to be entered.",
        ),
    ]


def _when(values: Mapping[str, Any], kind: Kind) -> list[b.Block]:
    zone = _text(values, "zone") or "UTC"
    made = [
        b.field(
            "Time zone of the contest",
            inputs.suggested(encode("contest", "zone"), "Type a city", b.option(zone, zone)),
            "zone",
            hint="The times below are this zone's. Everybody is shown their own.",
        ),
        *_moment("opens", "Opens", values),
        *_moment("entries", "Entries close" if used("closes_day", kind) else "Closes", values),
    ]
    if used("closes_day", kind):
        made += _moment(
            "closes", "Engagement counts until" if kind is Kind.ENGAGEMENT else "Voting closes", values
        )
    return made


def _moment(name: str, label: str, values: Mapping[str, Any]) -> list[b.Block]:
    day, clock = f"{name}_day", f"{name}_clock"
    return [
        b.field(f"{label}: day", inputs.day(day, _text(values, day) or None), day),
        b.field(f"{label}: time", inputs.clock(clock, _text(values, clock) or None), clock),
    ]


def _counting(values: Mapping[str, Any]) -> list[tuple[str, b.Block]]:
    """The fields of what counts, each with its name."""
    votes = [
        _number(
            "budget",
            "Votes each member has",
            values,
            0,
            1000,
            "0: one vote on each entry. Else so many in all.",
        ),
        _number(
            "per_entry",
            "Votes a member may give one entry",
            values,
            1,
            100,
            "More than 1 needs a number above.",
        ),
    ]
    judges = [
        b.field(
            "Judges in Slack",
            inputs.users("judges", "Choose people", most=20, initial=values.get("judges") or ()),
            "judges",
            optional=True,
        ),
        b.field(
            "Judges in Discord",
            b.text_input("judges_discord", initial=_text(values, "judges_discord"), limit=500),
            "judges_discord",
            optional=True,
            hint="Their Discord ids, with commas between them.",
        ),
        _written(
            "criteria",
            "Judged by",
            values,
            "One a line: a name, the best mark, and “weight 2” where one counts more.",
        ),
    ]
    rest = [
        _written("weights", "What each part counts, in percent", values, "Together 100."),
        _written("engagement", "What a like and the like count", values, "What isn't named counts nothing."),
        _written(
            "tasks",
            "Tasks",
            values,
            "One a line: a short key, points, a title. “latte 50×3 Latte art” counts three times.",
            optional=kind_in(values) is not Kind.POINTS,
        ),
    ]
    return [(block["block_id"], block) for block in (*votes, *judges, *rest)]


def _prizes(values: Mapping[str, Any]) -> list[b.Block]:
    return [
        _written(
            "prizes",
            "Prizes",
            values,
            "One a line, the best first: “2 × Tea box” has two winners. A draft may lack them.",
        ),
        b.field(
            "Who may take part",
            b.text_input("eligibility", initial=_text(values, "eligibility"), limit=500),
            "eligibility",
            optional=True,
            hint="Age, country and the like. Stands in the rules.",
        ),
    ]


def _rules(values: Mapping[str, Any]) -> list[b.Block]:
    """As many fields as the text needs, and one more where the last is nearly full."""
    texts = [_text(values, name) for name in RULES]
    needed = max((at + 1 for at, text in enumerate(texts) if text), default=1)
    needed = min(len(RULES), needed + (len(texts[needed - 1]) > PIECE - 500))
    made = []
    for at in range(needed):
        made.append(
            b.field(
                "Rules" if at == 0 else "Rules, continued",
                b.text_input(RULES[at], multiline=True, initial=texts[at], limit=PIECE),
                RULES[at],
                optional=at > 0,
                hint="The word “contest” or “sweepstakes” must stand in them. How it is decided, ties, closing and "
                "privacy are added by themselves."
                if at == 0
                else None,
            )
        )
    return made


def _further(values: Mapping[str, Any]) -> list[b.Block]:
    ties = [b.option(words.TIES[tie], tie) for tie in Ties]
    draws = [b.option(words.DRAWS[way], way) for way in Draw]
    made = [
        b.divider(),
        _number("entries_each", "Entries each person may make", values, 1, 1000),
        _number(
            "account_days", "Accounts must be this many days old", values, 0, 3650, "To enter and to vote."
        ),
        _number(
            "member_days",
            "Members must have been here this many days",
            values,
            0,
            3650,
            "To enter and to vote.",
        ),
        b.field(
            "Winners",
            inputs.boxes(
                "winners",
                [
                    b.option("One prize each at most", "one_prize_each"),
                    b.option("People who left the server may win", "leavers_may_win"),
                ],
                values.get("winners") or (),
            ),
            "winners",
            optional=True,
        ),
        _number(
            "grace",
            "Hours for review after closing",
            values,
            0,
            168,
            "Entries not reviewed by then don't count.",
        ),
        _number("claim_days", "Days to claim a prize", values, 1, 365, "Then it goes to the next in order."),
        b.field(
            "With the same score", b.select("ties", "Choose", ties, initial=_text(values, "ties")), "ties"
        ),
        inputs.telling(
            "Where a draw's chance comes from",
            b.select(encode("contest", "drawing"), "Choose", draws, initial=_text(values, "draw")),
            "draw",
        ),
    ]
    if values.get("draw") == Draw.TWO_PEOPLE or values.get("draw_people"):
        people = inputs.users("draw_people", "Choose two", most=2, initial=values.get("draw_people") or ())
        made.append(b.field("The two people of the draw", people, "draw_people", optional=True))
    for name, label, hint in (
        ("channel", "Channel in Discord", "Its name or id. Empty: the one in the settings."),
        ("role", "Winners' role in Discord", "Its name or id. Empty: the one in the settings."),
    ):
        typed = b.text_input(name, initial=_text(values, name), limit=100)
        made.append(b.field(label, typed, name, optional=True, hint=hint))
    return made


def _written(
    name: str, label: str, values: Mapping[str, Any], hint: str, *, optional: bool = True
) -> b.Block:
    typed = b.text_input(name, multiline=True, initial=_text(values, name), limit=PIECE)
    return b.field(label, typed, name, optional=optional, hint=hint)


def _number(
    name: str, label: str, values: Mapping[str, Any], least: int, most: int, hint: str | None = None
) -> b.Block:
    return b.field(
        label, inputs.number(name, least=least, most=most, initial=values.get(name)), name, hint=hint
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""


# ---- time zones ----
