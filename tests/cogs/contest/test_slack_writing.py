"""Writing a contest in Slack: the form follows the kind, loses nothing that was typed, and says what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.contests import queries
from bot.contests.rules import ContestAction
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.contest.slack_stage import Stage, definition
from tests.support.slack_bot import MIA, NOAH, TOM

HOSTILE = (
    "*Tea* <!channel> <@U0NOAH0001> `x` ‮gnp @everyone <https://evil.example|win> '; DROP TABLE contest;--"
)


async def begin(stage: Stage, name: str = "") -> None:
    await stage.command(f"new {name}".strip())
    await stage.sees("What decides who wins?")


async def count(stage: Stage) -> int:
    async with reading(stage.bot.services.database) as session:
        return len(await queries.contests(session))


async def choose_kind(stage: Stage, kind: str, shows: str, **typed: Any) -> None:
    await stage.choose("kind", kind, **typed)
    await stage.slack.wait_for(lambda: shows in stage.fields(), what=f"the fields of {kind}")


async def test_new_with_a_name_begins_with_it_in_the_persons_own_zone(stage: Stage) -> None:
    await begin(stage, "Winter of cocoa")
    values = stage.view()["state"]["values"]
    assert values["name"]["name"]["value"] == "Winter of cocoa"
    assert next(iter(values["zone"].values()))["selected_option"]["value"] == "Europe/Berlin"
    assert "contest" in values["rules"]["rules"]["value"]


async def test_every_kind_shows_its_fields_and_keeps_what_was_typed_for_another(stage: Stage) -> None:
    await begin(stage)
    assert "budget" in stage.fields()
    await choose_kind(stage, "jury", "judges", name="Autumn", brief="A brief", budget="3")
    assert {"budget", "criteria", "judges_discord"} <= set(stage.fields())  # 3 was typed there
    await choose_kind(stage, "points", "tasks", criteria="Taste 10")
    assert "criteria" in stage.fields()
    assert "closes_day" not in stage.fields()
    assert not {"per_entry", "weights", "engagement", "judges_discord"} & set(stage.fields())  # as they came
    tasks = next(block for block in stage.view()["blocks"] if block.get("block_id", "").startswith("tasks"))
    assert not tasks.get("optional")
    assert "not used by this kind" in str(stage.view())
    await choose_kind(stage, "mix", "weights")
    values = stage.view()["state"]["values"]
    typed = {name: values[name][name]["value"] for name in ("name", "brief", "budget", "criteria")}
    assert typed == {"name": "Autumn", "brief": "A brief", "budget": "3", "criteria": "Taste 10"}


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(stage: Stage) -> None:
    await begin(stage)
    await choose_kind(stage, "jury", "judges")
    sent = await stage.send(
        name="Autumn",
        judges=[NOAH],
        criteria="Taste 99",
        rules="Send it.",
        prizes="0 × Tea",
        closes_day="2026-11-29",
    )
    assert sent["response_action"] == "errors"
    assert "from 1 to 20" in sent["errors"]["criteria"]
    assert "winners" in sent["errors"]["prizes"]
    sent = await stage.send(criteria="Taste 9", prizes="Tea", closes_day="2027-01-29")
    assert "“contest”" in sent["errors"]["rules"]
    assert await count(stage) == 0
    assert stage.view()["state"]["values"]["name"]["name"]["value"] == "Autumn"
    await stage.send(rules="A contest.")
    await stage.sees("Saved as a draft")
    made = (await stage.only()).definition
    assert made["judges"] == ["slack:U0NOAH0001"]
    assert made["criteria"] == [{"key": "taste", "name": "Taste", "best": 9, "weight": 1}]


async def test_zones_are_found_by_typing_and_the_clock_change_is_told(stage: Stage) -> None:
    await begin(stage, "Spring")
    zone = next(block["element"] for block in stage.view()["blocks"] if block["block_id"] == "zone")
    found = await stage.slack.suggest(
        MIA, view_id=stage.view()["id"], action_id=zone["action_id"], value="stockh"
    )
    assert [one["value"] for one in found["options"]] == ["Europe/Stockholm"]
    await stage.send(
        zone="Europe/Stockholm",
        opens_day="2027-03-28",
        opens_clock="02:30",
        entries_day="2027-04-10",
        closes_day="2027-04-20",
    )
    await stage.sees("There is no 02:30 on that day", "03:30 is meant", "in Europe/Stockholm")
    assert (await stage.only()).opens_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


async def test_more_settings_are_shown_on_request_and_kept(stage: Stage) -> None:
    await begin(stage, "Autumn")
    await stage.press("contest:further")
    await stage.slack.wait_for(lambda: "grace" in stage.fields(), what="more settings")
    assert "draw_people" not in stage.fields()
    await stage.choose("draw", "two people", account_days="30")
    await stage.slack.wait_for(lambda: "draw_people" in stage.fields(), what="the two people")
    sent = await stage.send(ties="lot", draw_people=[MIA])
    assert "two people" in sent["errors"]["draw_people"]
    await stage.send(draw_people=[MIA, NOAH], winners=["leavers_may_win"], role="Winner", channel="tea")
    await stage.sees("Saved as a draft")
    made = (await stage.only()).definition
    assert [one["name"] for one in made["draw_people"]] == ["Mia Lindqvist", "Noah Berg"]
    assert (made["min_account_days"], made["leavers_may_win"], made["one_prize_each"]) == (30, True, False)
    assert (made["winner_role"], made["channel"]) == ("Winner", "tea")


async def test_a_form_that_slack_delivers_twice_makes_one_contest(stage: Stage) -> None:
    await begin(stage, "Autumn")
    stage.slack.fault("duplicate", event="view_submission")
    await stage.send()
    await stage.sees("Saved as a draft")
    assert await count(stage) == 1


async def begin_edit(stage: Stage) -> None:
    await stage.manage()
    await stage.press("ask", "edit")
    await stage.sees("What decides who wins?")


async def edited_by_another(stage: Stage, **changes: Any) -> None:
    """A colleague saves, three minutes before it is noticed."""
    async with unit_of_work(stage.bot.services.database) as session:
        aisha = Person("U0AISHA001", "Aisha *Khan*", Role.MANAGER)
        await stage.bot.services.contests.edit(
            session, stage.id, definition(**changes), aisha, stage.now, "slack"
        )
    stage.now += timedelta(minutes=3)


async def test_an_edit_changes_the_draft(stage: Stage) -> None:
    await stage.create()
    await begin_edit(stage)
    assert stage.view()["title"]["text"] == "Edit contest"
    await stage.send(name="Winter of tea", prizes="3 × Scarf")
    await stage.sees("Saved.", "Winter of tea")
    made = (await stage.contest()).definition
    assert made["prizes"] == [{"name": "Scarf", "winners": 3}]
    assert made["eligibility"] == ""


async def test_who_saves_second_is_told_what_changed_and_may_save_over_it(stage: Stage) -> None:
    await stage.create()
    await begin_edit(stage)
    await edited_by_another(stage, brief="Theirs", prizes=[{"name": "Mug"}])
    await stage.send(name="Mine", prizes="3 × Scarf")
    said = await stage.sees("Not saved.", "changed it 3 minutes ago. Changed: brief, prizes.", "Save over it")
    assert "*Khan*" not in said
    assert (await stage.contest()).name == "Autumn of tea"
    values = stage.view()["state"]["values"]
    assert (values["name"]["name"]["value"], values["prizes"]["prizes"]["value"]) == ("Mine", "3 × Scarf")
    await choose_kind(stage, "lot", "name")  # what was told stays as the form is drawn anew
    await stage.slack.wait_for(lambda: "closes_day" not in stage.fields(), what="the fields of a lot")
    await stage.sees("Not saved.", "Load the newer version")
    assert stage.view()["submit"]["text"] == "Save over it"
    await stage.send()
    await stage.sees("Saved.", "Mine")
    made = (await stage.contest()).definition
    assert (made["name"], made["brief"], made["prizes"][0]["name"]) == ("Mine", "", "Scarf")


async def test_the_newer_version_is_loaded_in_place_of_what_was_typed(stage: Stage) -> None:
    await stage.create()
    await begin_edit(stage)
    await edited_by_another(stage, name="Theirs", brief="Also theirs")
    await stage.send(name="Mine", brief="Also mine")
    await stage.sees("Not saved.", "Changed: name, brief.")
    assert "What you have typed here is lost." in stage.asked("contest:reload")
    await stage.press("contest:reload")
    await stage.slack.wait_for(lambda: typed(stage, "name") == "Theirs", what="the newer version")
    assert typed(stage, "brief") == "Also theirs"
    assert stage.view()["submit"]["text"] == "Save"
    sent = await stage.send(**{field(stage, "claim_days"): "7", field(stage, "prizes"): "0 × Tea"})
    assert "winners" in sent["errors"][field(stage, "prizes")]
    await stage.send(**{field(stage, "prizes"): "2 × Tea"})
    await stage.sees("Saved.", "Theirs")
    made = (await stage.contest()).definition
    assert (made["name"], made["brief"], made["prizes"]) == (
        "Theirs",
        "Also theirs",
        [{"name": "Tea", "winners": 2}],
    )


def field(stage: Stage, name: str) -> str:
    """The id that a field has now."""
    return next(one for one in stage.fields() if one.split("#")[0] == name)


def typed(stage: Stage, name: str) -> Any:
    return stage.view()["state"]["values"][field(stage, name)][name]["value"]


async def test_a_third_version_is_told_again_before_it_is_saved_over(stage: Stage) -> None:
    await stage.create()
    await begin_edit(stage)
    await edited_by_another(stage, brief="First")
    await stage.send(name="Mine")
    await stage.sees("Changed: brief.")
    await edited_by_another(stage, brief="First", eligibility="18 or older")
    await stage.send()
    await stage.sees("Changed: who may take part.")
    await stage.send()
    await stage.sees("Saved.", "Mine")


async def test_an_announcement_in_between_is_told_too(stage: Stage) -> None:
    await stage.create()
    await begin_edit(stage)
    await stage.act(ContestAction.ANNOUNCE)
    await stage.send(name="Mine")
    await stage.sees("You announced it in another window just now.")
    await stage.send()
    await stage.sees("Saved.", "Mine")


async def test_a_form_sent_after_the_contest_opened_says_so_and_shows_it(stage: Stage) -> None:
    await stage.create()
    await stage.manage()
    await stage.press("ask", "edit")
    await stage.sees("What decides who wins?")
    await stage.act(ContestAction.OPEN)
    await stage.send(name="Too late")
    await stage.sees("Nothing was saved", "Open")
    assert (await stage.contest()).name == "Autumn of tea"


async def test_hostile_words_are_shown_as_they_were_written(stage: Stage) -> None:
    await begin(stage)
    await stage.send(name=HOSTILE[:80], brief=HOSTILE, prizes=f"2 × {HOSTILE[:60]}", eligibility=HOSTILE)
    await stage.sees("Saved as a draft")
    for page in ("preview", "contest", "list"):
        await stage.to(page)
        said = marked_up(stage.view()["blocks"])
        assert "Tea" in said or page == "contest"
        assert not any(
            live in said for live in ("<!channel", "<@U0NOAH0001", "<https://evil", "*Tea*", "`x`")
        )
    assert await count(stage) == 1


def marked_up(value: Any) -> str:
    """Every text in which Slack looks for markup."""
    if isinstance(value, dict):
        own = value.get("text") if value.get("type") == "mrkdwn" else None
        return own if isinstance(own, str) else "\n".join(marked_up(part) for part in value.values())
    return "\n".join(marked_up(part) for part in value) if isinstance(value, list) else ""


async def test_a_viewer_sees_the_list_but_no_draft_and_is_told_who_may_write(stage: Stage) -> None:
    await stage.create()
    await stage.command(user=TOM)
    await stage.sees("No contest yet", "Managers write them", user=TOM)
    assert not any("contest:new" in one for one in stage.buttons(TOM))
    await stage.slack.close(TOM, view_id=stage.view(TOM)["id"])
    await stage.slack.command(TOM, channel="content-review", command="/goodword", text="contest new")
    told = await stage.slack.wait_for(lambda: stage.bot.private(TOM))
    assert "Only managers can run contests. Ask @content-managers." in told[0]
    assert stage.slack.modal(TOM) is None


async def test_a_moderator_sees_a_running_contest_without_its_levers(stage: Stage) -> None:
    await stage.open(entries=1)
    await stage.command("autumn", user=NOAH)
    await stage.sees("Autumn of tea", "Open", user=NOAH)
    assert not any(
        verb in one for one in stage.buttons(NOAH) for verb in ("contest:do", "contest:ask", "export")
    )


async def test_the_list_finds_by_name_and_says_when_nothing_fits(stage: Stage) -> None:
    await stage.create()
    await stage.create(name="Autumn of cocoa")
    await stage.command("autumn")
    await stage.sees("fits several contests", "Autumn of tea", "Autumn of cocoa", "0 accepted")
    await stage.slack.close(MIA, view_id=stage.view()["id"])
    await stage.command("summer *x*")
    await stage.sees("There is no contest", "Here are those that are.")
    await stage.slack.close(MIA, view_id=stage.view()["id"])
    await stage.command("AUTUMN-OF-COCOA")
    await stage.sees("Autumn of cocoa", "Only managers see this draft")
