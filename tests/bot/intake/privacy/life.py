"""A running bot with a local Slack, and somebody who leaves traces wherever the product lets one.

Every word of theirs carries ``MARK``; where it stands afterwards is looked for in rows, in files and in Slack.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers
from bot.ambassadors import queries as programme
from bot.ambassadors.badges import service as badges
from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.membership import Membership
from bot.ambassadors.rules import Kind as RuleKind
from bot.ambassadors.rules import Preferences
from bot.ambassadors.tables import Share, Suggestion
from bot.app import Application
from bot.contests import queries as contests
from bot.contests.definition import Definition
from bot.contests.rules import ContestAction, Kind
from bot.curation.service import Curation
from bot.digests import queries as digests
from bot.digests.book import new_digest
from bot.digests.document import Piece
from bot.faces.discord.queries import keep
from bot.faces.escalations import TELL_ESCALATED
from bot.faces.mail.receipts import ReceiptMail
from bot.faces.slack.face import SlackFace
from bot.insights.periods import parse
from bot.intake.reaching import queries as reaching
from bot.intake.reaching.tables import HeardAnswer, Watch
from bot.kernel.letter import SEND, Letter
from bot.links.service import NewLink
from bot.people.accounts import KnownAccount
from bot.people.queries import block
from bot.people.rules import Person, Role
from bot.playground.slack import LocalSlack
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights import queries as rights
from bot.rights.asking import Request
from bot.rights.contacts import clear
from bot.rights.creators.rules import CreatorAct
from bot.rights.creators.service import CreatorDone, Press
from bot.rights.outcomes import AskDone
from bot.rights.private_links import link_hash, new_nonce
from bot.rights.scope import Proof, Scope, Use
from bot.rights.visiting import Choice
from bot.settings import DatabaseSection, Http, Mail, Roles, Settings, SourceSection, Web
from bot.settings import Slack as SlackSettings
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Why
from bot.sources.base import Kind as ItemKind
from bot.sources.webhook.receive import sign
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from tests.bot.ambassadors.support import Codes
from tests.bot.intake.site import Page, Site, open_site
from tests.bot.intake.test_media import picture
from tests.support.documents import sample_document
from tests.support.run_bot import fast_pace
from tests.support.waiting import eventually

MARK = "zqmarkzq"
SECRET = "webhook-secret-27aa-long-enough"
ANNA = FoundCreator(
    external_id=f"https://social.example/users/{MARK}",
    handle=f"{MARK}@social.example",
    name=f"Anna {MARK.capitalize()}",
    url=f"https://social.example/@{MARK}",
    avatar_url=f"https://social.example/avatars/{MARK}.png",
    followers=7,
)
BERT = FoundCreator("https://social.example/users/bert", "bert@social.example", "Bert Berg")
Json = dict[str, Any]


def piece(number: int, creator: FoundCreator = ANNA, **changes: Any) -> FoundItem:
    """A post; everything that can say who made it does."""
    name = MARK if creator is ANNA else "bert"
    made = FoundItem(
        external_id=f"https://social.example/users/{name}/statuses/{number}",
        kind=ItemKind.PHOTO,
        platform="mastodon",
        text=f"My {name} teapot, number {number}. Call {name} at +46 70 123 45 67, you idiots.",
        title=f"{name} and the teapot {number}",
        url=f"https://social.example/@{name}/{number}",
        creator=creator,
        language="en",
        metrics={"likes": 3},
        tags=(name,),
        why=(Why("mention", f"@{name}"),),
        notes=(f"the date of {name} was mended",),
        published_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    )
    return replace(made, **changes)


class Life:
    """Short ways to use the running product."""

    def __init__(self, app: Application, slack: LocalSlack, site: Site, folder: Path) -> None:
        self.app = app
        self.slack = slack
        self.site = site
        self.folder = folder
        self.mia = Person(slack.world.person_named("mia").id, "Mia Lindqvist", Role.MANAGER)
        self.noah = Person(slack.world.person_named("noah").id, "Noah Berg", Role.MANAGER)

    @property
    def now(self) -> datetime:
        return self.app.services.clock()

    async def take(self, *items: FoundItem, source: str = "fediverse") -> Any:
        return await self.app.services.intake.run(self.app.database, source, items, self.now)

    async def decide(self, item: int, action: Action, **more: Any) -> None:
        decision = Decision(item, action, self.mia, None, **more)
        async with unit_of_work(self.app.database) as session:
            await self.app.services.reviews.decide(session, [decision], self.now)

    async def ask(self, item: int, name: str) -> int:
        request = Request(
            f"Dear {name}, may we?", Scope(frozenset(Use), credit=f"@{name}"), note=f"for {name}"
        )
        async with unit_of_work(self.app.database) as session:
            done = await self.app.services.asks.ask(session, item, self.mia, self.now, request)
        assert isinstance(done, AskDone), done
        return done.ask.id or 0

    async def answer(self, ask: int, text: str) -> None:
        voice = self.app.settings.brand
        said = f"{text} {voice.hashtag} {voice.handle}"
        async with unit_of_work(self.app.database) as session:
            done = await self.app.services.asks.answered(
                session, ask, said, Proof.REPLY, self.now, via="mastodon"
            )
        assert isinstance(done, AskDone), done

    async def enqueue(self, job: str, *args: Any, **more: Any) -> None:
        async with unit_of_work(self.app.database) as session:
            await self.app.work.enqueue(session, job, *args, **more)

    async def deliver(self, payload: Json) -> None:
        """A signed delivery to the webhook."""
        body = json.dumps(payload).encode()
        stamp, key = int(self.now.timestamp()), f"delivery-{len(body)}"
        signature = sign(SECRET, key, stamp, body)
        headers = {"Webhook-Id": key, "Webhook-Timestamp": str(stamp), "Webhook-Signature": signature}
        async with httpx.AsyncClient(trust_env=False) as client:
            where = f"http://127.0.0.1:{self.app.web.port}/webhooks/shop"
            answer = await client.post(where, content=body, headers=headers)
        assert answer.status_code == 202, answer.text

    async def rows(self, statement: str) -> list[Any]:
        async with reading(self.app.database) as session:
            return list((await (await session.connection()).execute(sa.text(statement))).all())

    async def marked_columns(self) -> set[str]:
        """Every column, of every table there is, that says the mark somewhere."""
        return await marked_columns(self.app)

    def said_in_slack(self) -> list[str]:
        """Whatever stands in Slack now and says the mark."""
        world = self.slack.world
        texts = [json.dumps(m) for per in world.messages.values() for m in per.values()]
        texts += [f"file {one.alt_text}" for one in world.files.values() if one.data and not one.deleted]
        return [text for text in texts if MARK in text.lower()]

    def said(self, channel: str) -> list[str]:
        """What the bot's messages in a channel say."""
        return [str(one.get("text")) for one in self.slack.messages(channel)]

    def live_files(self) -> int:
        return sum(1 for one in self.slack.world.files.values() if one.data and not one.deleted)


