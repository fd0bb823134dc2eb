"""What holds for the programme and how it goes, in the local Slack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.ambassadors.badges.service import badges_of
from bot.ambassadors.rules import Preferences
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador, Share
from bot.curation.programme import Disclosure, Programme, programme
from bot.curation.rules import Limit
from bot.curation.service import Curation
from bot.links.tables import Link, LinkConversion, LinkDay
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.curation.overview import load, networks_table, people_table, pieces_table
from tests.cogs.curation.support import Curator, pieces
from tests.support.slack_bot import AISHA, CHANNEL, MIA, SlackBot

HOSTILE = "=cmd|'/c calc'!A1 <!channel>"


async def held(bot: SlackBot) -> Programme:
    async with reading(bot.services.database) as session:
        return await programme(session, bot.services.settings)


async def test_settings_are_set_here_given_back_and_undone(bot: SlackBot) -> None:
    mia = Curator(bot)
    said = await mia.open("programme")
    assert "as the settings say" in said
    assert "Nothing gives points on X." in said
    await mia.press("curation:set_picks_a_week")
    assert "4 picks a week for each person" in await mia.submit(picks="4")
    assert (await held(bot)).picks_a_week == 4
    assert "set by Mia Lindqvist" in mia.text
    await mia.press("curation:set_picks_a_week")
    await mia.submit(picks="6")
    await mia.press("curation:undo")
    assert (await held(bot)).picks_a_week == 4
    assert "The settings hold again." in await mia.press("curation:give_back")
    assert (await held(bot)).picks_a_week == bot.services.settings.ambassadors.picks_a_week
    await mia.press("curation:undo")
    assert (await held(bot)).picks_a_week == 4


async def test_words_networks_and_limits(bot: SlackBot) -> None:
    mia = Curator(bot)
    await mia.open("programme")
    await mia.press("curation:set_blocked_words")
    assert "can't be blocked" in await mia.refused(words="guarantee\n!!!")
    await mia.submit(words="guarantee\n <!here> cure ")
    assert (await held(bot)).blocked_words == ("guarantee", "<!here> cure")
    assert "<!here>" not in str(mia.view["blocks"])
    await mia.press("curation:set_networks")
    await mia.submit(networks=["linkedin", "bluesky"])
    assert (await held(bot)).networks == ("linkedin", "bluesky")
    await mia.press("curation:set_piece_limit")
    await mia.submit(shares="0", days="7")
    assert (await held(bot)).piece_limit is None
    await mia.press("curation:set_piece_limit")
    await mia.submit(shares="20", days="7")
    assert (await held(bot)).piece_limit == Limit(20, 7)


async def test_a_disclosure_for_a_network_and_a_country(bot: SlackBot) -> None:
    mia = Curator(bot)
    await mia.open("programme")
    await mia.press("curation:set_disclosure")
    values = {"language": "sv", "network": "linkedin", "country": "se", "text": "Jag jobbar på {company}."}
    assert "one hashtag" in await mia.refused(**values, tag="reklam och så")
    assert "disclosure (Swedish, LinkedIn, SE)" in await mia.submit(**values, tag="#anställd")
    company = (await held(bot)).company
    own = (await held(bot)).disclosure("sv", "linkedin", "SE")
    assert own == Disclosure(f"Jag jobbar på {company}.", "#anställd")
    await mia.press("curation:give_back")
    assert (await held(bot)).disclosure("sv", "linkedin", "SE") is None


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(bot: SlackBot) -> None:
    mia = Curator(bot)
    await mia.open("programme")
    await mia.press("curation:set_picks_a_week")
    noah = Person("U0NOAH0001", "Noah Berg", Role.MANAGER)
    async with unit_of_work(bot.services.database) as session:
        await Curation(bot.services.settings).set_budget(session, 5, noah, bot.services.clock())
    assert "changed this meanwhile" in await mia.refused(picks="9")
    assert (await held(bot)).picks_a_week == 5


async def shared(bot: SlackBot, item: int, **person: Any) -> None:
    """Somebody who shared a piece yesterday, whose link four people followed, and one who never did."""
    now = bot.services.clock()
    async with unit_of_work(bot.services.database) as session:
        rows: list[Any] = [
            Ambassador(
                id=1, account_id=901, name=person.get("name", "Lea"), joined_at=now - timedelta(days=90)
            ),
            Ambassador(id=2, account_id=902, name="Ole", joined_at=now - timedelta(days=90)),
            Link(id=7, code="seven", item_id=item, owner=1, network="linkedin", made_at=now),
            Share(
                ambassador_id=1,
                item_id=item,
                link_id=7,
                code="seven",
                network="linkedin",
                language="en",
                opened_at=now,
                shared_at=now - timedelta(days=1),
                how="said",
                visitors=4,
            ),
            LinkDay(link_id=7, day=now.date(), clicks=6, visitors=4, first_at=now, clicked_at=now),
            LinkConversion(
                key="a",
                link_id=7,
                clicked_at=now,
                at=now,
                how="call",
                value_micros=12_000_000,
                currency="EUR",
            ),
        ]
        for row in rows:
            session.add(row)
            await session.flush()


async def goes(bot: SlackBot, text: str = "") -> Curator:
    curator = Curator(bot)
    await bot.slack.command(MIA, channel=CHANNEL, command="/goodword", text=f"programme {text}".strip())
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA), what="the window")
    return curator


async def test_before_anybody_joined_it_says_how_to(bot: SlackBot) -> None:
    mia = await goes(bot)
    assert "Nobody is an ambassador yet" in mia.text


async def test_managers_see_who_shares_who_faded_and_what_it_brought(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item, name=HOSTILE)
    mia = await goes(bot)
    said = mia.text
    assert "*2* take part, 0 paused. One of them has faded" in said
    assert "In these days: *1* share, *4* unique clicks, *1* conversion (€12.00)." in said
    assert "LinkedIn: 1 share, 4 unique clicks (6 in all)" in said
    assert "Anna Svensson: I love this lamp" in said
    assert "<!channel>" not in str(mia.view["blocks"])
    assert "Ole: nothing shared since" in said
    await mia.choose("curation:days", "7")
    assert mia.view["private_metadata"] == "7"
    await mia.choose("curation:piece_menu", f"g1:curation:item:{item}")
    assert "Ambassadors may share it" in mia.text


async def test_tables_hold_no_formula(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item, name=HOSTILE)
    mia = await goes(bot, "90")
    await bot.slack.click(MIA, view_id=mia.view["id"], action_id=mia.element("curation:tables")["action_id"])
    files = await bot.slack.wait_for(
        lambda: [one for message in bot.directly(MIA) for one in message.get("files") or []], what="files"
    )
    assert [one["name"].rpartition("-")[2] for one in files] == ["people.csv", "networks.csv", "pieces.csv"]
    async with reading(bot.services.database) as session:
        loaded = await load(
            session, await programme(session, bot.services.settings), 90, bot.services.clock()
        )
    head, first, second = people_table(loaded).decode("utf-8-sig").splitlines()
    assert head == "name,status,joined,shares,unique clicks,last share,faded"
    assert first.startswith("'=cmd|")
    assert second.startswith("Ole,active,")
    assert second.endswith(",0,0,,yes")
    assert networks_table(loaded).decode("utf-8-sig").splitlines()[1] == "linkedin,1,6,4"
    assert pieces_table(loaded).decode("utf-8-sig").splitlines()[1].endswith(",Anna Svensson,1,6,4")


async def test_moderators_see_no_colleagues_figures(bot: SlackBot) -> None:
    await bot.slack.command(AISHA, channel=CHANNEL, command="/goodword", text="programme")
    await bot.slack.wait_for(lambda: bot.private(AISHA), what="an answer")
    assert bot.slack.modal(AISHA) is None


async def test_a_creators_thanks_are_passed_on_named_recorded_and_taken_back(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp", shareable=True)
    mia = Curator(bot)
    await mia.open(str(number))
    assert not mia.offers("curation:thank"), "nobody shared it"
    lea = await _lea_shared(bot, number)
    await mia.press("curation:show:::pieces")
    await mia.suggested("curation:choose", str(number))
    said = await mia.choose("curation:choose", str(number))
    assert "shared once · by Lea <!here>" in said.replace("&lt;", "<").replace("&gt;", ">")
    sure = mia.element("curation:thank")["confirm"]["text"]["text"]
    assert "Anna Svensson thanks Lea <!here>." in sure
    said = await mia.press("curation:thank")
    assert "Thanks are passed on to Lea" in said
    assert "Its creator's thanks passed on" in said
    assert not mia.offers("curation:thank")
    async with reading(bot.services.database) as session:
        assert [one.kind for one in await badges_of(session, lea)][:1] == ["thanks"]
    said = await mia.press("curation:show:::changes")
    assert f"Piece {number}: Its creator's thanks passed on · by Mia Lindqvist" in said
    assert "Taken back." in await mia.press("curation:undo")
    async with reading(bot.services.database) as session:
        assert "thanks" not in [one.kind for one in await badges_of(session, lea)]


async def _lea_shared(bot: SlackBot, number: int) -> int:
    ambassadors, now = bot.services.outlet(Ambassadors), bot.services.clock()
    async with unit_of_work(bot.services.database) as session:
        account = await bot.services.identities.account(session, "slack", "ULEA", now, name="Lea <!here>")
        programme = await ambassadors.programme(session)
        wanted = Preferences(networks=("bluesky",))
        row = await ambassadors.membership.join(session, account, wanted, programme, now)
        made = await ambassadors.sharing.share(
            session, row.id or 0, number, "bluesky", "Look", programme, now
        )
        await ambassadors.sharing.said(session, row.id or 0, made.share_id, programme, now)
        return row.id or 0
