"""The pages about a contest: entries, standings, odd votes, jury, winners, and the check of its draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.contests.draw import Check, Outcome, Record, Verification, explain
from bot.contests.overview.queries import EntryRow
from bot.contests.rules import ContestAction, EntryStatus, Kind, Phase
from bot.contests.scoring.standings import Row
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View, go, name_of, window
from cogs.contest.slack_view import ContestView, EntriesPage, JudgeView, StandingsView, Where

LIVE = (EntryStatus.WAITING, EntryStatus.ACCEPTED, EntryStatus.REJECTED)
ALL = "-"
MOST_JUDGES = 60  # a window takes 100 blocks


def top(contest: ContestView) -> b.Block:
    """Whose page this is."""
    sign, phase = words.PHASE_SIGNS[contest.phase], words.PHASES[contest.phase]
    return b.context(f"{sign} *{name_of(contest)}* · {phase}")


def back(contest: ContestView, *before: b.Block) -> b.Block:
    return b.actions([*before, go("Back", Where("contest", contest.id))], "back")


def turning(where: Where, page: int, pages: int) -> list[b.Block]:
    """Buttons to the pages before and after."""
    row = []
    if page > 1:
        row.append(go("Previous", where.to(where.page, page - 1, where.status)))
    if page < pages:
        row.append(go("Next", where.to(where.page, page + 1, where.status)))
    return row


def who(name: str, platform: str, external_id: str = "") -> str:
    """Somebody by name, in mrkdwn; a name that shows nothing by their id."""
    label = clean_line(name, 60) or clean_line(external_id, 40) or "somebody unnamed"
    return f"{b.isolate(label)} ({b.escape(platform)})" if platform else b.isolate(label)


# ---- entries ----


def entries(
    contest: ContestView, found: EntriesPage, links: Mapping[int, str | None], where: Where, notice: str = ""
) -> View:
    """Entries by number, with what may be done about each. ``links``: where an item's card stands."""
    options = [b.option("All entries", ALL), *(b.option(_status_word(one), one) for one in EntryStatus)]
    chosen = found.status.value if found.status else ALL
    choose = b.select(encode("contest", "filter", contest.id), "Which entries", options, initial=chosen)
    made: list[b.Block] = [top(contest), b.actions([choose], f"filter#{chosen}")]
    if not found.rows:
        made.append(b.section(_no_entries(contest, found.status)))
    for row in found.rows:
        made.append(b.section(_entry(contest, row, links.get(row.item_id)), _entry_menu(contest, row)))
    made.append(
        b.context(f"{words.count(found.total, 'entry', 'entries')} · page {found.page} of {found.pages}")
    )
    made.append(back(contest, *turning(where, found.page, found.pages)))
    return window("Entries", made, where, notice)


def _status_word(status: EntryStatus) -> str:
    said = words.ENTRIES[status]
    return said[:1].upper() + said[1:]


def _no_entries(contest: ContestView, status: EntryStatus | None) -> str:
    if status is not None:
        return (
            f"No entry is {words.ENTRIES[status]}."
            if status is not EntryStatus.WAITING
            else "None waits for review."
        )
    if contest.phase in (Phase.DRAFT, Phase.ANNOUNCED):
        return f"Nobody can enter yet. It opens {when(contest.opens_at)}."
    return "Nobody has entered yet. People enter in Discord with `/contest enter`."


def _entry(contest: ContestView, row: EntryRow, link: str | None) -> str:
    head = f"*Number {row.number}* by {who(row.name, row.platform, row.external_id)} · {words.ENTRIES[row.status]}"
    if row.score is not None and contest.kind not in (Kind.LOT, Kind.POINTS):
        head += f" · {score(contest.kind, row.score)}"
    if row.task:
        head += f" · task {b.escape(row.task)}"
    lines = [head]
    if text := clean_line(row.text, 140):
        lines.append(b.isolate(text))
    if row.reason:
        lines.append(f"_Reason:_ {b.isolate(clean_line(row.reason, 200))}")
    places = [b.link(link, "Review card")] if link else []
    if b.safe_url(row.url):
        places.append(b.link(row.url, "Original"))
    if places:
        lines.append(" · ".join(places))
    return "\n".join(lines)


def _entry_menu(contest: ContestView, row: EntryRow) -> b.Block | None:
    if not contest.manager or contest.phase in (Phase.FINISHED, Phase.CANCELLED):
        return None
    label = f"number {row.number}"
    if row.status in LIVE:
        ask = encode("contest", "ask", contest.id, contest.revision, ("disqualify", str(row.id)))
        return b.button("Disqualify…", ask, label=f"Disqualify {label}")
    if row.status is EntryStatus.DISQUALIFIED:
        sure = b.confirm(
            "Reinstate it?",
            "It stands where review has it again, and its entrant is told. Once the list is frozen, it can't win any "
            "more.",
            "Reinstate",
        )
        again = encode("contest", "reinstate", contest.id, contest.revision, (str(row.id),))
        return b.button("Reinstate", again, confirm=sure, label=f"Reinstate {label}")
    return None