async def marked_columns(app: Application) -> set[str]:
    found: set[str] = set()
    inspector = sa.inspect(app.database.sync_engine)
    for schema in [None] if app.database.is_sqlite else ["public", "dbos"]:
        for table in inspector.get_table_names(schema=schema):
            for column in inspector.get_columns(table, schema=schema):
                where = f'"{schema}"."{table}"' if schema else f'"{table}"'
                statement = (
                    f"SELECT count(*) FROM {where} WHERE "
                    f"lower(CAST(\"{column['name']}\" AS TEXT)) LIKE '%{MARK}%'"
                )
                async with reading(app.database) as session:
                    count = (await (await session.connection()).execute(sa.text(statement))).scalar_one()
                if count:
                    found.add(f"{table}.{column['name']}")
    return found


def settings_for(slack: LocalSlack, url: str, folder: Path, ports: Iterator[int], **more: Any) -> Settings:
    return Settings(
        data_dir=folder,
        database=DatabaseSection(url=SecretStr(url)),
        slack=SlackSettings(
            bot_token=SecretStr(slack.bot_token), app_token=SecretStr(slack.app_token), api_url=slack.api_url
        ),
        roles=Roles(managers=("@content-managers",), moderators=("@content-moderators",)),
        http=Http(pictures=tuple(f"127.0.0.1:{port}" for port in ports), pause=0),
        web=Web(port=0),
        mail=Mail(host="127.0.0.1", port=1, security="none", sender="stories@brand.example"),
        sources={"shop": SourceSection(kind="webhook", secrets=[SECRET], interval="1s")},
        **more,
    )


