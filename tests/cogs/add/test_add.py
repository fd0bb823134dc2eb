"""Adding content from Slack: by command, from a message, and what is refused."""

from __future__ import annotations

from functools import partial

import pytest

from bot.faces.queries import load_item_views
from bot.storage.unit_of_work import reading
from cogs.add.view import Draft, from_message, from_words
from tests.support.slack_bot import CHANNEL, NOAH, TOM, SlackBot, found

URL = "https://www.instagram.com/p/abc123/?igsh=x&utm_source=y"


async def type_add(bot: SlackBot, user: str, text: str) -> None:
    answer = await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"add {text}".strip())
    assert answer["acked"], answer


async def told(bot: SlackBot, user: str) -> str:
    return str((await bot.slack.wait_for(lambda: bot.private(user), what="an answer"))[-1])


async def test_an_address_with_a_note_becomes_a_card(bot: SlackBot) -> None:
    await type_add(bot, TOM, f"{URL} saw this <!channel> today")
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    view = bot.modal(TOM)
    assert "https://www.instagram.com/p/abc123/" in bot.modal_text(TOM)
    assert "<!channel>" not in bot.modal_text(TOM)
    assert "utm_source" not in str(view["blocks"])
    answer = await bot.submit(TOM, text="My new lamp, I love it", name="Anna", handle="@anna")
    assert answer["acked"], answer
    said = await told(bot, TOM)
    assert "Added as item" in said
    assert bot.slack.modal(TOM) is None
    await bot.deliver()
    card = bot.text()
    for part in ("My new lamp", "Anna", "Photo on Instagram", "added by \u2068Tom Weber", "saw this"):
        assert part in card
    assert "<!channel>" not in card


async def test_what_is_known_is_said_with_its_card(bot: SlackBot) -> None:
    item = found("Known already")
    [item_id] = await bot.take(item)
    await bot.deliver()
    await type_add(bot, NOAH, f"{item.url}?utm_medium=z")
    said = await told(bot, NOAH)
    assert f"known already: item {item_id}" in said
    assert "|Its card>" in said
    assert "Waiting" in said
    assert bot.slack.modal(NOAH) is None


async def test_adding_twice_gives_one_item(bot: SlackBot) -> None:
    for user in (NOAH, TOM):
        await type_add(bot, user, URL)
        await bot.slack.wait_for(partial(bot.slack.modal, user))
    await bot.submit(NOAH, text="A lamp")
    await told(bot, NOAH)
    await bot.submit(TOM, text="The same lamp")
    assert "known already" in await told(bot, TOM)
    async with reading(bot.services.database) as session:
        views = await load_item_views(session, range(1, 10))
    assert len(views) == 1


async def test_from_a_message_its_quote_and_not_the_colleagues_words(bot: SlackBot) -> None:
    text = "Lovely <@U0NOAH0001|noah> <https://social.example/@anna/77|social.example>\n&gt; Look &amp; smile"
    bot_post = await bot.face.client.chat_postMessage(channel=CHANNEL, text=text)
    answer = await bot.slack.shortcut(TOM, callback_id="add_content", channel=CHANNEL, ts=bot_post["ts"])
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    assert "https://social.example/@anna/77" in bot.modal_text(TOM)
    assert "Look & smile" in str(bot.modal(TOM)["blocks"])
    assert "Copy here what the post itself says" in str(bot.modal(TOM)["blocks"])
    assert "Lovely" not in str(bot.modal(TOM)["blocks"])
    await bot.submit(TOM, platform="mastodon", kind="post")
    assert "Added as item" in await told(bot, TOM)


async def test_an_address_with_a_handle_that_somebody_typed_is_offered_whole(bot: SlackBot) -> None:

    url = f"https://example.invalid/@{NOAH}/77"
    said = await bot.slack.post(NOAH, channel=CHANNEL, text=f"Saw this lovely post {url} about our rooibos")
    await bot.slack.shortcut(TOM, callback_id="add_content", channel=CHANNEL, ts=said["ts"])
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    assert url in bot.modal_text(TOM)
    assert "rooibos" not in str(bot.modal(TOM)["blocks"])


async def test_a_message_without_a_link_is_answered(bot: SlackBot) -> None:
    post = await bot.face.client.chat_postMessage(channel=CHANNEL, text="No link here")
    await bot.slack.shortcut(TOM, callback_id="add_content", channel=CHANNEL, ts=post["ts"])
    assert "has no link" in await told(bot, TOM)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "`/goodword add https://social.example/@anna/1`"),
        ("ftp://files.example/1", "the address was not a web address: 'ftp://files.example/1'"),
        ("notaurl", "the address was not a web address: 'notaurl'"),
        ("javascript:alert(1)", "That can't be added"),
        ("http://127.0.0.1:8080/x", "private network"),
        ("http://[::1]/x", "private network"),
        ("http://10.0.0.7/admin", "private network"),
        ("http://169.254.169.254/latest", "private network"),
        ("http://localhost/x", "private network"),
        ("https://printer.local/x", "private network"),
        ("<!channel>", "That can't be added"),
        ("not a link", "not a web address: 'not'"),
        ("-1", "not a web address: '-1'"),
    ],
)
async def test_what_is_no_public_address_is_refused_in_words(bot: SlackBot, text: str, why: str) -> None:
    await type_add(bot, TOM, text)
    said = await told(bot, TOM)
    assert why in said
    assert "<!channel>" not in said
    assert bot.slack.modal(TOM) is None


def test_what_is_typed_or_linked_becomes_a_draft() -> None:
    assert from_words("https://a.example/1  so nice", "C1") == Draft("https://a.example/1", "so nice", "C1")
    message = {"text": "see <https://a.example/?a=1&amp;b=2|here> *now*"}
    assert from_message(message, "Mia", "C1") == Draft("https://a.example/?a=1&b=2", "seen by Mia", "C1", "")
    assert from_message({"text": "nothing"}, "Mia", None) is None
    shared = {"text": "", "attachments": [{"original_url": "https://a.example/2"}]}
    assert from_message(shared, "Mia", None) == Draft("https://a.example/2", "seen by Mia", None)
    draft = Draft("https://a.example/1", "note", None)
    assert Draft.unpack(draft.pack()) == draft
    assert Draft.unpack("") is None
    assert Draft.unpack("[1]") is None
