"""What holds for the programme and how it goes, in the local Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.ambassadors.badges.service import badges_of
from bot.ambassadors.rules import Preferences
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador, Share
from bot.curation.programme import Disclosure, Programme, programme
from bot.curation.rules import Limit
from bot.curation.service import Curation
from bot.curation.tables import CurationOverride
from bot.links.tables import Link, LinkConversion, LinkDay, LinkSource
from bot.people.rules import Person, Role
from bot.settings.ambassadors import Prices
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.curation.overview import Goes, load, networks_table, people_table, pieces_table
from cogs.curation.slack_programme import offered
from cogs.curation.telling import Teller
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
    for field, wrong in (("text", "Nice tea"), ("text", "."), ("tag", "reklam"), ("country", "S1")):
        answer = await bot.submit(MIA, **{**values, "tag": "", field: wrong})
        assert list(answer["errors"]) == [field]
        assert ("whom people work for" in answer["errors"][field]) == (field == "text")
    assert "disclosure (Swedish, LinkedIn, SE)" in await mia.submit(**values, tag="#anställd")
    company = (await held(bot)).company
    own = (await held(bot)).disclosure("sv", "linkedin", "SE")
    assert own == Disclosure(f"Jag jobbar på {company}.", "#anställd")
    await mia.press("curation:give_back")
    assert (await held(bot)).disclosure("sv", "linkedin", "SE") is None


async def test_a_disclosure_from_before_that_names_nobody_is_marked(bot: SlackBot) -> None:
    mia = Curator(bot)
    assert "It names no company" not in await mia.open("programme")
    async with unit_of_work(bot.services.database) as session:
        value = {"text": "Nice tea", "tag": ""}
        now = bot.services.clock()
        session.add(CurationOverride(key="disclosure:en::", value=value, by="U1", by_name="Noah", at=now))
    said = await Curator(bot).open("programme")
    assert "Nice tea" in said
    assert "It names no company" in said
    assert (await held(bot)).disclosure("en", "x", "SE") is None


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


async def test_totals_stay_when_the_last_person_left(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item, name="Lea Moreau")
    async with unit_of_work(bot.services.database) as session:
        for number in (1, 2):
            row = await session.get_one(Ambassador, number)
            row.status, row.name, row.account_id = "left", "", None
            session.add(row)
    said = (await goes(bot)).text
    assert "Nobody is an ambassador now" in said
    assert "In these days: *1* share, *4* unique clicks, *1* conversion (€12.00)." in said
    assert "LinkedIn: 1 share, 4 unique clicks (6 in all)" in said
    assert "Lea" not in said


async def test_it_says_how_many_pieces_can_be_shared_and_how_to_get_more(bot: SlackBot) -> None:
    assert "*Nothing* can be shared now" in (await goes(bot)).text
    made = await pieces(bot, "I love this lamp", "This tea!", "Nice cup", shareable=True)
    mia = Curator(bot)
    await mia.open(str(made[0]))
    await mia.press("curation:hide")
    said = (await goes(bot)).text
    assert "*2* pieces can be shared now." in said
    assert "first messages ask for sharing by employees too, unless `uses` is set" in said
    assert "To get more" not in offered(Teller("en"), replace(await _loaded(bot), shareable=10))


async def test_clicks_that_were_left_out_are_told_and_their_links_named(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item, name=HOSTILE)
    said = (await goes(bot)).text
    assert "counted: it was" not in said
    assert "Links to look at" not in said
    day = bot.services.clock().date() - timedelta(days=1)
    await brought(bot, LinkDay(link_id=7, day=day, clicks=2, visitors=1, machines=5, ignored=575))
    mia = await goes(bot)
    assert "575 more clicks aren't counted: they were too many of the same visitors or addresses." in mia.text
    assert "5 visits were programs', such as previews: they aren't counted." in mia.text
    assert f"LinkedIn, piece {item}: 575 left out, 8 counted" in mia.text
    assert "<!channel>" not in str(mia.view["blocks"])


async def _loaded(bot: SlackBot) -> Goes:
    async with reading(bot.services.database) as session:
        return await load(session, await programme(session, bot.services.settings), 28, bot.services.clock())


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


async def test_where_shared_links_lead_is_set_refused_and_undone(bot: SlackBot) -> None:
    mia = Curator(bot)
    assert "The page of the piece here" in await mia.open("programme")
    assert "the collection made last" in mia.text
    await mia.press("curation:set_leads_to")
    assert "begins with https://" in await mia.refused(leads_to="javascript:alert(1)")
    answer = await bot.submit(MIA, leads_to="https://shop.example@evil.example/")
    assert list(answer["errors"]) == ["leads_to"]
    said = await mia.submit(leads_to="https://shop.example/tea")
    assert "Kept: shared links lead to https://shop.example/tea" in said
    assert (await held(bot)).leads_to == "https://shop.example/tea"
    await mia.press("curation:set_leads_to")
    assert "lead to the page of the piece here" in await mia.submit(leads_to="")
    assert "Taken back." in await mia.press("curation:undo")
    assert (await held(bot)).leads_to == "https://shop.example/tea"
    await mia.press("curation:give_back")
    assert (await held(bot)).leads_to == ""


async def priced(bot: SlackBot, **prices: Any) -> None:
    section = bot.services.settings.ambassadors.model_copy(update={"prices": Prices(**prices)})
    bot.services.settings = bot.services.settings.model_copy(update={"ambassadors": section})


async def brought(bot: SlackBot, *rows: Any) -> None:
    async with unit_of_work(bot.services.database) as session:
        for row in rows:
            session.add(row)


def conversion(bot: SlackBot, key: str, how: str = "call", **more: Any) -> LinkConversion:
    now = bot.services.clock()
    return LinkConversion(key=key, link_id=7, clicked_at=now, at=now, how=how, **more)


async def test_without_prices_nothing_is_said_of_money(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item)
    said = (await goes(bot)).text
    assert "A conversion counts that the shop reports within 30 days of the click." in said
    assert "Cost of these days" not in said
    assert "Where clicks came from" not in said
    assert "pixel" not in said


async def test_cost_and_value_as_configured(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item)
    await priced(bot, currency="EUR", per_month=365.2425 / 12 * 10, per_conversion=5)
    await brought(
        bot,
        conversion(bot, "b"),
        conversion(bot, "c", value_micros=99_000_000, currency="SEK"),
        conversion(bot, "d", "pixel"),
    )
    said = (await goes(bot)).text
    assert "*3* conversions (€17.00, SEK99.00)" in said, "several currencies are not added up"
    assert "Of one of them the shop said no value: it counts €5.00" in said
    assert "One more was said by a pixel alone, which anybody can forge" in said
    # 28 days at ten euros, four visitors, three conversions.
    assert "Cost of these days: *€280.00*, *€70.00* a unique click, *€93.33* a conversion." in said


async def test_where_clicks_came_from_singles_nobody_out(bot: SlackBot) -> None:
    (item,) = await pieces(bot, "I love this lamp", shareable=True)
    await shared(bot, item)
    clicks = {"linkedin.com": 140, "t.co": 62, "annas-blog.example": 30}
    countries = {"SE": 130, "LI": 11}
    day = bot.services.clock().date()
    await brought(
        bot,
        *(LinkSource(day=day, kind="referrer", name=name, clicks=n) for name, n in clicks.items()),
        *(LinkSource(day=day, kind="country", name=name, clicks=n) for name, n in countries.items()),
    )
    said = (await goes(bot)).text
    assert "Websites: `linkedin.com` 140 · `t.co` 62 · others 30" in said
    assert "Countries: Sweden 130 · others 11" in said
    assert "fewer than 50 clicks" in said
    assert "annas-blog" not in said
    assert "Liechtenstein" not in said