@asynccontextmanager
async def living(url: str, folder: Path, **more: Any) -> AsyncIterator[Life]:
    """The product, running."""
    async with LocalSlack(limits="off") as slack, open_site() as site:
        app = Application(settings_for(slack, url, folder, iter([site.port]), **more))
        app.slack = SlackFace(app.services, pace=fast_pace(50))
        await app.start()
        try:
            yield Life(app, slack, site, folder)
        finally:
            await app.stop()


async def leave_traces(life: Life) -> list[int]:
    """Somebody is found, quoted, asked, takes part, and is written to; so is somebody else. Gives their pieces."""
    services = life.app.services
    life.site.pages[f"/{MARK}.png"] = Page(picture(), "image/png")
    life.site.pages["/bert.png"] = Page(picture(300, 300), "image/png")
    address = life.site.url(f"/{MARK}.png")
    media = (FoundMedia("image", address, preview_url=address, alt=f"{MARK} pours tea"),)
    bert = (FoundMedia("image", life.site.url("/bert.png"), alt="Bert pours tea"),)
    taken = await life.take(*(piece(n, media=media if n == 1 else ()) for n in range(1, 5)))
    await life.take(piece(90, BERT, media=bert))
    first, second, third, fourth = taken.new
    await life.take(piece(2, text=f"Edited by {MARK}, who is still calling you idiots for a long while now."))
    who = {"id": ANNA.external_id, "name": ANNA.name, "handle": ANNA.handle}
    await life.deliver(
        {"id": f"review-{MARK}", "text": f"{MARK} loves it", "platform": "mastodon", "creator": who}
    )
    await life.deliver({"id": "broken", "rating": f"many, by @{MARK}"})
    elsewhere = piece(
        4, external_id=f"{MARK}-on-a-blog", url=f"https://blog.example/{MARK}/4", platform="blog"
    )
    await life.take(replace(elsewhere, creator=replace(ANNA, external_id=f"{MARK}.blog")), source="blogs")
    await eventually(lambda: life.live_files() >= 2, what="the cards show pictures")
    await eventually(lambda: life.rows("SELECT id FROM source_failure"), what="what can't be read is kept")

    await life.decide(second, Action.NOTE, note=f"{MARK} said on the phone that they agree")
    await life.decide(third, Action.REJECT, reason=f"{MARK} again")
    [bystander] = [row[0] for row in await life.rows("SELECT id FROM item WHERE text LIKE 'My bert%'")]
    await life.decide(
        bystander, Action.NOTE, note=f"the same teapot as @{MARK}@social.example has; Bert agrees"
    )
    to = life.noah.id
    await life.decide(
        fourth, Action.ESCALATE, note=f"does {MARK} mean us?", data={"to": to, "to_name": "Noah"}
    )
    await life.enqueue(TELL_ESCALATED, fourth, to, "Mia", f"does {MARK} mean us?")
    await life.decide(first, Action.APPROVE)
    await life.decide(bystander, Action.APPROVE)
    async with unit_of_work(life.app.database) as session:
        await services.contents.add_to_campaign(session, first, "Tea", life.mia.id, life.now)
    granted = await life.ask(first, MARK)
    await life.answer(granted, f"Yes says {MARK}")
    await life.answer(await life.ask(bystander, "bert"), "Yes says Bert")
    await _look_at_the_page(life, granted, await life.ask(second, MARK))

    await _take_part(life, first)
    await _be_written_to(life)
    await _be_in_a_digest(life, first)
    await _be_shared(life, first)
    creator = (await life.rows(f"SELECT creator_id FROM item WHERE id = {first}"))[0][0]
    async with unit_of_work(life.app.database) as session:
        until = life.now + timedelta(days=9)
        await clear(
            session,
            creator,
            "paid",
            Use,
            life.now,
            until,
            life.mia,
            life.now,
            credit=MARK,
            note=f"paid {MARK}",
        )
        await block(session, creator, life.mia.id, f"{MARK} asked for money", life.now)
        about = Press([creator], life.mia, life.now)
        exported = await services.asks.decide_about(
            session, about, CreatorAct.EXPORTED, f"{MARK} wrote to us"
        )
        assert isinstance(exported, CreatorDone), exported
    return [first, second, third, fourth]


