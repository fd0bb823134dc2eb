"""The local Slack with an unmodified Bolt app: everything a person can do, there and back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.slack import ActError, LocalSlack
from tests.playground.sample_app import CARD, PNG, review_bot
from tests.support.slack_app import connected_app, web_client

REVIEW = "#content-review"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as running, connected_app(running, review_bot):
        yield running


async def card(slack: LocalSlack) -> str:
    """Have the bot post its card; its ts."""
    assert (await slack.command("mia", channel=REVIEW, command="/goodword"))["acked"]
    found = await slack.wait_for(lambda: slack.messages(REVIEW), what="a card")
    return str(found[-1]["ts"])


async def test_a_command_posts_a_card_and_answers_privately(slack: LocalSlack) -> None:
    ts = await card(slack)
    message = slack.messages(REVIEW)[-1]
    assert message["ts"] == ts
    assert [each["type"] for each in message["blocks"]] == ["header", "section", "actions"]
    assert all(each["block_id"] for each in message["blocks"])
    shown = await slack.wait_for(lambda: slack.ephemerals("mia"))
    assert shown[0]["text"] == "card posted"
    assert slack.ephemerals("noah") == []


async def test_an_ack_with_text_is_shown_to_who_typed_it(slack: LocalSlack) -> None:
    answer = await slack.command("Tom Weber", channel="general", command="/goodword", text="help")
    assert answer["acked"]
    assert "goodword card" in slack.ephemerals("tom")[0]["text"]


async def test_a_click_changes_the_card_and_uploads_into_its_thread(slack: LocalSlack) -> None:
    ts = await card(slack)
    answer = await slack.click("noah", channel=REVIEW, ts=ts, action_id="approve")
    assert answer["acked"]
    assert answer["ms"] < 3000
    parent = slack.world.messages["C0REVIEW01"][ts]
    await slack.wait_for(lambda: parent.get("reply_count"), what="the upload in the thread")
    assert parent["blocks"][0]["text"]["text"] == "Approved by <@U0NOAH0001>"
    assert parent["edited"]["user"] == slack.world.bot_user_id
    reply = slack.world.messages["C0REVIEW01"][parent["latest_reply"]]
    file = reply["files"][0]
    assert (file["title"], file["mimetype"], file["size"]) == ("Chart", "image/png", len(PNG))
    assert slack.world.files[file["id"]].data == PNG


async def test_an_overflow_menu_answers_by_response_url(slack: LocalSlack) -> None:
    ts = await card(slack)
    assert (await slack.select("aisha", channel=REVIEW, ts=ts, action_id="more", value="History"))["acked"]
    shown = await slack.wait_for(lambda: slack.ephemerals("aisha"))
    assert shown[0]["text"] == "history"


async def test_metadata_is_kept_and_given_only_when_asked_for(slack: LocalSlack) -> None:
    await card(slack)
    client = web_client(slack)
    with_it = await client.conversations_history(channel="C0REVIEW01", include_all_metadata=True)
    without = await client.conversations_history(channel="C0REVIEW01")
    assert with_it["messages"][0]["metadata"] == {"event_type": "card", "event_payload": {"item": 42}}
    assert "metadata" not in without["messages"][0]


async def modal(slack: LocalSlack) -> str:
    """Have the bot open its modal for Mia; its id."""
    ts = await card(slack)
    await slack.click("mia", channel=REVIEW, ts=ts, action_id="ask")
    view = await slack.wait_for(lambda: slack.modal("mia"), what="a modal")
    return str(view["id"])


async def test_a_modal_is_submitted_and_closes(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    answer = await slack.submit("mia", view_id=view_id, values={"words": "May we share this?"})
    assert answer["acked"]
    assert slack.modal("mia") is None
    said = await slack.wait_for(lambda: slack.messages("@goodword", "mia"))
    assert said[0]["text"] == "asked: May we share this?"


async def test_errors_keep_the_modal_and_what_was_entered(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    answer = await slack.submit("mia", view_id=view_id, values={"text": "short"})
    assert answer["errors"] == {"words": "say more"}
    view = slack.modal("mia")
    assert view is not None
    assert view["state"]["values"]["words"]["text"]["value"] == "short"


async def test_update_and_push_keep_the_stack(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    before = slack.modal("mia")
    assert (await slack.submit("mia", view_id=view_id, values={"words": "next"}))[
        "response_action"
    ] == "update"
    updated = slack.modal("mia")
    assert before is not None
    assert updated is not None
    assert (updated["id"], updated["title"]["text"]) == (view_id, "Once more")
    assert updated["hash"] != before["hash"]
    assert (await slack.submit("mia", view_id=view_id, values={"words": "push"}))["response_action"] == "push"
    top = slack.modal("mia")
    assert top is not None
    assert (top["previous_view_id"], top["root_view_id"]) == (view_id, view_id)
    with pytest.raises(ActError, match="Another modal"):
        await slack.submit("mia", view_id=view_id, values={"words": "x"})


async def test_an_answer_slack_refuses_is_told_to_the_person(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    answer = await slack.submit("mia", view_id=view_id, values={"words": "nonsense"})
    assert (answer["ok"], answer["error"]) == (False, "invalid_errors")
    assert slack.modal("mia") is not None


@pytest.mark.parametrize(
    ("values", "told"),
    [({}, "required"), ({"words": "x" * 51}, "at most 50"), ({"nowhere": "x"}, "no 'nowhere'")],
)
async def test_what_slacks_own_form_refuses_is_never_sent(
    slack: LocalSlack, values: dict[str, str], told: str
) -> None:
    view_id = await modal(slack)
    with pytest.raises(ActError, match=told):
        await slack.submit("mia", view_id=view_id, values=values)


async def test_a_button_inside_a_modal_pushes_and_closing_tells_the_bot(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    await slack.click(
        "mia", view_id=view_id, action_id="deeper", values={"words": {"text": {"value": "half"}}}
    )
    await slack.wait_for(lambda: len(slack.world.stack("U0MIA00001")) == 2, what="the second modal")
    top = slack.world.stack("U0MIA00001")[-1]
    assert (await slack.close("mia", view_id=top.id))["dispatched"] is False
    kept = slack.modal("mia")
    assert kept is not None
    assert kept["state"]["values"]["words"]["text"]["value"] == "half"
    assert (await slack.close("mia", view_id=view_id))["acked"]
    said = await slack.wait_for(lambda: slack.messages("@goodword", "mia"))
    assert said[0]["text"] == "closed 42"


async def test_an_external_menu_asks_the_bot_for_options(slack: LocalSlack) -> None:
    view_id = await modal(slack)
    offered = await slack.suggest("mia", view_id=view_id, action_id="person", value="gr")
    assert [each["value"] for each in offered["options"]] == ["grace"]
    chosen = await slack.select("mia", view_id=view_id, action_id="person", value="grace")
    assert chosen["dispatched"] is False
    view = slack.modal("mia")
    assert view is not None
    assert view["state"]["values"]["who"]["person"]["selected_option"]["text"]["text"] == "Grace"


async def test_the_home_tab_is_published_and_its_buttons_work(slack: LocalSlack) -> None:
    assert (await slack.open_home("mia"))["acked"]
    home = await slack.wait_for(lambda: slack.home("mia"))
    assert home["blocks"][0]["text"]["text"] == "A review"
    await slack.click("mia", view_id=home["id"], action_id="ask")
    assert await slack.wait_for(lambda: slack.modal("mia"))


async def test_shortcuts_carry_the_message_or_open_a_modal(slack: LocalSlack) -> None:
    post = await slack.post("lea", channel="general", text="I love <script> & tea")
    await slack.shortcut("mia", callback_id="add_content", channel="general", ts=post["ts"])
    shown = await slack.wait_for(lambda: slack.ephemerals("mia"))
    assert shown[0]["text"] == "added: I love &lt;script&gt; &amp; tea"
    await slack.shortcut("mia", callback_id="open_triage")
    assert await slack.wait_for(lambda: slack.modal("mia"))


async def test_mentions_and_direct_messages_reach_the_bot(slack: LocalSlack) -> None:
    post = await slack.post(
        "lea", channel="general", text="hello @goodword see https://example.com/a?b=1&c=2"
    )
    assert post["message"]["text"] == "hello <@U0GOODWORD1> see <https://example.com/a?b=1&amp;c=2>"
    await slack.wait_for(lambda: post["message"].get("reply_count"), what="the answer in the thread")
    link = await slack.post(
        "lea", channel="general", text="(https://e.example/@lea/#general) me@lea @lea, x."
    )
    assert (
        link["message"]["text"]
        == f"(<https://e.example/@lea/#general)> me@lea <@{link['message']['user']}>, x."
    )
    await slack.post("lea", channel="@goodword", text="psst")
    said = await slack.wait_for(lambda: [m for m in slack.messages("@goodword", "lea") if "bot_id" in m])
    assert said[0]["text"] == "you said: psst"


async def test_a_handler_that_never_acks_shows_a_warning() -> None:
    def silent(app: AsyncApp) -> None:
        @app.action("other")
        async def other() -> None:
            raise AssertionError("never called")

    async with LocalSlack(ack_seconds=0.3) as slack, connected_app(slack, silent):
        posted = await web_client(slack).chat_postMessage(channel="#general", text="x", blocks=CARD)
        answer = await slack.click("mia", channel="general", ts=posted["ts"], action_id="approve")
        assert answer["error"] == "operation_timeout"
        assert answer["ms"] >= 300


async def test_without_a_connection_a_click_says_so() -> None:
    async with LocalSlack() as slack:
        posted = await web_client(slack).chat_postMessage(channel="#general", text="x", blocks=CARD)
        answer = await slack.click("mia", channel="general", ts=posted["ts"], action_id="approve")
        assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
