"""App Home as Slack's blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.digests.document import Number
from bot.faces import words
from bot.faces.actions import encode
from bot.faces.digests.words import Words
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.faces.slack.charts import Shown
from bot.faces.slack.places import item_row
from bot.faces.texts import DEFAULT, say
from bot.kernel.text import clean_line
from bot.review.queries import BY_SOURCE_OF, QueueCounts
from bot.review.rules import Status
from cogs.home import ambassador
from cogs.home.view import HomeView

MOST = 8  # of anything that is listed


def home(view: HomeView, shown: Shown) -> dict[str, Any]:
    """The App Home view, with those charts."""
    theirs = ambassador.blocks(view.ambassador) if view.ambassador is not None else []
    made = list[b.Block]()
    if theirs and not view.may_decide:  # what they are here for comes first
        made += [*theirs, b.divider()]
    made += [b.header("Content review"), b.section(_queue(view)), b.actions(_buttons(view))]
    if view.counts.waiting:
        made += [b.section(_spread(view.counts.by_age)), b.section(_sources(view.counts))]
    made += _for_me(view)
    made += [b.divider(), b.section(f"*Decided today*\n{_decided(view)}")]
    if view.week is not None:
        made += [b.divider(), *_week(view.week, shown)]
    if trouble := _trouble(view):
        made += [b.divider(), b.section("*Sources that need a look*"), *trouble]
    if view.failed:
        made += [b.divider(), b.section("*Work that gave up*"), *_failed(view)]
    if theirs and view.may_decide and view.ambassador and view.ambassador.ambassador_id is not None:
        made += [b.divider(), *theirs]
    made.append(b.context(f"Drawn {when(view.now)}. Refresh to see the latest."))
    return {"type": "home", "blocks": made}


def _queue(view: HomeView) -> str:
    count = view.counts.waiting
    if count == 0:
        done = f" {view.decided_today} decided today." if view.decided_today else ""
        return f":sparkles: *Nothing waits.*{done}"
    line = f"*{count} {'item waits' if count == 1 else 'items wait'}* for a decision"
    return line + (f", {view.counts.flagged} flagged" if view.counts.flagged else "")


def _buttons(view: HomeView) -> list[b.Block]:
    row = []
    if view.may_decide:
        row.append(b.button("Triage", encode("triage", "open"), style="primary"))
    row.append(b.button("Contests", encode("contest", "show", extra=("list",))))
    row.append(b.button("Refresh", encode("home", "refresh")))
    return row


def _spread(by_age: Mapping[str, int]) -> str:
    return "*How long*\n" + " · ".join(f"{age}: {count}" for age, count in by_age.items())


def _sources(counts: QueueCounts) -> str:
    ranked = sorted(counts.by_source.items(), key=lambda one: (-one[1], one[0]))
    shown = [f"{b.isolate(clean_line(name, 60))}: {count}" for name, count in ranked[:MOST]]
    more = f" · and {len(ranked) - MOST} more" if len(ranked) > MOST else ""
    of = f" (the newest {BY_SOURCE_OF:,})" if counts.waiting > BY_SOURCE_OF else ""
    both = sum(counts.by_source.values()) > min(counts.waiting, BY_SOURCE_OF)
    note = "\nAn item seen in two sources counts in both." if both else ""
    return f"*Where from*{of}\n" + " · ".join(shown) + more + note


def _for_me(view: HomeView) -> list[b.Block]:
    if not view.escalated and not view.held:
        return []
    made = [b.divider(), b.section("*Waits for you*")]
    made += [item_row(item) for item in view.escalated[:MOST]]
    lines = []
    if len(view.escalated) > MOST:
        lines.append(f"and {len(view.escalated) - MOST} more that were escalated to you")
    if view.held:
        held = "item is" if view.held == 1 else "items are"
        lines.append(f"{view.held} {held} held for you in triage")
    return [*made, b.context(*lines)] if lines else made


def _decided(view: HomeView) -> str:
    if not view.decided_today:
        return "Nothing yet."
    return f"You: {_outcomes(view.mine) or 'nothing yet'}\nThe team: {_outcomes(view.team)}"


def _week(week: Sequence[Number], shown: Shown) -> list[b.Block]:
    told = Words(DEFAULT, "UTC")
    lines = [f"• {told.told(number)}" for number in week] or ["Nothing was found or decided."]
    button = b.button(
        "Insights", encode("insights", "show"), value="7d|", label="Insights of the last 7 days"
    )
    made = [b.section("\n".join(["*Last 7 days*", *lines]), button)]
    made += [b.image(one.alt, slack_file=one.file) for one in shown.charts.values()]
    return made if shown.state == "ready" else [*made, b.context(say(DEFAULT, f"in-charts-{shown.state}"))]


def _outcomes(counts: Mapping[Status, int]) -> str:
    return " · ".join(
        f"{counts[status]} {words.STATUSES[status].lower()}"
        for status in (Status.APPROVED, Status.REJECTED, Status.ESCALATED)
        if counts.get(status)
    )


def _trouble(view: HomeView) -> list[b.Block]:
    made = []
    for source in view.sources[:MOST]:
        name = f"*{b.isolate(clean_line(source.name, 60))}*"
        if source.condition == "silent" and source.since:
            text = (
                f":zzz: {name} is silent: nothing has come since {when(source.since)}, longer than usual. "
                "Look whether its address, hashtag or keyword still fits."
            )
        elif source.condition == "paused":
            text = f":double_vertical_bar: {name} is paused: nothing comes from it. `/goodword sources` resumes it."
        else:
            since = f" since {when(source.since)}" if source.since else ""
            said = f"{source.problem} {source.remedy}".strip()
            text = f":warning: {name} can't be read{since}: {b.isolate(clean_line(said, 500))}"
        made.append(b.section(text))
    return made


def _failed(view: HomeView) -> list[b.Block]:
    return [
        b.section(
            f"{when(row.at)} · `{b.escape(clean_line(row.job, 60))}` · {b.isolate(clean_line(row.problem, 300))}"
            + (f"\n{b.isolate(clean_line(row.remedy, 300))}" if row.remedy else "")
        )
        for row in view.failed[:MOST]
    ]