async def _be_in_a_digest(life: Life, item: int) -> None:
    """A week's digest names a piece of theirs, and them among a contest's leaders."""
    whole = sample_document()
    named = Piece(item_id=item, title=f"{MARK} pours tea", creator=f"Anna {MARK.capitalize()}")
    contest = whole.contests[0].model_copy(update={"leaders": [f"@{MARK}@social.example", "Bert Berg"]})
    document = whole.model_copy(
        update={"pieces": [named], "praise": [], "shared_pieces": [], "contests": [contest]}
    )
    async with unit_of_work(life.app.database) as session:
        row = new_digest(parse("2026-W47", life.now, "UTC"), "slack", "C1", "team", "en", "U1", life.now)
        row.document, row.state, row.reference = document.model_dump(mode="json"), "sent", "C1:1"
        row.shown_revision = 1
        await digests.save(session, row)
        await digests.name_in(session, row.id or 0, document)


async def _be_shared(life: Life, item: int) -> None:
    """Somebody of the brand shares a piece of theirs."""
    new = NewLink(
        item, "linkedin", 1, f"https://social.example/@{MARK}/1", "I work here.", f"@{MARK} (Mastodon)", "en"
    )
    async with unit_of_work(life.app.database) as session:
        await life.app.services.links.make(session, new, life.now)


async def _look_at_the_page(life: Life, granted: int, asked: int) -> None:
    """They choose what only a code can confirm, want their receipt by mail, and answer where it was asked."""
    services, now = life.app.services, life.now
    nonce = new_nonce()
    async with unit_of_work(life.app.database) as session:
        row = await rights.locked(session, asked)
        assert row is not None
        row.link_hash, row.link_expires_at = link_hash(nonce), now + timedelta(days=9)
        await rights.save(session, row)
        choice = Choice(frozenset({Use.ADS}), f"{MARK} of the page", "form-1")
        done = await services.asks.allow(session, asked, choice, now)
        assert isinstance(done, AskDone), done
        assert await services.outlet(ReceiptMail).wanted(session, granted, f"{MARK}@page.example", now)
        watch = Watch(
            ask_id=granted, platform="mastodon", source="", reference=f"answer-to-{MARK}", sent_at=now
        )
        await reaching.save(session, watch)
        heard = HeardAnswer(
            watch_id=watch.id or 0, external_id=f"{ANNA.external_id}/77", version="1", heard_at=now
        )
        await reaching.save(session, heard)


async def _take_part(life: Life, item: int) -> None:
    """In a contest, with an account in Discord that is linked with the one on the network."""
    services, now = life.app.services, life.now
    definition = Definition.model_validate(
        {
            "name": "Autumn of tea",
            "kind": Kind.VOTES,
            "rules_text": "This contest is run by Kettle & Fern. No purchase necessary.",
            "opens_at": now - timedelta(hours=1),
            "entries_close_at": now + timedelta(days=2),
            "closes_at": now + timedelta(days=3),
            "prizes": [{"name": "A box of tea"}],
        }
    )
    async with unit_of_work(life.app.database) as session:
        contest = await services.contests.create(session, definition, life.mia, now, "test")
        contest_id = contest.id or 0
        await services.contests.act(session, contest_id, ContestAction.ANNOUNCE, life.mia, now, "test")
        await services.contests.advance(session, contest_id, now)
    async with unit_of_work(life.app.database) as session:
        member = await services.identities.account(
            session,
            "discord",
            "123456789012345678",
            now,
            name=f"{MARK} of Discord",
            handle=f"{MARK}_d",
            locale="sv",
        )
        poster = await services.identities.account(
            session, "mastodon", ANNA.external_id, now, name=ANNA.name, handle=ANNA.handle
        )
        code = await services.identities.new_code(session, member.id, now)
        await services.identities.redeem(session, code, poster.id, poster.key, "test", now)
    async with unit_of_work(life.app.database) as session:
        await services.contests.enter(session, contest_id, member, item, now, "discord")
        entry = (await contests.entries_of(session, [member.id]))[0]
        await _share_as_colleague(life, session, member, item)
        await keep(session, 987654321, {"text": f"half a form of {MARK}_d of {MARK} of Discord"}, now)
    async with unit_of_work(life.app.database) as session:
        await services.contests.disqualify(
            session, entry.id or 0, f"@{MARK}_d asked for votes", life.mia, now, "test"
        )


