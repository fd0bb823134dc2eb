"""Some weeks of invented history, written as rows; and the same figures counted from the rows by other means.

What is counted here goes over whole tables with pandas and knows nothing of the statements that are tested.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa

from bot.content.tables import CampaignItem, Item, Measurement, Sighting
from bot.people.tables import Creator
from bot.review.tables import Review, ReviewEvent
from bot.rights.tables import Ask, AskEvent
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work

BEGIN = datetime(2026, 10, 12, 5, 30, tzinfo=UTC)
MOODS = ["positive", "neutral", "negative", None]
TAGS = ["tea", "kettleandfern", "ö'\"<b>", "morning"]
TABLES: list[type[Any]] = [
    Creator,
    Item,
    Sighting,
    CampaignItem,
    Review,
    ReviewEvent,
    Ask,
    AskEvent,
    Measurement,
]
DECISIONS: list[list[str]] = [
    [],
    ["approve"],
    ["approve"],
    ["reject"],
    ["approve", "undo"],
    ["approve", "undo", "reject"],
    ["approve", "close"],
    ["escalate", "approve", "note"],
    ["reject", "undo", "approve", "campaign"],
]
GAINED = ["likes", "comments", "shares", "saves"]


@dataclass(slots=True)
class _Rows:
    """Rows by table, and the dice they come from."""

    dice: random.Random
    days: int
    rows: dict[type[Any], list[dict[str, Any]]]

    def add(self, table: type[Any], **values: Any) -> dict[str, Any]:
        values.setdefault("id", len(self.rows[table]) + 1)
        self.rows[table].append(values)
        return values

    def moment(self, after: datetime = BEGIN) -> datetime:
        """Some time later, sometimes at once and sometimes weeks later."""
        return after + timedelta(hours=self.dice.choice([0, 0.2, 3, 30, 24 * self.days * self.dice.random()]))


async def write_history(database: Database, seed: int, pieces: int, days: int = 21) -> None:
    """Pieces, decisions (some undone), requests (some answered, granted twice, taken back) and measurements."""
    history = _Rows(random.Random(seed), days, {table: [] for table in TABLES})
    for number in range(1, max(2, pieces // 3)):
        history.add(
            Creator,
            platform="mastodon",
            external_id=str(number),
            followers=history.dice.choice([None, 0, 120, 5_000]),
            first_seen_at=BEGIN,
            updated_at=BEGIN,
        )
    for _ in range(pieces):
        _piece(history)
    async with unit_of_work(database) as session:
        connection = await session.connection()
        for table, rows in history.rows.items():
            for row in rows:
                values = {k: v for k, v in row.items() if k != "id" or "id" in table_of(table).c}
                await connection.execute(sa.insert(table_of(table)).values(**values))


def _piece(history: _Rows) -> None:
    dice, found_at = history.dice, history.moment()
    creators = [one["id"] for one in history.rows[Creator]]
    item = history.add(
        Item,
        kind=dice.choice(["post", "review"]),
        platform=dice.choice(["mastodon", "bluesky"]),
        creator_id=dice.choice([None, *creators, *creators]),
        text="words",
        sentiment=dice.choice(MOODS),
        origin=dice.choice(["ugc"] * 6 + ["brand", "influencer", "paid"]),
        tags=dice.sample(TAGS, dice.randint(0, 2)),
        found_at=found_at,
        updated_at=found_at,
    )
    for source in dice.sample(["blogs", "shop"], dice.randint(0, 2)):
        history.add(
            Sighting,
            item_id=item["id"],
            source=source,
            external_id=str(item["id"]),
            platform=item["platform"],
            content_hash="",
            first_seen_at=found_at,
            last_seen_at=found_at,
        )
    for campaign in dice.sample([1, 2], dice.choice([0, 0, 1, 2])):
        history.rows[CampaignItem].append(
            {"campaign_id": campaign, "item_id": item["id"], "added_by": "U1", "added_at": found_at}
        )
    _decide(history, item)
    for _ in range(dice.choice([0, 0, 1, 2])):
        _ask(history, item)
    _measure(history, item)


def _decide(history: _Rows, item: dict[str, Any]) -> None:
    at, dice = item["found_at"], history.dice
    actions = dice.choice(DECISIONS)
    for revision, action in enumerate(["arrived", *actions], start=1):
        history.add(
            ReviewEvent,
            item_id=item["id"],
            revision=revision,
            action=action,
            actor=dice.choice(["U1", "U2"]),
            actor_name="Somebody",
            via="slack",
            at=at,
        )
        at = history.moment(at)
    history.rows[Review].append({"item_id": item["id"], "queued_at": item["found_at"], "changed_at": at})


def _ask(history: _Rows, item: dict[str, Any]) -> None:
    dice = history.dice
    steps = dice.choice(
        [
            ["draft"],
            ["sent"],
            ["sent", "granted"],
            ["sent", "answered", "granted", "granted"],
            ["sent", "declined"],
            ["sent", "reminded", "expired"],
            ["sent", "granted", "withdrawn"],
            ["granted", "expired"],
        ]
    )
    at, moments = history.moment(item["found_at"]), []
    for _ in steps:
        moments.append(at)
        at = history.moment(at)
    ask = history.add(
        Ask,
        item_id=item["id"],
        live=False,
        granted_mask=dice.choice([0, 1, 1, 1, 2, 63]) if "granted" in steps else 0,
        asked_at=moments[0] if steps[0] == "sent" else None,
        changed_at=moments[-1],
    )
    for revision, (action, moment) in enumerate(zip(steps, moments, strict=True), start=1):
        sequence = len(history.rows[AskEvent]) + 1
        history.add(
            AskEvent,
            sequence=sequence,
            ask_id=ask["id"],
            item_id=item["id"],
            revision=revision,
            action=action,
            actor="U1",
            via="slack",
            at=moment,
            previous="",
            hash="",
            signature="",
        )


def _measure(history: _Rows, item: dict[str, Any]) -> None:
    dice, at = history.dice, item["found_at"]
    for number in range(dice.choice([0, 1, 3, 6])):
        history.add(
            Measurement,
            item_id=item["id"],
            at=at,
            platform=item["platform"],
            first=number == 0,
            views=dice.choice([None, 50]),
            reach=dice.choice([None, None, 70]),
            **{f"gained_{one}": dice.randint(-2, 30) for one in (*GAINED, "views", "reach")},
        )
        at = history.moment(at)


async def frames(database: Database) -> dict[str, pd.DataFrame]:
    """Every table, whole."""
    found = {}
    async with reading(database) as session:
        connection = await session.connection()
        for table in TABLES:
            rows = (await connection.execute(sa.select(*table_of(table).c))).mappings().all()
            names = list(table_of(table).c.keys())
            found[table.__name__] = pd.DataFrame([dict(row) for row in rows], columns=names)
    return found


def recount(tables: dict[str, pd.DataFrame], start: datetime, end: datetime) -> Counter[str]:
    """The figures of the whole, by pandas."""
    items = tables["Item"][tables["Item"].origin == "ugc"]
    own = set(items.id)
    counts: Counter[str] = Counter()
    found = _in(items, "found_at", start, end)
    counts["found"] = len(found)
    for mood in MOODS[:3]:
        counts[str(mood)] = int((found.sentiment == mood).sum())
    counts["unjudged"] = int(found.sentiment.isna().sum())
    decided = _standing(tables["ReviewEvent"], own)
    within = _in(decided, "at", start, end)
    counts["approved"] = int((within.action == "approve").sum())
    counts["rejected"] = int((within.action == "reject").sum())
    steps = tables["AskEvent"][tables["AskEvent"].item_id.isin(own)].sort_values("sequence")
    first = steps.drop_duplicates(["ask_id", "action"])
    for action, measure in {
        "sent": "asked",
        "granted": "granted",
        "declined": "declined",
        "withdrawn": "withdrawn",
    }.items():
        counts[measure] = len(_in(first[first.action == action], "at", start, end))
    granted = set(first[first.action == "granted"].ask_id)
    expired = first[(first.action == "expired") & ~first.ask_id.isin(granted)]
    counts["unanswered"] = len(_in(expired, "at", start, end))
    asked = set(tables["Ask"][tables["Ask"].asked_at.notna()].id)
    answers = steps[steps.action.isin(["answered", "granted", "declined"])].drop_duplicates("ask_id")
    counts["answered"] = len(_in(answers[answers.ask_id.isin(asked)], "at", start, end))
    counts["published"] = _published(tables, decided, steps, start, end)
    gains = _in(tables["Measurement"][tables["Measurement"].item_id.isin(own)], "at", start, end)
    for one in (*GAINED, "views", "reach"):
        counts[f"gained_{one}"] = int(gains[f"gained_{one}"].sum())
    whole = gains[[f"gained_{one}" for one in GAINED]].sum(axis=1)
    counts["gained"] = int(whole.sum())
    counts["gained_viewed"] = int(whole[gains.views.notna()].sum())
    counts["gained_reached"] = int(whole[gains.reach.notna()].sum())
    followers = dict(tables["Creator"].set_index("id").followers.dropna())
    counts["followers"] = int(sum(followers.get(one, 0) for one in found.creator_id))
    known = {one.id for one in items.itertuples() if followers.get(one.creator_id, 0) > 0}
    counts["gained_followed"] = int(whole[gains.item_id.isin(known)].sum())
    return Counter({key: number for key, number in counts.items() if number})


def _in(frame: pd.DataFrame, column: str, start: datetime, end: datetime) -> pd.DataFrame:
    return frame[[start <= moment < end for moment in frame[column]]]


def _standing(events: pd.DataFrame, own: set[int]) -> pd.DataFrame:
    """The last decision of each piece, where nothing overturned it."""
    counted = events[
        events.item_id.isin(own) & events.action.isin(["approve", "reject", "escalate", "undo", "reopen"])
    ]
    last = counted.sort_values("revision").drop_duplicates("item_id", keep="last")
    return last[last.action.isin(["approve", "reject"])]


def _published(
    tables: dict[str, pd.DataFrame],
    decided: pd.DataFrame,
    steps: pd.DataFrame,
    start: datetime,
    end: datetime,
) -> int:
    website = {one.id for one in tables["Ask"].itertuples() if one.granted_mask & 1}
    yes = steps[(steps.action == "granted") & steps.ask_id.isin(website)]
    count = 0
    for one in decided[decided.action == "approve"].itertuples():
        mine = yes[yes.item_id == one.item_id]
        if len(mine):
            moment = max(one.at, min(mine["at"]))
            count += start <= moment < end
    return count
