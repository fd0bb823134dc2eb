"""The list of sources as Slack's blocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.intake.standing import Standing
from bot.kernel.text import clean_line

PAGE = 10
_WORDS = {
    "ok": ":large_green_circle: well",
    "new": ":white_circle: not read yet",
    "silent": ":zzz: *silent*",
    "failing": ":large_yellow_circle: had trouble, is tried again",
    "lost": ":red_circle: *lost*",
    "paused": ":double_vertical_bar: paused",
    "off": ":black_circle: switched off in the settings",
    "misconfigured": ":red_circle: *its settings can't be used*",
}
NONE = "No source is configured yet. Add one under `[sources.NAME]` in the settings file."


def listing(
    sources: Sequence[Standing], now: datetime, *, offset: int = 0, manages: bool = False, notice: str = ""
) -> list[b.Block]:
    """A page of sources."""
    if not sources:
        return [b.section(NONE)]
    made = [b.section(f":speech_balloon: {b.escape(notice)}")] if notice else []
    shown = sources[offset : offset + PAGE]
    for source in shown:
        made.append(b.section(_paragraph(source)))
        if manages and source.condition not in ("off", "misconfigured"):
            made.append(b.actions(_buttons(source, offset)))
    made.append(b.context(f"{offset + 1} to {offset + len(shown)} of {len(sources)} · drawn {when(now)}"))
    if turns := _turns(offset, len(sources)):
        made.append(b.actions(turns))
    return made


def _paragraph(source: Standing) -> str:
    since = f" since {when(source.since)}" if source.since else ""
    lines = [
        f"*{b.isolate(clean_line(source.name, 60))}* · {b.isolate(source.kind)} · {_WORDS[source.condition]}{since}"
    ]
    if source.problem and source.condition in ("failing", "lost", "misconfigured"):
        lines.append(f">{b.isolate(clean_line(source.problem, 500))}")
        if source.remedy:
            lines.append(f">{b.isolate(clean_line(source.remedy, 500))}")
    if source.condition == "silent":
        lines.append(">Look whether its address, hashtag or keyword still fits.")
    if source.doubted_since:
        doubted = when(source.doubted_since)
        lines.append(f">Most of its pieces are not found since {doubted}. They stay until that is certain.")
    if source.unreadable:
        entries = "entry" if source.unreadable == 1 else "entries"
        last = b.isolate(clean_line(source.last_unreadable, 300))
        lines.append(f">{source.unreadable} {entries} in a week could not be read; the last: {last}")
    facts = [
        f"read {when(source.last_polled_at)}" if source.last_polled_at else "never read",
        f"last item {when(source.last_item_at)}" if source.last_item_at else "no item yet",
        f"{source.day} in a day, {source.week} in a week",
    ]
    if source.next_poll_at and not source.pushed:
        facts.append(f"next {when(source.next_poll_at)}")
    return "\n".join([*lines, " · ".join(facts)])


def _buttons(source: Standing, offset: int) -> list[b.Block]:
    def press(text: str, verb: str) -> b.Block:
        action_id = encode("sources", verb, extra=(str(offset),))
        return b.button(text, action_id, value=source.name, label=f"{text}: {source.name}")

    if source.condition == "paused":
        return [press("Resume", "resume")]
    pause = press("Pause", "pause")
    return [pause] if source.pushed else [press("Poll now", "poll"), pause]


def _turns(offset: int, count: int) -> list[b.Block]:
    row = []
    if offset:
        row.append(b.button("Previous", encode("sources", "previous", extra=(str(max(0, offset - PAGE)),))))
    if offset + PAGE < count:
        row.append(b.button("Next", encode("sources", "next", extra=(str(offset + PAGE),))))
    return row