# ---- standings ----


def score(kind: Kind, value: int) -> str:
    """A score with its unit."""
    match kind:
        case Kind.VOTES:
            return words.count(value, "vote")
        case Kind.JURY:
            return f"{value / 100:.2f} of 100"
        case Kind.MIX:
            return f"{value / 1000:.2f} of 100"
        case Kind.LOT:
            return ""
        case _:
            return words.count(value, "point")


def standings(contest: ContestView, found: StandingsView, where: Where, notice: str = "") -> View:
    """Who stands where, ten a page."""
    made: list[b.Block] = [top(contest)]
    if contest.manager and ContestAction.CLOSE in contest.actions and contest.kind is Kind.POINTS:
        ask = encode("contest", "ask", contest.id, contest.revision, ("points",))
        made.append(b.actions([b.button("Give points…", ask)], "give"))
    if not found.rows:
        made.append(b.section("Nobody is ranked yet. Entries are ranked once they are accepted in review."))
    made += [b.section(_row(contest.kind, row)) for row in found.rows]
    made.append(b.context(f"{words.count(found.total, 'place')} · page {found.page} of {found.pages}"))
    made.append(back(contest, *turning(where, found.page, found.pages)))
    return window("Standings", made, where, notice)


def _row(kind: Kind, row: Row) -> str:
    shared = " (shared)" if row.shared else ""
    what = f"number {row.number}" if row.number is not None else ""
    title = f"\n{b.isolate(row.title)}" if row.title else ""
    named = " · ".join(filter(None, (what, b.isolate(row.name), score(kind, row.score))))
    return f"*{row.rank}.*{shared} {named}{_parts(kind, row)}{title}"


def _parts(kind: Kind, row: Row) -> str:
    if kind is not Kind.MIX:
        return ""
    return f" ({words.count(row.votes, 'vote')}, jury {row.jury / 100:.2f}, engagement {row.engagement:,})"


# ---- jury ----


def jury(contest: ContestView, judges: Sequence[JudgeView], where: Where, notice: str = "") -> View:
    """How far each judge is."""
    made: list[b.Block] = [top(contest), b.section(_criteria(contest))]
    for judge in judges[:MOST_JUDGES]:
        platform, _, external_id = judge.account.partition(":")
        name = b.mention(external_id) if platform == "slack" else b.isolate(clean_line(judge.name, 60))
        if judge.of is None:
            said = "hasn't marked anything yet"
        elif judge.of == 0:
            said = "has nothing to mark yet"
        else:
            said = f"{judge.done:,} of {judge.of:,} entries marked"
        done = ":white_check_mark: " if judge.of and judge.done >= judge.of else ""
        made.append(b.section(f"{done}*{name}* ({b.escape(platform)}): {said}"))
    made.append(
        b.context(
            "Judges mark in Discord, under each entry, or here: `/goodword contest`, *Mark entries*. Their marks for "
            "an entry count once every criterion has one."
        )
    )
    made.append(back(contest))
    return window("Jury", made, where, notice)


def _criteria(contest: ContestView) -> str:
    rows = [
        f"{b.isolate(one.name)}: 0 to {one.best}" + (f", counts {one.weight} times" if one.weight > 1 else "")
        for one in contest.definition.criteria
    ]
    return "*Judged by*\n" + ("\n".join(rows) or "nothing")


# ---- the draw ----

_SIGNS = {Outcome.OK: ":white_check_mark:", Outcome.CAUTION: ":warning:", Outcome.FAILS: ":x:"}


def record(
    contest: ContestView, done: Verification, address: str | None, where: Where, notice: str = ""
) -> View:
    """The draw done again from its published record, check by check, and explained to anybody."""
    kept = contest.record
    made: list[b.Block] = [top(contest), b.section(_verdict(done))]
    made += [b.section(_check(each)) for each in done.checks]
    if kept is not None:
        made += [
            b.divider(),
            *(b.section(f"*{part.title}*\n{b.escape(part.text)}") for part in explain(kept)),
        ]
        made.append(b.context(_hashes(kept)))
    row = [b.button("Record as a file", encode("contest", "file", contest.id))]
    if address:
        made.append(b.section(f"{b.link(address, 'The page that everybody sees')}"))
    made.append(back(contest, *row))
    return window("Check the draw", made, where, notice)


def _verdict(done: Verification) -> str:
    if not done.ok:
        return ":x: *Something doesn't fit.* Don't award anything before you know why."
    if done.seed is None:
        return ":hourglass_flowing_sand: *Not drawn yet.* What stands so far fits."
    if done.winners:
        numbers = ", ".join(f"{number}" for number in done.winners[:20])
        return f":white_check_mark: *Everything fits.* Drawn: number {numbers}."
    return ":white_check_mark: *Everything fits.*"


def _check(each: Check) -> str:
    return f"{_SIGNS[each.outcome]} {b.escape(each.title)}\n{b.escape(each.why)}"


def _hashes(kept: Record) -> str:
    return f"Published when the list was frozen: `{kept.frozen_hash}`"