async def _share_as_colleague(life: Life, session: AsyncSession, member: KnownAccount, item: int) -> None:
    """They are an ambassador too, who shares a piece of theirs that managers curated."""
    now, settings = life.now, life.app.settings
    links, curation = Codes(), Curation(settings)
    holds = await curation.programme(session)
    wanted = Preferences(
        networks=("bluesky", "mastodon"),
        mastodon=f"{MARK}.example",
        interests=(f"#{MARK}",),
        languages=("sv",),
        country="SE",
    )
    row = await Membership(links).join(session, member, wanted, holds, now)
    who = row.id or 0
    await offers.show(session, who, [(item, [{"why": "tag", "text": MARK}])], now)
    await offers.write(session, who, item, f"{MARK} says it best", now)
    await award(session, Award(RuleKind.SHARE, f"share:{who}", who, 10, "bluesky", 1), "UTC", now)
    share = Share(
        ambassador_id=who, item_id=item, link_id=1, code="c1", network="bluesky", language="sv", opened_at=now
    )
    await programme.save(session, share)
    note = Suggestion(ambassador_id=who, item_id=item, note=f"{MARK} made this", at=now)
    await programme.save(session, note)
    await badges.after_share(session, who, share, now)
    await _be_quoted_by_a_colleague(life, session, item)
    await curation.make(session, "Tea", life.mia, now)
    await curation.put_in(session, "tea", [item], life.mia, now)
    await curation.pin(session, item, None, life.mia, now)


async def _be_quoted_by_a_colleague(life: Life, session: AsyncSession, item: int) -> None:
    """Another ambassador would share a piece of theirs, chosen for its hashtag, in words that quote it."""
    tom = await life.app.services.identities.account(session, "slack", "U0TOM00001", life.now, name="Tom")
    holds = await Curation(life.app.settings).programme(session)
    row = await Membership(Codes()).join(session, tom, Preferences(networks=("copy",)), holds, life.now)
    await offers.show(session, row.id or 0, [(item, [{"why": "about", "text": MARK}])], life.now)
    await offers.write(session, row.id or 0, item, f"As {MARK} says: more tea!", life.now)


async def _be_written_to(life: Life) -> None:
    """A letter that can't be sent, one that waits, a notice that names them."""
    letter = Letter(
        key="receipt:1",
        to=f"{MARK}@mail.example",
        subject="Your receipt",
        text=f"Dear {ANNA.name}",
        at=life.now,
    )
    broken = letter.model_copy(update={"key": "receipt:2", "to": f"no address of @{MARK}@social.example"})
    await life.enqueue(SEND, letter.as_argument(), delay=3600)
    trying = letter.model_copy(update={"key": "receipt:3"})
    await life.enqueue(SEND, broken.as_argument())
    await life.enqueue(SEND, trying.as_argument())
    await life.enqueue(NOTICE, f"Look at {ANNA.url} please.", "", "about-them", key="about-them")
    await life.enqueue(NOTICE, "Nothing about anybody.", "", "about-nobody", key="about-nobody")
    await eventually(
        lambda: any("please" in text for text in life.said_in_slack()), what="the notice stands in Slack"
    )
